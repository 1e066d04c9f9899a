/** What a process writes arrives whole and in order, by a socket and by a pipe, and nothing is left behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ProcessOutput } from '../../src/media/ffmpeg/processOutput';
import { tempFolders } from './reading/leftovers';

const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
afterEach(() => {
	Object.defineProperty(process, 'platform', platform);
	expect(tempFolders()).toEqual([]);
});

/** Writes its argument, waits for a line, writes 10 MB that do not repeat within a buffer, and ends. */
const program = `
const { createHash } = require('node:crypto');
process.stdout.write(process.argv[1]);
process.stdin.once('data', () => {
	const bytes = Buffer.alloc(10_000_019);
	for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 2654435761) >>> 13;
	process.stdout.write(bytes, () => process.exit());
});`;

function expectedHash(start: string): string {
	const bytes = Buffer.alloc(10_000_019);
	for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 2654435761) >>> 13;
	return createHash('sha256').update(start).update(bytes).digest('hex');
}

async function started(start: string): Promise<{ output: ProcessOutput; child: ChildProcess }> {
	const output = await ProcessOutput.open(true);
	const stdio = ['pipe', output.stdio, 'inherit'] as const;
	const child = spawn(process.execPath, ['-e', program, start], { stdio: [...stdio] });
	output.started(child.stdout);
	return { output, child };
}

describe.each([
	['a socket', process.platform],
	['a pipe', 'win32'],
])('by %s', (_way, value) => {
	it.each([
		['with bytes before there is a reader', 'early bytes'],
		['with nothing before', ''],
	])('%s', async (_name, start) => {
		Object.defineProperty(process, 'platform', { ...platform, value });
		const { output, child } = await started(start);
		expect(child.stdout === null).toBe(value !== 'win32');
		// The early bytes have arrived.
		await new Promise((resolve) => setTimeout(resolve, start ? 300 : 0));
		const hash = createHash('sha256');
		const space = Buffer.alloc(99_991);
		let [total, paused, ended] = [0, 0, false];
		output.readInto({
			space: () => space,
			filled: (bytes) => {
				hash.update(space.subarray(0, bytes));
				total += bytes;
				if (++paused % 3) return true;
				setTimeout(() => output.resume(), 1);
				return false;
			},
			ended: () => (ended = true),
		});
		child.stdin!.write('go\n');
		await output.closed;
		expect({ total, ended, hash: hash.digest('hex') }).toEqual({
			total: start.length + 10_000_019,
			ended: true,
			hash: expectedHash(start),
		});
	});

	it('that is given up ends the reader', async () => {
		Object.defineProperty(process, 'platform', { ...platform, value });
		const { output, child } = await started('early bytes');
		let ended = false;
		output.readInto({
			space: () => Buffer.alloc(100),
			filled: () => true,
			ended: () => (ended = true),
		});
		output.destroy();
		await output.closed;
		child.kill();
		await new Promise((resolve) => child.once('exit', resolve));
		expect(ended).toBe(true);
	});
});
