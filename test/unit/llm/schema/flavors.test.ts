/** Each flavor stays within what its provider accepts. */
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { OntologyJson, OntologyOptionJson } from '../../../../src/encord/wire/ontologyJson';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { FLAVORS, type FlavorName } from '../../../../src/llm/schema/flavors/registry';
import { excess, sizeOf } from '../../../../src/llm/schema/limits';
import { modelSchemas, SchemaLimitError } from '../../../../src/llm/schema/modelSchema';
import type { JsonSchema } from '../../../../src/llm/schema/write/jsonSchema';
import { awkwardOntologies } from './ontologies';

const options = (count: number, length = 6): OntologyOptionJson[] =>
	Array.from({ length: count }, (_, index) => ({
		label: `o${String(index)}`.padEnd(length, 'x'),
		featureNodeHash: `op${index}`,
	}));

/** An ontology of radios: for each number, one with so many options. */
const radios = (...counts: number[]): OntologyJson => ({
	objects: [],
	classifications: counts.map((count, index) => ({
		featureNodeHash: `cl${index}`,
		attributes: [
			{
				name: `Radio ${index}`,
				type: 'radio',
				featureNodeHash: `at${index}`,
				options: options(count).map((option) => ({
					...option,
					featureNodeHash: `${option.featureNodeHash}of${index}`,
				})),
			},
		],
	})),
});

/** A radio whose option has a radio, and so on. */
function nested(levels: number): OntologyJson {
	const attribute = (level: number): never =>
		({
			name: `Level ${level}`,
			type: 'radio',
			featureNodeHash: `at${level}`,
			options: [
				{
					label: 'More',
					featureNodeHash: `op${level}`,
					...(level < levels && { options: [attribute(level + 1)] }),
				},
				{ label: 'Enough', featureNodeHash: `oq${level}` },
			],
		}) as never;
	return { objects: [], classifications: [{ featureNodeHash: 'cl', attributes: [attribute(1)] }] };
}

const schemasOf = (json: OntologyJson, flavor: FlavorName) =>
	modelSchemas(indexOntology(json), { classifications: 'all' }, { flavor });

/** Every schema inside a schema, itself included. */
function everySchema(schema: JsonSchema): JsonSchema[] {
	const inner = [
		...Object.values(schema.properties ?? {}),
		...(schema.items ? [schema.items] : []),
		...(schema.anyOf ?? []),
		...(schema.oneOf ?? []),
	];
	return [schema, ...inner.flatMap(everySchema)];
}

/** Random schemas of one flavor. */
const randomSchemas = (flavor: FlavorName) =>
	fc
		.tuple(awkwardOntologies, fc.boolean(), fc.boolean(), fc.boolean())
		.map(([json, withGeometry, confidence, cannotTell]) => {
			try {
				return modelSchemas(
					indexOntology(json),
					{ classifications: 'all', objects: 'all', withGeometry, pathways: ['Next'] },
					{ flavor, confidence, cannotTell },
				);
			} catch (error) {
				if (error instanceof SchemaLimitError) return [];
				throw error;
			}
		});

describe('OpenAI', () => {
	it('has every object closed, every field required, and no bounds', () => {
		fc.assert(
			fc.property(randomSchemas('openai'), (models) => {
				fc.pre(models.length > 0);
				for (const schema of models.flatMap((model) => everySchema(model.schema))) {
					expect(Object.keys(schema).filter((key) => !STRICT_KEYWORDS.includes(key))).toEqual([]);
					if (schema.properties === undefined) continue;
					expect(schema.additionalProperties).toBe(false);
					expect(schema.required).toEqual(Object.keys(schema.properties));
				}
			}),
			{ numRuns: 50, endOnFailure: true },
		);
	});

	it("allows the same answers as the schema that the openai package's zod helper writes", () => {
		fc.assert(
			fc.property(randomSchemas('openai'), (models) => {
				fc.pre(models.length > 0);
				for (const { schema, zod } of models) {
					const written = zodResponseFormat(zod as never, 'labels').json_schema.schema as never;
					expect(meaning(schema)).toEqual(meaning(written));
				}
			}),
			{ numRuns: 50, endOnFailure: true },
		);
	});

	it('refuses a question with more options than a schema may have, and says which', () => {
		expect(() => schemasOf(radios(1_001), 'openai')).toThrow(
			'"Radio 0" alone is too large for OpenAI (Strict): 1,001 options, at most 1,000',
		);
	});

	it('splits questions that are too large together, in their order', () => {
		const models = schemasOf(radios(400, 500, 300, 700, 200), 'openai');
		expect(models.map(({ names }) => Object.keys(names))).toEqual([
			['Radio 0', 'Radio 1'],
			['Radio 2', 'Radio 3'],
			['Radio 4'],
		]);
		for (const { schema } of models)
			expect(excess(sizeOf(schema), FLAVORS.openai.limits)).toBeUndefined();
		expect(models[1]!.read({ 'Radio 2': 'o7xxxx', 'Radio 3': null }).classifications).toMatchObject(
			[{ classification: 'cl2', answers: { at2: 'op7of2' } }],
		);
	});

	it('takes nesting as deep as Encord has it', () => {
		expect(schemasOf(nested(7), 'openai')).toHaveLength(1);
		expect(() => schemasOf(nested(12), 'openai')).toThrow('levels of nesting, at most 10');
	});
});

