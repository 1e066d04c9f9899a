/** Pages, time limits and cancellation: everything that happens while a caller waits. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it, jest } from '@jest/globals';
import { createEncordClient } from '../../../../src/encord/client';
import {
	CancelledError,
	NetworkError,
	ProtocolError,
	TimeoutError,
} from '../../../../src/encord/wire/errors';
import type { HttpSend } from '../../../../src/encord/wire/send';
import { cancellableSleep } from '../../../../src/encord/http/sleep';
import { all, API, id, ids, KEY, PROJECT, scriptedEncord, STAGE, v1Ok } from '../scriptedEncord';
import { labels, project, row, task } from '../calls/wireSamples';

describe('pages', () => {
	/** A stage whose pages of two are keyset positions. */
	function stage(numbers: number[]) {
		const present = new Set(numbers);
		const scripted = scriptedEncord(({ query }) => {
			const after = Number(new URLSearchParams(query).get('pageToken') ?? -1);
			const rest = [...present].filter((number) => number > after);
			return {
				json: {
					results: rest.slice(0, 2).map(task),
					...(rest.length > 2 ? { nextPageToken: String(rest[1]) } : {}),
				},
			};
		});
		return { present, ...scripted };
	}

	it('are fetched one by one while the caller moves tasks away, without missing a task', async () => {
		const { client, present, requests } = stage([1, 2, 3, 4, 5]);
		const seen: string[] = [];
		for await (const { uuid } of client.listTasks(PROJECT, STAGE, { statuses: ['NEW'] })) {
			seen.push(uuid);
			present.delete(Number(uuid.slice(-12)));
			expect(requests).toHaveLength(Math.ceil(seen.length / 2));
		}
		expect(seen).toEqual([1, 2, 3, 4, 5].map((number) => id(number, 6)));
		expect(requests.map(({ query }) => query)).toEqual([
			'statuses=NEW',
			'pageToken=2&statuses=NEW',
			'pageToken=4&statuses=NEW',
		]);
	});

	it('end when the caller has enough', async () => {
		const { client, requests } = stage([1, 2, 3, 4, 5]);
		const tasks = client.listTasks(PROJECT, STAGE)[Symbol.asyncIterator]();
		expect((await tasks.next()).value).toEqual(task(1));
		await tasks.return?.();
		expect(requests).toHaveLength(1);
	});

	it('with a repeated token are an error, not an endless loop', async () => {
		const { client, requests } = scriptedEncord([
			{ json: { results: [task(1)], nextPageToken: 'again' } },
		]);
		await expect(all(client.listTasks(PROJECT, STAGE))).rejects.toThrow(ProtocolError);
		expect(requests).toHaveLength(2);
	});

	it('can be read on from where an earlier listing stopped, within many data units, too', async () => {
		const { client, requests } = stage([1, 2, 3, 4, 5]);
		const places: Array<string | undefined> = [];
		for await (const { next } of client.listTaskPages(PROJECT, STAGE)) places.push(next);
		const rest = await all(client.listTaskPages(PROJECT, STAGE, {}, places[0]));
		expect(rest.flatMap(({ tasks }) => tasks.map(({ uuid }) => uuid))).toEqual(
			[3, 4, 5].map((number) => id(number, 6)),
		);
		expect(requests.slice(3).map(({ query }) => query)).toEqual(['pageToken=2', 'pageToken=4']);

		const many = scriptedEncord([{ json: { results: [] } }]);
		const filter = { dataHashes: ids(250) };
		const [first] = await all(many.client.listTaskPages(PROJECT, STAGE, filter));
		await all(many.client.listTaskPages(PROJECT, STAGE, filter, first?.next));
		expect(many.requests.map(({ query }) => query.split('&').length)).toEqual([
			100, 100, 50, 100, 50,
		]);
	});

	it('of many data units are requested for 100 at a time, to keep the URL short', async () => {
		const { client, requests } = scriptedEncord([{ json: { results: [] } }]);
		await all(client.listTasks(PROJECT, STAGE, { dataHashes: ids(250) }));
		expect(requests.map(({ query }) => query.split('&').length)).toEqual([100, 100, 50]);
		expect(Math.max(...requests.map(({ raw }) => raw.url.length))).toBeLessThan(8000);
	});
});

describe('time limits', () => {
	const silent: HttpSend = () => new Promise(() => {});
	const client = (send: HttpSend, more = {}) =>
		createEncordClient({ key: KEY, apiUrl: API, send, sleep: async () => {}, ...more });

	it('end a request that is never answered, even when the sender ignores its signal', async () => {
		await expect(
			client(silent, { timeoutMs: 20 }).updateStorageItem(
				{ folderUuid: id(1), itemUuid: id(2) },
				{},
			),
		).rejects.toThrow(TimeoutError);
	});

	it('tell the sender to close its connection', async () => {
		let closed = false;
		const send: HttpSend = ({ signal }) =>
			new Promise((_, reject) =>
				signal?.addEventListener('abort', () => {
					closed = true;
					reject(new Error('closed'));
				}),
			);
		await expect(
			client(send, { timeoutMs: 20 }).updateStorageItem({ folderUuid: id(1), itemUuid: id(2) }, {}),
		).rejects.toThrow(TimeoutError);
		expect(closed).toBe(true);
	});

	it('end a body that stalls, but not one that arrives slowly', async () => {
		async function* body(pauseMs: number) {
			for (const part of JSON.stringify(project()).match(/[^]{1,60}/g) ?? []) {
				await cancellableSleep(pauseMs);
				yield Buffer.from(part);
			}
		}
		const send =
			(pauseMs: number): HttpSend =>
			async () => ({ status: 200, headers: {}, body: body(pauseMs) });
		await expect(client(send(2), { timeoutMs: 60 }).getProject(PROJECT)).resolves.toEqual(
			project(),
		);
		await expect(
			client(send(200), { timeoutMs: 40, totalTimeoutMs: 60 }).getProject(PROJECT),
		).rejects.toThrow(TimeoutError);
	});

	it('apply to all attempts together', async () => {
		const started = Date.now();
		await expect(
			client(silent, { timeoutMs: 40, totalTimeoutMs: 100 }).getProject(PROJECT),
		).rejects.toThrow(TimeoutError);
		expect(Date.now() - started).toBeLessThan(1000);
	});

	it('pass on how long the headers may take', async () => {
		const { client: scripted, requests } = scriptedEncord([{ json: project() }], {
			timeoutMs: 1234,
		});
		await scripted.getProject(PROJECT);
		expect(requests[0]?.raw.timeoutMs).toBe(1234);
	});
});

