/** What holds for every ontology, every row and every list of edits. */
import { describe, expect, it, jest } from '@jest/globals';
import fc from '../../fastCheck';

import type { EncordJson, LabelRowJson } from '../../../../src/encord/wire/json';
import { clientForm, whyUnreadable } from '../../../oracle/clientForm/form';
import { applyPatch } from '../../../../src/labels/edits/diff';
import { type Edit } from '../../../../src/labels/edits/edit';
import { applyEdits, RowEditor } from '../../../../src/labels/edits/apply';
import { tidyLabelRow } from '../../../../src/labels/reading/tidy';
import {
	contextOf,
	drawEdit,
	drawFrames,
	drawUpsert,
	NOW,
	scenes,
	type Scene,
} from '../arbitraries';

/** Shrinking a whole scene takes minutes and says little; the seed printed repeats the failure. */
const RUNS = { numRuns: 120, endOnFailure: true };
const metadata = contextOf().metadata;

// A busy machine takes its time for a hundred scenes.
jest.setTimeout(120_000);

const editsFor = ({ draw, ontology, row }: Scene, max = 5): Edit[] =>
	Array.from({ length: draw(fc.integer({ min: 1, max })) }, () => drawEdit(draw, ontology, row));
const check = (property: (scene: Scene) => void): void =>
	fc.assert(fc.property(scenes, property), RUNS);

/** Everything the row says about one label. */
function everythingAbout(row: LabelRowJson, hash: string): unknown {
	const frames = Object.entries(
		row.data_units['data-1']?.labels as {
			[frame: string]: { objects: EncordJson[]; classifications: EncordJson[] };
		},
	);
	return {
		frames: frames.flatMap(([frame, lists]) =>
			[...lists.objects, ...lists.classifications]
				.filter((label) => (label.objectHash ?? label.classificationHash) === hash)
				.map((label) => [frame, label]),
		),
		entries: [row.object_answers[hash], row.object_actions[hash], row.classification_answers[hash]],
	};
}

/** The same whatever the order of lists and keys. */
function unordered(row: LabelRowJson): unknown {
	const hashes = [
		...Object.keys(row.object_answers),
		...Object.keys(row.classification_answers),
	].sort();
	const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(sorted) : value);
	return hashes.map((hash) => {
		const { actions, ...rest } = (row.object_actions[hash] ?? {}) as { actions?: EncordJson[] };
		return [
			hash,
			sorted(everythingAbout({ ...row, object_actions: {} }, hash)),
			rest,
			[...(actions ?? [])].map((action) => JSON.stringify(action)).sort(),
		];
	});
}

function withoutTrackHash(row: LabelRowJson): LabelRowJson {
	return JSON.parse(
		JSON.stringify(row, (key, value: unknown) => (key === 'trackHash' ? '' : value)),
	) as LabelRowJson;
}

