/** After a call has ended, in whichever way, no timer, socket or listener of it remains. The server and the connections are real. */
import { getEventListeners, once } from 'node:events';
import { createServer, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createEncordClient } from '../../../../src/encord/client';
import { attemptOnce } from '../../../../src/encord/http/attempt';
import { cancellableSleep } from '../../../../src/encord/http/sleep';
import { CancelledError, NetworkError, TimeoutError } from '../../../../src/encord/wire/errors';
import { readBody, type HttpSend } from '../../../../src/encord/wire/send';
import { fetchSend } from '../../../../src/fetchSend';
import { download } from '../../../../src/media/bytes/download';
import { project, task } from '../calls/wireSamples';
import { KEY, PROJECT, STAGE } from '../scriptedEncord';

/** What the server does with each request. */
let answer: (response: ServerResponse) => void = () => {};
let origin = '';
/** Connections that carried a request. When `fetch` ends one, it opens another in advance, which is not counted. */
const open = new Set<Socket>();
let requests = 0;
const server = createServer(({ socket }, response) => {
	requests += 1;
	open.add(socket);
	socket.once('close', () => open.delete(socket));
	// Otherwise `fetch` keeps the connection for the next call.
	response.setHeader('connection', 'close');
	answer(response);
});

beforeAll(async () => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	server.close();
	server.closeAllConnections();
	await once(server, 'close');
});
afterEach(() => {
	for (const socket of open) socket.destroy();
});

/** Sends as n8n's helper does: the body is Node's stream, and the signal ends the request. */
const nodeSend: HttpSend = ({ method, url, headers, body, signal }) =>
	new Promise((resolve, reject) => {
		const sent = httpRequest(url, { method, headers, agent: false, signal }, (reply) =>
			resolve({
				status: reply.statusCode ?? 0,
				headers: Object.fromEntries(
					Object.entries(reply.headers).map(([name, value]) => [name, String(value)]),
				),
				body: reply,
			}),
		);
		sent.on('error', reject);
		sent.end(body);
	});

/** The timers of the code under test that have neither run nor been cleared. Timers of Node itself are not among them. */
const timers = new Set<unknown>();
const { setTimeout: setRealTimeout, clearTimeout: clearRealTimeout } = globalThis;
beforeAll(() => {
	globalThis.setTimeout = ((action: () => void, ms?: number) => {
		const timer = setRealTimeout(() => {
			timers.delete(timer);
			action();
		}, ms);
		timers.add(timer);
		return timer;
	}) as typeof setTimeout;
	globalThis.clearTimeout = ((timer: NodeJS.Timeout) => {
		timers.delete(timer);
		clearRealTimeout(timer);
	}) as typeof clearTimeout;
});
afterAll(() => {
	Object.assign(globalThis, { setTimeout: setRealTimeout, clearTimeout: clearRealTimeout });
});

/** @returns what the call returned or threw */
async function leavesNothing(signal: AbortSignal, call: () => Promise<unknown>): Promise<unknown> {
	timers.clear();
	const end = await call().catch((error: unknown) => error);
	expect(getEventListeners(signal, 'abort')).toEqual([]);
	expect(timers.size).toBe(0);
	// A connection that stays open fails the test by its time limit.
	while (open.size > 0) await once([...open][0]!, 'close');
	await new Promise(setImmediate);
	expect(timers.size).toBe(0);
	expect(process.getActiveResourcesInfo()).not.toContain('TCPConnectWrap');
	return end;
}

const ok = (response: ServerResponse) => response.end(JSON.stringify(project()));
const headersOnly = (response: ServerResponse) => {
	response.writeHead(200, { 'content-length': '1000' });
	response.write('{');
};

