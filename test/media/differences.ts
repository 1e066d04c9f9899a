/** What the package reads of a video, compared with a full decode by the same ffmpeg. */
import type { FrameAsk, MediaOptions } from '../../src/media/contract';
import { openMedia } from '../../src/media/openMedia';
import type { AssetServer } from './assetServer';
import { readNumber } from './burntNumber';
import { nodeSend } from './nodeSend';
import type { Clip } from './studio';
import { hashOf, type Truth } from './truth';

/** Every difference, named; empty when all is right. `wanted`: the frames that the ask stands for. */
export async function differences(
	server: AssetServer,
	clip: Clip,
	{ numbers, hashes }: Truth,
	ask: FrameAsk,
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
		for await (const { frame, ...pixels } of media.pixels(ask)) {
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

export const every = (k: number, count: number) =>
	Array.from({ length: Math.ceil(count / k) }, (_, i) => i * k);
