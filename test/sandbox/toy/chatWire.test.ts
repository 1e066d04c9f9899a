import { beforeAll, describe, expect, it } from '@jest/globals';

import { handleToy } from '../../../sandbox/toy/toyRoutes';
import { animal, ask, drawPictures, messages, post } from './toyClient';

beforeAll(drawPictures);

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
		const { type, text } = await post({
			model: 'toy-vision',
			stream: true,
			stream_options: { include_usage: true },
			messages: messages('Look', 'street'),
		});
		expect(type).toMatch(/^text\/event-stream/);
		expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
		const events = text
			.split('\n\n')
			.filter((line) => line.startsWith('data: {'))
			.map((line) => JSON.parse(line.slice(6)));
		expect(events.map((event) => event.choices[0]?.delta.content ?? '').join('')).toBe(
			(await ask('street')).message.content,
		);
		expect(events[0].choices[0].delta.role).toBe('assistant');
		expect(events.at(-2).choices[0].finish_reason).toBe('stop');
		expect(events.at(-1)).toMatchObject({
			choices: [],
			usage: { total_tokens: expect.any(Number) },
		});
	});

	it('calls each tool once, then answers in words', async () => {
		const tools = [{ type: 'function', function: { name: 'answer', parameters: animal } }];
		const first = await ask('cat', { tools });
		const { text } = await post({
			model: 'toy-vision',
			tools,
			messages: [
				...messages('Look', 'cat'),
				first.message,
				{ role: 'tool', tool_call_id: first.message.tool_calls[0].id, content: '"done"' },
			],
		});
		expect(JSON.parse(text).choices[0].message.content).toBe('A cat on a beige background.');
	});

	it('lists its one model', async () => {
		const reply = await handleToy({
			method: 'GET',
			path: '/v1/models',
			headers: { authorization: 'Bearer any' },
			body: Buffer.alloc(0),
		});
		expect(JSON.parse(reply?.body.toString('utf8') ?? '').data).toMatchObject([
			{ id: 'toy-vision', object: 'model', owned_by: 'toy' },
		]);
	});

	const key = { authorization: 'Bearer any' };
	const bad: Array<[string, unknown, number, string, Record<string, string>]> = [
		['no key', { model: 'toy-vision', messages: [] }, 401, 'missing_api_key', {}],
		['broken JSON', '{', 400, 'invalid_json', key],
		['no messages', { model: 'toy-vision' }, 400, 'invalid_value', key],
		[
			'an address on this machine',
			{ model: 'toy-vision', messages: messages('Look', 'http://127.0.0.1:1/a.png') },
			400,
			'invalid_image_url',
			key,
		],
		[
			'a picture of another kind',
			{ model: 'toy-vision', messages: messages('Look', 'data:image/svg+xml;base64,PHN2Zy8+') },
			400,
			'invalid_image_url',
			key,
		],
		[
			'bytes that are no picture',
			{ model: 'toy-vision', messages: messages('Look', 'data:image/png;base64,AAAA') },
			400,
			'invalid_image',
			key,
		],
		[
			'an unknown function',
			{
				model: 'toy-vision',
				messages: messages('Look', 'data:image/png;base64,AAAA'),
				tools: [],
				tool_choice: 5,
			},
			400,
			'invalid_value',
			key,
		],
	];
	it.each(bad)("refuses %s in OpenAI's form", async (_, body, status, code, headers) => {
		const reply = await post(body, headers);
		expect(reply.status).toBe(status);
		expect(JSON.parse(reply.text)).toEqual({
			error: {
				message: expect.any(String),
				type: 'invalid_request_error',
				code,
				param: JSON.parse(reply.text).error.param,
			},
		});
	});

	it('knows no other address below /v1', async () => {
		const reply = await handleToy({
			method: 'POST',
			path: '/v1/embeddings',
			headers: { authorization: 'Bearer any' },
			body: Buffer.alloc(0),
		});
		expect(reply?.status).toBe(404);
	});
});
