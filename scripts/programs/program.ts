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
 * A program in a process group of its own: the whole group is ended at once, so that grandchildren (n8n's task runner, npm's
 * node-gyp) never stay behind, and Ctrl-C reaches it through us, in our order. It never outlives us (supervisor.mjs).
 */
export interface Program {
	/** The process group. */
	pid: number;
	/** Settles with the exit code. */
	exited: Promise<number | null>;
	/** The last lines of the output, for error messages; 40 when no number is given. */
	tail(lines?: number): string;
	/** What `match` makes of the first line of stdout it makes something of; an error when the program ends before. */
	firstLine<T>(match: (line: string) => T | undefined): Promise<T>;
	/** Ends the whole group: SIGTERM, and SIGKILL when that did not help in `graceMs` (default 10 s). */
	stop(graceMs?: number): Promise<void>;
	/** Ends the whole group with SIGKILL, as a crash would. */
	kill(): Promise<void>;
}

/** Sends a signal to a process group; 0 only asks. False when there is no such group any more. */
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

/** Starts a program and keeps hold of it. */
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
		async stop(graceMs = 10_000) {
			signalGroup(pid, 'SIGTERM');
			if (!(await groupIsGone(pid, graceMs))) signalGroup(pid, 'SIGKILL');
			await groupIsGone(pid, 5000);
		},
		async kill() {
			signalGroup(pid, 'SIGKILL');
			await groupIsGone(pid, 5000);
		},
	};
}

/** Runs a program to its end and returns its last output; an exit code other than 0 is an error with that output. */
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

/**
 * npm's own settings of the surrounding `npm start` or `npm test` (its folder prefix, its flags) must not leak into the npm
 * commands we run for other folders; the person's registry, proxy and certificates must.
 */
export function npmEnvironment(extraPath?: string): NodeJS.ProcessEnv {
	const leaking =
		/^(npm_(package|lifecycle|command|execpath|node_execpath)|npm_config_(local_prefix|prefix|ignore_scripts|global)|INIT_CWD)/i;
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !leaking.test(name)),
	);
	if (extraPath !== undefined) env.PATH = `${extraPath}:${env.PATH ?? ''}`;
	return env;
}

/** The npm command of this platform. */
export const npmCommand = process.platform === 'win32' ? 'npm.cmd' : 'npm';
