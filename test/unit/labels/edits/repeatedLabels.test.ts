/** A frame that lists one label twice, as old rows do: the last one counts, and an edit of the label leaves one or none. */
import { describe, expect, it } from '@jest/globals';

import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import { applyPatch, diffOf } from '../../../../src/labels/edits/diff';
import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import { RowDraft } from '../../../../src/labels/row/draft';
import { spaceOf } from '../../../../src/labels/row/space';
import { box, ontology, videoMetadata, videoRow, type FreeJson } from '../fixtures';
import { addCar, apply, done, hashOf, places, setWeather } from './editing';

const added = done(videoRow, [addCar({ confidence: 0.5 }), setWeather('Rain')]);
const hash = hashOf(added);
const video = spaceOf(videoRow, videoMetadata)!;

const listsOf = (row: LabelRowJson, frame: number): FreeJson =>
	(row.data_units['data-1']!.labels as { [frame: number]: FreeJson })[frame];

/** The row with each label of frame 1 listed once more: the car at x = 0.3. */
const repeated = (() => {
	const row = structuredClone(added);
	const { objects, classifications } = listsOf(row, 1) as { [list: string]: EncordJson[] };
	const [car] = structuredClone(objects!) as FreeJson[];
	objects!.push({ ...car, boundingBox: { ...car.boundingBox, x: 0.3 } });
	classifications!.push(structuredClone(classifications![0]!));
	return row;
})();

describe('a frame that lists a label twice', () => {
	it('is read as if it had the last one alone', () => {
		const { objects, classifications } = tidyLabelRow(repeated, ontology, videoMetadata);
		expect(objects).toHaveLength(1);
		expect(classifications).toHaveLength(1);
		const draft = new RowDraft(repeated, videoMetadata);
		expect(draft.label(video, 'object', 1, hash)).toMatchObject({ boundingBox: { x: 0.3 } });
		expect(draft.label(video, 'object', 0, hash)).toMatchObject({ boundingBox: { x: 0.1 } });
	});

	it('has none of it when it is deleted', () => {
		const gone = done(repeated, [{ kind: 'deleteByAgent', agent: 'detector' }]);
		expect([gone.data_units['data-1']!.labels, gone.object_answers]).toEqual([{}, {}]);
		expect(gone.classification_answers).toEqual({});
	});

	it('has one of it when it is changed, in the place of the first', () => {
		const moved = done(repeated, [
			addCar({ hash: 'car00000', frames: 1, coordinates: box(0.7) }),
			{ kind: 'moveObject', objectHash: hash, frames: 1, coordinates: box(0.5) },
		]);
		expect(places(moved)).toEqual({
			...places(added),
			1: [
				[0.5, 0.5],
				[0.7, 1],
			],
		});
	});

	it('is reported as changed when one of it is left, also when that is as the last one was', () => {
		const draft = new RowDraft(repeated, videoMetadata);
		const last = draft.label(video, 'object', 1, hash)!;
		draft.putLabel(video, 'object', 1, last);
		const { changes, patch } = diffOf(draft, ontology);
		expect(changes).toMatchObject([{ hash, change: 'changed', frames: [[1, 1]] }]);
		expect(listsOf(draft.row, 1).objects).toEqual([last]);
		expect(applyPatch(repeated, patch, videoMetadata)).toEqual(draft.row);
	});

	it("is left as it is when one of the entries is a person's, whichever", () => {
		for (const at of [0, 1]) {
			const row = structuredClone(repeated);
			const { objects, classifications } = listsOf(row, 1);
			for (const list of [objects, classifications])
				Object.assign(list[at], { manualAnnotation: true, lastEditedBy: 'ann@example.com' });
			const before = structuredClone(listsOf(row, 1));
			const left = done(row, [{ kind: 'deleteByAgent', agent: 'detector' }]);
			expect(left.data_units['data-1']!.labels).toEqual({ 1: before });
			const moved = apply(row, [
				{ kind: 'moveObject', objectHash: hash, frames: 1, coordinates: box(0.5) },
			]);
			expect(moved.labelRow).toEqual(row);
			expect(moved.problems).toMatchObject([{ code: 'keptForeignLabel', frames: [[1, 1]] }]);
		}
	});

	it('comes back as it was when the edit is refused', () => {
		const draft = new RowDraft(repeated, videoMetadata);
		draft.changes.attempt(() => {
			draft.removeLabel(video, 'object', 1, hash);
			draft.removeLabel(video, 'object', 1, hash);
			return false;
		});
		expect(draft.row).toEqual(repeated);
		expect(diffOf(draft, ontology).changes).toEqual([]);
	});
});
