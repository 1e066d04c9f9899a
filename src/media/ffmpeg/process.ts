/**
 * Starts ffmpeg processes; no other file does. It calls fluent-ffmpeg's internal spawn (without a shell) with our own argument
 * list. Its public `run` would first ask the binary for its formats and encoders, which takes 0.1 to 0.5 s.
 */
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { ErrorLog } from './errorLog';
import { ProcessOutput } from './processOutput';

/** Methods of fluent-ffmpeg 2.1.3 that are missing in its types (`lib/processor.js`). */
interface CommandInternals {
	_getFfmpegPath: (callback: (error: Error | null, path?: string) => void) => void;
	_spawnFfmpeg: (
		args: string[],
		options: SpawnOptions & { stdoutLines: number },
		onProcess: (child: ChildProcess) => void,
		onEnd: (error?: Error | null) => void,
	) => void;
}

export interface FfmpegProcess {
	stdin: Writable;
	/** What ffmpeg writes to stdout. */
	output: ProcessOutput;
	/** File descriptor 3 of the process, to which it writes the timestamps of the pictures on stdout. */
	timestamps: Readable;
	/** What ffmpeg has written to stderr. */
	log: ErrorLog;
	/** Resolves with the exit code, or null after a signal, when the process has ended and its pipes are closed. */
	closed: Promise<number | null>;
	/** Kills the process; resolves when it has ended. */
	kill(): Promise<void>;
}

/** Only the search paths of programs and libraries. Other variables are not passed on, because n8n keeps secrets in them. */
function minimalEnvironment(): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {};
	for (const name of ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot']) {
		if (process.env[name] !== undefined) env[name] = process.env[name];
	}
	return env;
}

/** How to start ffmpeg. */
export interface Command {
	path: string;
	args: readonly string[];
	/** Its output is many megabytes. */
	writesMuch?: boolean;
}

/**
 * Starts a binary with these arguments.
 * @throws the operating system's error (ENOENT, EACCES, …) when it cannot be started.
 */
export async function startFfmpeg({
	path,
	args,
	writesMuch = false,
}: Command): Promise<FfmpegProcess> {
	const { default: ffmpeg } = await import('fluent-ffmpeg');
	const command = ffmpeg() as unknown as CommandInternals;
	command._getFfmpegPath = (callback) => callback(null, path);
	const output = await ProcessOutput.open(writesMuch);
	const starting = new Promise<FfmpegProcess>((resolve, reject) => {
		const stdio: SpawnOptions['stdio'] = ['pipe', output.stdio, 'pipe', 'pipe'];
		const options = {
			stdio,
			env: minimalEnvironment(),
			cwd: tmpdir(),
			windowsHide: true,
			stdoutLines: 1,
		};
		command._spawnFfmpeg(
			[...args],
			options,
			(child) => {
				output.started(child.stdout);
				child.once('spawn', () => resolve(wrapProcess(child, output)));
			},
			(error) => {
				// fluent-ffmpeg also calls this when the process ends; then the promise is settled already.
				if (error) reject(error);
			},
		);
	});
	try {
		return await starting;
	} catch (error) {
		output.destroy();
		throw error;
	}
}

function wrapProcess(child: ChildProcess, output: ProcessOutput): FfmpegProcess {
	const { stdin, stderr } = child;
	const timestamps = child.stdio[3] as Readable | null;
	if (!stdin || !stderr || !timestamps) throw new Error('ffmpeg was started without pipes');
	const log = new ErrorLog();
	stderr.on('data', (text: string) => log.add(text));
	// A process that needs no more input closes its pipe early, which is no error.
	stdin.on('error', () => undefined);
	const closed = new Promise<number | null>((resolve) =>
		child.once('close', (code) => void output.closed.then(() => resolve(code))),
	);
	return {
		stdin,
		output,
		timestamps,
		log,
		closed,
		async kill() {
			child.kill('SIGKILL');
			// Unread output would keep the pipes open, and `closed` would not resolve.
			output.destroy();
			timestamps.destroy();
			await closed;
		},
	};
}
