/**
 * Frame N is the N-th picture of a full decode. Both the number in the picture and all its pixels are compared, for each file of
 * the corpus and each way of asking (frames §7, bars 1 and 2).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { path as packaged } from '@ffmpeg-installer/ffmpeg';
import sharp from 'sharp';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import type { FrameSelection, MediaOptions } from '../../src/media/contract';
import { decodeImage } from '../../src/media/picture/imageFile';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer } from './server/assetServer';
import { readNumber } from './corpus/burntNumber';
import { type Clip, type Corpus, makeCorpus } from './corpus/corpus';
import { differences, everyNth } from './reading/differences';
import { closeConnections, nodeSend } from './server/nodeSend';
import { decodeReference, type Reference } from './reading/reference';

const minutes = 60_000;
let corpus: Corpus;
let server: AssetServer;
let system: string;
const references = new Map<string, Reference>();

beforeAll(async () => {
	system = (await findFfmpeg()).path;
	corpus = makeCorpus(system);
	server = await AssetServer.start(corpus.folder);
}, 3 * minutes);

afterAll(async () => {
	await server.stop();
	closeConnections();
});

function referenceOf(ffmpeg: string, clip: Clip): Reference {
	const key = `${ffmpeg} ${clip.file}`;
	const known =
		references.get(key) ?? decodeReference(ffmpeg, join(corpus.folder, clip.file), clip);
	references.set(key, known);
	return known;
}

async function differencesIn(
	ffmpeg: string,
	clip: Clip,
	selection: FrameSelection,
	wanted: number[],
	options: Partial<MediaOptions> = {},
): Promise<string[]> {
	return await differences(server, clip, referenceOf(ffmpeg, clip), selection, wanted, {
		ffmpegPath: ffmpeg,
		...options,
	});
}

/** Small files are fetched whole by default. This reads them by ranges, like large files. */
const byRanges = { wholeUpTo: 0 };

describe.each([
	['the ffmpeg of this machine', () => system],
	['the packaged ffmpeg', () => packaged],
])('with %s', (_name, ffmpeg) => {
	it(
		'reads every frame of every file',
		async () => {
			const wrong: string[] = [];
			for (const clip of corpus.clips) {
				const { numbers } = referenceOf(ffmpeg(), clip);
				if (!clip.unreadableStart) expect(numbers).not.toContain(-1);
				wrong.push(...(await differencesIn(ffmpeg(), clip, 'all', everyNth(1, numbers.length))));
			}
			expect(wrong).toEqual([]);
		},
		3 * minutes,
	);

	it(
		'reads single frames: first, last, around key frames',
		async () => {
			const wrong: string[] = [];
			for (const clip of corpus.clips) {
				const { length } = referenceOf(ffmpeg(), clip).numbers;
				for (const frame of new Set(
					[0, 11, 12, 13, 35, 36, length - 2, length - 1].filter((n) => n >= 0 && n < length),
				)) {
					wrong.push(
						...(await differencesIn(ffmpeg(), clip, { frames: [frame] }, [frame], byRanges)),
					);
				}
			}
			expect(wrong).toEqual([]);
		},
		3 * minutes,
	);

	it(
		'reads lists with gaps, out of order and with repeats',
		async () => {
			const wrong: string[] = [];
			for (const clip of corpus.clips) {
				const { length } = referenceOf(ffmpeg(), clip).numbers;
				const frames = [61, 3, 38, 3, 17, 22].filter((n) => n < length);
				wrong.push(
					...(await differencesIn(
						ffmpeg(),
						clip,
						{ frames },
						[...frames].sort((a, b) => a - b),
					)),
				);
				wrong.push(
					...(await differencesIn(ffmpeg(), clip, { every: 7 }, everyNth(7, length), byRanges)),
				);
				wrong.push(
					...(await differencesIn(
						ffmpeg(),
						clip,
						{ atMost: 5 },
						length < 5
							? everyNth(1, length)
							: [0, 1, 2, 3, 4].map((i) => Math.floor((i * length) / 5)),
					)),
				);
			}
			expect(wrong).toEqual([]);
		},
		3 * minutes,
	);
});

