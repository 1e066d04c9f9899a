/** Fields that may be left empty: what the item came from. */
import { describe, expect, it } from '@jest/globals';
import { automaticOrNothing, automaticValue } from '../../../../nodes/shared/fields/automatic';
import { id } from '../fakeN8n';
import { formOf, type FormAround } from './fakeForm';

const FIELD = { displayName: 'Frame' };
const UNIT = id(31);
const OTHER = id(32);

const frame = (around: FormAround, dataHash?: string) =>
	automaticOrNothing(formOf({}, around), FIELD, {
		key: 'frame',
		...(dataHash === undefined ? {} : { dataHash }),
	});
const stage = (around: FormAround, ofTask = false) =>
	automaticOrNothing(formOf({}, around), { displayName: 'Stage' }, { key: 'stageUuid', ofTask });

describe('a field that was left empty', () => {
	it.each<[string, FormAround, unknown]>([
		['the item', { item: { stageUuid: 'a' }, before: [['Get', { stageUuid: 'b' }]] }, 'a'],
		[
			'the nearest node',
			{
				before: [
					['Near', { stageUuid: 'b' }],
					['Far', { stageUuid: 'c' }],
				],
			},
			'b',
		],
		[
			'the nearest node that names it',
			{
				before: [
					['Near', {}],
					['Far', { stageUuid: 'c' }],
				],
			},
			'c',
		],
		['nothing', { before: [['Near', { other: 1 }]] }, undefined],
		[
			'nothing, where a value is empty',
			{ item: { stageUuid: '' }, before: [['Near', { stageUuid: null }]] },
			undefined,
		],
	])('is that of %s', (_what, around, expected) => expect(stage(around)).toBe(expected));

	it('of the task is that of an item with a task', () => {
		const around: FormAround = {
			item: { stageUuid: 'a' },
			before: [
				['Near', { stageUuid: 'b' }],
				['Far', { stageUuid: 'c', taskUuid: 't' }],
			],
		};
		expect(stage(around, true)).toBe('c');
		expect(stage(around, false)).toBe('a');
	});

	it('is refused where nodes of different branches disagree', () => {
		const around: FormAround = {
			before: [
				['Near', { stageUuid: 'b' }],
				['Far', { stageUuid: 'c' }],
			],
			branches: true,
		};
		expect(() => stage(around)).toThrow(
			'Stage is automatic, but "Near" says "b" and "Far" says "c"',
		);
		const same: FormAround = {
			before: [
				['Near', { stageUuid: 'b' }],
				['Far', { stageUuid: 'b' }],
			],
			branches: true,
		};
		expect(stage(same)).toBe('b');
	});

	it('is refused where n8n does not know which item it came from', () =>
		expect(() =>
			stage({
				before: [
					['Near', undefined],
					['Far', { stageUuid: 'c' }],
				],
			}),
		).toThrow('Stage is automatic, but n8n cannot tell which item of "Near" this item came from'));

	it.each<[FormAround, string]>([
		[{}, 'Stage is empty, and the item does not name it, and no Encord node comes before this one'],
		[
			{
				before: [
					['Near', {}],
					['Far', {}],
				],
			},
			'Stage is empty, and neither the item nor "Near" nor "Far" names it for this file',
		],
	])('that must have a value is refused: %j', (around, message) =>
		expect(() =>
			automaticValue(formOf({}, around), { displayName: 'Stage' }, { key: 'stageUuid' }),
		).toThrow(message),
	);

	it('gives the value that must be there', () =>
		expect(
			automaticValue(formOf({}, { item: { stageUuid: 'a' } }), FIELD, { key: 'stageUuid' }),
		).toBe('a'));
});

describe('the frame of a file', () => {
	it.each<[string, FormAround, string | undefined, unknown]>([
		['the item of this file', { item: { frame: 3, dataHash: UNIT } }, UNIT, 3],
		[
			'the item, in any spelling of the ID',
			{ item: { frame: 3, dataHash: UNIT.toUpperCase() } },
			UNIT,
			3,
		],
		['frame 0', { item: { frame: 0, dataHash: UNIT } }, UNIT, 0],
		['an item that names no file, where no node does', { item: { frame: 3 } }, UNIT, 3],
		['a node of this file', { before: [['Get', { frame: 5, dataHash: UNIT }]] }, UNIT, 5],
		['no other file', { item: { frame: 3, dataHash: OTHER } }, UNIT, undefined],
		[
			'no node of another file',
			{ before: [['Get', { frame: 5, dataHash: OTHER }]] },
			UNIT,
			undefined,
		],
		[
			'no node behind one of another file',
			{
				before: [
					['Near', { dataHash: OTHER }],
					['Far', { frame: 5, dataHash: UNIT }],
				],
			},
			UNIT,
			undefined,
		],
		[
			'a node behind one of this file',
			{
				before: [
					['Near', { dataHash: UNIT }],
					['Far', { frame: 5, dataHash: UNIT }],
				],
			},
			undefined,
			5,
		],
		[
			'no node of another file than a nearer one',
			{
				before: [
					['Near', { dataHash: UNIT }],
					['Far', { frame: 5, dataHash: OTHER }],
				],
			},
			undefined,
			undefined,
		],
	])('is that of %s', (_what, around, dataHash, expected) =>
		expect(frame(around, dataHash)).toBe(expected),
	);

	it('is refused where a number of the item may be something else', () => {
		expect(() =>
			frame({ item: { frame: 1 }, before: [['Get', { frame: 5, dataHash: UNIT }]] }, UNIT),
		).toThrow('Frame is automatic, but the item says 1 and "Get" says 5');
		// The same number is no contradiction, and what an item of Encord says counts.
		expect(frame({ item: { frame: 5 }, before: [['Get', { frame: '5' }]] })).toBe(5);
		const item = { frame: 1, dataHash: UNIT };
		expect(frame({ item, before: [['Get', { frame: 5, dataHash: UNIT }]] }, UNIT)).toBe(1);
	});
});
