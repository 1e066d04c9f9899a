/** The program itself: its one line, its arguments, and what survives it (issue: storage that survives a restart). */
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LISTING, Signer } from '../signer';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are looked at as they came */

const root = join(__dirname, '..', '..', '..');
const dataDir = mkdtempSync(join(tmpdir(), 'encord-sandbox-'));
const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function run(...args: string[]): ChildProcess {
	const child = spawn(
		process.execPath,
		['--import', require.resolve('tsx'), join(root, 'sandbox', 'main.ts'), ...args],
		{
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	running.push(child);
	return child;
}

async function start(...args: string[]): Promise<{ child: ChildProcess; ready: any }> {
	const child = run('--port', '0', '--seed', 'conformance', '--data-dir', dataDir, ...args);
	const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
	const [line] = (await once(lines, 'line')) as [string];
	return { child, ready: JSON.parse(line) };
}

async function failure(...args: string[]): Promise<string> {
	const child = run(...args);
	let text = '';
	child.stderr?.on('data', (chunk: Buffer) => {
		text += chunk.toString();
	});
	const [code] = (await once(child, 'close')) as [number];
	expect(code).toBe(1);
	return text.trim();
}

/** Saves one row again and again, each time with its number in it; `kill` is called once some saves have been acknowledged. */
async function saveUntilKilled(
	owner: Signer,
	projectHash: string,
	kill: () => void,
): Promise<{ acknowledged: number; labelHash: string }> {
	const resource = { type: 'project', id: projectHash };
	const payload = { ...LISTING, data_title_eq: 'cat.jpg' };
	const [row] = (await owner.v1('labelrowmetadata', 'GET', { payload }, resource)).json.response;
	const created = await owner.v1(
		'labelrow',
		'PUT',
		{ uid: [row.data_hash], payload: { multi_request: true } },
		resource,
	);
	const [blob] = created.json.response;
	let acknowledged = 0;
	try {
		for (;;) {
			const labels = [{ ...blob, progress: acknowledged + 1 }];
			await owner.v1(
				'labelrow',
				'POST',
				{ uid: [blob.label_hash], payload: { multi_request: true, labels } },
				resource,
			);
			acknowledged += 1;
			// Not at once, so that it hits the work and not the pause between two saves.
			if (acknowledged === 20) setTimeout(kill, 3);
		}
	} catch {
		return { acknowledged, labelHash: blob.label_hash };
	}
}

describe('the program', () => {
	it('announces itself in one line, answers, and ends on SIGTERM at once', async () => {
		const { child, ready } = await start();
		expect(ready).toMatchObject({
			url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
			appUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
			openaiUrl: `${ready.url}/v1`,
			projects: [
				{
					title: 'Conformance',
					projectHash: expect.any(String),
					agentStages: [
						{
							uuid: expect.any(String),
							title: 'Agent 1',
							pathways: [{ title: 'annotate' }, { title: 'review' }, { title: 'complete' }],
						},
					],
				},
				{ title: 'Plain', agentStages: [] },
			],
		});
		expect(ready.appUrl).not.toBe(ready.url);
		expect(statSync(ready.keyFile).mode & 0o777).toBe(0o600);
		expect(
			(await new Signer(ready.url, ready.keyFile).v2('GET', 'projects')).json.results,
		).toHaveLength(2);
		const hanging = fetch(`${ready.url}/_sandbox/faults`, {
			method: 'POST',
			body: JSON.stringify({ match: {}, then: { delayMs: 60000 } }),
		})
			.then(() => fetch(`${ready.url}/v2/public/projects`))
			.catch(() => undefined);
		await new Promise((resolve) => setTimeout(resolve, 100));
		const asked = Date.now();
		child.kill('SIGTERM');
		expect(await once(child, 'exit')).toEqual([0, null]);
		expect(Date.now() - asked).toBeLessThan(2000);
		await hanging;
	}, 30_000);

	it('has lost nothing it acknowledged when it was killed in the middle of work', async () => {
		const { child, ready } = await start();
		const signer = new Signer(ready.url, ready.keyFile);
		const kill = () => void child.kill('SIGKILL');
		const { acknowledged, labelHash } = await saveUntilKilled(
			signer,
			ready.projects[0].projectHash,
			kill,
		);
		expect(acknowledged).toBeGreaterThanOrEqual(20);

		const again = await start();
		expect(again.ready.projects).toEqual(ready.projects);
		const owner = new Signer(again.ready.url, again.ready.keyFile);
		const answer = await owner.v1(
			'labelrow',
			'GET',
			{ uid: [labelHash], payload: { multi_request: true } },
			{ type: 'project', id: ready.projects[0].projectHash },
		);
		const { progress } = answer.json.response[0];
		// The save that was under way may have reached the journal without its answer reaching us.
		expect([acknowledged, acknowledged + 1]).toContain(progress);
	}, 30_000);

	it('refuses data of another seed, and arguments it does not know', async () => {
		expect(await failure('--port', '0', '--seed', 'empty', '--data-dir', dataDir)).toMatch(
			/holds data of the seed "conformance", not "empty"/,
		);
		expect(await failure('--seed', 'nonsense')).toMatch(
			/--seed must be one of demo, conformance, empty, tasks:NUMBER, not "nonsense"/,
		);
		expect(await failure('--port', 'http')).toMatch(/--port must be a whole number/);
		expect(await failure('--colour', 'red')).toMatch(/--colour/);
	}, 30_000);

	it('refuses a directory another one uses, and a port that is taken', async () => {
		const { ready } = await start();
		expect(await failure('--port', '0', '--seed', 'conformance', '--data-dir', dataDir)).toMatch(
			/in use by the sandbox with process id \d+/,
		);
		const elsewhere = join(dataDir, 'other');
		expect(
			await failure('--port', new URL(ready.url).port, '--seed', 'empty', '--data-dir', elsewhere),
		).toMatch(/Port \d+ is in use/);
	}, 30_000);
});
