/** Which fields a form has, what is read from fields without an answer, and how a form is split for a provider. */
import { describe, expect, it } from '@jest/globals';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { excess, sizeOf, type SchemaSize } from '../../../../src/llm/schema/limits';
import { modelSchemas, type SchemaOptions } from '../../../../src/llm/schema/modelSchema';
import type { SelectionInput } from '../../../../src/llm/schema/selection';
import { ask } from './garden';

const options = (...labels: string[]) =>
	labels.map((label) => ({ label, featureNodeHash: `op${label}` }));
const many = (count: number, prefix: string) =>
	options(...Array.from({ length: count }, (_, at) => `${prefix}${at}`));
const radio = (name: string, choices: object[], more: object = {}) => ({
	name,
	type: 'radio',
	featureNodeHash: `at${name}`,
	options: choices,
	...more,
});
const ferry = indexOntology({
	objects: [
		{
			name: 'Ferry',
			shape: 'bounding_box',
			color: '#204080',
			featureNodeHash: 'obFerry',
			attributes: [
				radio('Ramp', options('Up', 'Down'), { dynamic: true }),
				{ name: 'Lane', type: 'text', featureNodeHash: 'atLane' },
				{ name: 'Old', type: 'text', featureNodeHash: 'atOld', archived: true },
			],
		},
		{
			name: 'Tug',
			shape: 'point',
			color: '#204080',
			featureNodeHash: 'obTug',
			attributes: [radio('Tow', many(600, 't'))],
		},
		{ name: 'Gone', shape: 'point', color: '#204080', featureNodeHash: 'obGone', archived: true },
	],
	classifications: ['Wind', 'Fog'].map((name) => ({
		featureNodeHash: `cl${name}`,
		attributes: [radio(name, many(300, name))],
	})),
} as never);
const asked = (input: SelectionInput, more: Partial<SchemaOptions> = {}) =>
	modelSchemas(ferry, input, { flavor: 'plain', ...more });
const thrown = (work: () => unknown): unknown => {
	try {
		return work();
	} catch (error) {
		return error;
	}
};

describe('a field without an answer', () => {
	it('is none of an object, of a list, of a pathway or of ranges', () => {
		const none = { classifications: [], objects: [] };
		const [object] = asked({ objects: ['Ferry'], pathways: ['Done'] });
		expect(object!.read({ object: null, pathway: null })).toEqual(none);
		expect(object!.readField('pathway', 'Done')).toEqual({ ...none, pathway: 'Done' });
		const strict = asked({ objects: ['Ferry'], pathways: ['Done'] }, { cannotTell: false })[0]!;
		expect(() => strict.readField('object', null)).toThrow();
		expect(() => strict.readField('pathway', null)).toThrow();
		const ranged = asked(
			{ classifications: ['Fog'], objects: ['Ferry'] },
			{ ranges: 'frames' },
		)[0]!;
		expect(ranged.read({ Fog: null, object: { class: 'Ferry', Ramp: null, Lane: ' ' } })).toEqual({
			classifications: [],
			objects: [{ object: 'obFerry', answers: {}, confidence: {}, dynamic: [] }],
		});
	});

	it('is no track when it is blank', () => {
		const [found] = asked({ objects: ['Tug'], withGeometry: true }, { ranges: 'frames' });
		const tug = { class: 'Tug', frame: 0, point: { x: 0, y: 0 }, attributes: {} };
		expect(
			found!.read({
				objects: [
					{ ...tug, track: ' ' },
					{ ...tug, track: ' a' },
				],
			}).objects,
		).toEqual([
			{
				object: 'obTug',
				answers: {},
				confidence: {},
				dynamic: [],
				coordinates: { point: { x: 0, y: 0 } },
				frame: 0,
			},
			{
				object: 'obTug',
				answers: {},
				confidence: {},
				dynamic: [],
				coordinates: { point: { x: 0, y: 0 } },
				frame: 0,
				track: ' a',
			},
		]);
	});
});

