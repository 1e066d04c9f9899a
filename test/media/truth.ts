/** What a full decode by the same ffmpeg shows: the definition of frame N, made without any code of the package. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readNumber } from './burntNumber';
import type { Clip } from './corpus';

export interface Truth {
	/** Number in the picture, by frame. */
	numbers: number[];
	/** Hash of the RGB pixels, by frame. */
	hashes: string[];
}

export const hashOf = (pixels: Buffer) => createHash('sha1').update(pixels).digest('hex');

export function truthOf(ffmpeg: string, path: string, { width, height, stream = 0 }: Clip): Truth {
	const args = [
		'-loglevel',
		'error',
		'-i',
		path,
		'-map',
		`0:v:${stream}`,
		'-vsync',
		'passthrough',
		'-f',
		'rawvideo',
		'-pix_fmt',
		'rgb24',
		'-',
	];
	const { stdout } = spawnSync(ffmpeg, args, { maxBuffer: 2 ** 30 });
	const size = width * height * 3;
	const truth: Truth = { numbers: [], hashes: [] };
	for (let at = 0; at + size <= stdout.length; at += size) {
		const data = stdout.subarray(at, at + size);
		truth.numbers.push(readNumber({ width, height, channels: 3, data })?.number ?? -1);
		truth.hashes.push(hashOf(data));
	}
	return truth;
}
