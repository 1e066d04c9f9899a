/** What edits changed, as a patch of the JSON that makes the same row. */
import { describe, expect, it } from '@jest/globals';

import type { LabelRowJson } from '../../../../src/encord/wire/json';
import { RowEditor } from '../../../../src/labels/edits/apply';
import { applyPatch, diffOf, type LabelPatch } from '../../../../src/labels/edits/diff';
import type { Edit } from '../../../../src/labels/edits/edit';
import { RowDraft } from '../../../../src/labels/row/draft';
import { spaceOf } from '../../../../src/labels/row/space';
import { context, groupRow, ontology, videoMetadata, videoRow, type FreeJson } from '../fixtures';
import { addCar, apply, done, setWeather } from './editing';

const label = (hash: string, more: object = {}) => ({
	objectHash: hash,
	featureHash: 'obCar',
	...more,
});
const withLabels = (labels: object): LabelRowJson => {
	const row = structuredClone(videoRow);
	row.data_units['data-1']!.labels = labels as never;
	return row;
};
const changed = (row: LabelRowJson, change: (draft: RowDraft) => void) => {
	const draft = new RowDraft(row, videoMetadata);
	change(draft);
	const { changes, patch } = diffOf(draft, ontology);
	expect(applyPatch(row, patch, videoMetadata)).toEqual(draft.row);
	return { changes, patch };
};
const video = spaceOf(videoRow, videoMetadata)!;

describe('a patch', () => {
	const row = withLabels({
		0: { objects: [label('a'), label('b')], classifications: [] },
		1: { objects: [label('a')], classifications: [] },
		2: { objects: [label('a')], classifications: [] },
	});

	it('has the frames of a label in ascending order: changed, gone, or new with its place', () => {
		const { changes, patch } = changed(row, (draft) => {
			draft.putLabel(video, 'object', 5, label('a'));
			draft.putLabel(video, 'object', 2, label('a', { value: 1 }));
			draft.removeLabel(video, 'object', 1, 'a');
		});
		expect(patch).toEqual([
			{
				type: 'object',
				hash: 'a',
				answers: [],
				frames: [
					{ frame: 1, label: undefined },
					{ frame: 2, label: label('a', { value: 1 }) },
					{ frame: 5, label: label('a'), at: 0 },
				],
			},
		]);
		expect(changes).toMatchObject([
			{
				hash: 'a',
				change: 'changed',
				frames: [
					[1, 2],
					[5, 5],
				],
			},
		]);
	});

	it('has nothing of a label that is as it was', () => {
		const { changes, patch } = changed(row, (draft) => {
			draft.putLabel(video, 'object', 0, label('a', { value: 1 }));
			draft.putLabel(video, 'object', 0, label('a'));
			draft.removeLabel(video, 'object', 0, 'gone');
			draft.putAnswer('object_answers', 'b', { value: 1 });
			draft.putAnswer('object_answers', 'b', undefined);
		});
		expect([changes, patch]).toEqual([[], []]);
	});

	it('has a label that only changed its place, which people are not told', () => {
		const { changes, patch } = changed(row, (draft) => {
			draft.removeLabel(video, 'object', 0, 'a');
			draft.insertLabel(video, 'object', 0, label('a'), 1);
		});
		expect(patch).toEqual([
			{ type: 'object', hash: 'a', answers: [], frames: [{ frame: 0, label: label('a'), at: 1 }] },
		]);
		expect(changes).toEqual([]);
	});

	it('does not have one that is back in its place', () => {
		const { patch } = changed(row, (draft) => {
			draft.removeLabel(video, 'object', 0, 'a');
			draft.insertLabel(video, 'object', 0, label('a'), 0);
		});
		expect(patch).toEqual([]);
	});

	it('has the answers that changed, of each map', () => {
		const { patch } = changed(row, (draft) => {
			draft.putAnswer('object_answers', 'a', { value: 1 });
			draft.putAnswer('object_actions', 'a', { value: 2 });
			draft.putAnswer('classification_answers', 'x', { value: 3 });
		});
		expect(patch).toEqual([
			{
				type: 'object',
				hash: 'a',
				frames: [],
				answers: [
					{ map: 'object_answers', entry: { value: 1 } },
					{ map: 'object_actions', entry: { value: 2 } },
				],
			},
			{
				type: 'classification',
				hash: 'x',
				frames: [],
				answers: [{ map: 'classification_answers', entry: { value: 3 } }],
			},
		]);
	});

	it('puts several new labels of a frame in their places', () => {
		const { patch } = changed(row, (draft) => {
			draft.insertLabel(video, 'object', 0, label('d'), 2);
			draft.insertLabel(video, 'object', 0, label('c'), 0);
		});
		expect(patch.map(({ hash, frames }) => [hash, frames[0]?.at])).toEqual([
			['d', 3],
			['c', 0],
		]);
	});

	it('names the space, and is refused by a row without it', () => {
		const { patch } = apply(groupRow, [addCar({ space: 'film', frames: 0 })]);
		expect(patch).toMatchObject([{ frames: [{ space: 'film', frame: 0, at: 0 }] }]);
		expect(applyPatch(groupRow, patch).spaces).toMatchObject({ film: { labels: { 0: {} } } });
		expect(() => applyPatch(videoRow, patch)).toThrow(new RangeError('The row has no space film'));
	});

	it('leaves the row that it is applied to', () => {
		const { patch } = apply(videoRow, [addCar()]);
		const before = JSON.stringify(videoRow);
		applyPatch(videoRow, patch, videoMetadata);
		expect(JSON.stringify(videoRow)).toBe(before);
	});
});

