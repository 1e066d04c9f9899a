/** One attempt of a request: when it ends, and what its errors say. The clock is moved by the tests. */
import { getEventListeners } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { attemptOnce } from '../../../../src/encord/http/attempt';
import {
	CancelledError,
	NetworkError,
	TimeoutError,
	TooLargeError,
} from '../../../../src/encord/wire/errors';
import type { HttpRequest, HttpSend } from '../../../../src/encord/wire/send';

const request: HttpRequest = {
	method: 'GET',
	url: 'https://api.encord.com/x?secret=1',
	headers: {},
};
const reply =
	(body: AsyncIterable<Uint8Array>, headers: Record<string, string> = {}): HttpSend =>
	async () => ({ status: 200, headers, body });

async function* pieces(...bytes: Array<string | Buffer>): AsyncGenerator<Uint8Array> {
	for (const piece of bytes) yield Buffer.from(piece as string);
}

/** A body whose pieces come when the test sends them. */
function slowBody() {
	const waiting: Array<(result: IteratorResult<Uint8Array>) => void> = [];
	const next = () =>
		new Promise<IteratorResult<Uint8Array>>((resolve) => void waiting.push(resolve));
	return {
		body: { [Symbol.asyncIterator]: () => ({ next }) } as AsyncIterable<Uint8Array>,
		send: (text: string) => waiting.shift()!({ done: false, value: Buffer.from(text) }),
		end: () => waiting.shift()!({ done: true, value: undefined }),
	};
}

/** What becomes of an attempt: its reply, its error, or `waiting`. */
function outcomeOf(attempt: Promise<unknown>) {
	let outcome: unknown = 'waiting';
	attempt.then(
		(value) => (outcome = value),
		(error: unknown) => (outcome = error),
	);
	return async () => {
		await jest.advanceTimersByTimeAsync(0);
		return outcome;
	};
}

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