describe('a picture', () => {
	const pictures = async (file: string, selection: FrameSelection, options = {}) => {
		const media = openMedia(
			{ kind: 'video', url: server.source(file).url },
			{ send: nodeSend, ...options },
		);
		try {
			const all = [];
			for await (const picture of media.frames(selection)) all.push(picture);
			return all;
		} finally {
			await media.close();
		}
	};

	it('shows its number as JPEG, PNG and WebP, also scaled down', async () => {
		for (const format of ['jpeg', 'png', 'webp'] as const) {
			for (const maxDimension of [undefined, 96, 150]) {
				const [picture] = await pictures(
					'b-frames.mp4',
					{ frames: [41] },
					{ format, ...(maxDimension && { maxDimension }) },
				);
				expect(picture).toMatchObject({
					frame: 41,
					time: 1.64,
					mimeType: `image/${format}`,
					width: maxDimension ?? 192,
				});
				expect(readNumber(await decodeImage(picture?.bytes ?? Buffer.alloc(0), 1e6))?.number).toBe(
					41,
				);
			}
		}
	});

	it('is rotated as players show it', async () => {
		const [picture] = await pictures('turned.mp4', { frames: [7] });
		expect(picture).toMatchObject({ width: 108, height: 192 });
	});

	it('is mirrored as players show it, by index and by full decode, also with an ffmpeg that does not mirror', async () => {
		const scratch = mkdtempSync(join(tmpdir(), 'mirrored-'));
		const mirrored = await AssetServer.start(scratch);
		try {
			const file = readFileSync(join(corpus.folder, 'b-frames.mp4'));
			for (const [name, [a, b, c, d], turn] of [
				['left-right.mp4', [-1, 0, 0, 1], 0],
				['transposed.mp4', [0, 1, 1, 0], 90],
			] as const) {
				const matrix = file.indexOf('tkhd') + 44;
				for (const [place, value] of [a, b, 0, c, d].entries())
					file.writeInt32BE(value * 0x10000, matrix + 4 * place);
				writeFileSync(join(scratch, name), file);
				for (const ffmpegPath of [system, packaged]) {
					// With a wrong frame count from Encord the file is read by a full decode.
					for (const frameCount of [100, 99]) {
						const source = {
							kind: 'video' as const,
							url: mirrored.source(name).url,
							expected: { frameCount },
						};
						const media = openMedia(source, { send: nodeSend, ffmpegPath });
						for await (const { frame, ...pixels } of media.pixels({ frames: [41] })) {
							const { data, info } = await sharp(pixels.data, { raw: pixels })
								.flop()
								.raw()
								.toBuffer({ resolveWithObject: true });
							expect(
								readNumber({ data, width: info.width, height: info.height, channels: 3 }),
							).toEqual({ number: frame, turn });
						}
						await media.close();
					}
				}
			}
		} finally {
			await mirrored.stop();
			rmSync(scratch, { recursive: true, force: true });
		}
	});

	it('has an alpha channel as PNG and WebP, and none as JPEG', async () => {
		for (const file of ['alpha.mov', 'alpha.webm']) {
			for (const format of ['png', 'webp', 'jpeg'] as const) {
				const [picture] = await pictures(file, { frames: [5] }, { format });
				const pixels = await decodeImage(picture?.bytes ?? Buffer.alloc(0), 1e6);
				expect({ file, format, channels: pixels.channels }).toEqual({
					file,
					format,
					channels: format === 'jpeg' ? 3 : 4,
				});
				const lowest = pixels.data.at(-1) ?? 0;
				if (format !== 'jpeg') expect(Math.abs(lowest - 128)).toBeLessThan(4);
			}
		}
	});

	it("has its time on the file's own timeline", async () => {
		const uneven = await pictures('uneven.mp4', { range: [0, 20] });
		const same = await pictures('uneven.webm', { range: [0, 20] });
		uneven.forEach(({ time }, i) =>
			expect(Math.abs(time - (same[i]?.time ?? -1))).toBeLessThan(0.002),
		);
		expect((await pictures('sound-first.mp4', { frames: [0] }))[0]?.time).toBeCloseTo(1.337, 2);
		expect((await pictures('trimmed.mp4', { frames: [0] }))[0]?.time).toBeLessThan(0.05);
	});

	it('per tick is the frame on screen', async () => {
		for (const file of ['uneven.mp4', 'uneven.mkv', 'uneven.webm']) {
			const all = await pictures(file, 'all');
			const start = all[0]?.time ?? 0;
			const last = all.at(-1)?.time ?? 0;
			// The last frame is taken to last as long as the frames do on average.
			const end = last + (last - start) / (all.length - 1);
			const wanted = new Set<number>();
			for (let tick = 0; start + tick / 5 < end; tick++) {
				wanted.add(all.filter(({ time }) => time <= start + tick / 5 + 1e-6).at(-1)?.frame ?? -1);
			}
			expect((await pictures(file, { perSecond: 5 })).map(({ frame }) => frame)).toEqual([
				...wanted,
			]);
		}
	});

	it('is a key frame when key frames are asked for', async () => {
		expect((await pictures('b-frames.mp4', { keyFrames: true })).map(({ frame }) => frame)).toEqual(
			[0, 12, 24, 36, 48, 60, 72, 84, 96],
		);
		expect((await pictures('vp9.webm', { keyFrames: true })).map(({ frame }) => frame)).toEqual([
			0, 12, 24, 36, 48, 60,
		]);
		expect((await pictures('broadcast.ts', { keyFrames: true })).map(({ frame }) => frame)).toEqual(
			[0, 12, 24, 36, 48, 60, 72, 84, 96],
		);
	});

	it('carries a warning when Encord counts other frames than the index', async () => {
		const media = openMedia(
			{ kind: 'video', url: server.source('b-frames.mp4').url, expected: { frameCount: 99 } },
			{ send: nodeSend },
		);
		for await (const { frame, warnings } of media.frames({ frames: [98] })) {
			expect(frame).toBe(98);
			expect(warnings?.[0]).toMatch(/99 frames.*100/);
		}
		await media.close();
	});
});
