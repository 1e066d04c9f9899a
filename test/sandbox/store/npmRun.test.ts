/** `npm run sandbox` as a person starts it: whatever ends npm ends the sandbox, too. */
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { npmCommand, npmEnvironment } from '../../../scripts/programs/npm';

const dataDir = mkdtempSync(join(tmpdir(), 'encord-npm-sandbox-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
afterEach(() => {
	// A sandbox that outlived its npm must not outlive the test.
	const lock = join(dataDir, 'sandbox.pid');
	if (existsSync(lock)) process.kill(Number(readFileSync(lock, 'utf8')), 'SIGKILL');
});

async function npmRunSandbox(): Promise<{ npm: ChildProcess; url: string }> {
	const npm = spawn(
		npmCommand,
		['run', '--silent', 'sandbox', '--', '--port', '0', '--seed', 'empty', '--data-dir', dataDir],
		{
			cwd: join(__dirname, '..', '..', '..'),
			env: npmEnvironment(),
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	const lines = createInterface({ input: npm.stdout });
	const [line] = (await once(lines, 'line')) as [string];
	return { npm, url: (JSON.parse(line) as { url: string }).url };
}

const answers = async (url: string): Promise<boolean> =>
	await fetch(url).then(
		() => true,
		() => false,
	);

async function isSilentWithin(milliseconds: number, url: string): Promise<boolean> {
	const until = Date.now() + milliseconds;
	while (await answers(url)) {
		if (Date.now() > until) return false;
		await sleep(50);
	}
	return true;
}

it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
	'frees its port when npm gets %s',
	async (signal) => {
		const { npm, url } = await npmRunSandbox();
		expect(await answers(url)).toBe(true);
		const ended = once(npm, 'exit');
		npm.kill(signal);
		await ended;
		expect(await isSilentWithin(3000, url)).toBe(true);
	},
);
