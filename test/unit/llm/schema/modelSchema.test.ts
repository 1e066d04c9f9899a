/** What a schema looks like, by example. */
import { describe, expect, it } from '@jest/globals';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { modelSchemas, type SchemaOptions } from '../../../../src/llm/schema/modelSchema';
import type { SelectionInput } from '../../../../src/llm/schema/selection';

const option = (label: string, hash: string, more: object = {}) => ({
	label,
	value: label.toLowerCase(),
	featureNodeHash: hash,
	...more,
});
const text = (name: string, hash: string, more: object = {}) => ({
	name,
	type: 'text',
	featureNodeHash: hash,
	...more,
});
const harbor = indexOntology({
	objects: [
		{ name: 'Buoy', color: '#aa0000', shape: 'point', featureNodeHash: 'obBuoy' },
		{ name: 'Rope', color: '#aa0000', shape: 'polyline', featureNodeHash: 'obRope' },
		{ name: 'Fog', color: '#aa0000', shape: 'bitmask', featureNodeHash: 'obFog' },
		{
			name: 'Ship',
			color: '#aa0000',
			shape: 'bounding_box',
			featureNodeHash: 'obShip',
			attributes: [
				text('Hull name', 'atName', { required: true }),
				{
					name: 'Lamp',
					type: 'radio',
					dynamic: true,
					featureNodeHash: 'atLamp',
					options: [option('Lit', 'opLit'), option('Dark', 'opDark')],
				},
			],
		},
	],
	classifications: [
		{
			featureNodeHash: 'clTide',
			attributes: [
				{
					name: 'Tide',
					type: 'radio',
					required: true,
					featureNodeHash: 'atTide',
					options: [
						option('Low', 'opLow'),
						option('High', 'opHigh', {
							options: [
								{ name: 'Meters', type: 'numeric', featureNodeHash: 'atMeters' },
								text('choice', 'atChoice'),
							],
						}),
						option('Spring', 'opSpring', { archived: true }),
					],
				},
			],
		},
		{
			featureNodeHash: 'clCargo',
			attributes: [
				{
					name: 'Cargo',
					type: 'checklist',
					featureNodeHash: 'atCargo',
					options: [option('Coal', 'opCoal'), option('Coal', 'opCoal2'), option('Salt', 'opSalt')],
				},
			],
		},
		{ featureNodeHash: 'clLog', level: 'global', attributes: [text('Log', 'atLog')] },
		{ featureNodeHash: 'clOld', attributes: [text('Old', 'atOld', { archived: true })] },
	],
});

const one = (input: SelectionInput, options: Partial<SchemaOptions> = {}) => {
	const models = modelSchemas(harbor, input, { flavor: 'plain', cannotTell: false, ...options });
	expect(models).toHaveLength(1);
	return models[0]!;
};

