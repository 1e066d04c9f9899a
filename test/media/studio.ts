/** Where the corpus is made: numbered pictures through encoders and containers. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberedPicture } from './burntNumber';
import { withEdits } from './editList';

export interface Clip {
	file: string;
	/** What makes it awkward. */
	trap: string;
	/** As shown, after turning. */
	width: number;
	height: number;
	/** Its first pictures cannot be read: they are shown while they are renewed. */
	blurred?: true;
	/** The stream that is the video, where it is not the first one. */
	stream?: number;
}

export const width = 192;
export const height = 108;
export const gop = 12;

function run(ffmpeg: string, args: string[], input?: Buffer): Buffer {
	const { status, stdout, stderr } = spawnSync(
		ffmpeg,
		['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', ...args],
		{
			input,
			maxBuffer: 2 ** 28,
		},
	);
	if (status !== 0) throw new Error(`corpus: ${args.at(-1)}: ${stderr.toString().slice(-400)}`);
	return stdout;
}

const pictures = new Map<string, Buffer>();

function numbered(count: number, w: number, h: number): Buffer {
	const key = `${count} ${w} ${h}`;
	const known =
		pictures.get(key) ??
		Buffer.concat(Array.from({ length: count }, (_, n) => numberedPicture(n, w, h)));
	pictures.set(key, known);
	return known;
}

interface Recipe {
	count: number;
	rate?: string;
	size?: readonly [number, number];
	filter?: string;
	/** A tone beside the pictures. */
	tone?: boolean;
}

/** Encodes numbered pictures with one ffmpeg into one folder, and keeps the list of what it made. */
export class Studio {
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

	/** Encodes numbered pictures; an empty trap keeps a file out of the list. */
	encode(
		file: string,
		trap: string,
		{ count, rate = '25', size = [width, height], filter, tone }: Recipe,
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
		if (tone)
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
		run(
			this.ffmpeg,
			[...args, ...codec.split(' '), this.path(file)],
			numbered(count, size[0], size[1]),
		);
		this.list(file, trap, size);
	}

	/** Puts a bare stream into a container: it gets times in the order of decoding. */
	wrap(file: string, trap: string, stream: Buffer, format = 'h264'): void {
		run(
			this.ffmpeg,
			['-f', format, '-framerate', '25', '-i', 'pipe:0', '-c', 'copy', this.path(file)],
			stream,
		);
		this.list(file, trap);
	}

	/** The bare stream of an encoded file. */
	stream(from: string, format = 'h264'): Buffer {
		return run(this.ffmpeg, [
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

	/** Another list of edits, each of so many milliseconds from a place in the track, for a file whose index comes last. */
	edits(
		file: string,
		trap: string,
		from: string,
		edits: ReadonlyArray<readonly [ms: number, from: number]>,
	): void {
		writeFileSync(this.path(file), withEdits(readFileSync(this.path(from)), edits));
		this.list(file, trap);
	}

	/** Puts an encoded file into another container. */
	copy(
		file: string,
		trap: string,
		options: string,
		from: string,
		size?: readonly [number, number],
	): void {
		const [before = '', after = ''] = options.split('|').map((part) => part.trim());
		run(this.ffmpeg, [
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

	/** The sound of one file beside the later pictures of the same one. */
	late(file: string, trap: string, seconds: number, from: string): void {
		const path = this.path(from);
		run(this.ffmpeg, [
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

	/** A single picture in a track of its own, before the video. */
	cover(file: string, trap: string, picture: string, video: string): void {
		run(this.ffmpeg, [
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

	has(encoder: string): boolean {
		const { stdout } = spawnSync(this.ffmpeg, ['-hide_banner', '-encoders'], {
			maxBuffer: 2 ** 24,
		});
		return stdout.toString().includes(` ${encoder} `);
	}

	cut(file: string, trap: string, share: number, from: string): void {
		copyFileSync(this.path(from), this.path(file));
		truncateSync(this.path(file), Math.floor(statSync(this.path(from)).size * share));
		this.list(file, trap);
	}
}