describe('a dynamic attribute', () => {
	const ramp = (more: object) => ({ object: { class: 'Ferry', Ramp: more } });

	it('is answered once where ranges do not count frames', () => {
		for (const ranges of ['milliseconds', undefined] as const)
			expect(
				asked({ objects: ['Ferry'] }, { ...(ranges && { ranges }) })[0]!.read(ramp('Up' as never))
					.objects,
			).toEqual([{ object: 'obFerry', answers: { atRamp: 'opUp' }, confidence: {}, dynamic: [] }]);
	});

	it('has a confidence in each range, and names itself where ranges contradict each other', () => {
		const [form] = asked({ objects: ['Ferry'] }, { ranges: 'frames', confidence: true });
		const at = (answer: string, start_frame: number, end_frame: number) => ({
			...{ answer, confidence: 0.5, start_frame, end_frame },
		});
		const read = (...entries: object[]) =>
			form!.read({ object: { class: 'Ferry', confidence: 1, Ramp: entries } });
		expect(read(at('Up', 2, 3)).objects[0]!.dynamic).toEqual([
			{ answers: { atRamp: 'opUp' }, confidence: { atRamp: 0.5 }, range: [2, 3] },
		]);
		expect(thrown(() => read(at('Up', 3, 2)))).toMatchObject({
			name: 'ContradictionError',
			path: ['object', 'Ramp'],
			message: 'The range ends at 2, before it begins at 3.',
		});
		expect(thrown(() => read(at('Up', 0, 2), at('Down', 2, 2)))).toMatchObject({
			path: ['object', 'Ramp'],
			message: 'Two different answers hold at 2: their ranges are 0–2 and 2–2.',
		});
	});
});

it('a classification names itself where ranges contradict each other', () => {
	const [form] = asked({ classifications: ['Fog'] }, { ranges: 'frames' });
	const at = (answer: string, start_frame: number, end_frame: number) => ({
		...{ answer, start_frame, end_frame },
	});
	expect(thrown(() => form!.read({ Fog: [at('Fog1', 3, 2)] }))).toMatchObject({ path: ['Fog'] });
	expect(thrown(() => form!.read({ Fog: [at('Fog1', 0, 2), at('Fog2', 1, 2)] }))).toMatchObject({
		path: ['Fog'],
	});
});

it('a place names its object where it contradicts itself', () => {
	const [form] = asked({ objects: ['Ferry'], withGeometry: true }, { flavor: 'gemini' });
	const ferryAt = (box_2d: number[]) => ({ class: 'Ferry', box_2d, attributes: {} });
	expect(
		thrown(() => form!.read({ objects: [ferryAt([0, 0, 9, 9]), ferryAt([0, 9, 9, 8])] })),
	).toMatchObject({
		name: 'ContradictionError',
		path: ['objects', '1'],
		message: 'The box [0,9,9,8] ends before it begins.',
	});
	expect(form!.read({ objects: [ferryAt([5, 5, 5, 5])] }).objects[0]!.coordinates).toEqual({
		boundingBox: { x: 0.005, y: 0.005, w: 0, h: 0 },
	});
});

describe('the classes of a form', () => {
	it('share a record where they have no attributes and the same shape', () => {
		const classes = (names: string[]) => {
			const items = ask({ objects: names, withGeometry: true }).schema.properties!.objects!.items!;
			return (items.anyOf ?? [items]).map(({ properties }) => properties!.class!.enum);
		};
		expect(classes(['Path', 'Lawn', 'Bed'])).toEqual([['Path'], ['Lawn'], ['Bed']]);
		expect(ask({ objects: ['Path', 'Lawn'] }).schema.properties!.object).toMatchObject({
			properties: { class: { enum: ['Path', 'Lawn'] } },
		});
	});

	it('are the ones that are not archived, and so are their attributes', () => {
		const [form] = asked({ objects: 'all' });
		expect(form!.names).toEqual({ Ferry: 'obFerry', Tug: 'obTug' });
		expect(form!.leftOut).toEqual([
			{ title: 'Gone', featureHash: 'obGone', reason: 'it is archived' },
		]);
		const [first] = form!.schema.properties!.object!.anyOf!;
		expect(Object.keys(first!.properties!)).toEqual(['class', 'Ramp', 'Lane']);
	});
});

describe('a selection', () => {
	it.each<[SelectionInput, string]>([
		[{}, 'Nothing is chosen to ask the model for: choose classifications, objects or pathways.'],
		[
			{ pathways: ['a', 'a'] },
			'Two pathways have the same name; rename one of them in the workflow.',
		],
		[{ objects: ['Gone'] }, '"Gone" cannot be asked for: it is archived.'],
	])('%j is refused', (input, message) =>
		expect(thrown(() => asked(input))).toMatchObject({ name: 'SelectionError', message }),
	);

	it('of all is refused where none can be asked for, with the reasons', () => {
		const bare = indexOntology({
			objects: [{ name: 'Mist', shape: 'bitmask', color: '#204080', featureNodeHash: 'obMist' }],
			classifications: [{ featureNodeHash: 'clBare', attributes: [radio('Bare', [])] }],
		} as never);
		const input: SelectionInput = { classifications: 'all', objects: 'all', withGeometry: true };
		expect(thrown(() => modelSchemas(bare, input, { flavor: 'plain' }))).toMatchObject({
			name: 'SelectionError',
			message:
				'Nothing of what is chosen can be asked for: "Bare": it has no options to choose from; "Mist": a language model cannot write the shape bitmask; choose it without places.',
		});
	});

	it('has each item once, however often it is named', () => {
		const [form] = asked({ classifications: ['Fog', 'clFog'], objects: ['Tug', 'obTug'] });
		expect(form!.names).toEqual({ Fog: 'clFog', Tug: 'obTug' });
	});
});

