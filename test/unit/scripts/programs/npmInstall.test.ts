/** The first start on a slow or broken network, with a program in place of npm. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { growthText, watchGrowth } from '../../../../scripts/programs/folderGrowth';
import { npmInstall } from '../../../../scripts/programs/npmInstall';

const scratch = mkdtempSync(join(tmpdir(), 'encord-npm-install-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Fails as often as the file `failures` says, with the words of npm, then writes a package. */
const fakeNpm = `
	const fs = require('node:fs');
	const left = Number(fs.readFileSync('failures', 'utf8'));
	fs.writeFileSync('failures', String(left - 1));
	fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
	if (left > 0) {
		console.error(fs.readFileSync('words', 'utf8'));
		process.exit(1);
	}
	fs.mkdirSync('node_modules', { recursive: true });
	fs.writeFileSync('node_modules/package', Buffer.alloc(3_000_000, 'x'));
`;

async function install(failures: number, words: string) {
	const folder = mkdtempSync(join(scratch, 'n8n-'));
	const script = join(folder, 'npm.js');
	writeFileSync(script, fakeNpm);
	writeFileSync(join(folder, 'failures'), String(failures));
	writeFileSync(join(folder, 'words'), words);
	const said: string[] = [];
	const logFile = join(folder, 'install.log');
	const outcome = await npmInstall({
		folder,
		args: ['--flag', 'n8n@1'],
		logFile,
		say: (detail) => said.push(detail),
		command: [process.execPath, script],
		pauses: [1, 1],
	}).then(
		() => 'installed',
		(error: Error) => error.message,
	);
	const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
	return { outcome, said, calls, log: readFileSync(logFile, 'utf8'), logFile };
}

describe('npm install', () => {
	it('is tried again while the registry cannot be reached, and says so', async () => {
		const { outcome, said, calls, log } = await install(2, 'npm error code ECONNRESET');
		expect(outcome).toBe('installed');
		expect(calls).toEqual(Array<string>(3).fill('install --flag n8n@1'));
		expect(said).toEqual([
			'the registry cannot be reached (ECONNRESET), try 2 of 3 in 1 s',
			'the registry cannot be reached (ECONNRESET), try 3 of 3 in 1 s',
		]);
		expect(log).toContain('ECONNRESET');
	});

	it('gives up with the cause, what to do and the log', async () => {
		const { outcome, calls, logFile } = await install(9, 'request failed: fetch failed');
		expect(calls).toHaveLength(3);
		expect(outcome).toMatch(/cannot reach its registry \(fetch failed\).*proxy.*is kept/s);
		expect(outcome).toContain(logFile);
	});

	it('is not tried again for another reason', async () => {
		const { outcome, calls } = await install(9, 'npm error code ENOSPC');
		expect(calls).toHaveLength(1);
		expect(outcome).toMatch(/npm ended with code 1\. .*ENOSPC/s);
	});

	it('is not tried again for a fault of the network that npm got over', async () => {
		const said = 'npm warn fetch failed with ECONNRESET\nnpm error code ENOSPC';
		const { outcome, calls } = await install(9, said);
		expect(calls).toHaveLength(1);
		expect(outcome).toMatch(/npm ended with code 1\. .*ENOSPC/s);
	});
});

describe('how far an install is', () => {
	const after = (...megabytes: Array<[seconds: number, megabytes: number]>) =>
		megabytes.map(([seconds, size]) => ({ at: seconds * 1000, bytes: size * 1e6 }));

	it.each([
		['looking up the packages of about 3.2 GB', after([0, 0])],
		['600 MB of about 3.2 GB', after([0, 600])],
		['1.2 GB of about 3.2 GB, 10 MB/s, about 4 min left', after([0, 600], [60, 1200])],
		// Only the last minute counts.
		['2.2 GB of about 3.2 GB, 5 MB/s, about 4 min left', after([0, 0], [60, 1900], [120, 2200])],
		['3.1 GB of about 3.2 GB, 10 MB/s, less than a minute left', after([0, 2500], [60, 3100])],
		['1.2 GB of about 3.2 GB, 500 kB/s, about 67 min left', after([0, 1170], [60, 1200])],
		['600 MB of about 3.2 GB', after([0, 600], [60, 600])],
		['3.4 GB of about 3.2 GB, 15 MB/s, less than a minute left', after([0, 2500], [60, 3400])],
	])('%s', (text, samples) => expect(growthText(samples, 3.2e9)).toBe(text));

	it('is measured while the installer writes', async () => {
		const folder = mkdtempSync(join(scratch, 'growing-'));
		const said: string[] = [];
		await watchGrowth(
			folder,
			3.2e9,
			(detail) => said.push(detail),
			async () => {
				writeFileSync(join(folder, 'package'), Buffer.alloc(3_000_000, 'x'));
				// A measurement may fall between the write and the file system's count.
				while (!said.some((line) => line.startsWith('3 MB of about 3.2 GB')))
					await new Promise((resolve) => setTimeout(resolve, 20));
			},
		);
		expect(said.at(-1)).toMatch(/^3 MB of about 3\.2 GB/);
	});
});
