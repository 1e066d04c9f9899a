/** Finds the ffmpeg binary to use and checks its version. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { MediaError } from '../errors';
import { startFfmpeg } from './process';

export interface FfmpegBinary {
	path: string;
	/** As the binary reports it, e.g. `5.1.9-0+deb12u1`. */
	version: string;
	/** The option against duplicated and dropped frames: `-vsync passthrough`, from ffmpeg 6 on `-fps_mode passthrough`. */
	passthrough: string[];
}

/** The libavcodec of ffmpeg 4.1. Checked instead of the release number, which development builds do not have. */
const minLibavcodec = [58, 35] as const;

const advice =
	'Install ffmpeg 4.1 or newer, or set FFMPEG_PATH to one that works ' +
	'(in a container: copy a static build into the image).';

const isExecutable = (path: string) => {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
};

function findOnPath(): string | undefined {
	const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
	return (process.env.PATH ?? '')
		.split(delimiter)
		.filter(Boolean)
		.map((folder) => join(folder, name))
		.find(isExecutable);
}

/** The binary of `@ffmpeg-installer/ffmpeg`. */
async function packagedBinary(): Promise<string | undefined> {
	try {
		return (await import('@ffmpeg-installer/ffmpeg')).path;
	} catch {
		// The package throws when it has no binary for this platform.
		return undefined;
	}
}

async function probe(path: string): Promise<FfmpegBinary> {
	let text = '';
	let code: number | null = null;
	try {
		const child = await startFfmpeg({ path, args: ['-version'] });
		child.stdin.end();
		child.timestamps.resume();
		text = await child.output.text();
		code = await child.closed;
	} catch (error) {
		throw new MediaError(
			'noFfmpeg',
			`The ffmpeg at ${path} cannot be started (${(error as NodeJS.ErrnoException).code ?? 'error'}). ${advice}`,
		);
	}
	const version = /^ffmpeg version (\S+)/m.exec(text)?.[1];
	const codecs = /^libavcodec\s+(\d+)\.\s*(\d+)/m.exec(text);
	if (code !== 0 || !version || !codecs) {
		throw new MediaError(
			'noFfmpeg',
			`The program at ${path} does not answer like ffmpeg. ${advice}`,
		);
	}
	const [major, minor] = [Number(codecs[1]), Number(codecs[2])];
	if (major < minLibavcodec[0] || (major === minLibavcodec[0] && minor < minLibavcodec[1])) {
		throw new MediaError('noFfmpeg', `The ffmpeg at ${path} is too old (${version}). ${advice}`);
	}
	return { path, version, passthrough: [major >= 60 ? '-fps_mode' : '-vsync', 'passthrough'] };
}

const probed = new Map<string, Promise<FfmpegBinary>>();

/** Probes each binary once per process. One that failed is probed again, because it may have been repaired. */
function probeOnce(path: string): Promise<FfmpegBinary> {
	let answer = probed.get(path);
	if (!answer) {
		answer = probe(path);
		answer.catch(() => probed.delete(path));
		probed.set(path, answer);
	}
	return answer;
}

/**
 * Takes the path in `setting`, else in `FFMPEG_PATH`, else the ffmpeg on PATH, else the packaged one. A binary named by `setting`
 * or `FFMPEG_PATH` must work; one found on PATH is skipped when it does not.
 * @throws MediaError `noFfmpeg`, which tells what to do.
 */
export async function findFfmpeg(setting?: string): Promise<FfmpegBinary> {
	const named = setting || process.env.FFMPEG_PATH;
	// The process runs in another folder, so a relative path is resolved here. A bare name is searched on PATH by the system.
	if (named) return await probeOnce(/[\\/]/.test(named) ? resolve(named) : named);
	const found = findOnPath();
	if (found) {
		try {
			return await probeOnce(found);
		} catch {
			// Too old or broken: the packaged one is used.
		}
	}
	const bundled = await packagedBinary();
	if (bundled) return await probeOnce(bundled);
	throw new MediaError('noFfmpeg', `There is no ffmpeg on this machine. ${advice}`);
}
