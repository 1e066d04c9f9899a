/** What is repeated, how often, after which waits, and what never is (protocol §4). */
import { describe, expect, it } from '@jest/globals';
import type { EncordClient } from '../../../../src/encord/client';
import type { BatchOutcome } from '../../../../src/encord/http/batch';
import {
	NetworkError,
	RateLimitError,
	ServerError,
	TimeoutError,
	TooLargeError,
} from '../../../../src/encord/wire/errors';
import {
	connectionError,
	id,
	PROJECT,
	scriptedEncord,
	STAGE,
	START_MS,
	v1Ok,
	type Answer,
} from '../scriptedEncord';
import { item, labels, project, row } from '../calls/wireSamples';

const busy: Answer = { status: 503 };
const reset = connectionError('ECONNRESET');
const refused = connectionError('ECONNREFUSED');

const safe: Array<[string, (client: EncordClient) => Promise<unknown>, Answer]> = [
	['v2 GET', (c) => c.getProject(PROJECT), { json: project() }],
	['v2 POST', (c) => c.getStorageItems([id(1)]), { json: { results: [item(id(1))] } }],
	[
		'v2 POST of moves',
		(c) => c.proceedTasks(PROJECT, STAGE, [{ taskUuid: id(1), pathway: { name: 'Cat' } }]),
		{ status: 204 },
	],
	['v1 listing', (c) => c.listLabelRows(PROJECT), v1Ok([])],
	['v1 reading', (c) => c.initialiseLabels(PROJECT, [row(1)]), v1Ok([labels(1)])],
	['v1 adding', (c) => c.linkItems(id(7), [id(1)]), v1Ok([])],
	['v1 saving', (c) => c.saveLabels(PROJECT, [labels(1)]), v1Ok(true)],
];
const unsafe: Array<[string, (client: EncordClient) => Promise<unknown>, Answer]> = [
	[
		'v2 PATCH',
		(c) => c.updateStorageItem({ folderUuid: id(5), itemUuid: id(1) }, { name: 'a' }),
		{ json: item(id(1)) },
	],
	[
		'v2 creation',
		async (c) =>
			allDone(
				await c.createIssues(PROJECT, [
					{ anchor: { type: 'dataUnit', dataUuid: id(1) }, comment: 'x' },
				]),
			),
		{ status: 204 },
	],
	[
		'v1 reopening',
		async (c) => allDone(await c.reopenOrComplete(PROJECT, ['l'], 'reopen')),
		v1Ok(true),
	],
];

/** Throws the error of the first member that failed. */
function allDone(outcomes: BatchOutcome[]): void {
	for (const outcome of outcomes) if (!outcome.ok) throw outcome.error;
}

