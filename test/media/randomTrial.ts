/** Random videos read in many ways, each compared with a full decode. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameAsk, MediaOptions } from '../../src/media/contract';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer } from './assetServer';
import { differences, every } from './differences';
import { nodeSend } from './nodeSend';
import { Dice, randomCopy, type RandomVideo, randomVideo } from './randomVideos';
import { Studio, height, width } from './studio';
import { truthOf } from './truth';

export interface Trial {
	seed: number;
	/** Videos that are encoded; each is copied some times. */
	rounds: number;
	/** That decodes. */
	ffmpeg: string;
	/** That encodes. */
	encoder: string;
	/** Where files that are read wrongly are kept. */
	keep?: string;
}

export interface Outcome {
	files: number;
	wrong: Array<{ file: string; how: string; what: string[] }>;
}

const copiesOfEach = 6;

/** What is wrong with how one file is read. */
async function wrongIn(
	server: AssetServer,
	folder: string,
	{ file }: RandomVideo,
	ffmpeg: string,
	dice: Dice,
): Promise<string[]> {
	const clip = { file, trap: '', width, height };
	const truth = truthOf(ffmpeg, join(folder, file), clip);
	const { length } = truth.numbers;
	const wrong: string[] = [];
	const media = openMedia(
		{ kind: 'video', url: server.source(file).url },
		{ send: nodeSend, ffmpegPath: ffmpeg },
	);
	const count = await media.frameCount().catch((error: Error) => error.message);
	await media.close();
	// A file without any picture may as well be an error.
	if (count !== length && length) wrong.push(`${count} frames are counted instead of ${length}`);
	const single = () => [dice.below(length || 1)];
	const asks: Array<[FrameAsk, number[], Partial<MediaOptions>]> = [
		['all', every(1, length), {}],
		[{ every: 7 }, every(7, length), { wholeUpTo: 0 }],
		...[[0], [length - 1], single(), single(), single()].map(
			(frames): [FrameAsk, number[], Partial<MediaOptions>] => [
				{ frames },
				frames,
				{ wholeUpTo: 0 },
			],
		),
	];
	for (const [ask, wanted, options] of length ? asks : []) {
		const found = differences(server, clip, truth, ask, wanted, { ffmpegPath: ffmpeg, ...options });
		wrong.push(...(await found.catch((error: Error) => [error.message])));
	}
	return wrong;
}

export async function tryRandomVideos({
	seed,
	rounds,
	ffmpeg,
	encoder,
	keep,
}: Trial): Promise<Outcome> {
	const dice = new Dice(seed);
	const folder = mkdtempSync(join(tmpdir(), 'random-videos-'));
	const studio = new Studio(encoder, folder);
	const server = await AssetServer.start(folder);
	const outcome: Outcome = { files: 0, wrong: [] };
	/** Settings that an encoder or a container refuses make no file. */
	const made = (make: () => RandomVideo) => {
		try {
			return make();
		} catch {
			return undefined;
		}
	};
	try {
		for (let round = 0; round < rounds; round++) {
			const video = made(() => randomVideo(studio, dice, `video-${round}`));
			for (let copy = 0; video && copy < copiesOfEach; copy++) {
				const one = made(() => randomCopy(studio, dice, video, `copy-${seed}-${round}-${copy}`));
				if (!one) continue;
				outcome.files++;
				const what = await wrongIn(server, folder, one, ffmpeg, dice);
				if (!what.length) continue;
				outcome.wrong.push({ file: one.file, how: `${video.how} > ${one.how}`, what });
				if (!keep) continue;
				mkdirSync(keep, { recursive: true });
				copyFileSync(join(folder, one.file), join(keep, one.file));
			}
		}
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
	return outcome;
}
