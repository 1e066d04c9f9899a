/** The schema of one selection in full, as each provider gets it. */
import { describe, expect, it } from '@jest/globals';
import { FLAVORS, type FlavorName } from '../../../../src/llm/schema/flavors/registry';
import { ask } from './garden';

describe('classifications in the dialect of', () => {
	const one = { classifications: ['Plant kind', 'Colors', 'Weeds'] };
	const choice = (...values: string[]) => ({ type: 'string', enum: values });

	it('OpenAI: everything is required and closed, null stands for what is left out', () => {
		expect(ask(one, { flavor: 'openai' }).schema).toEqual({
			type: 'object',
			properties: {
				'Plant kind': {
					anyOf: [
						{
							type: 'object',
							properties: {
								choice: choice('Tree'),
								Height: { type: ['number', 'null'] },
								Note: { type: ['string', 'null'] },
							},
							required: ['choice', 'Height', 'Note'],
							additionalProperties: false,
						},
						{
							type: 'object',
							properties: { choice: choice('Herb') },
							required: ['choice'],
							additionalProperties: false,
						},
						{ type: 'null' },
					],
				},
				Colors: { type: ['array', 'null'], items: choice('Red', 'Blue') },
				Weeds: { type: ['number', 'null'] },
			},
			required: ['Plant kind', 'Colors', 'Weeds'],
			additionalProperties: false,
		});
		expect(ask({ classifications: ['Soil'] }, { flavor: 'openai' }).schema.properties).toEqual({
			Soil: { type: ['string', 'null'], enum: ['Dry', 'Wet', null] },
		});
	});

	it('Anthropic: titles become keys of plain letters', () => {
		const { schema, names } = ask(one, { flavor: 'anthropic', cannotTell: false });
		expect(
			Object.entries(schema.properties!).map(([key, { description }]) => [key, description]),
		).toEqual([
			['Plant_kind', 'Plant kind'],
			['Colors', undefined],
			['Weeds', undefined],
		]);
		expect(schema.required).toEqual(['Plant_kind', 'Colors', 'Weeds']);
		expect(schema.additionalProperties).toBe(false);
		expect(names).toEqual({ Plant_kind: 'clPlantkind', Colors: 'clColors', Weeds: 'clWeeds' });
	});

	it('Gemini: nullable, and the order of the fields', () => {
		expect(ask(one, { flavor: 'gemini', cannotTell: false }).schema).toEqual({
			type: 'object',
			properties: {
				'Plant kind': {
					anyOf: [
						{
							type: 'object',
							properties: {
								choice: choice('Tree'),
								Height: { type: 'number', nullable: true },
								Note: { type: 'string', nullable: true },
							},
							required: ['choice', 'Height', 'Note'],
							propertyOrdering: ['choice', 'Height', 'Note'],
						},
						{
							type: 'object',
							properties: { choice: choice('Herb') },
							required: ['choice'],
							propertyOrdering: ['choice'],
						},
					],
				},
				Colors: { type: 'array', items: choice('Red', 'Blue'), nullable: true },
				Weeds: { type: 'number', nullable: true },
			},
			required: ['Plant kind', 'Colors', 'Weeds'],
			propertyOrdering: ['Plant kind', 'Colors', 'Weeds'],
		});
	});

	it('each has a name and a description on screen', () => {
		expect(Object.keys(FLAVORS)).toEqual([
			'plain',
			'openai',
			'gemini',
			'anthropic',
			'agentsLibrary',
		]);
		for (const { displayName, description } of Object.values(FLAVORS)) {
			expect(displayName).toMatch(/^[A-Z]/);
			expect(description).toMatch(/^(?:[A-Z]|The )/);
		}
	});

	it.each<[FlavorName, boolean, object[]]>([
		['plain', false, [{ Soil: 'Dry', Colors: null }, { Soil: 'Dry' }]],
		[
			'openai',
			true,
			[
				{ Soil: 'Dry', Colors: null },
				{ Soil: null, Colors: ['Red'] },
			],
		],
		['gemini', false, [{ Soil: 'Dry', Colors: null }, { Soil: 'Dry' }]],
		['anthropic', true, [{ Soil: 'Dry', Colors: null }]],
	])('%s: a field may be missing: %p', (flavor, isRequired, instances) => {
		const { zod } = ask({ classifications: ['Soil', 'Colors'] }, { flavor });
		for (const instance of instances) expect(zod.safeParse(instance).success).toBe(true);
		expect(zod.safeParse({ Soil: 'Dry' }).success).toBe(!isRequired);
		for (const wrong of [
			{ Soil: 'Moist', Colors: null },
			{ Soil: 'Dry', Colors: 'Red' },
			{ Soil: 'Dry', Colors: null, More: 1 },
		])
			expect(zod.safeParse(wrong).success).toBe(false);
	});
});

describe('what cannot be asked for', () => {
	const reasons = [
		['Empty', 'clEmpty', 'it has no options to choose from'],
		['Strange', 'clStrange', 'its type "hologram" is not known to this version'],
	] as const;

	it('is left out of all with a reason', () => {
		expect(ask({ classifications: 'all' }).leftOut).toEqual([
			...reasons.map(([title, featureHash, reason]) => ({ title, featureHash, reason })),
			{ title: expect.any(String), featureHash: 'clBare', reason: 'it has no attribute' },
		]);
	});

	it.each(reasons)('%s is refused by name', (title, _, reason) => {
		expect(() => ask({ classifications: [title] })).toThrow(
			`"${title}" cannot be asked for: ${reason}.`,
		);
	});
});
