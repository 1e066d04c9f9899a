/** An instance of a schema → answers → labels, with random ontologies. */
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import { applyEdits } from '../../../../src/labels/edits/apply';
import type { Edit } from '../../../../src/labels/edits/edit';
import { parseAnswers } from '../../../../src/labels/answers/answerInput';
import { indexOntology, type OntologyIndex } from '../../../../src/labels/ontology/ontology';
import { FLAVORS, type FlavorName } from '../../../../src/llm/schema/flavors/registry';
import {
	modelSchemas,
	SchemaLimitError,
	type ModelSchema,
} from '../../../../src/llm/schema/modelSchema';
import {
	ContradictionError,
	type RangeUnit,
	type SchemaAnswers,
} from '../../../../src/llm/schema/parts/part';
import { contextOf, FRAMES } from '../../labels/arbitraries';
import { videoRow } from '../../labels/fixtures';
import { instancesOf } from './instances';
import { awkwardOntologies } from './ontologies';

const flavors = (Object.keys(FLAVORS) as FlavorName[]).filter((name) => name !== 'agentsLibrary');

interface Scene {
	ontology: OntologyIndex;
	model: ModelSchema;
	instance: unknown;
	withGeometry: boolean;
}

/** A schema and an instance that its JSON Schema allows. */
const scenes: fc.Arbitrary<Scene> = fc
	.tuple(
		awkwardOntologies,
		fc.constantFrom(...flavors),
		fc.record({
			cannotTell: fc.boolean(),
			confidence: fc.boolean(),
			ranges: fc.constantFrom<Array<RangeUnit | undefined>>(undefined, 'frames'),
		}),
		fc.boolean(),
	)
	.chain(([json, flavor, { ranges, ...options }, withGeometry]) => {
		const ontology = indexOntology(json);
		const models = split(
			(name) =>
				modelSchemas(
					ontology,
					{ classifications: 'all', objects: 'all', withGeometry, pathways: ['Next', 'Back'] },
					{ flavor: name, ...options, ...(ranges && { ranges }) },
				),
			flavor,
		);
		return fc
			.constantFrom(...models)
			.chain((model) =>
				instancesOf(model.schema).map((instance) => ({ ontology, model, instance, withGeometry })),
			);
	});

/** The schemas of a flavor; where the ontology is too large for it, those without limits. */
function split(make: (flavor: FlavorName) => ModelSchema[], flavor: FlavorName): ModelSchema[] {
	try {
		return make(flavor);
	} catch (error) {
		if (error instanceof SchemaLimitError) return make('plain');
		throw error;
	}
}

/** What an instance says. An instance may fit the schema and contradict itself; then there is nothing to check. */
function read({ model, instance }: Scene): SchemaAnswers | undefined {
	try {
		return model.read(instance);
	} catch (error) {
		if (error instanceof ContradictionError || boundsOnly(error)) return undefined;
		throw error;
	}
}

/** A dialect without bounds allows numbers that are checked when they are read. */
function boundsOnly(error: unknown): boolean {
	const { issues = [] } = error as { issues?: Array<{ code: string }> };
	return issues.length > 0 && issues.every(({ code }) => ['too_big', 'too_small'].includes(code));
}

function editsOf({ classifications, objects }: SchemaAnswers, placed: boolean): Edit[] {
	return [
		...classifications.map(
			({ classification, answers, range }): Edit => ({
				kind: 'setClassification',
				classification,
				answers,
				...(range && {
					frames: [[Math.min(range[0], FRAMES - 1), Math.min(range[1], FRAMES - 1)]],
				}),
			}),
		),
		...(placed
			? objects.map(
					({ object, coordinates, answers, frame = 0 }, index): Edit => ({
						kind: 'addObject',
						object,
						...(coordinates && { coordinates }),
						frames: Math.min(frame, FRAMES - 1),
						attributes: answers,
						key: String(index),
					}),
				)
			: []),
	];
}

/** Feature hashes of everything that is archived, and of everything below it. */
function archivedHashes(json: unknown, above = false): string[] {
	if (Array.isArray(json)) return json.flatMap((item) => archivedHashes(item, above));
	if (typeof json !== 'object' || json === null) return [];
	const { featureNodeHash, archived } = json as { featureNodeHash?: string; archived?: boolean };
	const isArchived = above || archived === true;
	return [
		...(isArchived && featureNodeHash !== undefined ? [featureNodeHash] : []),
		...Object.values(json).flatMap((value) => archivedHashes(value, isArchived)),
	];
}

describe('an instance of a schema', () => {
	it('fits the zod schema of its flavor', () => {
		fc.assert(
			fc.property(scenes, ({ model, instance }) => {
				const { success, error } = model.zod.safeParse(instance);
				expect({ success, issues: error?.issues }).toEqual({ success: true });
			}),
			{ numRuns: 300 },
		);
	});

	it('gives answers that the labels of the ontology accept, all of them', () => {
		let answered = 0;
		fc.assert(
			fc.property(scenes, (scene) => {
				const answers = read(scene);
				if (answers === undefined) return;
				for (const one of [...answers.classifications, ...answers.objects]) {
					const item =
						'object' in one
							? scene.ontology.objectByHash.get(one.object)!
							: scene.ontology.classificationByHash.get(one.classification)!;
					const { values, problems } = parseAnswers(item, one.answers);
					expect(problems).toEqual([]);
					expect(values.size).toBe(Object.keys(one.answers).length);
					answered += values.size;
				}
				const edits = editsOf(answers, scene.withGeometry);
				const { problems } = applyEdits(videoRow, scene.ontology, edits, contextOf());
				// Boxes that reach over the edge of the picture are for the edit to refuse.
				expect(problems.filter(({ code }) => code !== 'badCoordinates')).toEqual([]);
			}),
			{ numRuns: 300 },
		);
		expect(answered).toBeGreaterThan(100);
	});

	it('never answers with something archived', () => {
		let checked = 0;
		fc.assert(
			fc.property(scenes, (scene) => {
				const archived = new Set(archivedHashes(scene.ontology.json));
				for (const hash of JSON.stringify(read(scene) ?? {}).match(/\bh\d{7}\b/g) ?? []) {
					expect(archived.has(hash)).toBe(false);
					if (archived.size > 0) checked += 1;
				}
			}),
			{ numRuns: 200 },
		);
		expect(checked).toBeGreaterThan(100);
	});
});

describe('a schema', () => {
	it('shows the model no feature hash, and no name twice', () => {
		fc.assert(
			fc.property(scenes, ({ model }) => {
				expect(JSON.stringify([model.schema, model.prompt])).not.toMatch(/\bh\d{7}\b/);
				expect(new Set(Object.values(model.names)).size).toBe(Object.keys(model.names).length);
			}),
			{ numRuns: 200 },
		);
	});
});
