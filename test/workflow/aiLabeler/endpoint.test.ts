/** The Encord AI Labeler with an OpenAI-compatible endpoint: what is sent, and what its errors become. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { NodeHelpers, type IDataObject, type INodeParameters } from 'n8n-workflow';
import { EncordAiLabeler } from '../../../nodes/EncordAiLabeler/EncordAiLabeler.node';
import { instanceOf, node, runWorkflow, workflow } from '../engine/harness';
import { byId, useSandbox } from '../encord/encordRun';

const sandbox = useSandbox();

interface Call {
	headers: IncomingHttpHeaders;
	body: IDataObject;
}

let server: Server | undefined;
afterEach(async () => {
	await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
	server = undefined;
});

/** An endpoint that gives these replies one after the other: an answer, or a status with headers. */
async function endpoint(replies: Array<IDataObject | [number, Record<string, string>]>) {
	const calls: Call[] = [];
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			calls.push({
				headers: request.headers,
				body: JSON.parse(Buffer.concat(chunks).toString()) as IDataObject,
			});
			const reply = replies[Math.min(calls.length, replies.length) - 1]!;
			const [status, headers] = Array.isArray(reply) ? reply : [200, {}];
			response.writeHead(status, { 'content-type': 'application/json', ...headers });
			response.end(
				JSON.stringify(
					Array.isArray(reply)
						? { error: { message: `status ${status}` } }
						: {
								model: 'eyes-1-0613',
								choices: [
									{
										message: { role: 'assistant', content: JSON.stringify(reply) },
										finish_reason: 'stop',
									},
								],
								usage: { prompt_tokens: 70, completion_tokens: 7 },
							},
				),
			);
		});
	});
	await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	return { calls, url: `http://127.0.0.1:${port}/v1` };
}

async function label(url: string, parameters: INodeParameters = {}) {
	const { dataHash } = await sandbox.row('Many', 'many-003.png');
	const labeler = node('Labeler', 'n8n-nodes-encord.encordAiLabeler', {
		project: byId(sandbox.project('Many').projectHash),
		dataUnit: byId(dataHash),
		pick: 'all',
		modelFrom: 'endpoint',
		model: 'eyes-1',
		...parameters,
	});
	labeler.credentials!.openAiApi = { id: 'model', name: 'Model' };
	return await runWorkflow(workflow([labeler]), {
		credentials: {
			...sandbox.credentials,
			openAiApi: {
				apiKey: 'sk-secret-of-the-model',
				url,
				header: true,
				headerName: 'X-Team',
				headerValue: 'labels',
			},
		},
	});
}

const dog = { Animal: { choice: 'Dog' }, Remark: null, Legs: null, Colors: null };

describe('an OpenAI-compatible endpoint', () => {
	it("gets the picture and a strict schema, with n8n's own OpenAI credential", async () => {
		const { calls, url } = await endpoint([dog]);
		const run = await label(url);
		expect(run.json('Labeler')).toMatchObject([
			{ saved: true, added: 1, model: 'eyes-1-0613', tokens: { input: 70, output: 7 } },
		]);
		const [{ headers, body }] = calls as [Call];
		expect(headers).toMatchObject({
			authorization: 'Bearer sk-secret-of-the-model',
			'x-team': 'labels',
		});
		expect(body).toMatchObject({
			model: 'eyes-1',
			response_format: {
				type: 'json_schema',
				json_schema: { strict: true, schema: { type: 'object', additionalProperties: false } },
			},
		});
		expect(JSON.stringify(body.messages)).toContain('data:image/jpeg;base64,');
	});

	it('gets no schema where it has none', async () => {
		const { calls, url } = await endpoint([dog]);
		await label(url, { options: { freeForm: true, temperature: 0 } });
		expect(calls[0]!.body.response_format).toBeUndefined();
		expect(calls[0]!.body.temperature).toBe(0);
	});

	it('is asked again when it says when', async () => {
		const { calls, url } = await endpoint([[429, { 'retry-after': '0' }], dog]);
		expect((await label(url)).json('Labeler')).toMatchObject([{ added: 1, calls: 1 }]);
		expect(calls).toHaveLength(2);
	});

	it('refuses in a sentence without the key', async () => {
		const { url } = await endpoint([[401, {}]]);
		const message = (await label(url)).error('Labeler')!.message;
		expect(message).toContain('answered 401');
		expect(message).not.toContain('secret');
	});
});

describe('the inputs on the canvas', () => {
	const inputsWith = (parameters: INodeParameters) => {
		const built = instanceOf(
			workflow([node('Labeler', 'n8n-nodes-encord.encordAiLabeler', parameters)]),
		);
		const { description } = new EncordAiLabeler();
		const inputs = NodeHelpers.getNodeInputs(built, built.getNode('Labeler')!, description);
		return inputs.map((input) =>
			typeof input === 'string' ? input : (input.displayName ?? input.type),
		);
	};

	it.each<[string, INodeParameters, string[]]>([
		['of a new node', {}, ['main', 'Model', 'Second']],
		['with connected models', { modelFrom: 'connected' }, ['main', 'Model', 'Second']],
		['with an endpoint, which is the first model', { modelFrom: 'endpoint' }, ['main', 'Second']],
		[
			'of a choice that the item makes',
			{ modelFrom: '={{ $json.from }}' },
			['main', 'Model', 'Second'],
		],
	])('%s', (_what, parameters, shown) => expect(inputsWith(parameters)).toEqual(shown));
});
