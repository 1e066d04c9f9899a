/**
 * Label rows and ontologies in any state: reading and editing them gives a result or an error of ours that shows no value, and
 * what an edit does not touch stays as it was, however odd it is.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import fc from '../fastCheck';
import type { EncordClient } from '../../../src/encord/client';
import { EncordError } from '../../../src/encord/wire/errors';
import type { EncordJson, LabelRowJson } from '../../../src/encord/wire/json';
import { applyEdits } from '../../../src/labels/edits/apply';
import type { Edit } from '../../../src/labels/edits/edit';
import { OntologyLookupError } from '../../../src/labels/ontology/lookup';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { checkLabels } from '../../../src/labels/reading/checks';
import { missingAnswers } from '../../../src/labels/reading/missingAnswers';
import { tidyLabelRow } from '../../../src/labels/reading/tidy';
import { editLabelRows } from '../../../src/labels/saving/saving';
import { contextOf, drawEdit, scenes } from '../labels/arbitraries';
import { context, ontology, ontologyJson, videoRow } from '../labels/fixtures';
import { FakeEncord } from '../labels/saving/fakeEncord';
import { mutated, mutations, SECRET } from './mutations';

const RUNS = Number(process.env.FUZZ_RUNS ?? 1000);
/** Making a row takes longer than breaking it, so each is broken in several ways. */
const MUTATIONS = 20;
const several = fc.array(mutations, { minLength: MUTATIONS, maxLength: MUTATIONS });
jest.setTimeout(600_000);

/** The result, or undefined when it was refused. An error that is not one of ours is a crash, and so is one that shows a value. */
function orRefused<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof EncordError || error instanceof OntologyLookupError)) throw error;
		if (error.message.includes(SECRET)) throw new Error(`It shows a value: ${error.message}`);
		return undefined;
	}
}

/** Equal as JSON: test frameworks run code in a realm of its own, whose objects have other prototypes. */
function sameValue(a: unknown, b: unknown): boolean {
	const plain = (value: unknown) => JSON.parse(JSON.stringify([value])) as unknown;
	return isDeepStrictEqual(plain(a), plain(b));
}

const parts = ['data_units', 'object_answers', 'classification_answers', 'object_actions'] as const;
const maps = ['object_answers', 'classification_answers', 'object_actions'] as const;

/** The client lets no row through whose parts are not objects; everything in them may be odd. */
function broken(row: LabelRowJson, steps: Parameters<typeof mutated>[1]): LabelRowJson {
	const odd = mutated(Object.fromEntries(parts.map((part) => [part, row[part]])), steps);
	const isPart = (value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value);
	const kept = Object.entries(odd).filter(([, value]) => isPart(value));
	return { ...row, ...Object.fromEntries(kept) };
}

/** The labels on frames that are none of these, wherever lists of labels are. */
function othersOnFrames(json: unknown, changed: Set<string>): unknown[] {
	if (Array.isArray(json))
		return json.flatMap((label: EncordJson | null) => {
			const hash = label?.objectHash ?? label?.classificationHash;
			return typeof hash === 'string' && !changed.has(hash) ? [label] : [];
		});
	if (typeof json !== 'object' || json === null) return [];
	return Object.values(json).flatMap((value) => othersOnFrames(value, changed));
}

/** Whether all labels that the edits do not report as changed are as they were. */
function keepsTheRest(before: LabelRowJson, after: LabelRowJson, changed: Set<string>): boolean {
	const entries = maps.every((map) => {
		const [was, is] = [before[map], after[map]] as Array<Record<string, EncordJson>>;
		return Object.entries(was ?? {}).every(
			([hash, entry]) => changed.has(hash) || sameValue(is?.[hash], entry),
		);
	});
	const [was, is] = [before, after].map((row) => othersOnFrames(row.data_units, changed));
	return entries && sameValue(was, is);
}

describe('label rows in any state', () => {
	it('are read, checked and edited, or refused, and keep what is not edited', () => {
		let saved = 0;
		let changes = 0;
		fc.assert(
			fc.property(scenes, several, ({ ontology: own, row, draw }, all) => {
				const { metadata } = contextOf();
				const edits = [drawEdit(draw, own, row), drawEdit(draw, own, row)];
				for (const steps of all) {
					const odd = broken(row, steps);
					const copy = structuredClone(odd);
					orRefused(() => tidyLabelRow(odd, own, metadata));
					orRefused(() => missingAnswers(odd, own, metadata));
					orRefused(() =>
						checkLabels(odd, own, metadata, [{ rule: 'requiredAnswers' }, { rule: 'outside' }]),
					);
					const edited = orRefused(() => applyEdits(odd, own, edits, contextOf()));
					expect(sameValue(odd, copy)).toBe(true);
					if (edited === undefined) continue;
					saved++;
					changes += edited.diff.length;
					const changed = new Set(edited.diff.map(({ hash }) => hash));
					expect(keepsTheRest(odd, edited.labelRow, changed)).toBe(true);
				}
			}),
			{ numRuns: RUNS / MUTATIONS, endOnFailure: true },
		);
		// Most are edited, not refused.
		expect(saved).toBeGreaterThan(RUNS / 2);
		expect(changes).toBeGreaterThan(saved / 2);
	});

	it('fail alone: the other rows of the batch are saved', async () => {
		const edit: Edit = {
			kind: 'setClassification',
			classification: 'Weather',
			answers: 'Rain',
			frames: 0,
		};
		await fc.assert(
			fc.asyncProperty(mutations, async (steps) => {
				const encord = new FakeEncord(2);
				const odd = encord.rows.get('data-1')!;
				odd.labels = broken(odd.labels, steps);
				const outcomes = await editLabelRows(
					encord.client as EncordClient,
					'project',
					['data-0', 'data-1'].map((dataHash) => ({ dataHash, edits: [edit] })),
					{ ontology, agent: { name: 'ours' }, now: () => context().now },
				);
				expect(outcomes[0]).toMatchObject({ ok: true, saved: true });
				const error = outcomes[1]?.error;
				if (error !== undefined) expect(error).toBeInstanceOf(EncordError);
				expect(String(error?.message).includes(SECRET)).toBe(false);
			}),
			{ numRuns: Math.ceil(RUNS / 10), endOnFailure: true },
		);
	});
});

describe('ontologies in any state', () => {
	it('are indexed and used, or refused', () => {
		const edits: Edit[] = [
			{ kind: 'setClassification', classification: 'Weather', answers: 'Rain', frames: 0 },
			{
				kind: 'addObject',
				object: 'Car',
				frames: 1,
				coordinates: { boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } },
				attributes: { Plate: 'AB 1' },
			},
		];
		const labeled = applyEdits(videoRow, ontology, edits, context()).labelRow;
		fc.assert(
			fc.property(mutations, (steps) => {
				const index = orRefused(() => indexOntology(mutated(ontologyJson, steps)));
				if (index === undefined) return;
				orRefused(() => tidyLabelRow(labeled, index));
				orRefused(() => missingAnswers(labeled, index));
				orRefused(() => applyEdits(labeled, index, edits, context()));
			}),
			{ numRuns: RUNS, endOnFailure: true },
		);
	});
});
