/** The reference for all comparisons: a full decode by the same ffmpeg, without any code of the package (frames §1). */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readNumber } from '../corpus/burntNumber';
import type { Clip } from '../corpus/corpus';

export interface Reference {
	/** The number in the picture of each frame; -1 when it cannot be read. */
	numbers: number[];
	/** A hash of the RGB pixels of each frame. */
	hashes: string[];
}

export const hashOf = (pixels: Buffer) => createHash('sha1').update(pixels).digest('hex');

export function decodeReference(
	ffmpeg: string,
	path: string,
	{ width, height, stream = 0 }: Clip,
): Reference {
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
	const reference: Reference = { numbers: [], hashes: [] };
	for (let at = 0; at + size <= stdout.length; at += size) {
		const data = stdout.subarray(at, at + size);
		reference.numbers.push(readNumber({ width, height, channels: 3, data })?.number ?? -1);
		reference.hashes.push(hashOf(data));
	}
	return reference;
}