describe.each<[string, HttpSend]>([
	['as n8n sends', nodeSend],
	['with fetch', fetchSend],
])('a call sent %s leaves nothing behind', (_, send) => {
	const stop = () => new AbortController();
	const get = (signal: AbortSignal, more: object = {}) =>
		createEncordClient({ key: KEY, apiUrl: origin, send, signal, ...more }).getProject(PROJECT);
	/** One attempt: no retry follows. */
	const oneAttempt = (signal: AbortSignal, timeoutMs = 60_000) =>
		attemptOnce(send, { method: 'GET', url: origin, headers: {} }, timeoutMs, signal);

	it('after success', async () => {
		answer = ok;
		const { signal } = stop();
		expect(await leavesNothing(signal, () => get(signal))).toEqual(project());
	});

	it('after an error status', async () => {
		answer = (response) => response.writeHead(404).end('{}');
		const { signal } = stop();
		expect(await leavesNothing(signal, () => get(signal))).toMatchObject({ status: 404 });
	});

	it('after an error status that is repeated, until the attempts are used up', async () => {
		answer = (response) => response.writeHead(503).end();
		const { signal } = stop();
		const sleep = async () => {};
		const before = requests;
		expect(await leavesNothing(signal, () => get(signal, { sleep }))).toMatchObject({
			status: 503,
		});
		expect(requests - before).toBe(4);
	});

	it('after a time-out before the headers', async () => {
		answer = () => {};
		const { signal } = stop();
		expect(await leavesNothing(signal, () => oneAttempt(signal, 30))).toBeInstanceOf(TimeoutError);
	});

	it('after a time-out in the body', async () => {
		answer = headersOnly;
		const { signal } = stop();
		expect(await leavesNothing(signal, () => oneAttempt(signal, 100))).toBeInstanceOf(TimeoutError);
	});

	it('after a cancellation before the request', async () => {
		answer = ok;
		const stopped = stop();
		stopped.abort();
		const end = await leavesNothing(stopped.signal, () => get(stopped.signal));
		expect(end).toBeInstanceOf(CancelledError);
	});

	it('after a cancellation before the headers', async () => {
		const stopped = stop();
		answer = () => stopped.abort();
		const end = await leavesNothing(stopped.signal, () => get(stopped.signal));
		expect(end).toBeInstanceOf(CancelledError);
	});

	it('after a cancellation between the headers and the end of the body', async () => {
		answer = headersOnly;
		const stopped = stop();
		const cancelling: HttpSend = async (request) => {
			const reply = await send(request);
			setImmediate(() => stopped.abort());
			return reply;
		};
		const end = await leavesNothing(stopped.signal, () =>
			attemptOnce(cancelling, { method: 'GET', url: origin, headers: {} }, 60_000, stopped.signal),
		);
		expect(end).toBeInstanceOf(CancelledError);
	});

	it('after a cancellation when all has arrived', async () => {
		answer = ok;
		const stopped = stop();
		expect(await leavesNothing(stopped.signal, () => get(stopped.signal))).toEqual(project());
		expect(await leavesNothing(stopped.signal, async () => stopped.abort())).toBeUndefined();
	});

	it('after a body that breaks', async () => {
		answer = (response) => {
			headersOnly(response);
			setImmediate(() => response.destroy());
		};
		const { signal } = stop();
		const sleep = async () => {};
		expect(await leavesNothing(signal, () => get(signal, { sleep }))).toBeInstanceOf(NetworkError);
	});

	it('after the wait before a retry was cancelled', async () => {
		answer = (response) => response.writeHead(503, { 'retry-after': '60' }).end();
		const stopped = stop();
		const sleep = (ms: number, signal?: AbortSignal) => {
			setImmediate(() => stopped.abort());
			return cancellableSleep(ms, signal);
		};
		const end = await leavesNothing(stopped.signal, () => get(stopped.signal, { sleep }));
		expect(end).toBeInstanceOf(CancelledError);
	});

	it('when the caller leaves a listing early', async () => {
		answer = (response) =>
			response.end(JSON.stringify({ results: [task(1), task(2)], nextPageToken: 'next' }));
		const { signal } = stop();
		const client = createEncordClient({ key: KEY, apiUrl: origin, send, signal });
		const before = requests;
		const end = await leavesNothing(signal, async () => {
			for await (const { uuid } of client.listTasks(PROJECT, STAGE)) return uuid;
			return undefined;
		});
		expect(end).toBe(task(1).uuid);
		expect(requests - before).toBe(1);
	});

	it('when the caller leaves a download early, which ends the connection', async () => {
		answer = (response) => {
			response.writeHead(200, { 'content-length': '100000' });
			response.write('first bytes');
		};
		const { signal } = stop();
		const end = await leavesNothing(signal, async () => {
			const { bytes } = await download(async () => `${origin}/file`, {
				send,
				signal,
				allowHttp: true,
			});
			for await (const chunk of bytes) return chunk.toString();
			return undefined;
		});
		expect(end).toBe('first bytes');
	});
});

