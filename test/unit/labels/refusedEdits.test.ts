/** An edit that is reported with an error changed nothing; one with warnings did the rest. */
import { describe, expect, it, jest } from '@jest/globals';
import fc from '../fastCheck';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import { applyEdits } from '../../../src/labels/edits/apply';
import { applyPatch } from '../../../src/labels/edits/diff';
import type { Edit } from '../../../src/labels/edits/edit';
import type { AddObject } from '../../../src/labels/edits/kinds/addObject';
import type { Problem } from '../../../src/labels/row/problem';
import { contextOf, deepFreeze, drawEdit, scenes, type Scene } from './arbitraries';
import { box, context, ontology, videoRow } from './fixtures';

jest.setTimeout(120_000);

const apply = (row: LabelRowJson, edits: Edit[]) => applyEdits(row, ontology, edits, context());
const car = (extra: Partial<AddObject> = {}): AddObject => ({
	kind: 'addObject',
	object: 'Car',
	frames: [[0, 3]],
	coordinates: box(),
	...extra,
});
const severities = (problems: Problem[]) => problems.map(({ severity }) => severity);
const person = { createdBy: 'ann@example.com', manualAnnotation: true };
/** A car of this agent, whose attributes a person has answered. */
const own = apply(videoRow, [car({ key: 'a' })]).labelRow;
const hash = Object.keys(own.object_answers)[0]!;
const answered = deepFreeze(
	apply(own, [
		{
			kind: 'setAttributes',
			objectHash: hash,
			attributes: { Plate: 'AB 1', Lights: 'On' },
			stamp: person,
		},
	]).labelRow,
);

describe('an edit with an error', () => {
	it.each<[string, LabelRowJson, Edit]>([
		['an object with an attribute that does not exist', videoRow, car({ attributes: { Nope: 1 } })],
		[
			'an object with an option that does not exist',
			videoRow,
			car({ attributes: { Lights: 'Dim' } }),
		],
		['an object by nobody', videoRow, car({ stamp: { createdBy: 'nobody' } })],
		['an object by two people', videoRow, car({ stamp: { createdBy: 'ann and ben@example.com' } })],
		[
			'a moved object with an attribute that does not exist',
			answered,
			car({ key: 'a', coordinates: box(0.5, 0.5), attributes: { Nope: 1 } }),
		],
		[
			'answers of which the last is on frames without the object',
			answered,
			{
				kind: 'setAttributes',
				objectHash: hash,
				attributes: { Speed: 3, Lights: 'Off' },
				frames: [[3, 4]],
			},
		],
		[
			'an answer to what a person answered',
			answered,
			{ kind: 'setAttributes', objectHash: hash, attributes: { Plate: 'CD 2' } },
		],
		[
			'answers to what a person answered, all of them',
			answered,
			{
				kind: 'setAttributes',
				objectHash: hash,
				attributes: { Plate: 'CD 2', Lights: 'Off' },
			},
		],
	])('leaves the very row: %s', (_name, row, edit) => {
		const { labelRow, diff, patch, problems } = apply(row, [edit]);
		expect(new Set(severities(problems))).toEqual(new Set(['error']));
		expect(labelRow).toBe(row);
		expect([diff, patch]).toEqual([[], []]);
	});

	it('says which attribute is not where its object is', () => {
		const edit: Edit = {
			kind: 'setAttributes',
			objectHash: hash,
			attributes: { Lights: 'Off' },
			frames: [[3, 4]],
		};
		expect(apply(answered, [edit]).problems).toMatchObject([
			{ code: 'badFrames', frames: [[4, 4]], message: expect.stringContaining('"Lights" can be') },
		]);
	});

	it('does not repair a range that says something else than the frames', () => {
		const sunny: Edit = { kind: 'setClassification', classification: 'Weather', answers: 'Sunny' };
		const row = structuredClone(apply(videoRow, [sunny]).labelRow);
		Object.values(row.classification_answers)[0]!.range = [[0, 5]];
		const rain: Edit = { ...sunny, answers: 'Rain', frames: 3, stamp: { createdBy: 'nobody' } };
		expect(apply(row, [rain])).toMatchObject({ problems: [{ severity: 'error' }], diff: [] });
		expect(apply(row, [rain]).labelRow).toBe(row);
	});

	it('keeps its number among objects without a key, so that the others keep their hashes', () => {
		const hashes = (first: Partial<AddObject>) =>
			Object.keys(apply(videoRow, [car(first), car()]).labelRow.object_answers);
		expect(hashes({})).toHaveLength(2);
		expect(hashes({ attributes: { Nope: 1 } })).toEqual([hashes({})[1]]);
	});
});