describe('the time limit', () => {
	it('ends an attempt without headers, says how long it was, and that Encord may have done the work', async () => {
		let signal: AbortSignal | undefined;
		const silent: HttpSend = (sent) => {
			({ signal } = sent);
			return new Promise(() => {});
		};
		const outcome = outcomeOf(attemptOnce(silent, request, 90_400));
		await jest.advanceTimersByTimeAsync(90_399);
		expect(await outcome()).toBe('waiting');
		expect(signal?.aborted).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		expect(await outcome()).toBeInstanceOf(TimeoutError);
		expect(await outcome()).toMatchObject({
			message: 'Encord did not answer within 90 s.',
			mayHaveBeenApplied: true,
		});
		expect(signal?.aborted).toBe(true);
	});

	it('begins anew with the headers and with each piece of the body', async () => {
		const { body, send, end } = slowBody();
		let answer: () => void = () => {};
		const late: HttpSend = () =>
			new Promise((resolve) => {
				answer = () => resolve({ status: 200, headers: {}, body });
			});
		const outcome = outcomeOf(attemptOnce(late, request, 1000));
		for (const step of [() => answer(), () => send('a'), () => send('b'), end]) {
			await jest.advanceTimersByTimeAsync(999);
			expect(await outcome()).toBe('waiting');
			step();
		}
		expect(await outcome()).toEqual({ status: 200, headers: {}, body: Buffer.from('ab') });
		expect(jest.getTimerCount()).toBe(0);
	});

	it('ends a body that stops', async () => {
		const { body, send } = slowBody();
		const outcome = outcomeOf(attemptOnce(reply(body), request, 1000));
		await outcome();
		send('a');
		await outcome();
		await jest.advanceTimersByTimeAsync(1000);
		expect(await outcome()).toBeInstanceOf(TimeoutError);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('is given to the sender with the request', async () => {
		const seen: HttpRequest[] = [];
		const send: HttpSend = async (sent) => {
			seen.push(sent);
			return { status: 204, headers: { a: 'b' }, body: pieces() };
		};
		expect(await attemptOnce(send, request, 1234)).toEqual({
			status: 204,
			headers: { a: 'b' },
			body: Buffer.alloc(0),
		});
		expect(seen).toEqual([{ ...request, timeoutMs: 1234, signal: expect.any(AbortSignal) }]);
	});
});

describe('a cancellation', () => {
	it('ends the attempt at once, and passes on to the sender', async () => {
		const stop = new AbortController();
		let inner: AbortSignal | undefined;
		const send: HttpSend = ({ signal }) => {
			inner = signal;
			return new Promise(() => {});
		};
		const outcome = outcomeOf(attemptOnce(send, request, 1000, stop.signal));
		expect(await outcome()).toBe('waiting');
		stop.abort();
		expect(await outcome()).toBeInstanceOf(CancelledError);
		expect(inner?.aborted).toBe(true);
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('the end of an attempt', () => {
	it('leaves no listener on the signal of the run, and no time limit for what comes later', async () => {
		const stop = new AbortController();
		await attemptOnce(reply(pieces('a')), request, 1000, stop.signal);
		expect(getEventListeners(stop.signal, 'abort')).toEqual([]);

		let answer: () => void = () => {};
		const late: HttpSend = () =>
			new Promise((resolve) => {
				answer = () => resolve({ status: 200, headers: {}, body: pieces('a') });
			});
		const outcome = outcomeOf(attemptOnce(late, request, 1000));
		await jest.advanceTimersByTimeAsync(1000);
		expect(await outcome()).toBeInstanceOf(TimeoutError);
		answer();
		await outcome();
		expect(jest.getTimerCount()).toBe(0);
	});

	it('comes at once when the run was stopped before', async () => {
		const stop = new AbortController();
		stop.abort();
		const silent: HttpSend = () => new Promise(() => {});
		const outcome = outcomeOf(attemptOnce(silent, request, 1000, stop.signal));
		expect(await outcome()).toBeInstanceOf(CancelledError);
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('a body', () => {
	it.each(['gzip', 'GZIP'])('that is compressed (%s) is unpacked', async (encoding) => {
		jest.useRealTimers();
		const packed = gzipSync('{"a":1}');
		const { body } = await attemptOnce(
			reply(pieces(packed.subarray(0, 5), packed.subarray(5)), { 'content-encoding': encoding }),
			request,
			1000,
		);
		expect(body.toString()).toBe('{"a":1}');
	});

	it.each(['identity', 'br', ''])(
		'with the encoding %j is passed on as it is',
		async (encoding) => {
			const packed = gzipSync('{"a":1}');
			const send = reply(pieces(packed), { 'content-encoding': encoding });
			expect((await attemptOnce(send, request, 1000)).body).toEqual(packed);
		},
	);

	it('that is empty has nothing to unpack', async () => {
		const send = reply(pieces(), { 'content-encoding': 'gzip' });
		expect((await attemptOnce(send, request, 1000)).body).toHaveLength(0);
	});

	it('that cannot be unpacked was damaged, and Encord may have done the work', async () => {
		jest.useRealTimers();
		const send = reply(pieces('not gzip'), { 'content-encoding': 'gzip' });
		const error: unknown = await attemptOnce(send, request, 1000).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).toBeInstanceOf(NetworkError);
		expect(error).toMatchObject({
			message: 'The answer was damaged in transit.',
			mayHaveBeenApplied: true,
		});
	});

	it('that is larger than a buffer may be is too large, which is not the fault of the network', async () => {
		async function* endless(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('{');
			throw new RangeError('Array buffer allocation failed');
		}
		const error: unknown = await attemptOnce(reply(endless()), request, 1000).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).toBeInstanceOf(TooLargeError);
		expect(error).toMatchObject({
			message: 'The answer is larger than this package can hold.',
		});
	});

	it('that breaks is a failure of the network, and hides the address', async () => {
		async function* broken(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('{');
			throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
		}
		const error = (await attemptOnce(reply(broken()), request, 1000).catch(
			(thrown: unknown) => thrown,
		)) as NetworkError;
		expect(error).toBeInstanceOf(NetworkError);
		expect(error.message).not.toContain('secret');
	});
});
