/**
 * The only file that starts ffmpeg. fluent-ffmpeg drives the process: its spawn (no shell) is used with our own argument
 * list, so that the listings of formats and encoders, which its `run` asks the binary for first (0.1 to 0.5 s), never run.
 */
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Readable, Writable } from 'node:stream';

/** What fluent-ffmpeg 2.1.3 has beside its typed interface (`lib/processor.js`). */
interface ProcessDriver {
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
	stdout: Readable;
	/** What the process writes to its pipe number 3: beside pictures and log, when each picture is shown. */
	timestamps: Readable;
	/** The last lines ffmpeg wrote, at most 64 KiB. */
	log(): string;
	/** Resolves when the process is gone and its pipes are closed; the exit code, or null after a signal. */
	closed: Promise<number | null>;
	/** Ends the process at once; resolves when it is gone. */
	kill(): Promise<void>;
}

const logLimit = 64 * 1024;

/** Nothing of the host's environment but where to find programs and libraries: n8n keeps secrets in it. */
function bareEnvironment(): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {};
	for (const name of ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot']) {
		if (process.env[name] !== undefined) env[name] = process.env[name];
	}
	return env;
}

/**
 * Starts a binary with these arguments.
 * @throws the error of the operating system when it cannot be started (ENOENT, EACCES, …).
 */
export async function startFfmpeg(path: string, args: string[]): Promise<FfmpegProcess> {
	const { default: ffmpeg } = await import('fluent-ffmpeg');
	const driver = ffmpeg() as unknown as ProcessDriver;
	driver._getFfmpegPath = (callback) => callback(null, path);
	return await new Promise<FfmpegProcess>((resolve, reject) => {
		const stdio: SpawnOptions['stdio'] = ['pipe', 'pipe', 'pipe', 'pipe'];
		const options = {
			stdio,
			env: bareEnvironment(),
			cwd: tmpdir(),
			windowsHide: true,
			stdoutLines: 1,
		};
		driver._spawnFfmpeg(
			args,
			options,
			(child) => child.once('spawn', () => resolve(watch(child))),
			(error) => {
				// Also called when the process ends, which is no news then.
				if (error) reject(error);
			},
		);
	});
}

function watch(child: ChildProcess): FfmpegProcess {
	const { stdin, stdout, stderr } = child;
	const timestamps = child.stdio[3] as Readable | null;
	if (!stdin || !stdout || !stderr || !timestamps)
		throw new Error('ffmpeg was started without pipes');
	let log = '';
	stderr.on('data', (text: string) => {
		log = (log + text).slice(-logLimit);
	});
	// A process that has seen enough closes its input: no error of ours.
	stdin.on('error', () => undefined);
	const closed = new Promise<number | null>((resolve) =>
		child.once('close', (code) => resolve(code)),
	);
	return {
		stdin,
		stdout,
		timestamps,
		log: () => log,
		closed,
		async kill() {
			child.kill('SIGKILL');
			// Unread output would keep the pipes open.
			stdout.destroy();
			timestamps.destroy();
			await closed;
		},
	};
}
