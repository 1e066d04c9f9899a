/** Publishing a workflow over n8n's REST interface, with a stand-in for n8n. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { N8nApi } from '../../../../scripts/n8n/api';

let server: Server | undefined;
afterEach(() => void server?.close());

/**
 * An n8n whose workflow has these statuses, each for one look, and the last one from then on.
 * @param statuses those after each time that it was published
 */
async function n8nWith(statuses: string[][], logFile?: string) {
	let published = 0;
	let looks = 0;
	server = createServer((request, response) => {
		const { url = '' } = request;
		if (url.endsWith('/activate')) [published, looks] = [published + 1, 0];
		const left = statuses[Math.min(published, statuses.length) - 1] ?? ['not_published'];
		const status = url.endsWith('/publication-status')
			? left[Math.min(looks++, left.length - 1)]
			: undefined;
		response.end(JSON.stringify({ data: { versionId: 'v1', status } }));
	});
	await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		api: new N8nApi(`http://127.0.0.1:${port}`, logFile),
		published: () => published,
	};
}

it('waits until n8n has published the workflow', async () => {
	const { api, published } = await n8nWith([['in_progress', 'in_progress', 'published']]);
	await api.activate('w1', 150);
	expect(published()).toBe(1);
});

it('publishes again when n8n has given it up', async () => {
	const { api, published } = await n8nWith([['in_progress', 'not_published'], ['published']]);
	await api.activate('w1', 150);
	expect(published()).toBe(2);
});

it("says so when n8n gives it up each time, with the end of n8n's log", async () => {
	const folder = await mkdtemp(join(tmpdir(), 'encord-publishing-'));
	try {
		const log = join(folder, 'n8n.log');
		await writeFile(log, 'SQLITE_BUSY: database is locked');
		const { api, published } = await n8nWith([['not_published']], log);
		await expect(api.activate('w1', 20)).rejects.toThrow(
			/did not publish the workflow w1[^]*SQLITE_BUSY/,
		);
		expect(published()).toBe(3);
	} finally {
		await rm(folder, { recursive: true });
	}
});

it.each(['failed', 'partial'])('is an error when its triggers failed: %s', async (status) => {
	const { api, published } = await n8nWith([['in_progress', status]]);
	await expect(api.activate('w1', 150)).rejects.toThrow(`Workflow w1 is not published: {`);
	expect(published()).toBe(1);
});
