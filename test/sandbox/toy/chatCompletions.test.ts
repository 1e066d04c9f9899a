import { beforeAll, describe, expect, it } from '@jest/globals';

import { animal, animals, asFormat, ask, drawPictures, parserInstructions } from './toyClient';

beforeAll(drawPictures);

describe('answers from pixels', () => {
	it('describes what it sees', async () => {
		expect((await ask('cat')).message.content).toBe('A cat on a beige background.');
		expect((await ask('street')).message.content).toBe(
			'A scene with a light green background showing two red rectangles and one blue circle.',
		);
		expect((await ask('frame')).message.content).toContain('Frame number 4711.');
	});

	it('sees no animals as the model of another name, so that two models can differ', async () => {
		const { message } = await ask('cat', { model: 'toy-shapes', ...asFormat(animal) });
		expect(JSON.parse(message.content)).toEqual({ animal: 'Other' });
	});

	it.each(animals)('%s: option %s by json_schema', async (picture, option) => {
		expect(JSON.parse((await ask(picture, asFormat(animal))).message.content)).toEqual({
			animal: option,
		});
	});

	it.each(animals)('%s: option %s by a function', async (picture, option) => {
		const tools = [{ type: 'function', function: { name: 'answer', parameters: animal } }];
		const choice = await ask(picture, {
			tools,
			tool_choice: { type: 'function', function: { name: 'answer' } },
		});
		expect(choice.finish_reason).toBe('tool_calls');
		expect(choice.message.tool_calls[0].function.name).toBe('answer');
		expect(JSON.parse(choice.message.tool_calls[0].function.arguments)).toEqual({ animal: option });
	});

	it.each(animals)(
		"%s: option %s by the prompt of n8n's output parser, fenced and wrapped",
		async (picture, option) => {
			const { message } = await ask(picture, {}, `Which animal?\n${parserInstructions(animal)}`);
			const [, json] = /^```json\n([\s\S]*)\n```$/.exec(message.content) ?? [];
			expect(JSON.parse(json ?? 'null')).toEqual({ output: { animal: option } });
		},
	);

	it('finds a schema in plain prompt text, without a fence', async () => {
		const { message } = await ask(
			'dog',
			{},
			`Reply as JSON like {"a": 1} but by this schema: ${JSON.stringify(animal)} Thanks.`,
		);
		expect(JSON.parse(message.content)).toEqual({ animal: 'Dog' });
	});

	it('fills every kind of value', async () => {
		const schema = {
			type: 'object',
			$defs: { Color: { type: 'string', enum: ['Blue', 'Red', 'Green'] } },
			properties: {
				scene_description: { type: 'string', maxLength: 20 },
				background_color: { type: 'string' },
				main_color: { $ref: '#/$defs/Color' },
				has_red_rectangle: { type: 'boolean' },
				isNight: { type: 'boolean' },
				red_circle_count: { type: 'integer' },
				number_of_rectangles: { type: 'integer' },
				shapes: { type: 'array', items: { type: 'string', enum: ['Rectangle', 'Circle', 'Cat'] } },
				objects: {
					type: 'array',
					items: {
						type: 'object',
						properties: {
							color: { enum: ['red', 'blue'] },
							shape: { enum: ['circle', 'rectangle'] },
						},
						required: ['color', 'shape'],
					},
				},
				confidence: { type: 'number', minimum: 0, maximum: 1 },
				animal: {
					anyOf: [{ type: 'string', enum: ['Cat', 'Dog'] }, { type: 'null' }],
					default: null,
				},
				frame_number: { type: 'integer' },
			},
			required: ['scene_description', 'main_color'],
		};
		const answer = JSON.parse((await ask('street', asFormat(schema))).message.content);
		expect(answer).toEqual({
			scene_description: 'A scene with a light',
			background_color: 'light green',
			main_color: 'Red',
			has_red_rectangle: true,
			isNight: false,
			red_circle_count: 0,
			number_of_rectangles: 2,
			shapes: ['Rectangle', 'Circle'],
			objects: [
				{ color: 'red', shape: 'rectangle' },
				{ color: 'red', shape: 'rectangle' },
				{ color: 'blue', shape: 'circle' },
			],
			confidence: expect.any(Number),
		});
		expect(JSON.parse((await ask('frame', asFormat(schema))).message.content).frame_number).toBe(
			4711,
		);
	});

	it('fills the schema that is made from an ontology, nested radio and checklist included', async () => {
		const leaf = (hash: string, title: string) => ({
			type: 'object',
			title: `${title}NestedRadioModel`,
			properties: { feature_node_hash: { const: hash }, title: { const: title } },
			required: ['feature_node_hash'],
		});
		const schema = {
			$defs: {
				Rectangles: {
					type: 'object',
					title: 'RectanglesNestedRadioModel',
					properties: {
						feature_node_hash: { const: 'opRect01', type: 'string' },
						main_color: {
							type: 'object',
							properties: {
								feature_node_hash: { const: 'atColor1' },
								choice: { enum: ['Green', 'Red'] },
							},
							required: ['feature_node_hash', 'choice'],
						},
					},
					required: ['feature_node_hash', 'main_color'],
				},
			},
			type: 'object',
			title: 'ClassificationModel',
			properties: {
				shapes: {
					type: 'object',
					properties: {
						feature_node_hash: { const: 'atShape1' },
						choice: {
							oneOf: [
								leaf('opNone01', 'Nothing'),
								leaf('opCirc01', 'Cats'),
								{ $ref: '#/$defs/Rectangles' },
							],
						},
					},
					required: ['feature_node_hash', 'choice'],
				},
				tags: {
					type: 'object',
					properties: {
						feature_node_hash: { const: 'atTags01' },
						night: { type: 'boolean' },
						red_box: { type: 'boolean' },
					},
					required: ['feature_node_hash', 'night', 'red_box'],
				},
				caption: {
					type: 'object',
					properties: { feature_node_hash: { const: 'atCapt01' }, value: { type: 'string' } },
					required: ['feature_node_hash', 'value'],
				},
			},
			required: ['shapes', 'tags', 'caption'],
		};
		expect(JSON.parse((await ask('street', asFormat(schema))).message.content)).toEqual({
			shapes: {
				feature_node_hash: 'atShape1',
				choice: {
					feature_node_hash: 'opRect01',
					main_color: { feature_node_hash: 'atColor1', choice: 'Red' },
				},
			},
			tags: { feature_node_hash: 'atTags01', night: false, red_box: true },
			caption: {
				feature_node_hash: 'atCapt01',
				value:
					'A scene with a light green background showing two red rectangles and one blue circle.',
			},
		});
	});

	it('refuses when no option fits the picture', async () => {
		const { message } = await ask(
			'street',
			asFormat({
				type: 'object',
				properties: { animal: { enum: ['Cat', 'Dog'] } },
				required: ['animal'],
			}),
		);
		expect(message.content).toBeNull();
		expect(message.refusal).toContain('"animal"');
	});
});

describe('without a picture', () => {
	it('says so and fills nothing', async () => {
		expect((await ask(undefined)).message.content).toMatch(/see no picture/);
		expect((await ask(undefined, {}, parserInstructions(animal))).message.content).not.toContain(
			'{',
		);
		expect((await ask(undefined, asFormat(animal))).message).toMatchObject({
			content: null,
			refusal: expect.stringMatching(/see no picture/),
		});
		const called = await ask(undefined, {
			tools: [{ type: 'function', function: { name: 'answer', parameters: animal } }],
		});
		expect(called.message.tool_calls).toBeUndefined();
		expect(called.finish_reason).toBe('stop');
	});
});