describe('calls that are safe to repeat', () => {
	describe.each(safe)('%s', (_, run, good) => {
		it.each([429, 500, 502, 503])('is repeated after %d', async (status) => {
			const { client, requests } = scriptedEncord([{ status }, good]);
			await run(client);
			expect(requests).toHaveLength(2);
		});

		it.each([
			['reset', reset],
			['cut off', connectionError('UND_ERR_SOCKET')],
			['refused', refused],
			['slow', connectionError('ETIMEDOUT')],
		])('is repeated when the connection is %s', async (__, failure) => {
			const { client, requests } = scriptedEncord([failure, good]);
			await run(client);
			expect(requests).toHaveLength(2);
		});
	});

	it('is tried four times with waits of 0, 3 and 6 seconds and some jitter', async () => {
		const { client, requests, sleeps } = scriptedEncord([busy]);
		await expect(client.getProject(PROJECT)).rejects.toThrow(ServerError);
		expect(requests).toHaveLength(4);
		expect(sleeps).toHaveLength(2);
		expect(sleeps[0]).toBeGreaterThanOrEqual(3000);
		expect(sleeps[0]).toBeLessThanOrEqual(3750);
		expect(sleeps[1]).toBeGreaterThanOrEqual(6000);
		expect(sleeps[1]).toBeLessThanOrEqual(7500);
	});

	it('is signed anew each time', async () => {
		const { client, requests } = scriptedEncord([busy, busy, { json: project() }]);
		await client.getProject(PROJECT);
		const created = requests.map(({ headers }) =>
			Number(/created=(\d+)/.exec(headers['Signature-Input']!)?.[1]),
		);
		expect(created.slice(0, 2)).toEqual([START_MS / 1000 - 30, START_MS / 1000 - 30]);
		expect(created[2]).toBeGreaterThanOrEqual(START_MS / 1000 - 30 + 3);
		expect(new Set(requests.map(({ headers }) => headers['X-Cloud-Trace-Context'])).size).toBe(3);
	});

	it.each([
		['seconds', '20', 20_000],
		['a date', new Date(START_MS + 30_000).toUTCString(), 30_000],
	])('waits as long as Retry-After asks, given as %s', async (_, value, ms) => {
		const { client, sleeps } = scriptedEncord([
			{ status: 429, headers: { 'retry-after': value } },
			{ json: project() },
		]);
		await client.getProject(PROJECT);
		expect(sleeps).toHaveLength(1);
		expect(sleeps[0]).toBeGreaterThanOrEqual(ms);
		expect(sleeps[0]).toBeLessThanOrEqual(ms + 250);
	});

	it.each([['3.5'], ['-1'], ['soon']])(
		'waits as usual when Retry-After is %s, which is neither seconds nor a date',
		async (value) => {
			const reply = { status: 429, headers: { 'retry-after': value } };
			const { client, sleeps } = scriptedEncord([reply, reply, { json: project() }]);
			await client.getProject(PROJECT);
			expect(sleeps.at(-1)).toBeGreaterThanOrEqual(3_000);
		},
	);

	it('fails at once when Retry-After exceeds the total time limit, and reports the delay', async () => {
		const { client, requests } = scriptedEncord([
			{ status: 429, headers: { 'retry-after': '600' } },
		]);
		const error: unknown = await client.getProject(PROJECT).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(RateLimitError);
		expect(error).toMatchObject({ retryAfterMs: 600_000, status: 429 });
		expect(requests).toHaveLength(1);
	});

	it('keeps the total time limit over all attempts', async () => {
		const { client, requests } = scriptedEncord([busy], { totalTimeoutMs: 5000 });
		await expect(client.getProject(PROJECT)).rejects.toThrow(ServerError);
		expect(requests).toHaveLength(3);
	});

	it.each([400, 401, 403, 404, 405, 409, 422, 501, 504])(
		'is not repeated after %d',
		async (status) => {
			const { client, requests } = scriptedEncord([{ status }]);
			await expect(client.getProject(PROJECT)).rejects.toThrow();
			expect(requests).toHaveLength(1);
		},
	);

	it('does not send a request again that was too large, unless Encord says when', async () => {
		const once = scriptedEncord([{ status: 413 }]);
		await expect(once.client.getStorageItems([id(1)])).rejects.toThrow(TooLargeError);
		expect(once.requests).toHaveLength(1);
		const twice = scriptedEncord([
			{ status: 413, headers: { 'retry-after': '1' } },
			{ json: { results: [item(id(1))] } },
		]);
		await twice.client.getStorageItems([id(1)]);
		expect(twice.requests).toHaveLength(2);
	});

	it('judges the last v1 reply by its envelope, not by its status', async () => {
		const { client, requests } = scriptedEncord([{ status: 503, ...v1Ok([row(1)]) }]);
		expect(await client.listLabelRows(PROJECT)).toEqual([row(1)]);
		expect(requests).toHaveLength(4);
	});
});

describe('calls that are not safe to repeat', () => {
	describe.each(unsafe)('%s', (_, run, good) => {
		it.each<[string, Answer]>([
			['a busy server', { status: 503 }],
			['a reset connection', reset],
		])('is sent once for %s', async (__, failure) => {
			const { client, requests } = scriptedEncord([failure, good]);
			await expect(run(client)).rejects.toThrow();
			expect(requests).toHaveLength(1);
		});

		it('is repeated when the connection was refused, because nothing was sent', async () => {
			const { client, requests } = scriptedEncord([refused, refused, good]);
			await run(client);
			expect(requests).toHaveLength(3);
		});

		it('is repeated after a rate limit, because Encord did not take it', async () => {
			const { client, requests } = scriptedEncord([{ status: 429 }, { status: 429 }, good]);
			await run(client);
			expect(requests).toHaveLength(3);
		});
	});
});

