/** The kind for schemas, on cases of this repository written as the agents library writes its own. */
import { expect, it } from '@jest/globals';
import type { VectorFile } from './kind';
import { loadKinds, runVectorFile } from './runner';

const option = (label: string, featureNodeHash: string, archived = false) => ({
	label,
	value: label.toLowerCase(),
	featureNodeHash,
	archived,
});

const ontology = (archived: boolean) => ({
	objects: [],
	classifications: [
		{
			featureNodeHash: 'clKnot',
			attributes: [
				{
					name: 'Kind of knot',
					type: 'radio',
					featureNodeHash: 'atKnot',
					archived: false,
					options: [option('Bowline', 'opBowline'), option('Granny', 'opGranny', archived)],
				},
			],
		},
	],
});

const schema = {
	$defs: {
		Choices: { enum: ['Bowline', 'Granny'], title: 'KindOfKnotRadioEnum', type: 'string' },
		Knot: {
			properties: {
				feature_node_hash: { const: 'atKnot', title: 'Feature Node Hash', type: 'string' },
				choice: { $ref: '#/$defs/Choices' },
			},
			required: ['feature_node_hash', 'choice'],
			title: 'KindOfKnotRadioModel',
			type: 'object',
		},
	},
	properties: { kind_of_knot: { $ref: '#/$defs/Knot' } },
	required: ['kind_of_knot'],
	title: 'ClassificationModel',
	type: 'object',
};

const answer = (choice: string) =>
	JSON.stringify({ kind_of_knot: { feature_node_hash: 'atKnot', choice } });
const accepted = (name: string, featureHash: string) => ({
	ok: true,
	instances: [
		{
			kind: 'classification',
			featureHash: 'clKnot',
			answers: [
				{
					name: 'Kind of knot',
					value: 'kind_of_knot',
					answers: [{ name, value: name.toLowerCase(), featureHash }],
					featureHash: 'atKnot',
					manualAnnotation: true,
				},
			],
		},
	],
});

const run = async (archived: boolean, expected: object) => {
	const kind = (await loadKinds()).get('ontology_schema')!;
	const input = {
		ontology: ontology(archived),
		select: ['clKnot'],
		answers: [answer('Bowline'), answer('Granny'), answer('Reef'), 'no JSON'],
	};
	return await runVectorFile(kind, {
		format: 'ontology-schema',
		cases: [{ name: 'knots', input, expected }],
	} as VectorFile);
};
const results = [
	accepted('Bowline', 'opBowline'),
	accepted('Granny', 'opGranny'),
	{ ok: false },
	{ ok: false },
];

it('compares schemas with their references resolved, and the instances of answers', async () => {
	expect(await run(false, { schema, results })).toMatchObject({ passed: 1, rules: [] });
});

it.each([
	['another schema', { schema: { ...schema, required: [] }, results }],
	['another instance', { schema, results: [results[1], ...results.slice(1)] }],
	['an answer refused that we accept', { schema, results: [{ ok: false }, ...results.slice(1)] }],
	['a schema that must not be built', { modelError: 'TypeError' }],
])('fails on %s', async (_what, expected) => {
	expect(await run(false, expected)).toMatchObject({ failed: 1 });
});

it('names the rule by which archived options are left out', async () => {
	const { passed, rules } = await run(true, { schema, results });
	expect(passed).toBe(1);
	expect(rules.map(({ name }) => name)).toEqual(['archived-left-out']);
	expect(await run(true, { schema, results: [results[1], ...results.slice(1)] })).toMatchObject({
		failed: 1,
	});
});