describe('cancellation', () => {
	it('starts no time limit again for a reply that arrives afterwards', async () => {
		const timers = jest.spyOn(globalThis, 'setTimeout');
		const limits = () => timers.mock.calls.filter(([, ms]) => ms === 54_321).length;
		const stop = new AbortController();
		let answer: () => void = () => {};
		const send: HttpSend = () =>
			new Promise((resolve) => {
				answer = () => resolve({ status: 200, headers: {}, body: (async function* () {})() });
			});
		const client = createEncordClient({
			key: KEY,
			apiUrl: API,
			send,
			signal: stop.signal,
			timeoutMs: 54_321,
		});
		const call = client.getProject(PROJECT);
		stop.abort();
		await expect(call).rejects.toThrow(CancelledError);
		answer();
		await new Promise(setImmediate);
		expect(limits()).toBe(1);
		timers.mockRestore();
	});

	it.each<[string, (stop: AbortController) => HttpSend]>([
		[
			'before a request',
			(stop) => {
				stop.abort();
				return () => new Promise(() => {});
			},
		],
		[
			'during a request',
			(stop) => () => {
				setTimeout(() => stop.abort(), 10);
				return new Promise(() => {});
			},
		],
		[
			'while a body arrives',
			(stop) => async () => ({
				status: 200,
				headers: {},
				body: (async function* () {
					yield Buffer.from('{');
					stop.abort();
					await new Promise(() => {});
				})(),
			}),
		],
	])('%s ends the call at once', async (_, sender) => {
		const stop = new AbortController();
		const client = createEncordClient({
			key: KEY,
			apiUrl: API,
			send: sender(stop),
			signal: stop.signal,
		});
		await expect(client.getProject(PROJECT)).rejects.toThrow(CancelledError);
	});

	it('ends the wait before a retry', async () => {
		const stop = new AbortController();
		let requests = 0;
		const send: HttpSend = async () => {
			requests += 1;
			if (requests === 2) setTimeout(() => stop.abort(), 10);
			return { status: 503, headers: {}, body: (async function* () {})() };
		};
		const client = createEncordClient({ key: KEY, apiUrl: API, send, signal: stop.signal });
		await expect(client.getProject(PROJECT)).rejects.toThrow(CancelledError);
		expect(requests).toBe(2);
	});

	it('ends a batch: nothing more is sent', async () => {
		const stop = new AbortController();
		const { client, requests } = scriptedEncord(
			() => {
				stop.abort();
				return v1Ok(true);
			},
			{ signal: stop.signal },
		);
		const rows = Array.from({ length: 1500 }, (_, number) => labels(number));
		await expect(client.saveLabels(PROJECT, rows)).rejects.toThrow(CancelledError);
		await expect(
			client.proceedTasks(PROJECT, STAGE, [{ taskUuid: id(1), pathway: { name: 'x' } }]),
		).rejects.toThrow(CancelledError);
		expect(requests.length).toBeLessThanOrEqual(2);
	});

	it.each(['AbortError', 'ERR_CANCELED'])(
		'is recognised when the sender reports it as %s',
		async (how) => {
			const { client } = scriptedEncord([
				Object.assign(new Error('canceled'), how === 'AbortError' ? { name: how } : { code: how }),
			]);
			await expect(client.getProject(PROJECT)).rejects.toThrow(CancelledError);
		},
	);

	it('leaves no listener behind on the signal of a long execution', async () => {
		const stop = new AbortController();
		let listeners = 0;
		const { addEventListener, removeEventListener } = stop.signal;
		stop.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
			listeners += 1;
			addEventListener.apply(stop.signal, args);
		};
		stop.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
			listeners -= 1;
			removeEventListener.apply(stop.signal, args);
		};
		const { client } = scriptedEncord([{ status: 503 }, { json: project() }], {
			signal: stop.signal,
		});
		await client.getProject(PROJECT);
		expect(listeners).toBe(0);
	});
});

describe('bodies', () => {
	it('may be compressed', async () => {
		const { client } = scriptedEncord([
			{
				text: gzipSync(JSON.stringify({ status: 200, response: [row(1)] })),
				headers: { 'content-encoding': 'gzip' },
			},
		]);
		expect(await client.listLabelRows(PROJECT)).toEqual([row(1)]);
	});

	it('that are damaged become a NetworkError', async () => {
		const { client } = scriptedEncord([
			{ text: 'not gzip', headers: { 'content-encoding': 'gzip' } },
		]);
		await expect(client.getProject(PROJECT)).rejects.toThrow(NetworkError);
	});
});