describe('edits', () => {
	it('that are done wholly or not at all leave nothing behind for those after them', () =>
		check((scene) => {
			const { row, ontology } = scene;
			const [first, failed, last] = [editsFor(scene), editsFor(scene), editsFor(scene)];
			let drawn = 0;
			const context = { ...contextOf(), randomId: () => `id${String(drawn++).padStart(6, '0')}` };
			const editor = new RowEditor(row, ontology, context);
			const before = structuredClone(editor.apply(first).labelRow);
			const refused: Edit = { kind: 'copyObject', objectHash: 'none', toFrames: 0 };
			const { labelRow, diff, patch } = editor.apply([...failed, refused], true);
			expect([labelRow, diff, patch]).toEqual([before, [], []]);
			drawn = 1_000;
			const after = unordered(editor.apply(last).labelRow);

			drawn = 0;
			const without = new RowEditor(row, ontology, context);
			without.apply(first);
			drawn = 1_000;
			expect(after).toEqual(unordered(without.apply(last).labelRow));
		}));

	it('change nothing but the labels they report, and never the row given', () =>
		check((scene) => {
			const { labelRow, diff } = applyEdits(
				scene.row,
				scene.ontology,
				editsFor(scene),
				contextOf({ replacePersonLabels: scene.draw(fc.boolean()) }),
			);
			const touched = new Set(diff.map(({ hash }) => hash));
			for (const hash of [
				...Object.keys(scene.row.object_answers),
				...Object.keys(scene.row.classification_answers),
			]) {
				if (!touched.has(hash))
					expect(everythingAbout(labelRow, hash)).toEqual(everythingAbout(scene.row, hash));
			}
			expect({
				...labelRow,
				data_units: 0,
				object_answers: 0,
				classification_answers: 0,
				object_actions: 0,
			}).toEqual({
				...scene.row,
				data_units: 0,
				object_answers: 0,
				classification_answers: 0,
				object_actions: 0,
			});
		}));

	it('are told exactly by their patch', () =>
		check((scene) => {
			const { labelRow, patch, diff } = applyEdits(
				scene.row,
				scene.ontology,
				editsFor(scene),
				contextOf({ replacePersonLabels: scene.draw(fc.boolean()) }),
			);
			expect(applyPatch(scene.row, patch, metadata)).toEqual(labelRow);
			expect(patch.map(({ hash }) => hash)).toEqual(
				expect.arrayContaining(diff.map(({ hash }) => hash)),
			);
		}));

	it('leave a row that the official client reads', () =>
		check((scene) => {
			const { labelRow } = applyEdits(
				scene.row,
				scene.ontology,
				editsFor(scene),
				contextOf({ replacePersonLabels: scene.draw(fc.boolean()) }),
			);
			expect(whyUnreadable(labelRow, scene.ontology, metadata)).toBeUndefined();
		}));

	it('mean the same on the row as on what the official client makes of it', () =>
		check((scene) => {
			const edits = editsFor(scene).filter(({ kind }) => kind !== 'deleteByAgent');
			const context = contextOf({ replacePersonLabels: true });
			// The client gives all answers of an attribute the `trackHash` of one of them, which an edit may take away.
			const form = (row: LabelRowJson): LabelRowJson =>
				withoutTrackHash(clientForm(row, scene.ontology, metadata, NOW));
			const direct = form(applyEdits(scene.row, scene.ontology, edits, context).labelRow);
			const read = form(applyEdits(form(scene.row), scene.ontology, edits, context).labelRow);
			expect(unordered(direct)).toEqual(unordered(read));
		}));

	it('never touch what people made, unless allowed', () =>
		check((scene) => {
			const { labelRow } = applyEdits(
				scene.row,
				scene.ontology,
				editsFor(scene).filter(
					({ kind }) => kind !== 'setAttributes' && kind !== 'copyObject' && kind !== 'moveObject',
				),
				contextOf(),
			);
			const byAnn = (row: LabelRowJson) =>
				tidyLabelRow(row, scene.ontology, metadata, { authors: ['ann@example.com'] });
			expect(byAnn(labelRow).objects).toEqual(byAnn(scene.row).objects);
			expect(byAnn(labelRow).classifications).toEqual(byAnn(scene.row).classifications);
		}));
});

describe('upserts', () => {
	it('change nothing when applied again', () =>
		check((scene) => {
			const edits = Array.from({ length: scene.draw(fc.integer({ min: 1, max: 4 })) }, () =>
				drawUpsert(scene.draw, scene.ontology),
			);
			const once = applyEdits(scene.row, scene.ontology, edits, contextOf()).labelRow;
			expect(unordered(applyEdits(once, scene.ontology, edits, contextOf()).labelRow)).toEqual(
				unordered(once),
			);
		}));

	it('one by one are no change at all later and elsewhere', () =>
		check((scene) => {
			const edit = drawUpsert(scene.draw, scene.ontology);
			const once = applyEdits(scene.row, scene.ontology, [edit], contextOf()).labelRow;
			const sent = JSON.parse(JSON.stringify(once)) as LabelRowJson;
			expect(
				applyEdits(
					sent,
					scene.ontology,
					[edit],
					contextOf({ now: new Date('2030-01-01T00:00:00Z') }),
				).labelRow,
			).toBe(sent);
		}));

	it('of different labels commute', () =>
		check((scene) => {
			const [one, other] = [
				drawUpsert(scene.draw, scene.ontology),
				drawUpsert(scene.draw, scene.ontology),
			];
			fc.pre(itemOf(one) !== itemOf(other));
			const forth = applyEdits(scene.row, scene.ontology, [one, other], contextOf()).labelRow;
			const back = applyEdits(scene.row, scene.ontology, [other, one], contextOf()).labelRow;
			expect(unordered(forth)).toEqual(unordered(back));
		}));

	it('set and then cleared leave the row as it was', () =>
		check((scene) => {
			const item = scene.draw(fc.constantFrom(...scene.ontology.classifications));
			const frames = drawFrames(scene.draw);
			const there = tidyLabelRow(scene.row, scene.ontology, metadata, {
				classes: [item.featureHash],
			}).classifications;
			fc.pre(there.length === 0);
			const set: Edit = {
				kind: 'setClassification',
				classification: item.featureHash,
				...(item.global ? {} : { frames }),
			};
			const clear: Edit = { kind: 'clearClassification', classification: item.featureHash };
			const row = applyEdits(scene.row, scene.ontology, [set], contextOf()).labelRow;
			expect(row).not.toEqual(scene.row);
			expect(applyEdits(row, scene.ontology, [clear], contextOf()).labelRow).toEqual(scene.row);
		}));
});

function itemOf(edit: Edit): string {
	return edit.kind === 'setClassification'
		? edit.classification
		: edit.kind === 'addObject'
			? edit.object
			: '';
}
