/** Makes test videos with ffmpeg: encodes numbered pictures and remuxes them into other containers. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberedPicture } from './burntNumber';
import { replaceEditList } from './editList';

export interface Clip {
	file: string;
	/** What makes the file difficult to read. */
	trap: string;
	/** After rotation. */
	width: number;
	height: number;
	/** The numbers in its first pictures cannot be read, because it begins within an intra refresh. */
	unreadableStart?: true;
	/** The index of the video among all video streams, when it is not the first one. */
	stream?: number;
	/** What Encord counts, if a test says so. */
	frameCount?: number;
}

export const width = 192;
export const height = 108;
export const gop = 12;

function runFfmpeg(ffmpeg: string, args: string[], input?: Buffer): Buffer {
	const { status, stdout, stderr } = spawnSync(
		ffmpeg,
		['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args],
		{
			input,
			maxBuffer: 2 ** 28,
		},
	);
	if (status !== 0) throw new Error(`ffmpeg: ${args.at(-1)}: ${stderr.toString().slice(-400)}`);
	return stdout;
}

/** Raw input by number and size of the pictures. */
const pictures = new Map<string, Buffer>();

function numberedPictures(count: number, w: number, h: number): Buffer {
	const key = `${count} ${w} ${h}`;
	const known =
		pictures.get(key) ??
		Buffer.concat(Array.from({ length: count }, (_, n) => numberedPicture(n, w, h)));
	pictures.set(key, known);
	return known;
}

interface EncodeOptions {
	count: number;
	rate?: string;
	size?: readonly [number, number];
	filter?: string;
	/** Adds an audio track. */
	audio?: boolean;
}

/** Writes videos into one folder. `clips` lists all that were made with a description; an empty description leaves a file out. */
export class VideoMaker {
	readonly clips: Clip[] = [];
	constructor(
		private readonly ffmpeg: string,
		private readonly folder: string,
	) {}

	path(file: string): string {
		return join(this.folder, file);
	}

	private list(
		file: string,
		trap: string,
		size: readonly [number, number] = [width, height],
	): void {
		if (trap) this.clips.push({ file, trap, width: size[0], height: size[1] });
	}

	/** Encodes numbered pictures. `codec`: ffmpeg's output options. */
	encode(
		file: string,
		trap: string,
		{ count, rate = '25', size = [width, height], filter, audio }: EncodeOptions,
		codec: string,
	): void {
		const args = [
			'-f',
			'rawvideo',
			'-pix_fmt',
			'rgb24',
			'-s',
			size.join('x'),
			'-r',
			rate,
			'-i',
			'pipe:0',
		];
		if (audio)
			args.push(
				'-f',
				'lavfi',
				'-i',
				'sine=frequency=440:sample_rate=48000',
				'-shortest',
				'-c:a',
				/webm$/.test(file) ? 'libopus' : 'aac',
			);
		if (filter) args.push('-vf', filter, '-vsync', 'passthrough');
		runFfmpeg(
			this.ffmpeg,
			[...args, ...codec.split(' '), this.path(file)],
			numberedPictures(count, size[0], size[1]),
		);
		this.list(file, trap, size);
	}

	/** Muxes an elementary stream without timestamps: the packets get timestamps in decode order. */
	muxElementaryStream(file: string, trap: string, stream: Buffer, format = 'h264'): void {
		runFfmpeg(
			this.ffmpeg,
			['-f', format, '-framerate', '25', '-i', 'pipe:0', '-c', 'copy', this.path(file)],
			stream,
		);
		this.list(file, trap);
	}

	/** The elementary stream of a file. */
	elementaryStream(from: string, format = 'h264'): Buffer {
		return runFfmpeg(this.ffmpeg, [
			'-i',
			this.path(from),
			'-map',
			'0:v',
			'-c',
			'copy',
			'-f',
			format,
			'pipe:1',
		]);
	}

	/** Copies a file with another edit list; see `replaceEditList`. */
	copyWithEdits(
		file: string,
		trap: string,
		from: string,
		edits: ReadonlyArray<readonly [durationMs: number, mediaTime: number]>,
	): void {
		writeFileSync(this.path(file), replaceEditList(readFileSync(this.path(from)), edits));
		this.list(file, trap);
	}

	/** Copies a file with its bytes changed. */
	change(
		file: string,
		trap: string,
		from: string,
		changed: (bytes: Buffer) => Buffer,
		size?: readonly [number, number],
	): void {
		writeFileSync(this.path(file), changed(readFileSync(this.path(from))));
		this.list(file, trap, size);
	}

	/** Remuxes a file without encoding. `options`: ffmpeg's input options, `|`, output options. */
	remux(
		file: string,
		trap: string,
		options: string,
		from: string,
		size?: readonly [number, number],
	): void {
		const [before = '', after = ''] = options.split('|').map((part) => part.trim());
		runFfmpeg(this.ffmpeg, [
			...before.split(' ').filter(Boolean),
			'-i',
			this.path(from),
			'-c',
			'copy',
			...after.split(' ').filter(Boolean),
			this.path(file),
		]);
		this.list(file, trap, size);
	}

	/** Delays the video of a file against its audio. */
	delayVideo(file: string, trap: string, seconds: number, from: string): void {
		const path = this.path(from);
		runFfmpeg(this.ffmpeg, [
			'-i',
			path,
			'-itsoffset',
			String(seconds),
			'-i',
			path,
			'-map',
			'1:v',
			'-map',
			'0:a',
			'-c',
			'copy',
			this.path(file),
		]);
		this.list(file, trap);
	}

	/** Adds a cover picture as the first video track. */
	addCover(file: string, trap: string, picture: string, video: string): void {
		runFfmpeg(this.ffmpeg, [
			'-i',
			this.path(picture),
			'-i',
			this.path(video),
			'-map',
			'0:v',
			'-map',
			'1',
			'-c',
			'copy',
			this.path(file),
		]);
		this.clips.push({ file, trap, width, height, stream: 1 });
	}

	hasEncoder(encoder: string): boolean {
		const { stdout } = spawnSync(this.ffmpeg, ['-hide_banner', '-encoders'], {
			maxBuffer: 2 ** 24,
		});
		return stdout.toString().includes(` ${encoder} `);
	}

	/** Copies the first part of a file. @param share of its bytes, 0 to 1 */
	truncate(file: string, trap: string, share: number, from: string): void {
		copyFileSync(this.path(from), this.path(file));
		truncateSync(this.path(file), Math.floor(statSync(this.path(from)).size * share));
		this.list(file, trap);
	}
}
