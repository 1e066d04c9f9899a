/** Which ffmpeg runs: `FFMPEG_PATH`, else `ffmpeg` on the PATH, else the packaged one. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const isExecutable = (path: string) => {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
};

/** Path of an ffmpeg that can be run. Throws when there is none. */
export async function ffmpegBinary(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
	if (environment.FFMPEG_PATH) return environment.FFMPEG_PATH;
	const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
	const onPath = (environment.PATH ?? '')
		.split(delimiter)
		.filter(Boolean)
		.map((folder) => join(folder, name))
		.find(isExecutable);
	if (onPath) return onPath;
	const packaged = await import('@ffmpeg-installer/ffmpeg').then(
		(installer) => installer.path,
		() => undefined,
	);
	if (packaged) return packaged;
	throw new Error(
		'No ffmpeg found: install it so that it is on the PATH, or set FFMPEG_PATH to the program',
	);
}

/**
 * Runs ffmpeg and returns what it wrote to stdout. `input` is written to stdin chunk by chunk, no faster than it is read.
 * Rejects with the last lines of stderr when it fails.
 */
export async function runFfmpeg(args: string[], input?: Iterable<Buffer>): Promise<Buffer> {
	const child = spawn(await ffmpegBinary(), ['-hide_banner', '-loglevel', 'error', '-y', ...args], {
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const output: Buffer[] = [];
	const complaints: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
	const ended = new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	// ffmpeg may stop reading before the end; its exit code says whether that was an error.
	child.stdin.on('error', () => undefined);
	for (const chunk of input ?? []) {
		if (child.exitCode !== null || child.stdin.destroyed) break;
		if (!child.stdin.write(chunk))
			await Promise.race([new Promise((resolve) => child.stdin.once('drain', resolve)), ended]);
	}
	child.stdin.end();
	const code = await ended;
	if (code !== 0)
		throw new Error(
			`ffmpeg ended with code ${code}: ${Buffer.concat(complaints).toString('utf8').trim().slice(-500)}`,
		);
	return Buffer.concat(output);
}

const passthroughOptions = new Map<string, Promise<string[]>>();

/** The options that make ffmpeg output every frame once. Newer versions have another name for the option. */
export async function everyFrame(): Promise<string[]> {
	const binary = await ffmpegBinary();
	const known = passthroughOptions.get(binary) ?? optionsOf(binary);
	passthroughOptions.set(binary, known);
	return known;
}

/** A version without number (a build from the repository, as the packaged one is) counts as old. */
async function optionsOf(binary: string): Promise<string[]> {
	const { execFile } = await import('node:child_process');
	const text = await new Promise<string>((resolve) =>
		execFile(binary, ['-version'], (_, stdout) => resolve(stdout)),
	);
	const major = Number(/^ffmpeg version n?(\d+)\./.exec(text)?.[1] ?? 0);
	return [major >= 7 ? '-fps_mode' : '-vsync', 'passthrough'];
}
