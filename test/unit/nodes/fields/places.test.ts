/** The fields of a project, a file, a frame and a task. */
import { describe, expect, it } from '@jest/globals';
import { KnownNames, NameNotKnown } from '../../../../nodes/shared/fields/names/knownNames';
import {
	dataUnitField,
	frameField,
	frameOf,
	projectOfItemField,
	projectOfTaskField,
	unitFields,
} from '../../../../nodes/shared/fields/places';
import { storageItemFields } from '../../../../nodes/shared/fields/storageItems';
import { taskField } from '../../../../nodes/shared/fields/workflowPlaces';
import { id } from '../fakeN8n';
import { readField, type FormAround } from './fakeForm';

const UNIT = id(31);
const OTHER = id(32);

describe('the fields of a place', () => {
	const item = { projectHash: id(1), dataHash: UNIT };
	const empty = { project: '', dataUnit: '' };

	it('are those of the item when they are empty', () =>
		expect(readField(unitFields, empty, { item })).toEqual({
			projectHash: id(1),
			dataHash: UNIT,
		}));

	it('are what the form has, in canonical form', () =>
		expect(
			readField(unitFields, { project: id(7).toUpperCase(), dataUnit: `{${id(8)}}` }, { item }),
		).toEqual({ projectHash: id(7), dataHash: id(8) }));

	it('are refused where an expression gives nothing', () =>
		expect(() => readField(unitFields, empty, { item, expressions: ['project.value'] })).toThrow(
			'Project is empty: its expression gave nothing',
		));

	it('are refused where the item names no ID', () =>
		expect(() => readField(projectOfItemField, empty, { item: { projectHash: 'Pets' } })).toThrow(
			'Project "Pets" is not an ID',
		));

	it('of a task are those of an item with a task', () => {
		expect(() => readField(projectOfTaskField, empty, { item })).toThrow('Project is empty');
		expect(readField(projectOfTaskField, empty, { item: { ...item, taskUuid: id(33) } })).toBe(
			id(1),
		);
	});

	it('are looked up by their name, a data unit in its project', () => {
		const names = new KnownNames();
		const values = { project: 'Pets', dataUnit: 'cat.jpg' };
		expect(() => readField(unitFields, values, { names })).toThrow(NameNotKnown);
		names.note({ kind: 'project', name: 'Pets', label: 'Project' }, id(1));
		expect(() => readField(unitFields, values, { names })).toThrow(NameNotKnown);
		const unit = { kind: 'dataUnit', name: 'cat.jpg', label: 'Data Unit' } as const;
		names.note({ ...unit, projectHash: id(1) }, UNIT);
		expect(readField(unitFields, values, { names })).toEqual({
			projectHash: id(1),
			dataHash: UNIT,
		});
		expect(() => readField(dataUnitField, { dataUnit: 'cat.jpg' }, { item })).toThrow(
			'Data Unit "cat.jpg" is not an ID',
		);
	});

	it('name a storage item by itself or by a data unit', () => {
		expect(readField(storageItemFields, { findBy: 'storageItem', storageItem: id(34) })).toEqual({
			itemUuid: id(34),
		});
		expect(readField(storageItemFields, { ...empty, findBy: 'dataUnit' }, { item })).toEqual({
			projectHash: id(1),
			dataHash: UNIT,
		});
	});
});

describe('the field of a frame', () => {
	const values = { dataUnit: UNIT };
	const read = (value: unknown, around?: FormAround) =>
		readField(frameField, { ...values, frame: value } as never, around);

	it.each([
		[0, 0],
		['7', 7],
		['', 'only'],
	])('of %j reads %j', (value, expected) => expect(read(value)).toBe(expected));

	it('is that of the item when it is empty', () =>
		expect(read('', { item: { frame: '4', dataHash: UNIT } })).toBe(4));

	it.each([
		[null, {}, 'Frame is empty: its expression gave nothing'],
		['', { expressions: ['frame'] }, 'Frame is empty: its expression gave nothing'],
		[-1, {}, 'not a frame number'],
		['', { item: { frame: 1.5, dataHash: UNIT } }, 'not a frame number'],
	])('of %j with %j is refused', (value, around, message) =>
		expect(() => read(value, around)).toThrow(message),
	);

	it.each([
		[3, { number_of_frames: 9, data_type: 'VIDEO' }, 3],
		['only', { number_of_frames: 1, data_type: 'VIDEO' }, 0],
		['only', { number_of_frames: 0, data_type: 'image' }, 0],
	] as const)('that is %j means of %j the frame %i', (given, row, expected) =>
		expect(frameOf(given, row)).toBe(expected),
	);

	it.each([0, 2])('that is empty is refused for a file of %i frames', (count) =>
		expect(() => frameOf('only', { number_of_frames: count, data_type: 'VIDEO' })).toThrow(
			`Frame is empty, and the file has ${count} frames`,
		),
	);
});

describe('the field of a task', () => {
	const task = { taskUuid: id(33), dataHash: UNIT, dataTitle: 'a.jpg' };
	const read = (given: string, around?: FormAround) =>
		readField(taskField, { task: given }, around);

	it.each<[string, string, FormAround, object]>([
		['the item', '', { item: task }, task],
		['a node before', '', { before: [['Tasks', task]] }, task],
		['the form, with the file of the item', id(33).toUpperCase(), { item: task }, task],
		[
			'the form, with the file of a node before',
			id(33),
			{
				item: { taskUuid: id(34), dataHash: OTHER },
				before: [
					['Near', undefined],
					['Tasks', task],
				],
			},
			task,
		],
		['the form alone', id(35), { item: task }, { taskUuid: id(35) }],
		[
			'an item without a title',
			'',
			{ item: { ...task, dataTitle: 7 } },
			{ taskUuid: id(33), dataHash: UNIT },
		],
		[
			'an item without a file',
			'',
			{ item: { taskUuid: id(33), dataHash: 7 } },
			{ taskUuid: id(33) },
		],
	])('is that of %s', (_what, given, around, expected) =>
		expect(read(given, around)).toEqual(expected),
	);

	it('is refused when nothing names it, and when it is no ID', () => {
		expect(() => read('')).toThrow('Task ID is empty, and the item does not name it');
		expect(() => read('first')).toThrow('Task ID "first" is not an ID');
	});
});
