import { beforeAll, describe, expect, it } from '@jest/globals';

import { renderPicture, type Scene } from '../../../sandbox/media/pictures';
import { handleToy } from '../../../sandbox/toy/toyRoutes';

const pictures: Record<string, string> = {};
const dataUrl = (file: Buffer, type = 'jpeg') => `data:image/${type};base64,${file.toString('base64')}`;
const street: Scene = {
	kind: 'street', background: 'light green',
	shapes: [
		{ shape: 'rectangle', color: 'red', x: 60, y: 60, width: 180, height: 90 },
		{ shape: 'rectangle', color: 'red', x: 420, y: 60, width: 100, height: 90 },
		{ shape: 'circle', color: 'blue', x: 300, y: 180, width: 90, height: 90 },
	],
};

beforeAll(async () => {
	for (const thing of ['cat', 'dog', 'bird'] as const) {
		pictures[thing] = dataUrl(await renderPicture({ width: 480, height: 360, scene: { kind: 'thing', thing, background: 'beige' } }));
	}
	pictures.street = dataUrl(await renderPicture({ width: 640, height: 480, scene: street, format: 'png' }), 'png');
	pictures.frame = dataUrl(await renderPicture({ width: 640, height: 480, scene: street, frameNumber: 4711, format: 'webp' }), 'webp');
});

