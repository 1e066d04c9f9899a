/** Reads random videos in several ways and compares each with the reference. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameSelection, MediaOptions } from '../../../src/media/contract';
import { openMedia } from '../../../src/media/openMedia';
import { AssetServer } from '../server/assetServer';
import { differences, everyNth } from '../reading/differences';
import { nodeSend } from '../server/nodeSend';
import { randomRemux, type RandomVideo, randomVideo, SeededRandom } from './randomVideos';
import { decodeReference } from '../reading/reference';
import { type Clip, height, VideoMaker, width } from '../corpus/videoMaker';

interface FuzzOptions {
	seed: number;
	/** The number of videos to encode. Each is remuxed several times. */
	rounds: number;
	/** The ffmpeg that decodes. */
	ffmpeg: string;
	/** The ffmpeg that encodes. */
	encoder: string;
	/** A folder for copies of the files that are read wrongly. */
	keep?: string;
}

interface FuzzResult {
	files: number;
	wrong: Array<{ file: string; settings: string; differences: string[] }>;
}

const remuxesPerVideo = 6;

/** All differences between what is read from one file and the reference. */
async function differencesIn(
	server: AssetServer,
	folder: string,
	{ file, isTurned }: RandomVideo,
	ffmpeg: string,
	random: SeededRandom,
): Promise<string[]> {
	const size = isTurned ? { width: height, height: width } : { width, height };
	const clip: Clip = { file, trap: '', ...size };
	const reference = decodeReference(ffmpeg, join(folder, file), clip);
	const { length } = reference.numbers;
	// Encord counts what a full decode gives, or another number, or it does not know.
	const counted = random.pick(length, length + 1, undefined);
	if (counted !== undefined) clip.frameCount = counted;
	const wrong: string[] = [];
	const media = openMedia(
		{ kind: 'video', url: server.source(file).url },
		{ send: nodeSend, ffmpegPath: ffmpeg },
	);
	const count = await media.frameCount().catch((error: Error) => error.message);
	await media.close();
	// For a file without any picture an error is right, too.
	if (count !== length && length) wrong.push(`${count} frames are counted instead of ${length}`);
	const single = () => [random.below(length || 1)];
	const asks: Array<[FrameSelection, number[], Partial<MediaOptions>]> = [
		['all', everyNth(1, length), {}],
		[{ every: 7 }, everyNth(7, length), { wholeUpTo: 0 }],
		...[[0], [length - 1], single(), single(), single()].map(
			(frames): [FrameSelection, number[], Partial<MediaOptions>] => [
				{ frames },
				frames,
				{ wholeUpTo: 0 },
			],
		),
	];
	for (const [selection, wanted, options] of length ? asks : []) {
		const found = differences(server, clip, reference, selection, wanted, {
			ffmpegPath: ffmpeg,
			...options,
		});
		wrong.push(...(await found.catch((error: Error) => [error.message])));
	}
	return wrong;
}

export async function fuzz({
	seed,
	rounds,
	ffmpeg,
	encoder,
	keep,
}: FuzzOptions): Promise<FuzzResult> {
	const random = new SeededRandom(seed);
	const folder = mkdtempSync(join(tmpdir(), 'random-videos-'));
	const maker = new VideoMaker(encoder, folder);
	const server = await AssetServer.start(folder);
	const result: FuzzResult = { files: 0, wrong: [] };
	/** Undefined when ffmpeg refuses the settings. */
	const tryMake = (make: () => RandomVideo) => {
		try {
			return make();
		} catch {
			return undefined;
		}
	};
	try {
		for (let round = 0; round < rounds; round++) {
			const video = tryMake(() => randomVideo(maker, random, `video-${round}`));
			for (let copy = 0; video && copy < remuxesPerVideo; copy++) {
				const remuxed = tryMake(() =>
					randomRemux(maker, random, video, `copy-${seed}-${round}-${copy}`),
				);
				if (!remuxed) continue;
				result.files++;
				const found = await differencesIn(server, folder, remuxed, ffmpeg, random);
				if (!found.length) continue;
				result.wrong.push({
					file: remuxed.file,
					settings: `${video.settings} > ${remuxed.settings}`,
					differences: found,
				});
				if (!keep) continue;
				mkdirSync(keep, { recursive: true });
				copyFileSync(join(folder, remuxed.file), join(keep, remuxed.file));
			}
		}
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
	return result;
}