const STRICT_KEYWORDS = [
	'type',
	'description',
	'enum',
	'properties',
	'required',
	'additionalProperties',
	'items',
	'anyOf',
];

/** What a schema allows: spellings of one meaning made the same, references resolved, descriptions dropped. */
function meaning(schema: JsonSchema & Referring, root = schema): unknown[] {
	if (schema.$ref !== undefined) {
		const target = schema.$ref
			.replace(/^#\//, '')
			.split('/')
			.filter((part) => part !== '')
			.reduce<unknown>(
				(value, part) =>
					(value as Record<string, unknown>)[
						decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
					],
				root,
			);
		return meaning(target as JsonSchema, root);
	}
	const { type, enum: values, const: only, anyOf, properties, required, items } = schema;
	if (anyOf !== undefined) {
		return sorted(anyOf.flatMap((variant) => meaning(variant, root)));
	}
	const types = [type].flat();
	return sorted([
		...(types.includes('null') || schema.nullable === true ? ['null'] : []),
		...types
			.filter((one) => one !== 'null')
			.map((one) => ({
				type: one,
				...(values && { values: values.filter((value) => value !== null) }),
				...(only !== undefined && { values: [only] }),
				...(properties && {
					properties: Object.fromEntries(
						Object.entries(properties).map(([name, value]) => [name, meaning(value, root)]),
					),
					required: [...(required ?? [])].sort(),
					closed: schema.additionalProperties === false,
				}),
				...(items && { items: meaning(items, root) }),
			})),
	]);
}

const sorted = (variants: unknown[]): unknown[] =>
	[...variants].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

interface Referring {
	$ref?: string;
}

describe('Gemini', () => {
	it('writes null as nullable, and the order of the fields', () => {
		fc.assert(
			fc.property(randomSchemas('gemini'), (models) => {
				fc.pre(models.length > 0);
				for (const schema of models.flatMap((model) => everySchema(model.schema))) {
					expect(typeof (schema.type ?? 'string')).toBe('string');
					expect(schema.enum ?? []).not.toContain(null);
					expect(schema.oneOf).toBeUndefined();
					expect(schema.additionalProperties).toBeUndefined();
					if (schema.properties)
						expect(schema.propertyOrdering).toEqual(Object.keys(schema.properties));
				}
			}),
			{ numRuns: 50, endOnFailure: true },
		);
	});

	it('takes fewer levels and fewer characters in options than others', () => {
		expect(schemasOf(nested(3), 'gemini')).toHaveLength(1);
		expect(() => schemasOf(nested(5), 'gemini')).toThrow('levels of nesting, at most 4');
		expect(schemasOf(radios(300, 300), 'gemini')).toHaveLength(2);
		expect(() => schemasOf(radios(501), 'gemini')).toThrow(
			'3,006 characters in options, at most 3,000',
		);
	});
});

describe('Anthropic', () => {
	it('has keys that the API accepts, each once, and the titles in the descriptions', () => {
		fc.assert(
			fc.property(randomSchemas('anthropic'), (models) => {
				fc.pre(models.length > 0);
				for (const schema of models.flatMap((model) => everySchema(model.schema)))
					for (const key of Object.keys(schema.properties ?? {}))
						expect(key).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/);
			}),
			{ numRuns: 50, endOnFailure: true },
		);
		const json = radios(2, 2);
		json.classifications[0]!.attributes[0]!.name = 'Größe & Höhe';
		json.classifications[1]!.attributes[0]!.name = 'Grosse  Hohe?';
		const [model] = schemasOf(json, 'anthropic');
		expect(model!.names).toEqual({ Gro_e_Hohe: 'cl0', Grosse_Hohe: 'cl1' });
		expect(model!.schema.properties!.Gro_e_Hohe!.description).toBe('Größe & Höhe');
		expect(model!.prompt).toContain('Gro_e_Hohe (Größe & Höhe): one option');
	});
});

describe('every flavor', () => {
	it.each(Object.keys(FLAVORS) as FlavorName[])('%s has no references', (flavor) => {
		const [model] = schemasOf(nested(2), flavor);
		expect(JSON.stringify(model!.schema)).not.toMatch(/\$ref|\$defs/);
	});
});