describe('a selection that is too large for a provider', () => {
	it('is asked for in parts, the classes and the pathway among them', () => {
		const models = asked(
			{ classifications: 'all', objects: 'all', pathways: ['Done'] },
			{ flavor: 'openai' },
		);
		expect(models.map(({ names, schema }) => [names, Object.keys(schema.properties!)])).toEqual([
			[{ Wind: 'clWind', Fog: 'clFog', Ferry: 'obFerry' }, ['Wind', 'Fog', 'object']],
			[{ Tug: 'obTug' }, ['object', 'pathway']],
		]);
		expect(models.map(({ leftOut }) => leftOut.map(({ title }) => title))).toEqual([['Gone'], []]);
		expect(models[1]!.read({ object: { class: 'Tug', Tow: 't7' }, pathway: 'Done' })).toEqual({
			classifications: [],
			objects: [{ object: 'obTug', answers: { atTow: 'opt7' }, confidence: {}, dynamic: [] }],
			pathway: 'Done',
		});
	});

	it('is refused where one item alone is', () => {
		const pathways = many(1001, 'p').map(({ label }) => label);
		expect(thrown(() => asked({ objects: ['Tug'], pathways }, { flavor: 'gemini' }))).toMatchObject(
			{
				name: 'SchemaLimitError',
				message:
					'"pathway" alone is too large for Gemini: 3,895 characters in options, at most 3,000. Leave it out, or choose another flavor.',
			},
		);
		const wide = indexOntology({
			objects: [],
			classifications: [{ featureNodeHash: 'clSea', attributes: [radio('Sea', many(1001, 's'))] }],
		} as never);
		const wholeSea = () => modelSchemas(wide, { classifications: 'all' }, { flavor: 'openai' });
		expect(wholeSea).toThrow(
			'"Sea" alone is too large for OpenAI (Strict): 1,001 options, at most 1,000. Leave it out, or choose another flavor.',
		);
	});
});

describe('the size of a schema', () => {
	const size: SchemaSize = {
		depth: 1,
		properties: 2_000,
		enumValues: 3,
		characters: 4,
		enumCharacters: 5,
		largeEnumCharacters: 6,
	};

	it.each<[keyof SchemaSize, string]>([
		['depth', '1 levels of nesting, at most 0'],
		['properties', '2,000 properties, at most 1,999'],
		['enumValues', '3 options, at most 2'],
		['characters', '4 characters in names and options, at most 3'],
		['enumCharacters', '5 characters in options, at most 4'],
		[
			'largeEnumCharacters',
			'6 characters in the options of a question that has more than 250, at most 5',
		],
	])('is too large by its %s: %s', (key, words) => {
		expect(excess(size, { [key]: size[key] - 1 })).toBe(words);
		expect(excess(size, { [key]: size[key] })).toBeUndefined();
		expect(excess(size, {})).toBeUndefined();
	});

	it('counts what it has, at any depth', () => {
		const letters = (count: number) => Array.from({ length: count }, () => 'xy');
		expect(
			sizeOf({
				type: 'object',
				properties: {
					abc: { type: 'array', items: { enum: ['one', null, 'four'] } },
					de: {
						anyOf: [{ type: 'object', properties: { f: { type: 'string' } } }, { type: 'null' }],
					},
				},
			}),
		).toEqual({
			depth: 2,
			properties: 3,
			enumValues: 2,
			characters: 13,
			enumCharacters: 7,
			largeEnumCharacters: 0,
		});
		expect(sizeOf({ oneOf: [{ enum: letters(250) }, { enum: letters(251) }] })).toEqual({
			depth: 0,
			properties: 0,
			enumValues: 501,
			characters: 1_002,
			enumCharacters: 1_002,
			largeEnumCharacters: 502,
		});
		expect(sizeOf({})).toMatchObject({ depth: 0, largeEnumCharacters: 0 });
	});
});
