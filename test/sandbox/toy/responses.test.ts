/** The toy in the wire format of OpenAI's Responses API, judged by OpenAI's own client. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { animal, animals, drawPictures, pictureNamed } from './toyClient';

/** What n8n's OpenAI Chat Model names when nothing was chosen. */
const model = 'gpt-5-mini';

let dataDir: string;
let sandbox: Sandbox;
let openai: OpenAI;
beforeAll(async () => {
	await drawPictures();
	dataDir = mkdtempSync(join(tmpdir(), 'sandbox-responses-'));
	sandbox = await startSandbox({ seed: 'empty', dataDir });
	openai = new OpenAI({ baseURL: `${sandbox.url}/v1`, apiKey: 'any', maxRetries: 0 });
});
afterAll(async () => {
	await sandbox.close();
	rmSync(dataDir, { recursive: true, force: true });
});

const look = (picture: string, text = 'What is on the picture?') => [
	{
		type: 'message' as const,
		role: 'user' as const,
		content: [
			{ type: 'input_text' as const, text },
			{ type: 'input_image' as const, detail: 'auto' as const, image_url: pictureNamed(picture) },
		],
	},
];
const lookUp = {
	type: 'function' as const,
	name: 'get_animal',
	description: 'Says what an animal is',
	strict: null,
	parameters: animal,
};

describe('a response', () => {
	it('describes a picture', async () => {
		const {
			output_text,
			status,
			model: answered,
			usage,
			id,
		} = await openai.responses.create({
			model,
			instructions: 'Be short.',
			input: look('cat'),
		});
		expect(output_text).toMatch(/cat/);
		expect([status, answered]).toEqual(['completed', 'toy-vision']);
		expect(id).toMatch(/^resp_/);
		expect(usage?.total_tokens).toBe(usage!.input_tokens + usage!.output_tokens);
	});

	it('takes the input as plain text', async () => {
		const { output_text } = await openai.responses.create({
			model,
			input: 'Repeat """A cat sits. It sleeps."""',
		});
		expect(output_text).toBe('A cat sits.');
	});

	it.each(animals)('fills a schema: %s is %s', async (picture, answer) => {
		const { output_parsed } = await openai.responses.parse({
			model,
			input: look(picture),
			text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: animal } },
		});
		expect(output_parsed).toEqual({ animal: answer });
	});

	it('is a refusal where a schema cannot be filled', async () => {
		const { output } = await openai.responses.create({
			model,
			input: 'What is it?',
			text: { format: { type: 'json_schema', name: 'answer', strict: true, schema: animal } },
		});
		expect(output).toMatchObject([{ type: 'message', content: [{ type: 'refusal' }] }]);
	});

	it('calls a tool, and answers when the tool has', async () => {
		const asked = look('dog', 'Call the tool get_animal with {"animal":"Dog"}');
		const first = await openai.responses.create({ model, input: asked, tools: [lookUp] });
		expect(first.output).toMatchObject([
			{ type: 'function_call', name: 'get_animal', arguments: '{"animal":"Dog"}' },
		]);
		const [call] = first.output;
		const second = await openai.responses.create({
			model,
			tools: [lookUp],
			input: [
				...asked,
				call as OpenAI.Responses.ResponseFunctionToolCall,
				{
					type: 'function_call_output',
					call_id: (call as OpenAI.Responses.ResponseFunctionToolCall).call_id,
					output: 'A good dog',
				},
			],
		});
		expect(second.output_text).toBe('A good dog');
	});

	it('calls the tool that the request names', async () => {
		const { output } = await openai.responses.create({
			model,
			input: look('bird'),
			tools: [lookUp],
			tool_choice: { type: 'function', name: 'get_animal' },
		});
		expect(output).toMatchObject([{ name: 'get_animal', arguments: '{"animal":"Other"}' }]);
	});
});

describe('a stream', () => {
	it('gives the same answer in pieces', async () => {
		const whole = await openai.responses.create({ model, input: look('street') });
		const stream = openai.responses.stream({ model, input: look('street') });
		const pieces: string[] = [];
		stream.on('response.output_text.delta', ({ delta }) => pieces.push(delta));
		const { output_text, usage } = await stream.finalResponse();
		expect(pieces.length).toBeGreaterThan(1);
		expect(pieces.join('')).toBe(whole.output_text);
		expect([output_text, usage]).toEqual([whole.output_text, whole.usage]);
	});

	it('calls a tool', async () => {
		const stream = openai.responses.stream({
			model,
			input: look('cat'),
			tools: [{ ...lookUp, strict: false }],
		});
		const { output } = await stream.finalResponse();
		expect(output).toMatchObject([{ type: 'function_call', arguments: '{"animal":"Cat"}' }]);
	});

	it('counts its events from 0', async () => {
		const numbers: number[] = [];
		for await (const event of await openai.responses.create({
			model,
			input: look('cat'),
			stream: true,
		}))
			numbers.push(event.sequence_number);
		expect(numbers).toEqual(numbers.map((_, index) => index));
	});
});

describe('is refused', () => {
	it.each([
		['a conversation that the toy would have to remember', { previous_response_id: 'resp_1' }],
		['a built-in tool', { tools: [{ type: 'web_search' }] }],
		['an unknown item', { input: [{ type: 'item_reference', id: 'x' }] }],
		['a picture behind an address', { input: look('https://example.com/a.jpg') }],
	])('%s', async (_what, more) => {
		await expect(
			openai.responses.create({ model, input: 'Hello', ...more } as never),
		).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/toy|Invalid value/) });
	});

	it('without a key', async () => {
		const answer = await fetch(`${sandbox.url}/v1/responses`, { method: 'POST', body: '{}' });
		expect(answer.status).toBe(401);
	});
});

it('is counted under its own name', () => {
	expect(sandbox.host.requests.report().counts['responses.create']).toBeGreaterThan(10);
});
