import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reasonOf } from '../../../../scripts/demo/demoProgram';
import { freePort } from '../../../../scripts/programs/freePort';
import { steadyFetch } from '../../../../scripts/programs/steadyFetch';

const patience = { who: 'n8n', logFile: '/data/n8n.log', repeatable: true, pauses: [5, 5, 5] };

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) {
		server.close();
		server.closeAllConnections();
	}
});

/** A program that drops the first connections. */
async function dropping(drops: number): Promise<{ url: string; seen: string[] }> {
	const seen: string[] = [];
	const server = createServer((request, response) => {
		seen.push(request.method ?? '');
		if (seen.length <= drops) request.socket.destroy();
		else response.end('here');
	});
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	servers.push(server);
	return {
		seen,
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/login`,
	};
}

describe('a request to a busy program', () => {
	it('is sent again when the connection is dropped', async () => {
		const { url, seen } = await dropping(2);
		expect(await (await steadyFetch(url, {}, patience)).text()).toBe('here');
		expect(seen).toEqual(['GET', 'GET', 'GET']);
	});

	it('is not sent again when it may have arrived and must not arrive twice', async () => {
		const { url, seen } = await dropping(1);
		await expect(
			steadyFetch(url, { method: 'POST' }, { ...patience, repeatable: false }),
		).rejects.toThrow(
			/^n8n did not answer POST \/rest\/login: .*(other side closed|ECONNRESET).*\(log: \/data\/n8n\.log\)$/,
		);
		expect(seen).toEqual(['POST']);
	});

	it('waits for a program that does not listen yet, whatever the request', async () => {
		const port = await freePort();
		const server = createServer((_request, response) => void response.end('here'));
		servers.push(server);
		const answer = steadyFetch(
			`http://127.0.0.1:${port}/`,
			{ method: 'POST' },
			{ ...patience, repeatable: false, pauses: [0, ...Array<number>(500).fill(10)] },
		);
		await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
		expect((await answer).ok).toBe(true);
	});

	it('fails with the cause, not with "fetch failed"', async () => {
		const url = `http://127.0.0.1:${await freePort()}/rest/login`;
		const error = await steadyFetch(url, {}, patience).catch((failure: Error) => failure);
		expect((error as Error).message).toMatch(
			/^n8n did not answer GET \/rest\/login: .*ECONNREFUSED.*\(log: \/data\/n8n\.log\)$/,
		);
		expect((error as Error).message).not.toContain('fetch failed');
	});
});

it('an error that ends the program is told with its cause and the place of the logs', () => {
	const cause = new Error('connect ETIMEDOUT 10.0.0.1:443');
	const text = reasonOf(new Error('fetch failed', { cause }), '/data');
	expect(text).toBe(
		'fetch failed: connect ETIMEDOUT 10.0.0.1:443\nThe logs are in /data. What is installed is kept: start again when the cause is gone.',
	);
	expect(reasonOf(new Error('No. The log is /x.log.'), '/data')).toBe('No. The log is /x.log.');
});
