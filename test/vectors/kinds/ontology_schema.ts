/** Schemas of the agents library, and the answers read under them (protocol §14.5). */
import type { OntologyJson } from '../../../src/encord/wire/ontologyJson';
import { parseAnswers } from '../../../src/labels/answers/answerInput';
import { writeAnswer } from '../../../src/labels/answers/answers';
import { findClassification, findObject } from '../../../src/labels/ontology/lookup';
import { indexOntology, type OntologyIndex } from '../../../src/labels/ontology/ontology';
import { modelSchemas, type ModelSchema } from '../../../src/llm/schema/modelSchema';
import type { AttributeAnswers, SchemaAnswers } from '../../../src/llm/schema/parts/part';
import { defineKind, sameJson, type Rule, type Verdict } from '../kind';

interface Input {
	ontology: OntologyJson;
	/** Feature hashes, in order. */
	select: string[];
	answers: string[];
}

interface Expected {
	modelError?: string;
	schema?: Json;
	results?: Array<{ ok: boolean; instances?: Json }>;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ARCHIVED_LEFT_OUT: Rule = {
	name: 'archived-left-out',
	reason:
		'The library asks for archived items and options too. Ours leaves them out; with them, schema and answers are the same.',
};

interface Outcome {
	modelError?: true;
	schema?: Json;
	results: Array<{ ok: boolean; instances?: unknown }>;
}

function outcome({ ontology: json, select, answers }: Input): Outcome {
	const ontology = indexOntology(json);
	let model: ModelSchema | undefined;
	try {
		[model] = modelSchemas(
			ontology,
			{
				classifications: select.filter((hash) => ontology.classificationByHash.has(hash)),
				objects: select.filter((hash) => ontology.objectByHash.has(hash)),
			},
			{ flavor: 'agentsLibrary' },
		);
	} catch {
		return { modelError: true, results: [] };
	}
	return {
		schema: comparable(model!.schema as Json),
		results: answers.map((answer) => result(model!, ontology, answer)),
	};
}

function result(model: ModelSchema, ontology: OntologyIndex, answer: string) {
	try {
		return { ok: true, instances: instances(model.read(JSON.parse(answer)), ontology) };
	} catch {
		return { ok: false };
	}
}

/** The instances that labels would be made of: answers as a label row has them, those of dynamic attributes left out. */
function instances({ classifications, objects }: SchemaAnswers, ontology: OntologyIndex) {
	const written = (
		item: ReturnType<typeof findObject | typeof findClassification>,
		given: AttributeAnswers,
	) => {
		const { values, problems } = parseAnswers(item, given.answers);
		if (problems.length > 0) throw new Error(problems[0]!.message);
		return item.allAttributes.flatMap((attribute) => {
			const value = values.get(attribute);
			return value === undefined || value === null || attribute.dynamic
				? []
				: [writeAnswer(attribute, value, true)];
		});
	};
	return [
		...classifications.map((one) => ({
			kind: 'classification',
			featureHash: one.classification,
			answers: written(findClassification(ontology, one.classification), one),
		})),
		...objects.map((one) => ({
			kind: 'object',
			featureHash: one.object,
			answers: written(findObject(ontology, one.object), one),
		})),
	];
}

/** A schema with its references resolved; the targets of a discriminator's mapping are names of references, which are free. */
function comparable(schema: Json, definitions: Json = null): Json {
	if (Array.isArray(schema)) return schema.map((item) => comparable(item, definitions));
	if (typeof schema !== 'object' || schema === null) return schema;
	const { $defs = definitions, ...rest } = schema;
	if (typeof rest.$ref === 'string') {
		const name = rest.$ref.replace('#/$defs/', '').replaceAll('~1', '/').replaceAll('~0', '~');
		return comparable(($defs as { [name: string]: Json })[name] ?? null, $defs);
	}
	return Object.fromEntries(
		Object.entries(rest)
			.filter(([key]) => key !== 'mapping' || !('propertyName' in rest))
			.map(([key, value]) => [key, comparable(value, $defs)]),
	);
}

function compare(actual: Outcome, expected: Expected): Verdict {
	const wanted =
		expected.modelError === undefined
			? {
					schema: comparable(expected.schema ?? null),
					results: (expected.results ?? []).map(({ ok, instances: made }) =>
						ok ? { ok, instances: made } : { ok },
					),
				}
			: { modelError: true, results: [] };
	return { pass: sameJson(actual, wanted), expected: wanted, actual };
}

/** The ontology with nothing archived; the same object when nothing is. */
function unarchived(ontology: OntologyJson): OntologyJson {
	const text = JSON.stringify(ontology);
	const all = text.replaceAll('"archived":true', '"archived":false');
	return all === text ? ontology : (JSON.parse(all) as OntologyJson);
}

export const kind = defineKind<Input, Expected>({
	file: 'ontology_schema',
	run({ input, expected }) {
		const verdict = compare(outcome(input), expected);
		const ontology = unarchived(input.ontology);
		if (verdict.pass || ontology === input.ontology) return verdict;
		const withArchived = compare(outcome({ ...input, ontology }), expected);
		// What ours accepts without them must be a part of what the library accepts.
		const ours = outcome(input).results;
		const subset = ours.every(
			(one, index) => !one.ok || sameJson(one, (expected.results ?? [])[index]),
		);
		return withArchived.pass && subset ? { ...withArchived, rule: ARCHIVED_LEFT_OUT } : verdict;
	},
});
