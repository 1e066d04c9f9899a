import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inClone } from '../clone';

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** File that receives stdout and stderr. */
	logFile?: string;
}

/**
 * A running program. It has a process group of its own. Stopping ends the whole group, with the processes that the program has
 * started (n8n's task runner, npm's node-gyp). Ctrl-C does not reach the group, so the caller decides when it ends. When this
 * process ends, supervisor.mjs ends the group.
 */
export interface Program {
	/** Id of the process group. */
	pid: number;
	/** Resolves with the exit code. */
	exited: Promise<number | null>;
	/** The last lines of the output, for error messages. Default 40. */
	tail(lines?: number): string;
	/** Calls `match` with each line of stdout and resolves with its first result. Rejects when the program ends before that. */
	firstLine<T>(match: (line: string) => T | undefined): Promise<T>;
	/** Sends a signal (default SIGTERM) to the group, and SIGKILL when it still runs after `graceMs` (default 10 s). */
	stop(graceMs?: number, signal?: NodeJS.Signals): Promise<void>;
	/** Sends SIGKILL to the group: the program ends as in a crash. */
	kill(): Promise<void>;
}

/** Sends a signal to a process group; 0 only checks whether it exists. Returns false when it does not. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
	try {
		process.kill(-pid, signal);
		return true;
	} catch {
		return false;
	}
}

async function groupIsGone(pid: number, withinMs: number): Promise<boolean> {
	const until = Date.now() + withinMs;
	while (signalGroup(pid, 0)) {
		if (Date.now() > until) return false;
		await sleep(50);
	}
	return true;
}

/** Starts a program under supervisor.mjs. */
export function startProgram(
	command: string,
	args: string[],
	{ cwd, env, logFile }: RunOptions = {},
): Program {
	const supervisor = [inClone('scripts', 'programs', 'supervisor.mjs'), String(process.pid)];
	const child = spawn(process.execPath, [...supervisor, command, ...args], {
		cwd,
		env: env ?? process.env,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const { pid } = child;
	if (pid === undefined) throw new Error(`${command} could not be started.`);
	const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: 'a' });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			log?.write(chunk);
			output = (output + chunk.toString()).slice(-200_000);
		});
	}
	const exited = new Promise<number | null>((resolve) => {
		child.once('close', (code) => {
			log?.end();
			resolve(code);
		});
	});
	const tail = (lines = 40): string => output.trim().split('\n').slice(-lines).join('\n');
	return {
		pid,
		exited,
		tail,
		async firstLine(match) {
			return await new Promise((resolve, reject) => {
				let unread = '';
				child.stdout.on('data', (chunk: Buffer) => {
					const lines = (unread + chunk.toString()).split('\n');
					unread = lines.pop() ?? '';
					const found = lines.map(match).find((value) => value !== undefined);
					if (found !== undefined) resolve(found);
				});
				void exited.then((code) =>
					reject(new Error(`${command} ended with code ${code} before it was ready:\n${tail()}`)),
				);
			});
		},
		async stop(graceMs = 10_000, signal = 'SIGTERM') {
			signalGroup(pid, signal);
			if (!(await groupIsGone(pid, graceMs))) signalGroup(pid, 'SIGKILL');
			await groupIsGone(pid, 5000);
		},
		async kill() {
			signalGroup(pid, 'SIGKILL');
			await groupIsGone(pid, 5000);
		},
	};
}

/** Runs a program to its end and returns its last output. @throws Error with that output when the exit code is not 0 */
export async function runProgram(
	command: string,
	args: string[],
	options: RunOptions = {},
): Promise<string> {
	const program = startProgram(command, args, options);
	const code = await program.exited;
	if (code !== 0)
		throw new Error(`\`${command} ${args.join(' ')}\` ended with code ${code}:\n${program.tail()}`);
	return program.tail();
}
