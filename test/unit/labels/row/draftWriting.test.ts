/** What a draft writes into a row for each layout, and what it leaves as it was. */
import { describe, expect, it } from '@jest/globals';

import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import { RowDraft } from '../../../../src/labels/row/draft';
import { spaceOf } from '../../../../src/labels/row/space';
import { deepFreeze } from '../arbitraries';
import { groupRow, imageGroupRow, imageRow, videoRow } from '../fixtures';

const object = (hash: string, more: object = {}) => ({
	objectHash: hash,
	featureHash: 'obCar',
	...more,
});
const started = (given: LabelRowJson, id?: string) => {
	const row = deepFreeze(structuredClone(given));
	const draft = new RowDraft(row, undefined);
	return { row, draft, space: spaceOf(row, undefined, id)! };
};
const labelsOf = (row: LabelRowJson, unit = 'data-1') => row.data_units[unit]?.labels as EncordJson;
const withLabels = (given: LabelRowJson, labels: object): LabelRowJson => {
	const row = structuredClone(given);
	row.data_units['data-1']!.labels = labels as EncordJson;
	return row;
};
const lists = (...hashes: string[]) => ({
	objects: hashes.map((hash) => object(hash)),
	classifications: [],
});

describe('a label that is put on a frame', () => {
	it('is the only one there, in lists that are both made', () => {
		const { row, draft, space } = started(videoRow);
		draft.putLabel(space, 'object', 3, object('a'));
		expect(labelsOf(draft.row)).toEqual({ 3: lists('a') });
		expect(labelsOf(row)).toEqual({});
		expect(draft.row).toEqual({
			...row,
			data_units: { 'data-1': { ...row.data_units['data-1'], labels: { 3: lists('a') } } },
		});
		expect(draft.row.future_field).toBe(row.future_field);
	});

	it('replaces the one of its hash in its place, and keeps the other keys of the frame', () => {
		const { draft, space } = started(
			withLabels(videoRow, { 3: { ...lists('a', 'b'), note: 'kept' }, 4: lists('a') }),
		);
		draft.putLabel(space, 'object', 3, object('a', { value: 2 }));
		expect(labelsOf(draft.row)).toEqual({
			3: { ...lists('a', 'b'), objects: [object('a', { value: 2 }), object('b')], note: 'kept' },
			4: lists('a'),
		});
	});

	it('comes in the order in which labels first appear in the row; in a space it comes last', () => {
		const given = withLabels(videoRow, { 1: lists('a', 'b', 'c'), 2: lists('c') });
		const { draft, space } = started(given);
		for (const hash of ['new', 'b', 'a']) draft.putLabel(space, 'object', 2, object(hash));
		expect(labelsOf(draft.row)[2]).toEqual(lists('a', 'b', 'c', 'new'));

		const group = structuredClone(groupRow) as LabelRowJson & { spaces: { film: EncordJson } };
		group.spaces.film.labels = { 1: lists('a', 'b'), 2: lists('b') };
		const inSpace = started(group, 'film');
		inSpace.draft.putLabel(inSpace.space, 'object', 2, object('a'));
		expect((inSpace.draft.row.spaces as typeof group.spaces).film.labels).toEqual({
			1: lists('a', 'b'),
			2: lists('b', 'a'),
		});
	});

	it('goes to the unit of its frame in an image group, and to the labels themselves in an image', () => {
		const group = started(imageGroupRow);
		group.draft.putLabel(group.space, 'object', 1, object('a'));
		expect(labelsOf(group.draft.row, 'img-1')).toEqual(lists('a'));
		expect(group.draft.row.data_units['img-0']).toBe(group.row.data_units['img-0']);
		const image = started(imageRow);
		image.draft.putLabel(image.space, 'object', 0, object('a'));
		expect(labelsOf(image.draft.row)).toEqual(lists('a'));
	});

	it('fails where an image group has no unit for the frame', () => {
		const { draft, space } = started(imageGroupRow);
		expect(() => draft.putLabel(space, 'object', 2, object('a'))).toThrow(
			new RangeError('The row has no data unit for frame 2'),
		);
	});
});

it('a label is inserted at the place that is asked for', () => {
	const { draft, space } = started(withLabels(videoRow, { 1: lists('a', 'b') }));
	draft.insertLabel(space, 'object', 1, object('c'), 1);
	expect(labelsOf(draft.row)[1]).toEqual(lists('a', 'c', 'b'));
	expect(draft.index(space, 'object').framesOf('c')).toEqual([1]);
});