describe('connections', () => {
	it.each(['ENOTFOUND', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
		'%s is not tried again: it cannot help',
		async (code) => {
			const { client, requests } = scriptedEncord([connectionError(code)]);
			const error: unknown = await client.getProject(PROJECT).catch((reason: unknown) => reason);
			expect(error).toBeInstanceOf(NetworkError);
			expect(error).toMatchObject({ code, kind: 'permanent', mayHaveBeenApplied: false });
			expect((error as NetworkError).advice).not.toContain('run this again');
			expect(requests).toHaveLength(1);
		},
	);

	it('name the certificate and what makes n8n trust it', async () => {
		const { client } = scriptedEncord([connectionError('UNABLE_TO_VERIFY_LEAF_SIGNATURE')]);
		await expect(client.getProject(PROJECT)).rejects.toMatchObject({
			message: expect.stringMatching(/certificate cannot be verified/),
			advice: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
		});
	});

	it('name the proxy that was tried instead of Encord', async () => {
		const failure = Object.assign(new Error('connect'), {
			cause: Object.assign(connectionError('ECONNREFUSED'), { address: '10.0.0.7', port: 3128 }),
		});
		const { client } = scriptedEncord([failure]);
		await expect(client.getProject(PROJECT)).rejects.toThrow(
			'refused (ECONNREFUSED at the proxy 10.0.0.7:3128)',
		);
		const direct = Object.assign(connectionError('ECONNREFUSED'), {
			address: '10.0.0.8',
			port: 443,
		});
		const { client: other } = scriptedEncord([direct]);
		await expect(other.getProject(PROJECT)).rejects.toThrow('refused (ECONNREFUSED).');
	});

	it('name the proxy that asks for a login, and do not try again', async () => {
		const { client, requests } = scriptedEncord([{ status: 407, text: '' }]);
		await expect(client.getProject(PROJECT)).rejects.toMatchObject({
			message: expect.stringMatching(/^The proxy .* asks for a login/),
			advice: expect.stringMatching(/HTTPS_PROXY, or leave Encord's host out with NO_PROXY\.$/),
			kind: 'permanent',
		});
		expect(requests).toHaveLength(1);
	});

	it('use the error code of a wrapped failure', async () => {
		const wrapped = new Error('fetch failed', { cause: connectionError('ECONNREFUSED') });
		const { client } = scriptedEncord([wrapped]);
		await expect(client.getProject(PROJECT)).rejects.toMatchObject({
			code: 'ECONNREFUSED',
			kind: 'temporary',
			advice: expect.stringMatching(/run this again when Encord answers\.$/),
		});
		const late = new Error('failed', { cause: connectionError('UND_ERR_HEADERS_TIMEOUT') });
		const { client: other } = scriptedEncord([Object.assign(late, { code: 'EFAILED' })]);
		await expect(other.getProject(PROJECT)).rejects.toThrow(TimeoutError);
	});

	it('report the timeout of axios as a timeout', async () => {
		const { client } = scriptedEncord([
			Object.assign(new Error('timeout of 5 ms exceeded'), { code: 'ECONNABORTED' }),
		]);
		await expect(client.getProject(PROJECT)).rejects.toThrow(TimeoutError);
	});

	it('mark a failure after which the request may have been applied', async () => {
		const { client } = scriptedEncord([reset]);
		expect(
			await client.createIssues(PROJECT, [
				{ anchor: { type: 'dataUnit', dataUuid: id(1) }, comment: 'x' },
			]),
		).toMatchObject([{ error: { mayHaveBeenApplied: true } }]);
		const again = scriptedEncord([{ status: 502 }, { status: 403 }]);
		await expect(again.client.getStorageItems([id(1)])).rejects.toMatchObject({
			status: 403,
			mayHaveBeenApplied: true,
		});
		const refusedFirst = scriptedEncord([refused, { status: 403 }]);
		await expect(refusedFirst.client.getStorageItems([id(1)])).rejects.toMatchObject({
			status: 403,
			mayHaveBeenApplied: false,
		});
	});
});

describe('a creation of labels whose answer was lost', () => {
	it('is checked by listing, then read instead of created again', async () => {
		const { client, calls, requests } = scriptedEncord([
			reset,
			v1Ok([row(1), row(2)]),
			v1Ok([labels(1), labels(2)]),
		]);
		expect(await client.initialiseLabels(PROJECT, [row(1, false), row(2, false)])).toEqual([
			labels(1),
			labels(2),
		]);
		expect(calls()).toEqual(['v1 PUT labelrow', 'v1 GET labelrowmetadata', 'v1 GET labelrow']);
		expect(requests[1]?.values?.payload).toMatchObject({
			data_hashes: [id(1, 1), id(2, 1)],
			branch_name: 'main',
		});
	});

	it('is repeated once for rows that do not exist', async () => {
		const { client, calls, requests } = scriptedEncord([
			{ status: 500, text: 'oops' },
			v1Ok([row(1), row(2, false)]),
			v1Ok([labels(1)]),
			v1Ok([labels(2)]),
		]);
		expect(await client.initialiseLabels(PROJECT, [row(1, false), row(2, false)])).toEqual([
			labels(1),
			labels(2),
		]);
		expect(calls()).toEqual([
			'v1 PUT labelrow',
			'v1 GET labelrowmetadata',
			'v1 GET labelrow',
			'v1 PUT labelrow',
		]);
		expect(requests[3]?.values?.uid).toEqual([id(2, 1)]);
	});

	it('reads the rows that somebody else created meanwhile', async () => {
		const exists: Answer = { json: { status: 409, response: ['RESOURCE_EXISTS_ERROR'] } };
		const { client, calls } = scriptedEncord([exists, v1Ok([row(1)]), v1Ok([labels(1)])]);
		expect(await client.initialiseLabels(PROJECT, [row(1, false)])).toEqual([labels(1)]);
		expect(calls()).toEqual(['v1 PUT labelrow', 'v1 GET labelrowmetadata', 'v1 GET labelrow']);
	});

	it('stays an error when the listing does not show the row', async () => {
		const { client } = scriptedEncord([reset, v1Ok([])]);
		await expect(client.initialiseLabels(PROJECT, [row(1, false)])).rejects.toThrow(NetworkError);
	});
});
