/**
 * n8n's Structured Output Parser reads answers with its own library, which turns a JSON schema into zod. The library comes with
 * n8n; where n8n is not installed, there is nothing to compare with. `npm test` installs n8n first.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { FLAVORS, type FlavorName } from '../../../../src/llm/schema/flavors/registry';
import {
	modelSchemas,
	SchemaLimitError,
	type ModelSchema,
} from '../../../../src/llm/schema/modelSchema';
import { installedN8nFolder } from '../../../../scripts/n8n/runtime';
import { instancesOf } from './instances';
import { awkwardOntologies } from './ontologies';

type Parsed = { success: boolean; data?: unknown };
interface ParserLibrary {
	jsonSchemaToZod(schema: unknown): { safeParse(value: unknown): Parsed };
}

const folder = installedN8nFolder();
const whenInstalled = folder === undefined ? describe.skip : describe;
const library = (): ParserLibrary =>
	createRequire(join(folder!, 'package.json'))('@n8n/json-schema-to-zod') as ParserLibrary;

const flavors = (Object.keys(FLAVORS) as FlavorName[]).filter((name) => name !== 'agentsLibrary');

const answered = fc
	.tuple(awkwardOntologies, fc.constantFrom(...flavors), fc.boolean(), fc.boolean())
	.chain(([json, flavor, confidence, withGeometry]) => {
		const model = schemaOf(
			(name) =>
				modelSchemas(
					indexOntology(json),
					{ classifications: 'all', objects: 'all', withGeometry },
					{ flavor: name, confidence },
				),
			flavor,
		);
		return instancesOf(model.schema).map((instance) => ({ model, instance }));
	});

function schemaOf(make: (flavor: FlavorName) => ModelSchema[], flavor: FlavorName): ModelSchema {
	try {
		return make(flavor)[0]!;
	} catch (error) {
		if (error instanceof SchemaLimitError) return make('plain')[0]!;
		throw error;
	}
}

whenInstalled("n8n's Structured Output Parser", () => {
	it('takes every answer that fits a schema, and changes nothing in it', () => {
		const { jsonSchemaToZod } = library();
		fc.assert(
			fc.property(answered, ({ model, instance }) => {
				// An expression gives the schema as text or as data; the parser reads both as JSON.
				const schema: unknown = JSON.parse(JSON.stringify(model.schema));
				const { success, data } = jsonSchemaToZod(schema).safeParse(instance);
				expect(success).toBe(true);
				expect(data).toEqual(instance);
			}),
			{ numRuns: 150, endOnFailure: true },
		);
	});

	it('refuses what is not in the schema', () => {
		const ontology = indexOntology({
			objects: [],
			classifications: [
				{
					featureNodeHash: 'clSoil',
					attributes: [
						{
							name: 'Soil',
							type: 'radio',
							required: true,
							featureNodeHash: 'atSoil',
							options: [
								{ label: 'Clay', featureNodeHash: 'opClay' },
								{
									label: 'Sand',
									featureNodeHash: 'opSand',
									options: [{ name: 'Grain', type: 'numeric', featureNodeHash: 'atGrain' }],
								},
							],
						},
					],
				},
			],
		});
		for (const flavor of flavors) {
			const [model] = modelSchemas(
				ontology,
				{ classifications: 'all' },
				{ flavor, cannotTell: false },
			);
			const parse = (value: unknown) =>
				library().jsonSchemaToZod(model!.schema).safeParse(value).success;
			expect(parse({ Soil: { choice: 'Sand', Grain: 2 } })).toBe(true);
			expect(parse({ Soil: { choice: 'Clay' } })).toBe(true);
			for (const wrong of [
				{},
				{ Soil: 'Sand' },
				{ Soil: { choice: 'Peat' } },
				{ Soil: { choice: 'Sand', Grain: 'fine' } },
				{ Soil: null },
			])
				expect(parse(wrong)).toBe(false);
		}
	});
});
