/** The requests for one file: their headers, redirects and pauses, and that no connection is held that nobody reads. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '../../../src/encord/wire/send';
import { Deadline } from '../../../src/media/bytes/deadline';
import { discard, Transfer, type TransferOptions } from '../../../src/media/bytes/transfer';

async function read(maxBytes: number, chunks: number, enough: number) {
	const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
	let closed = false;
	async function* sent() {
		try {
			for (let chunk = 0; chunk < chunks; chunk += 1) yield Buffer.alloc(10, chunk);
		} finally {
			closed = true;
		}
	}
	const transfer = new Transfer({
		url: async () => 'https://storage.example.com/file',
		deadline,
		maxBytes,
		maxRequests: 1,
		send: async () => ({ status: 200, headers: {}, body: sent() }),
	});
	let seen = 0;
	let message = '';
	try {
		for await (const chunk of transfer.body(await transfer.get())) {
			seen += chunk.length;
			if (seen >= enough) break;
		}
	} catch (error) {
		message = (error as Error).message;
	}
	await new Promise((resolve) => setImmediate(resolve));
	const state = { seen, closed, message, cut: deadline.signal.aborted };
	deadline.end();
	return state;
}

it('closes the body when the reader has enough, and the file stays open', async () => {
	expect(await read(1e6, 50, 20)).toEqual({ seen: 20, closed: true, message: '', cut: false });
});

it('closes the body when it is larger than the limit', async () => {
	expect(await read(25, 50, 1000)).toMatchObject({
		seen: 20,
		closed: true,
		message:
			'More than 0 MiB were needed of this file, which is the limit. Use a smaller copy of it.',
	});
});

it('reads a body to its end', async () => {
	expect(await read(1e6, 3, 1000)).toEqual({ seen: 30, closed: true, message: '', cut: false });
});

const deadlines: Deadline[] = [];
afterEach(() => deadlines.splice(0).forEach((deadline) => deadline.end()));

type Answer = Partial<Omit<HttpResponse, 'body'>> | Error;

/** A storage that gives these answers one after the other, and the last one again and again. */
function answering(answers: Answer[], options: Partial<TransferOptions> = {}) {
	const asked: HttpRequest[] = [];
	const closed: number[] = [];
	const deadline = new Deadline({ idleMs: 10_000, totalMs: 100_000 });
	deadlines.push(deadline);
	const transfer = new Transfer({
		url: async () => 'https://storage.example/a',
		deadline,
		maxBytes: 1e6,
		maxRequests: 50,
		send: async (request) => {
			const number = asked.push(request) - 1;
			const answer = answers[Math.min(number, answers.length - 1)]!;
			if (answer instanceof Error) throw answer;
			async function* body() {
				try {
					yield Buffer.from('x');
				} finally {
					closed.push(number);
				}
			}
			return { status: 200, headers: {}, ...answer, body: body() };
		},
		...options,
	});
	return { transfer, asked, closed, deadline };
}
const turn = async () => await new Promise((resolve) => setImmediate(resolve));