describe('an edit with warnings', () => {
	it('moves an object although a person answered its attribute', () => {
		const { labelRow, problems, diff } = apply(answered, [
			car({ key: 'a', coordinates: box(0.5, 0.5), attributes: { Plate: 'CD 2' } }),
		]);
		expect(problems).toMatchObject([{ severity: 'warning', field: 'Plate' }]);
		expect(diff).toMatchObject([{ change: 'changed', hash }]);
		expect(labelRow.object_answers).toEqual(answered.object_answers);
	});

	it.each<{ [title: string]: string | number }>([
		{ Plate: 'CD 2', Speed: 3 },
		{ Lights: 'Off', Speed: 3 },
	])('answers of %j what no person answered', (attributes) => {
		const { problems, diff } = apply(answered, [
			{ kind: 'setAttributes', objectHash: hash, attributes },
		]);
		expect(severities(problems)).toEqual(['warning']);
		expect(diff).toMatchObject([{ after: { answers: { Plate: 'AB 1', Speed: 3 } } }]);
	});
});

/** An edit that is often refused: for an answer, a person or a frame that does not exist, or for what people made. */
function drawDoubtful({ draw, ontology: drawn, row }: Scene, position: number): Edit {
	const edit = drawEdit(draw, drawn, row);
	// Without a key, the hash depends on how many objects came before, also refused ones.
	if (edit.kind === 'addObject') edit.key ??= `only ${position}`;
	switch (draw(fc.constantFrom('fine', 'fine', 'answer', 'person', 'frame'))) {
		case 'answer': {
			if (edit.kind === 'addObject' || edit.kind === 'setAttributes')
				return { ...edit, attributes: { ...(edit.attributes as object), nowhere: 1 } };
			return edit.kind === 'setClassification' ? { ...edit, answers: { nowhere: 1 } } : edit;
		}
		case 'person':
			return { ...edit, stamp: { createdBy: 'nobody' } };
		case 'frame':
			return 'frames' in edit ? { ...edit, frames: [[3, 99]] } : edit;
		default:
			return edit;
	}
}

it('any edit with an error has no effect: the list without it gives the same row', () => {
	let refused = 0;
	fc.assert(
		fc.property(scenes, (scene) => {
			const edits = Array.from({ length: scene.draw(fc.integer({ min: 1, max: 6 })) }, (_, at) =>
				drawDoubtful(scene, at),
			);
			const edited = (list: Edit[]) => applyEdits(scene.row, scene.ontology, list, contextOf());
			const { labelRow, diff, patch, problems } = edited(edits);
			const failed = new Set(
				problems.filter(({ severity }) => severity === 'error').map(({ edit }) => edit),
			);
			refused += failed.size;
			const rest = edited(edits.filter((_, at) => !failed.has(at)));
			expect(rest.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
			expect(labelRow).toEqual(rest.labelRow);
			expect(JSON.stringify(labelRow.data_units)).toBe(JSON.stringify(rest.labelRow.data_units));
			expect(diff).toEqual(rest.diff);
			expect(patch).toEqual(rest.patch);
			expect(applyPatch(scene.row, patch, contextOf().metadata)).toEqual(labelRow);
		}),
		{ numRuns: 300, endOnFailure: true },
	);
	expect(refused).toBeGreaterThan(200);
});