describe('a label that is removed', () => {
	it('leaves the others; the last one takes the frame with it', () => {
		const { draft, space } = started(withLabels(videoRow, { 1: lists('a', 'b'), 2: lists('a') }));
		draft.removeLabel(space, 'object', 1, 'a');
		draft.removeLabel(space, 'object', 2, 'a');
		draft.removeLabel(space, 'object', 3, 'a');
		expect(labelsOf(draft.row)).toEqual({ 1: lists('b') });
		expect(draft.index(space, 'object').framesOf('a')).toEqual([]);
		expect(draft.label(space, 'object', 1, 'a')).toBeUndefined();
		expect(draft.label(space, 'object', 1, 'b')).toEqual(object('b'));
	});

	it.each<[string, object]>([
		['metadata of the frame', { ...lists('a'), metadata: { width: 1 } }],
		['a classification', { ...lists('a'), classifications: [{ classificationHash: 'x' }] }],
	])('leaves %s', (_, frame) => {
		const { draft, space } = started(withLabels(videoRow, { 1: frame }));
		draft.removeLabel(space, 'object', 1, 'a');
		expect(labelsOf(draft.row)).toEqual({ 1: { ...frame, objects: [] } });
	});

	it.each<[string, LabelRowJson]>([
		['a frame', withLabels(videoRow, { 0: { objects: [] } })],
		['an image', withLabels(imageRow, { objects: [] })],
		['an image without lists', imageRow],
	])('leaves %s that was empty before as it was', (_, given) => {
		const { row, draft, space } = started(given);
		draft.putLabel(space, 'object', 0, object('a'));
		expect(draft.label(space, 'object', 0, 'a')).toEqual(object('a'));
		draft.removeLabel(space, 'object', 0, 'a');
		expect(draft.row).toEqual(row);
	});

	it('leaves empty lists where an image had labels', () => {
		const { draft, space } = started(withLabels(imageRow, lists('a')));
		draft.removeLabel(space, 'object', 0, 'a');
		expect(labelsOf(draft.row)).toEqual({ objects: [], classifications: [] });
	});
});

describe('an answer', () => {
	it('is set, replaced and removed in its map alone', () => {
		const { row, draft } = started(videoRow);
		draft.putAnswer('object_answers', 'a', { value: 1 });
		draft.putAnswer('object_answers', 'b', { value: 2 });
		draft.putAnswer('object_answers', 'a', { value: 3 });
		expect(draft.row.object_answers).toEqual({ a: { value: 3 }, b: { value: 2 } });
		draft.putAnswer('object_answers', 'a', undefined);
		expect(draft.row.object_answers).toEqual({ b: { value: 2 } });
		expect(draft.answer('object_answers', 'b')).toEqual({ value: 2 });
		expect(draft.answer('object_actions', 'b')).toBeUndefined();
		expect(draft.row.object_actions).toBe(row.object_actions);
	});

	it('is also set in a row that lacks its map', () => {
		const given = { ...videoRow, object_actions: undefined } as unknown as LabelRowJson;
		const { draft } = started(given);
		expect(draft.answer('object_actions', 'a')).toBeUndefined();
		draft.putAnswer('object_actions', 'a', { value: 1 });
		expect(draft.row.object_actions).toEqual({ a: { value: 1 } });
	});
});

describe('what was touched', () => {
	const touchedIn = (draft: RowDraft) =>
		[...draft.touched.values()].map(({ type, hash, frames }) => [
			type,
			hash,
			[...frames].map(([space, touches]) => [space.id, [...touches]]),
		]);

	it('are labels by type and hash, with what happened on each frame', () => {
		const { draft, space } = started(withLabels(videoRow, { 1: lists('a') }));
		draft.putLabel(space, 'object', 1, object('a', { value: 1 }));
		draft.putLabel(space, 'object', 2, object('a'));
		draft.putLabel(space, 'object', 2, object('a', { value: 2 }));
		draft.putLabel(space, 'object', 3, object('a'));
		draft.removeLabel(space, 'object', 3, 'a');
		draft.putAnswer('object_actions', 'b', {});
		draft.putAnswer('classification_answers', 'a', {});
		expect(touchedIn(draft)).toEqual([
			[
				'object',
				'a',
				[
					[
						undefined,
						[
							[1, 'replaced'],
							[2, 'inserted'],
							[3, 'removed'],
						],
					],
				],
			],
			['object', 'b', []],
			['classification', 'a', []],
		]);
	});

	it('is one space for one id, also when it is looked up again', () => {
		const { row, draft } = started(groupRow);
		for (const frame of [0, 1])
			draft.putLabel(spaceOf(row, undefined, 'film')!, 'object', frame, object('a'));
		expect(touchedIn(draft)).toEqual([
			[
				'object',
				'a',
				[
					[
						'film',
						[
							[0, 'inserted'],
							[1, 'inserted'],
						],
					],
				],
			],
		]);
	});

	it('is forgotten at a checkpoint, and later changes leave that row as it is', () => {
		const { draft, space } = started(videoRow);
		draft.putLabel(space, 'object', 1, object('a'));
		draft.checkpoint();
		const first = deepFreeze(draft.row);
		expect(draft.touched.size).toBe(0);
		expect(draft.base).toBe(first);
		draft.putLabel(space, 'object', 1, object('b'));
		draft.putAnswer('object_answers', 'b', {});
		expect(labelsOf(first)).toEqual({ 1: lists('a') });
		expect(labelsOf(draft.row)).toEqual({ 1: lists('a', 'b') });
		draft.rollBack();
		expect(draft.row).toBe(first);
		expect(draft.touched.size).toBe(0);
		expect(draft.index(space, 'object').framesOf('b')).toEqual([]);
	});
});
