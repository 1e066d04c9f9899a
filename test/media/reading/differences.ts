/** Compares what the package reads from a video with the reference. */
import type { FrameSelection, MediaOptions } from '../../../src/media/contract';
import { openMedia } from '../../../src/media/openMedia';
import type { AssetServer } from '../server/assetServer';
import { readNumber } from '../corpus/burntNumber';
import { nodeSend } from '../server/nodeSend';
import type { Clip } from '../corpus/videoMaker';
import { hashOf, type Reference } from './reference';

/**
 * One message per difference in frame number, number in the picture, pixels, or count; empty when there is none.
 * @param wanted the frames that `selection` must give, in order
 */
export async function differences(
	server: AssetServer,
	clip: Clip,
	{ numbers, hashes }: Reference,
	selection: FrameSelection,
	wanted: number[],
	options: Partial<MediaOptions>,
): Promise<string[]> {
	const media = openMedia(
		{ kind: 'video', title: clip.file, url: server.source(clip.file).url, expected: clip },
		{ send: nodeSend, ...options },
	);
	const wrong: string[] = [];
	let next = 0;
	try {
		for await (const { frame, ...pixels } of media.pixels(selection)) {
			const expected = wanted[next++];
			if (frame !== expected)
				wrong.push(`${clip.file}: frame ${frame} came instead of ${expected}`);
			const number = readNumber(pixels)?.number ?? -1;
			if (number !== numbers[frame])
				wrong.push(`${clip.file}: frame ${frame} shows ${number} instead of ${numbers[frame]}`);
			if (hashOf(pixels.data) !== hashes[frame])
				wrong.push(`${clip.file}: frame ${frame} has other pixels`);
		}
	} finally {
		await media.close();
	}
	if (next !== wanted.length)
		wrong.push(`${clip.file}: ${next} pictures instead of ${wanted.length}`);
	return wrong;
}

/** Every k-th of `count` frames. */
export const everyNth = (k: number, count: number) =>
	Array.from({ length: Math.ceil(count / k) }, (_, i) => i * k);