async function post(body: unknown, headers: Record<string, string> = { authorization: 'Bearer any' }) {
	const reply = await handleToy({ method: 'POST', path: '/v1/chat/completions', headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
	return { status: reply?.status, type: reply?.headers['content-type'], text: reply?.body.toString('utf8') ?? '' };
}

const messages = (text: string, picture?: string) =>
	[{ role: 'user', content: [...(picture ? [{ type: 'image_url', image_url: { url: pictures[picture] ?? picture } }] : []), { type: 'text', text }] }];

async function ask(picture: string | undefined, more: object = {}, text = 'What is on the picture?') {
	const { status, text: answer } = await post({ model: 'toy-vision', messages: messages(text, picture), ...more });
	expect(status).toBe(200);
	return JSON.parse(answer).choices[0];
}

/** What n8n's Structured Output Parser adds to a prompt: doubled braces in the example, the schema in a fenced block. */
const parserInstructions = (schema: object) => `You must format your output as a JSON value that adheres to a given "JSON Schema" instance.

For example, the example "JSON Schema" instance {{"properties": {{"foo": {{"description": "a list of test words", "type": "array", "items": {{"type": "string"}}}}}}, "required": ["foo"]}}}}
would match an object with one required property, "foo". Thus, the object {{"foo": ["bar", "baz"]}} is a well-formatted instance of this example "JSON Schema".

Here is the JSON Schema instance your output must adhere to. Include the enclosing markdown codeblock:
\`\`\`json
${JSON.stringify({ type: 'object', properties: { output: schema }, required: ['output'], additionalProperties: false, $schema: 'http://json-schema.org/draft-07/schema#' })}
\`\`\`
`;

const animal = { type: 'object', properties: { animal: { type: 'string', enum: ['Cat', 'Dog', 'Other'] } }, required: ['animal'], additionalProperties: false };
const asFormat = (schema: object) => ({ response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } });
const animals = [['cat', 'Cat'], ['dog', 'Dog'], ['bird', 'Other'], ['street', 'Other']] as const;

describe('answers from pixels', () => {
	it('describes what it sees', async () => {
		expect((await ask('cat')).message.content).toBe('A cat on a beige background.');
		expect((await ask('street')).message.content).toBe('A scene with a light green background showing two red rectangles and one blue circle.');
		expect((await ask('frame')).message.content).toContain('Frame number 4711.');
	});

	it.each(animals)('%s: option %s by json_schema', async (picture, option) => {
		expect(JSON.parse((await ask(picture, asFormat(animal))).message.content)).toEqual({ animal: option });
	});

	it.each(animals)('%s: option %s by a function', async (picture, option) => {
		const tools = [{ type: 'function', function: { name: 'answer', parameters: animal } }];
		const choice = await ask(picture, { tools, tool_choice: { type: 'function', function: { name: 'answer' } } });
		expect(choice.finish_reason).toBe('tool_calls');
		expect(choice.message.tool_calls[0].function.name).toBe('answer');
		expect(JSON.parse(choice.message.tool_calls[0].function.arguments)).toEqual({ animal: option });
	});

	it.each(animals)('%s: option %s by the prompt of n8n\'s output parser, fenced and wrapped', async (picture, option) => {
		const { message } = await ask(picture, {}, `Which animal?\n${parserInstructions(animal)}`);
		const [, json] = /^```json\n([\s\S]*)\n```$/.exec(message.content) ?? [];
		expect(JSON.parse(json ?? 'null')).toEqual({ output: { animal: option } });
	});

	it('finds a schema in plain prompt text, without a fence', async () => {
		const { message } = await ask('dog', {}, `Reply as JSON like {"a": 1} but by this schema: ${JSON.stringify(animal)} Thanks.`);
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
				objects: { type: 'array', items: { type: 'object', properties: { color: { enum: ['red', 'blue'] }, shape: { enum: ['circle', 'rectangle'] } }, required: ['color', 'shape'] } },
				confidence: { type: 'number', minimum: 0, maximum: 1 },
				animal: { anyOf: [{ type: 'string', enum: ['Cat', 'Dog'] }, { type: 'null' }], default: null },
				frame_number: { type: 'integer' },
			},
			required: ['scene_description', 'main_color'],
		};
		const answer = JSON.parse((await ask('street', asFormat(schema))).message.content);
		expect(answer).toEqual({
			scene_description: 'A scene with a light', background_color: 'light green', main_color: 'Red', has_red_rectangle: true, isNight: false,
			red_circle_count: 0, number_of_rectangles: 2, shapes: ['Rectangle', 'Circle'],
			objects: [{ color: 'red', shape: 'rectangle' }, { color: 'red', shape: 'rectangle' }, { color: 'blue', shape: 'circle' }],
			confidence: expect.any(Number),
		});
		expect(JSON.parse((await ask('frame', asFormat(schema))).message.content).frame_number).toBe(4711);
	});

	it('fills the schema that is made from an ontology, nested radio and checklist included', async () => {
		const leaf = (hash: string, title: string) => ({ type: 'object', title: `${title}NestedRadioModel`, properties: { feature_node_hash: { const: hash }, title: { const: title } }, required: ['feature_node_hash'] });
		const schema = {
			$defs: {
				Rectangles: {
					type: 'object', title: 'RectanglesNestedRadioModel',
					properties: {
						feature_node_hash: { const: 'opRect01', type: 'string' },
						main_color: { type: 'object', properties: { feature_node_hash: { const: 'atColor1' }, choice: { enum: ['Green', 'Red'] } }, required: ['feature_node_hash', 'choice'] },
					},
					required: ['feature_node_hash', 'main_color'],
				},
			},
			type: 'object', title: 'ClassificationModel',
			properties: {
				shapes: {
					type: 'object',
					properties: { feature_node_hash: { const: 'atShape1' }, choice: { oneOf: [leaf('opNone01', 'Nothing'), leaf('opCirc01', 'Cats'), { $ref: '#/$defs/Rectangles' }] } },
					required: ['feature_node_hash', 'choice'],
				},
				tags: { type: 'object', properties: { feature_node_hash: { const: 'atTags01' }, night: { type: 'boolean' }, red_box: { type: 'boolean' } }, required: ['feature_node_hash', 'night', 'red_box'] },
				caption: { type: 'object', properties: { feature_node_hash: { const: 'atCapt01' }, value: { type: 'string' } }, required: ['feature_node_hash', 'value'] },
			},
			required: ['shapes', 'tags', 'caption'],
		};
		expect(JSON.parse((await ask('street', asFormat(schema))).message.content)).toEqual({
			shapes: { feature_node_hash: 'atShape1', choice: { feature_node_hash: 'opRect01', main_color: { feature_node_hash: 'atColor1', choice: 'Red' } } },
			tags: { feature_node_hash: 'atTags01', night: false, red_box: true },
			caption: { feature_node_hash: 'atCapt01', value: 'A scene with a light green background showing two red rectangles and one blue circle.' },
		});
	});

	it('refuses when no option fits the picture', async () => {
		const { message } = await ask('street', asFormat({ type: 'object', properties: { animal: { enum: ['Cat', 'Dog'] } }, required: ['animal'] }));
		expect(message.content).toBeNull();
		expect(message.refusal).toContain('"animal"');
	});
});