describe('classifications', () => {
	it('are fields by title: options in a choice, nested attributes beside the option they belong to', () => {
		const { schema, names } = one({ classifications: 'all' });
		expect(schema).toEqual({
			$schema: 'https://json-schema.org/draft/2020-12/schema',
			type: 'object',
			properties: {
				Tide: {
					anyOf: [
						{
							type: 'object',
							properties: {
								choice: { type: 'string', enum: ['High'] },
								Meters: { type: ['number', 'null'] },
								'choice (2)': { description: 'choice', type: ['string', 'null'] },
							},
							required: ['choice'],
							additionalProperties: false,
						},
						{
							type: 'object',
							properties: { choice: { type: 'string', enum: ['Low'] } },
							required: ['choice'],
							additionalProperties: false,
						},
					],
				},
				Cargo: {
					type: ['array', 'null'],
					items: { type: 'string', enum: ['Coal', 'Coal (2)', 'Salt'] },
				},
				Log: { type: ['string', 'null'] },
			},
			required: ['Tide'],
			additionalProperties: false,
		});
		expect(names).toEqual({ Tide: 'clTide', Cargo: 'clCargo', Log: 'clLog' });
	});

	it('are read back to feature hashes; null, blank text and a missing field are no answers', () => {
		const { read } = one({ classifications: 'all' });
		expect(
			read({
				Tide: { choice: 'High', Meters: 3.5, 'choice (2)': 'kept' },
				Cargo: ['Coal (2)', 'Coal (2)'],
			}),
		).toEqual({
			classifications: [
				{
					classification: 'clTide',
					answers: { atTide: 'opHigh', atMeters: 3.5, atChoice: 'kept' },
					confidence: {},
				},
				{ classification: 'clCargo', answers: { atCargo: ['opCoal2'] }, confidence: {} },
			],
			objects: [],
		});
		expect(read({ Tide: { choice: 'Low' }, Cargo: null, Log: ' ' }).classifications).toEqual([
			{ classification: 'clTide', answers: { atTide: 'opLow' }, confidence: {} },
		]);
		expect(read({ Tide: { choice: 'Low' }, Cargo: [] }).classifications).toHaveLength(2);
	});

	it.each([
		['an option that is archived', { Tide: { choice: 'Spring' } }],
		['a nested answer under another option', { Tide: { choice: 'Low', Meters: 2 } }],
		['nothing for a required question', { Tide: null }],
		['a field nobody asked for', { Tide: { choice: 'Low' }, Wind: 'strong' }],
		['a number as text', { Tide: { choice: 'High', Meters: '2' } }],
		['an option in another case', { Tide: { choice: 'low' } }],
		['a list', []],
	])('refuse %s', (_what, instance) => {
		expect(() => one({ classifications: 'all' }).read(instance)).toThrow();
	});

	it('may be answered with null where the picture does not tell, required ones too', () => {
		const { schema, read } = one({ classifications: ['Tide'] }, { cannotTell: true });
		expect(schema.required).toEqual(['Tide']);
		expect(schema.properties!.Tide!.anyOf).toContainEqual({ type: 'null' });
		expect(read({ Tide: null }).classifications).toEqual([]);
	});

	it('have a confidence beside each answer', () => {
		const { read } = one({ classifications: ['Tide', 'Log'] }, { confidence: true });
		const answer = {
			Tide: { choice: 'High', confidence: 0.9, Meters: { answer: 2, confidence: 0.3 } },
			Log: { answer: 'calm', confidence: 1 },
		};
		expect(read(answer).classifications).toEqual([
			{
				classification: 'clTide',
				answers: { atTide: 'opHigh', atMeters: 2 },
				confidence: { atTide: 0.9, atMeters: 0.3 },
			},
			{ classification: 'clLog', answers: { atLog: 'calm' }, confidence: { atLog: 1 } },
		]);
		expect(() => read({ ...answer, Log: { answer: 'calm', confidence: 1.2 } })).toThrow();
	});

	it('hold for ranges, but global ones for the whole', () => {
		const { schema, read } = one({ classifications: ['Cargo', 'Log'] }, { ranges: 'frames' });
		expect(schema.properties!.Log).toEqual({ type: ['string', 'null'] });
		expect(schema.properties!.Cargo!.items!.required).toEqual([
			'answer',
			'start_frame',
			'end_frame',
		]);
		const at = (answer: string[], start_frame: number, end_frame: number) => ({
			answer,
			start_frame,
			end_frame,
		});
		expect(
			read({ Cargo: [at(['Salt'], 0, 4), at([], 5, 5)], Log: 'calm' }).classifications,
		).toEqual([
			{
				classification: 'clCargo',
				answers: { atCargo: ['opSalt'] },
				confidence: {},
				range: [0, 4],
			},
			{ classification: 'clCargo', answers: { atCargo: [] }, confidence: {}, range: [5, 5] },
			{ classification: 'clLog', answers: { atLog: 'calm' }, confidence: {} },
		]);
		expect(() => read({ Cargo: [at(['Salt'], 0, 4), at(['Coal'], 4, 9)] })).toThrow('hold at 4');
		expect(() => read({ Cargo: [at(['Salt'], 0, 9), at(['Salt'], 2, 3), at([], 8, 8)] })).toThrow(
			'hold at 8',
		);
		expect(read({ Cargo: [at(['Salt'], 0, 9), at(['Salt'], 2, 3)] }).classifications).toHaveLength(
			2,
		);
		// In whatever order they are given.
		expect(() => read({ Cargo: [at(['Coal'], 4, 9), at(['Salt'], 0, 4)] })).toThrow('hold at 4');
		expect(read({ Cargo: [at(['Coal'], 5, 9), at(['Salt'], 0, 4)] }).classifications).toMatchObject(
			[{ range: [5, 9] }, { range: [0, 4] }],
		);
		expect(() => read({ Cargo: [at(['Salt'], 6, 4)] })).toThrow('before it begins');
	});

	it.each([
		['milliseconds', 'start_ms', 'end_ms'],
		['characters', 'start_character', 'end_character'],
	] as const)('hold for ranges of %s', (ranges, start, end) => {
		const { read } = one({ classifications: ['Cargo'] }, { ranges });
		const answer = { Cargo: [{ answer: ['Salt'], [start]: 20, [end]: 1_500 }] };
		expect(read(answer).classifications).toMatchObject([{ range: [20, 1_500] }]);
	});
});

