import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Programs this process started, each in a process group of its own: a whole group is ended at once, so that grandchildren
 * (n8n's task runner, npm's node-gyp) never stay behind, and Ctrl-C reaches them through us, in our order.
 */
const running = new Set<ChildProcess>();

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** File that receives stdout and stderr. */
	logFile?: string;
}

export interface Program {
	pid: number;
	/** Settles with the exit code (null when a signal ended it). */
	exited: Promise<number | null>;
	/** The last output, for error messages. */
	tail(): string;
	/** First line of stdout for which `match` returns something, or an error when the program ends before. */
	firstLine<T>(match: (line: string) => T | undefined): Promise<T>;
	/** Ends the whole group: SIGTERM, and SIGKILL when that did not help in `graceMs` (default 10 s). */
	stop(graceMs?: number): Promise<void>;
	/** Ends the whole group with SIGKILL, as a crash would. */
	kill(): Promise<void>;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch {
		// The group is already gone.
	}
}

function groupExists(pid: number): boolean {
	try {
		process.kill(-pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** Starts a program in its own process group and keeps hold of it until it ended. */
export function startProgram(command: string, args: string[], options: RunOptions = {}): Program {
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running.add(child);
	const log = options.logFile === undefined ? undefined : createWriteStream(options.logFile, { flags: 'a' });
	let output = '';
	let stdout = '';
	let onLine: (() => void) | undefined;
	const keep = (chunk: Buffer): void => {
		log?.write(chunk);
		output = (output + chunk.toString()).slice(-20_000);
	};
	child.stdout?.on('data', (chunk: Buffer) => {
		keep(chunk);
		stdout = (stdout + chunk.toString()).slice(-200_000);
		onLine?.();
	});
	child.stderr?.on('data', keep);
	const exited = new Promise<number | null>((resolve) => {
		child.once('error', (error) => {
			keep(Buffer.from(`${error.message}\n`));
			running.delete(child);
			resolve(127);
		});
		child.once('exit', (code) => {
			running.delete(child);
			log?.end();
			resolve(code);
		});
	});
	const pid = child.pid ?? -1;
	const gone = async (withinMs: number): Promise<boolean> => {
		const until = Date.now() + withinMs;
		while (pid > 0 && groupExists(pid)) {
			if (Date.now() > until) return false;
			await sleep(50);
		}
		return true;
	};
	return {
		pid,
		exited,
		tail: () => output.trim().split('\n').slice(-40).join('\n'),
		async firstLine(match) {
			return await new Promise((resolve, reject) => {
				onLine = () => {
					for (const line of stdout.split('\n').slice(0, -1)) {
						const found = match(line);
						if (found === undefined) continue;
						onLine = undefined;
						resolve(found);
						return;
					}
				};
				onLine();
				void exited.then((code) => reject(new Error(`${command} ended with code ${code} before it was ready:\n${output.slice(-4000)}`)));
			});
		},
		async stop(graceMs = 10_000) {
			signalGroup(child, 'SIGTERM');
			if (!(await gone(graceMs))) signalGroup(child, 'SIGKILL');
			await gone(5000);
		},
		async kill() {
			signalGroup(child, 'SIGKILL');
			await gone(5000);
		},
	};
}

/** Runs a program to its end and returns its stdout and stderr; an exit code other than 0 is an error with the last output. */
export async function runProgram(command: string, args: string[], options: RunOptions = {}): Promise<string> {
	const program = startProgram(command, args, options);
	const code = await program.exited;
	if (code !== 0) throw new Error(`\`${command} ${args.join(' ')}\` ended with code ${code}:\n${program.tail()}`);
	return program.tail();
}

// Whatever ends this process, nothing it started outlives it. A program that wants to end its children gently on a signal
// adds its own listener, and then only that one counts.
process.on('exit', () => {
	for (const child of running) signalGroup(child, 'SIGKILL');
});
for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]] as const) {
	process.on(signal, () => {
		if (process.listenerCount(signal) === 1) process.exit(128 + number);
	});
}

/**
 * npm's own settings of the surrounding `npm start` or `npm test` (its folder prefix, its flags) must not leak into the npm
 * commands we run for other folders; the person's registry, proxy and certificates must.
 */
export function npmEnvironment(extraPath?: string): NodeJS.ProcessEnv {
	const leaking = /^(npm_(package|lifecycle|command|execpath|node_execpath)|npm_config_(local_prefix|prefix|ignore_scripts|global)|INIT_CWD)/i;
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !leaking.test(name)));
	if (extraPath !== undefined) env.PATH = `${extraPath}:${env.PATH ?? ''}`;
	return env;
}

/** The npm command of this platform. */
export const npmCommand = process.platform === 'win32' ? 'npm.cmd' : 'npm';
