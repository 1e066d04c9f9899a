/** Requests through n8n's helpers: what is asked of them, and what their answers become. */
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { n8nLegacySend, n8nSend } from '../../../../nodes/shared/n8n/http';
import { NetworkError } from '../../../../src/encord/wire/errors';
import type { HttpRequest, HttpResponse } from '../../../../src/encord/wire/send';

const url = 'https://api.example.com/v2/x?secret=1';
const get: HttpRequest = { method: 'GET', url, headers: { A: 'b' } };
const reply = (body: unknown, headers: object = {}) => ({ statusCode: 200, headers, body });

/** Sends through both helpers of n8n; `asked` has what these got. */
function through(answer: object | (() => never), signal?: AbortSignal) {
	const asked: Array<Record<string, unknown>> = [];
	const helper = async (options: object) => {
		asked.push(options as Record<string, unknown>);
		return typeof answer === 'function' ? (answer as () => never)() : answer;
	};
	const context = { helpers: { httpRequest: helper, request: helper } } as never;
	const execution = {
		helpers: { httpRequest: helper },
		getExecutionCancelSignal: () => signal,
	} as never;
	return {
		asked,
		current: n8nSend(context),
		inExecution: n8nSend(execution),
		legacy: n8nLegacySend(context),
	};
}
async function textOf({ body }: HttpResponse): Promise<string> {
	let text = '';
	for await (const chunk of body) text += Buffer.from(chunk).toString();
	return text;
}

describe('a request', () => {
	it('is sent as it is signed, and its answer is not judged', async () => {
		const { current, asked } = through(reply('x'));
		await current(get);
		expect(asked).toEqual([
			{
				method: 'GET',
				url,
				headers: { A: 'b' },
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			},
		]);
		expect(asked[0]!.headers).not.toBe(get.headers);
	});

	it('has its body, its time limit and its signal', async () => {
		const { signal } = new AbortController();
		const { current, asked } = through(reply('x'));
		const bytes = new Uint8Array(Buffer.from('_abc_')).subarray(1, 4);
		await current({ ...get, method: 'POST', body: bytes, timeoutMs: 0, signal });
		expect(asked[0]).toMatchObject({ body: Buffer.from('abc'), timeout: 0 });
		expect(Buffer.isBuffer(asked[0]!.body)).toBe(true);
		expect(asked[0]!.abortSignal).toBe(signal);
		const bodyStream = Readable.from(['x']);
		await current({ ...get, method: 'PUT', bodyStream });
		expect(asked[1]!.body).toBe(bodyStream);
	});

	it('ends with the execution, unless it has a signal of its own', async () => {
		const [own, stopped] = [new AbortController().signal, new AbortController().signal];
		const { inExecution, asked } = through(reply('x'), stopped);
		await inExecution(get);
		await inExecution({ ...get, signal: own });
		expect(asked.map(({ abortSignal }) => abortSignal)).toEqual([stopped, own]);
		expect(asked[0]!.abortSignal).toBe(stopped);
		expect(asked[1]!.abortSignal).toBe(own);
	});

	it('of a credential test is sent by the older helper', async () => {
		const { legacy, asked } = through(reply('x'));
		await legacy({ ...get, method: 'POST', body: Buffer.from('a'), timeoutMs: 5 });
		await legacy(get);
		const common = {
			uri: url,
			headers: { A: 'b' },
			encoding: null,
			json: false,
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
		};
		expect(asked).toEqual([
			{ ...common, method: 'POST', body: Buffer.from('a'), timeout: 5 },
			{ ...common, method: 'GET' },
		]);
	});
});

describe('an answer', () => {
	it('has its status, and headers in lower case', async () => {
		const headers = {
			'Content-Type': 'a',
			'X-Many': ['1', '2'],
			Gone: undefined,
			None: null,
			N: 3,
		};
		const { current } = through({ ...reply('x', headers), statusCode: 404 });
		expect(await current(get)).toMatchObject({ status: 404 });
		expect((await current(get)).headers).toEqual({
			'content-type': 'a',
			'x-many': '1, 2',
			n: '3',
		});
	});

	it.each<[string, () => unknown, string]>([
		['bytes', () => Buffer.from('äb'), 'äb'],
		['text', () => 'äb', 'äb'],
		['a stream', () => Readable.from([Buffer.from('a'), Buffer.from('b')]), 'ab'],
		['nothing', () => '', ''],
		['null', () => null, ''],
		['undefined', () => undefined, ''],
	])('of %s is read', async (_what, body, text) => {
		const { current } = through(reply(body()));
		expect(await textOf(await current(get))).toBe(text);
		expect(await textOf(await through(reply(body())).legacy(get))).toBe(text);
	});

	it.each([[{}], [7], [true]])('of another kind is refused: %j', async (body) => {
		const answer = await through(reply(body)).current(get);
		await expect(textOf(answer)).rejects.toThrow(
			'n8n returned a response body of an unknown type.',
		);
	});

	it('that breaks off is an error of the network', async () => {
		const broken = Readable.from(
			(async function* () {
				yield Buffer.from('a');
				throw Object.assign(new Error('x'), { code: 'ECONNRESET' });
			})(),
		);
		const answer = await through(reply(broken)).current(get);
		const error: unknown = await textOf(answer).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(NetworkError);
		expect((error as Error).message).toContain('api.example.com');
	});
});

describe('a request that fails', () => {
	const failing = (error: unknown) =>
		through(() => {
			throw error;
		});

	it.each(['current', 'legacy'] as const)('names the host, and no secret: %s', async (helper) => {
		const error = Object.assign(new Error(`connect ${url}`), { code: 'ECONNREFUSED' });
		await expect(failing(error)[helper](get)).rejects.toMatchObject({
			message: 'api.example.com cannot be reached. The connection was refused (ECONNREFUSED).',
		});
	});

	it('because n8n refuses the address says who can allow it', async () => {
		const blocked = Object.assign(new Error('x'), { name: 'SsrfBlockedIpError' });
		const error: unknown = await failing(blocked)
			.current(get)
			.catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(NetworkError);
		expect(error).toMatchObject({
			message: 'n8n is set up to refuse requests to api.example.com.',
			kind: 'permanent',
			advice: expect.stringContaining('N8N_SSRF_ALLOWED_HOSTNAMES'),
		});
		await expect(failing('SsrfBlocked').current(get)).rejects.not.toThrow('is set up to refuse');
	});
});