describe('fetch', () => {
	it('limits the time until the headers, not that of a body that keeps coming', async () => {
		answer = (response) => {
			headersOnly(response);
			setRealTimeout(() => response.end('x'.repeat(999)), 150);
		};
		const { body } = await fetchSend({ method: 'GET', url: origin, headers: {}, timeoutMs: 100 });
		expect((await readBody(body)).toString()).toBe(`{${'x'.repeat(999)}`);
		answer = () => {};
		const call = fetchSend({ method: 'GET', url: origin, headers: {}, timeoutMs: 30 });
		await expect(call).rejects.toThrow(TimeoutError);
		await expect(call).rejects.toMatchObject({ mayHaveBeenApplied: true });
	});
});

describe('a sender that ignores its signal', () => {
	it('leaves no timer when its reply comes after the cancellation', async () => {
		let reply: () => void = () => {};
		const send: HttpSend = () =>
			new Promise((resolve) => {
				reply = () => resolve({ status: 200, headers: {}, body: (async function* () {})() });
			});
		const stopped = new AbortController();
		const end = await leavesNothing(stopped.signal, async () => {
			const call = attemptOnce(
				send,
				{ method: 'GET', url: origin, headers: {} },
				60_000,
				stopped.signal,
			);
			stopped.abort();
			const error: unknown = await call.catch((thrown: unknown) => thrown);
			reply();
			await new Promise(setImmediate);
			return error;
		});
		expect(end).toBeInstanceOf(CancelledError);
	});
});

describe('the time limit', () => {
	afterEach(() => {
		jest.useRealTimers();
	});

	/** Gives the headers after `pauses[0]` milliseconds, and a byte after each of the others. */
	const slow =
		(pauses: number[]): HttpSend =>
		async () => {
			const wait = (ms: number | undefined) => new Promise((done) => setTimeout(done, ms));
			await wait(pauses[0]);
			return {
				status: 200,
				headers: {},
				body: (async function* () {
					for (const ms of pauses.slice(1)) {
						await wait(ms);
						yield Buffer.from('x');
					}
				})(),
			};
		};
	const run = async (pauses: number[]) => {
		jest.useFakeTimers();
		const end = attemptOnce(
			slow(pauses),
			{ method: 'GET', url: 'https://api.encord.com/', headers: {} },
			1000,
		).catch((error: unknown) => error);
		await jest.advanceTimersByTimeAsync(10_000);
		return await end;
	};

	it('begins again with the headers and with each chunk', async () => {
		const { body } = (await run([900, 900, 900, 900])) as { body: Buffer };
		expect(body.toString()).toBe('xxx');
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([
		['no headers', [1100]],
		['no first chunk', [900, 1100]],
		['no further chunk', [900, 900, 1100]],
	])('ends a call when %s came in time', async (_, pauses) => {
		const end = await run(pauses);
		expect(end).toBeInstanceOf(TimeoutError);
		expect(end).toMatchObject({ message: 'Encord did not answer within 1 s.' });
		expect(end).toMatchObject({ mayHaveBeenApplied: true });
	});
});
