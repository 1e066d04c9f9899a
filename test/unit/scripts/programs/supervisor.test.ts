import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { inClone } from '../../../../scripts/clone';

const supervisor = inClone('scripts', 'programs', 'supervisor.mjs');

/** Starts a supervised program as `startProgram` does, and says its process id on stdout. */
const parent = `
	const program = 'console.log(process.pid); setInterval(() => {}, 1000)';
	const args = [process.argv[1], String(process.pid), process.execPath, '-e', program];
	require('node:child_process').spawn(process.execPath, args, { detached: true, stdio: 'inherit' });
`;

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

it('ends the program when the process that asked for it is killed', async () => {
	const starter = spawn(process.execPath, ['-e', parent, supervisor], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = (await once(createInterface({ input: starter.stdout }), 'line')) as [string];
	const pid = Number(line);
	expect(isRunning(pid)).toBe(true);
	starter.kill('SIGKILL');
	const until = Date.now() + 5000;
	while (isRunning(pid) && Date.now() < until) await sleep(50);
	const outlived = isRunning(pid);
	if (outlived) process.kill(pid, 'SIGKILL');
	expect(outlived).toBe(false);
});
