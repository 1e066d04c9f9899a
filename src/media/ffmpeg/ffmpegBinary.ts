/** Which ffmpeg is used, and what it can do. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { MediaError } from '../errors';
import { startFfmpeg } from './ffmpeg';

export interface FfmpegBinary {
	path: string;
	/** As the binary calls itself, e.g. `5.1.9-0+deb12u1`. */
	version: string;
	/** How "every frame once, no more and no less" is said: `-vsync passthrough` became `-fps_mode passthrough`. */
	everyFrame: string[];
}

/** libavcodec of ffmpeg 4.1; builds from the development branch carry no release number, this they all have. */
const oldestCodecs = [58, 35] as const;

const howToGet =
	'Install ffmpeg 4.1 or newer, or set FFMPEG_PATH to one that works ' +
	'(in a container: copy a static build into the image).';

const isProgram = (path: string) => {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
};

function onPath(): string | undefined {
	const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
	return (process.env.PATH ?? '')
		.split(delimiter)
		.filter(Boolean)
		.map((folder) => join(folder, name))
		.find(isProgram);
}

async function packaged(): Promise<string | undefined> {
	try {
		return (await import('@ffmpeg-installer/ffmpeg')).path;
	} catch {
		// The package has no binary for this platform and says so by throwing.
		return undefined;
	}
}

async function probe(path: string): Promise<FfmpegBinary> {
	let text = '';
	let code: number | null = null;
	try {
		const child = await startFfmpeg(path, ['-version']);
		child.stdin.end();
		child.timestamps.resume();
		child.stdout.setEncoding('utf8').on('data', (part: string) => {
			text += part;
		});
		code = await child.closed;
	} catch (error) {
		throw new MediaError(
			'noFfmpeg',
			`The ffmpeg at ${path} cannot be started (${(error as NodeJS.ErrnoException).code ?? 'error'}). ${howToGet}`,
		);
	}
	const version = /^ffmpeg version (\S+)/m.exec(text)?.[1];
	const codecs = /^libavcodec\s+(\d+)\.\s*(\d+)/m.exec(text);
	if (code !== 0 || !version || !codecs) {
		throw new MediaError(
			'noFfmpeg',
			`The program at ${path} does not answer like ffmpeg. ${howToGet}`,
		);
	}
	const [major, minor] = [Number(codecs[1]), Number(codecs[2])];
	if (major < oldestCodecs[0] || (major === oldestCodecs[0] && minor < oldestCodecs[1])) {
		throw new MediaError('noFfmpeg', `The ffmpeg at ${path} is too old (${version}). ${howToGet}`);
	}
	return { path, version, everyFrame: [major >= 60 ? '-fps_mode' : '-vsync', 'passthrough'] };
}

const probed = new Map<string, Promise<FfmpegBinary>>();

/** Each binary is asked once per process; one that failed is asked again, it may have been repaired. */
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
 * The binary to use: `setting`, then `FFMPEG_PATH`, then PATH, then the packaged one. A binary named by setting or
 * environment must work; one that is only found on PATH is passed over when it does not.
 * @throws MediaError `noFfmpeg`, saying what to do.
 */
export async function findFfmpeg(setting?: string): Promise<FfmpegBinary> {
	const named = setting || process.env.FFMPEG_PATH;
	// The process runs elsewhere: a relative path would not be found from there. A bare name is looked for on PATH.
	if (named) return await probeOnce(/[\\/]/.test(named) ? resolve(named) : named);
	const found = onPath();
	if (found) {
		try {
			return await probeOnce(found);
		} catch {
			// Too old or broken: the packaged one is the better choice.
		}
	}
	const bundled = await packaged();
	if (bundled) return await probeOnce(bundled);
	throw new MediaError('noFfmpeg', `There is no ffmpeg on this machine. ${howToGet}`);
}