describe('without a picture', () => {
	it('says so and fills nothing', async () => {
		expect((await ask(undefined)).message.content).toMatch(/see no picture/);
		expect((await ask(undefined, {}, parserInstructions(animal))).message.content).not.toContain('{');
		expect((await ask(undefined, asFormat(animal))).message).toMatchObject({ content: null, refusal: expect.stringMatching(/see no picture/) });
		const called = await ask(undefined, { tools: [{ type: 'function', function: { name: 'answer', parameters: animal } }] });
		expect(called.message.tool_calls).toBeUndefined();
		expect(called.finish_reason).toBe('stop');
	});
});

describe('wire format', () => {
	it('counts tokens and names itself a toy', async () => {
		const { text } = await post({ model: 'gpt-4.1-mini', messages: messages('Look', 'cat') });
		const { usage, model, object, id } = JSON.parse(text);
		expect({ model, object }).toEqual({ model: 'toy-vision', object: 'chat.completion' });
		expect(id).toMatch(/^chatcmpl-/);
		expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
		expect(usage.completion_tokens).toBeGreaterThan(0);
	});

	it('streams the same answer in pieces, with usage when asked', async () => {
		const { type, text } = await post({ model: 'toy-vision', stream: true, stream_options: { include_usage: true }, messages: messages('Look', 'street') });
		expect(type).toMatch(/^text\/event-stream/);
		expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
		const events = text.split('\n\n').filter((line) => line.startsWith('data: {')).map((line) => JSON.parse(line.slice(6)));
		expect(events.map((event) => event.choices[0]?.delta.content ?? '').join('')).toBe((await ask('street')).message.content);
		expect(events[0].choices[0].delta.role).toBe('assistant');
		expect(events.at(-2).choices[0].finish_reason).toBe('stop');
		expect(events.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
	});

	it('calls each tool once, then answers in words', async () => {
		const tools = [{ type: 'function', function: { name: 'answer', parameters: animal } }];
		const first = await ask('cat', { tools });
		const { text } = await post({
			model: 'toy-vision', tools,
			messages: [...messages('Look', 'cat'), first.message, { role: 'tool', tool_call_id: first.message.tool_calls[0].id, content: '"done"' }],
		});
		expect(JSON.parse(text).choices[0].message.content).toBe('A cat on a beige background.');
	});

	it('lists its one model', async () => {
		const reply = await handleToy({ method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer any' }, body: Buffer.alloc(0) });
		expect(JSON.parse(reply?.body.toString('utf8') ?? '').data).toMatchObject([{ id: 'toy-vision', object: 'model', owned_by: 'toy' }]);
	});

	const key = { authorization: 'Bearer any' };
	const bad: Array<[string, unknown, number, string, Record<string, string>]> = [
		['no key', { model: 'toy-vision', messages: [] }, 401, 'missing_api_key', {}],
		['broken JSON', '{', 400, 'invalid_json', key],
		['no messages', { model: 'toy-vision' }, 400, 'invalid_value', key],
		['an address on this machine', { model: 'toy-vision', messages: messages('Look', 'http://127.0.0.1:1/a.png') }, 400, 'invalid_image_url', key],
		['a picture of another kind', { model: 'toy-vision', messages: messages('Look', 'data:image/svg+xml;base64,PHN2Zy8+') }, 400, 'invalid_image_url', key],
		['bytes that are no picture', { model: 'toy-vision', messages: messages('Look', 'data:image/png;base64,AAAA') }, 400, 'invalid_image', key],
		['an unknown function', { model: 'toy-vision', messages: messages('Look', 'data:image/png;base64,AAAA'), tools: [], tool_choice: 5 }, 400, 'invalid_value', key],
	];
	it.each(bad)('refuses %s in OpenAI\'s form', async (_, body, status, code, headers) => {
		const reply = await post(body, headers);
		expect(reply.status).toBe(status);
		expect(JSON.parse(reply.text)).toEqual({ error: { message: expect.any(String), type: 'invalid_request_error', code, param: JSON.parse(reply.text).error.param } });
	});

	it('knows no other address below /v1', async () => {
		const reply = await handleToy({ method: 'POST', path: '/v1/embeddings', headers: { authorization: 'Bearer any' }, body: Buffer.alloc(0) });
		expect(reply?.status).toBe(404);
	});
});