describe('objects', () => {
	it('without places are one object: its class and the attributes of that class', () => {
		const { schema, read } = one({ objects: ['Ship', 'Buoy', 'Fog'] });
		expect(
			schema.properties!.object!.anyOf!.map(({ properties }) => properties!.class!.enum),
		).toEqual([['Ship'], ['Buoy', 'Fog']]);
		expect(read({ object: { class: 'Ship', 'Hull name': 'Elbe', Lamp: 'Dark' } }).objects).toEqual([
			{
				object: 'obShip',
				answers: { atName: 'Elbe', atLamp: 'opDark' },
				confidence: {},
				dynamic: [],
			},
		]);
		expect(() => read({ object: { class: 'Buoy', Lamp: 'Dark' } })).toThrow();
	});

	it('answer dynamic attributes for ranges', () => {
		const { read } = one({ objects: ['Ship'] }, { ranges: 'frames' });
		const lamp = (answer: string, start_frame: number, end_frame: number) => ({
			answer,
			start_frame,
			end_frame,
		});
		const object = {
			class: 'Ship',
			'Hull name': 'Elbe',
			Lamp: [lamp('Lit', 0, 3), lamp('Dark', 4, 9)],
		};
		expect(read({ object }).objects).toEqual([
			{
				object: 'obShip',
				answers: { atName: 'Elbe' },
				confidence: {},
				dynamic: [
					{ answers: { atLamp: 'opLit' }, confidence: {}, range: [0, 3] },
					{ answers: { atLamp: 'opDark' }, confidence: {}, range: [4, 9] },
				],
			},
		]);
		expect(() =>
			read({ object: { ...object, Lamp: [lamp('Lit', 0, 4), lamp('Dark', 4, 9)] } }),
		).toThrow();
	});

	it('with places are a list; classes whose shape no model can write are left out and named', () => {
		const { read, leftOut, schema } = one(
			{ objects: 'all', withGeometry: true },
			{ confidence: true },
		);
		expect(leftOut).toEqual([
			{ title: 'Fog', featureHash: 'obFog', reason: expect.stringContaining('shape bitmask') },
		]);
		expect(JSON.stringify(schema)).not.toContain('Fog');
		const boundingBox = { x: 0.25, y: 0.5, w: 0.125, h: 0.25 };
		expect(
			read({
				objects: [
					{
						class: 'Ship',
						confidence: 0.75,
						boundingBox,
						attributes: { 'Hull name': { answer: 'Elbe', confidence: 0.5 } },
					},
					{ class: 'Buoy', confidence: 1, point: { x: 0.5, y: 0.5 } },
				],
			}).objects,
		).toEqual([
			{
				object: 'obShip',
				objectConfidence: 0.75,
				coordinates: { boundingBox },
				answers: { atName: 'Elbe' },
				confidence: { atName: 0.5 },
				dynamic: [],
			},
			{
				object: 'obBuoy',
				objectConfidence: 1,
				coordinates: { point: { x: 0.5, y: 0.5 } },
				answers: {},
				confidence: {},
				dynamic: [],
			},
		]);
		expect(() =>
			read({
				objects: [
					{
						class: 'Rope',
						confidence: 1,
						polyline: [
							{ x: 0, y: 2 },
							{ x: 1, y: 1 },
						],
					},
				],
			}),
		).toThrow();
		expect(() => one({ objects: ['Fog'], withGeometry: true })).toThrow(
			'"Fog" cannot be asked for',
		);
	});

	it('on videos name their frame, and the object that they are on several', () => {
		const { read } = one({ objects: ['Buoy'], withGeometry: true }, { ranges: 'frames' });
		const buoy = { class: 'Buoy', frame: 7, track: 'a', point: { x: 0, y: 1 } };
		expect(read({ objects: [buoy, { ...buoy, track: null }] }).objects).toMatchObject([
			{ frame: 7, track: 'a' },
			{ frame: 7 },
		]);
		expect(() => read({ objects: [{ ...buoy, frame: 1.5 }] })).toThrow();
	});

	it('for Gemini have its own box, y before x', () => {
		const { read } = one({ objects: ['Ship'], withGeometry: true }, { flavor: 'gemini' });
		const ship = (box_2d: number[]) => ({
			objects: [{ class: 'Ship', box_2d, attributes: { 'Hull name': 'Elbe', Lamp: null } }],
		});
		expect(read(ship([100, 250, 350, 1000])).objects[0]!.coordinates).toEqual({
			boundingBox: { x: 0.25, y: 0.1, w: 0.75, h: 0.25 },
		});
		expect(() => read(ship([350, 250, 100, 1000]))).toThrow('before it begins');
		expect(() => read(ship([100, 250, 350]))).toThrow();
	});
});

describe('a selection', () => {
	it('mixes classifications, objects and pathways', () => {
		const { schema, read, prompt } = one({
			classifications: ['clTide'],
			objects: ['Buoy'],
			pathways: ['To review', 'Done'],
		});
		expect(Object.keys(schema.properties!)).toEqual(['Tide', 'object', 'pathway']);
		expect(
			read({ Tide: { choice: 'Low' }, object: { class: 'Buoy' }, pathway: 'Done' }),
		).toMatchObject({
			objects: [{ object: 'obBuoy' }],
			pathway: 'Done',
		});
		expect(() =>
			read({ Tide: { choice: 'Low' }, object: { class: 'Buoy' }, pathway: 'Delete all' }),
		).toThrow();
		expect(prompt).toContain('- Tide: one option');
		expect(prompt.length).toBeLessThan(600);
	});

	it.each<[string, SelectionInput, string]>([
		['of nothing', {}, 'Nothing is chosen'],
		[
			'of something archived',
			{ classifications: ['clOld'] },
			'"Old" cannot be asked for: it is archived',
		],
		['of what is not there', { objects: ['Whale'] }, 'There is no object "Whale"'],
		['with two pathways of one name', { pathways: ['Done', 'Done'] }, 'the same name'],
	])('%s is refused', (_what, input, message) => {
		expect(() => one(input)).toThrow(message);
	});
});