describe('several lists of edits to one row', () => {
	const editor = () => new RowEditor(videoRow, ontology, context());
	const noSuch: Edit = { kind: 'setClassification', classification: 'Wind', answers: 'x' };
	const hashesOf = (patch: LabelPatch[]) => patch.map(({ hash }) => hash);

	it('have a diff each, of what they changed', () => {
		const edits = editor();
		const first = edits.apply([addCar({ key: 'a' })]);
		const second = edits.apply([addCar({ key: 'b' }), setWeather('Rain')]);
		const third = edits.apply([addCar({ key: 'a' })]);
		expect([first, second, third].map(({ patch }) => patch.length)).toEqual([1, 2, 0]);
		expect(third.labelRow).toBe(second.labelRow);
		expect(edits.row).toBe(second.labelRow);
		expect(Object.keys(first.labelRow.object_answers)).toEqual(hashesOf(first.patch));
		expect(second.labelRow).toEqual(
			done(videoRow, [addCar({ key: 'a' }), addCar({ key: 'b' }), setWeather('Rain')]),
		);
	});

	it('of which one has an error: the rest is done, or nothing, as asked', () => {
		const edits = [addCar(), noSuch, setWeather('Rain')];
		const some = editor().apply(edits);
		expect(some.patch).toHaveLength(2);
		expect(some.problems).toMatchObject([{ severity: 'error', edit: 1, code: 'unknownItem' }]);
		const all = editor();
		const none = all.apply(edits, true);
		expect(none).toMatchObject({ patch: [], diff: [], problems: [{ edit: 1 }] });
		expect(none.labelRow).toBe(videoRow);
		// What was rolled back has no influence on the hashes of what comes after.
		expect(all.apply([addCar()]).labelRow).toEqual(editor().apply([addCar()]).labelRow);
		expect(editor().apply([addCar()], true).patch).toHaveLength(1);
	});

	it('number the problems by the position of the edit in its list', () => {
		const edits = editor();
		expect(edits.apply([addCar(), noSuch]).problems).toMatchObject([{ edit: 1 }]);
		expect(edits.apply([noSuch]).problems).toMatchObject([{ edit: 0 }]);
	});

	it('count objects without a key on, so that each is another object', () => {
		const edits = editor();
		edits.apply([addCar()]);
		edits.apply([addCar()]);
		expect(Object.keys(edits.row.object_answers)).toHaveLength(2);
	});
});

it.each(['paint', 'toString', undefined])('an edit of the kind %j is refused', (kind) =>
	expect(apply(videoRow, [{ kind } as never])).toMatchObject({
		labelRow: videoRow,
		problems: [
			{
				severity: 'error',
				edit: 0,
				code: 'notFound',
				field: 'kind',
				value: kind,
				message: `"${String(kind)}" is not a kind of edit.`,
			},
		],
	}),
);

it('labels that are not in the form of Encord are an error that quotes nothing of them', () => {
	const row = withLabels({ 0: { objects: [null], classifications: [] } });
	expect(() => apply(row, [addCar()])).toThrow(
		'The labels of "asset" are not in the form of Encord.',
	);
	const noUnits = { ...videoRow, data_units: { 'data-1': null } } as FreeJson;
	expect(() => apply(noUnits, [addCar()])).toThrow(
		'The labels of "asset" are not in the form of Encord.',
	);
});