describe('a request for a file', () => {
	it('asks for the bytes as they are stored, and for a range of them only where one is wanted', async () => {
		const { transfer, asked, deadline } = answering([{}]);
		await transfer.get();
		await transfer.get('bytes=0-1');
		const headers = { accept: '*/*', 'accept-encoding': 'identity' };
		const request = { method: 'GET', url: 'https://storage.example/a', signal: deadline.signal };
		expect(asked).toEqual([
			{ ...request, headers },
			{ ...request, headers: { ...headers, range: 'bytes=0-1' } },
		]);
	});

	it.each([200, 206, 416])('is answered by status %p, also with a place', async (status) => {
		const { transfer, asked } = answering([{ status, headers: { location: '/b' } }]);
		expect((await transfer.get()).status).toBe(status);
		expect(asked).toHaveLength(1);
	});

	it.each([
		[304, { location: '/b' }],
		[302, {}],
		[199, { location: '/b' }],
		[404, { location: '/b' }],
	])('does not follow status %p with headers %p', async (status, headers) => {
		const { transfer, asked } = answering([
			{ status, headers: headers as Record<string, string> },
			{},
		]);
		await expect(transfer.get()).rejects.toThrow(String(status));
		expect(asked).toHaveLength(1);
	});

	it.each([300, 301, 307, 399])('follows status %p', async (status) => {
		const { transfer, asked } = answering([{ status, headers: { location: '/b?c' } }, {}]);
		expect((await transfer.get()).status).toBe(200);
		expect(asked.map(({ url }) => url)).toEqual([
			'https://storage.example/a',
			'https://storage.example/b?c',
		]);
	});

	it.each<[string, string, string | undefined]>([
		['https://a.example/', 'https://b.example/', undefined],
		['http://localhost/', 'https://b.example/', undefined],
		['http://localhost/', 'http://127.0.0.1/b', undefined],
		[
			'https://a.example/',
			'http://localhost/b',
			'The storage redirects to another scheme (http://)',
		],
		['https://a.example/', 'ftp://b.example/', 'The storage redirects to another scheme (ftp://)'],
		['http://localhost/', 'http://b.example/', 'A link with the scheme http:// is not opened'],
	])('from %s to %s: %p', async (from, to, refusal) => {
		const { transfer, asked } = answering([{ status: 302, headers: { location: to } }, {}], {
			url: async () => from,
		});
		if (refusal === undefined) {
			await transfer.get();
			expect(asked.map(({ url }) => url)).toEqual([from, to]);
		} else {
			await expect(transfer.get()).rejects.toMatchObject({
				code: 'accessDenied',
				message: expect.stringContaining(refusal),
			});
			expect(asked).toHaveLength(1);
		}
	});

	it('may be led to plain http where that is allowed', async () => {
		const { transfer, asked } = answering(
			[{ status: 302, headers: { location: 'http://b.example/' } }, {}],
			{ url: async () => 'http://a.example/', allowHttp: true },
		);
		await transfer.get();
		expect(asked[1]?.url).toBe('http://b.example/');
	});

	it.each([408, 425, 429, 500, 502, 503, 504])('is sent again after status %p', async (status) => {
		const { transfer, asked } = answering([{ status }, {}]);
		jest.spyOn(transfer, 'backOff').mockResolvedValue();
		expect((await transfer.get()).status).toBe(200);
		expect(asked).toHaveLength(2);
	});

	it('closes the answers that it does not read', async () => {
		const refused = answering([{ status: 403 }, { status: 302, headers: { location: '/b' } }, {}]);
		await refused.transfer.get();
		await turn();
		expect(refused.closed).toEqual([0, 1]);
		const missing = answering([{ status: 404 }]);
		await expect(missing.transfer.get()).rejects.toMatchObject({ code: 'notFound' });
		await turn();
		expect(missing.closed).toEqual([0]);
	});

	it('ends with the reason of its deadline', async () => {
		const { transfer, deadline } = answering([{}], {
			send: async () => {
				deadline.end();
				throw new Error('aborted');
			},
		});
		await expect(transfer.get()).rejects.toMatchObject({
			code: 'cancelled',
			message: 'The file is already closed.',
		});
	});

	it.each([
		[0, [50, 100, 200]],
		[0.5, [100, 200, 400]],
		[0.75, [125, 250, 500]],
	])('waits longer before each try, by chance %p', async (chance, pauses) => {
		jest.useFakeTimers();
		const random = jest.spyOn(Math, 'random').mockReturnValue(chance);
		try {
			const { transfer, asked } = answering([
				{ status: 500 },
				new Error('reset'),
				{ status: 503 },
				{},
			]);
			const result = transfer.get();
			await jest.advanceTimersByTimeAsync(0);
			for (const [tries, ms] of pauses.entries()) {
				expect(asked).toHaveLength(tries + 1);
				await jest.advanceTimersByTimeAsync(ms - 1);
				expect(asked).toHaveLength(tries + 1);
				await jest.advanceTimersByTimeAsync(1);
			}
			expect(asked).toHaveLength(4);
			expect((await result).status).toBe(200);
		} finally {
			random.mockRestore();
			jest.useRealTimers();
		}
	});
});

describe('an answer that is not read', () => {
	it('is destroyed where it is a stream', () => {
		const calls: string[] = [];
		const body = {
			destroy: () => void calls.push('destroy'),
			[Symbol.asyncIterator]: () => {
				calls.push('read');
				return (async function* () {})();
			},
		};
		discard({ status: 200, headers: {}, body });
		expect(calls).toEqual(['destroy']);
	});

	it.each([
		['no function', 7],
		['nothing', undefined],
	])('is started and ended where it cannot be destroyed: %s', async (_, destroy) => {
		const calls: string[] = [];
		async function* chunks() {
			calls.push('read');
			try {
				yield Buffer.from('x');
				calls.push('read on');
			} finally {
				calls.push('ended');
			}
		}
		discard({ status: 200, headers: {}, body: Object.assign(chunks(), { destroy }) });
		await turn();
		expect(calls).toEqual(['read', 'ended']);
	});

	it('may fail, and need not have an end', async () => {
		const unhandled: unknown[] = [];
		const onUnhandled = (reason: unknown) => unhandled.push(reason);
		process.on('unhandledRejection', onUnhandled);
		const failing = (answer: object): HttpResponse => ({
			status: 200,
			headers: {},
			body: { [Symbol.asyncIterator]: () => answer as AsyncIterator<Uint8Array> },
		});
		const fail = async () => await Promise.reject(new Error('reset'));
		discard(failing({ next: fail }));
		discard(failing({ next: async () => ({ done: true }), return: fail }));
		await turn();
		await turn();
		process.off('unhandledRejection', onUnhandled);
		expect(unhandled).toEqual([]);
	});
});
