/** The frames that are read from small videos, by their pixels: with a real ffmpeg, in each way of reading. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameSelection } from '../../../src/media/contract';
import { geometryOf } from '../../../src/labels/shapes/geometryOf';
import { decodeImage } from '../../../src/media/picture/imageFile';
import { FakeFfmpegs, realFfmpeg } from './fakeFfmpeg';
import { framesRead, picturesRead, readingError, withVideo } from './readVideo';
import {
	allFrames,
	alphaVideos,
	frameCount,
	frameShown,
	smallVideos,
	fileNames,
} from './smallVideos';

let videos: ReturnType<typeof smallVideos>;
let withAlpha: ReturnType<typeof alphaVideos>;
const ffmpegs = new FakeFfmpegs();
beforeAll(() => {
	videos = smallVideos();
	withAlpha = alphaVideos();
});
afterAll(() => ffmpegs.remove());

describe.each(fileNames)('the frames of %s', (file) => {
	it('come in order, each with its own picture and time', async () => {
		const start = file === 'video.ts' ? 0 : 2;
		expect(await picturesRead(videos[file], 'all')).toEqual(
			allFrames.map((frame) => ({
				frame,
				time: (start + frame) / 10,
				width: 64,
				height: 48,
				channels: 3,
			})),
		);
	});

	it('are counted', async () => {
		expect(await withVideo(videos[file], {}, (media) => media.frameCount())).toBe(frameCount);
	});

	it('do not exist past the end', async () => {
		const message = (frame: number) =>
			`Frame ${frame} does not exist: the file has 12 frames, numbered 0 to 11.`;
		expect(await readingError(videos[file], { frames: [3, 12] })).toMatchObject({
			code: 'outOfRange',
			message: message(12),
		});
		expect(await readingError(videos[file], { range: [12, 13] })).toEqual({
			code: 'outOfRange',
			message: message(12),
			frames: [],
		});
	});

	it('come from storage that serves no ranges, too', async () => {
		expect(await framesRead(videos[file], { frames: [1, 6] }, { ranges: false })).toEqual([1, 6]);
	});

	it('are read more than once', async () => {
		await withVideo(videos[file], {}, async (media) => {
			for (const frame of [7, 2])
				for await (const pixels of media.pixels({ frames: [frame] }))
					expect([pixels.frame, frameShown(pixels)]).toEqual([frame, frame]);
			expect(await media.frameCount()).toBe(frameCount);
		});
	});

	it('are counted as Encord does, or carry a warning', async () => {
		const warnings = async (encord: number, selection: FrameSelection) =>
			(
				await picturesRead(videos[file], selection, {
					source: { expected: { frameCount: encord } },
				})
			).map(({ frame, warnings: own }) => [frame, own]);
		expect(await warnings(12, { frames: [1] })).toEqual([[1, undefined]]);
		const warning =
			'Encord counts 13 frames, a full decode of the file 12: this picture may belong to another frame in Encord.';
		for (const selection of [{ frames: [1, 7] }, { range: [1, 7], every: 6 }] as const)
			expect(await warnings(13, selection as FrameSelection)).toEqual([
				[1, [warning]],
				[7, [warning]],
			]);
	});
});

describe.each(['video.mp4', 'video.mkv', 'video.ts'] as const)(
	'the frames of %s that are asked for',
	(file) => {
		it.each<[FrameSelection, number[]]>([
			[{ frames: [9, 2, 2, 11] }, [2, 2, 9, 11]],
			[{ frames: [0] }, [0]],
			[{ frames: [] }, []],
			[{ range: [3, 6] }, [3, 4, 5, 6]],
			[{ range: [1, 40], every: 4 }, [1, 5, 9]],
			[{ every: 5 }, [0, 5, 10]],
			[{ atMost: 3 }, [0, 4, 8]],
			[{ perSecond: 2 }, [0, 5, 10]],
			[{ keyFrames: true }, [0, 4, 8]],
		])('are those of %j', async (selection, frames) => {
			expect(await framesRead(videos[file], selection)).toEqual(frames);
		});
	},
);

describe.each(['openGop.mp4', 'openGop.mkv'] as const)('open groups of pictures, %s', (file) => {
	it.each<[number[], number]>([
		[[1, 42, 43, 58], 2],
		[[42, 58], 1],
		[[1, 17], 1],
	])('give the frames %j with %p decoders, without a warning', async (frames, decoders) => {
		const ffmpeg = ffmpegs.script(realFfmpeg);
		const pictures = await picturesRead(videos[file], { frames }, { ffmpegPath: ffmpeg.path });
		expect(pictures.map(({ frame, time, warnings }) => [frame, time, warnings])).toEqual(
			frames.map((frame) => [frame, (frame + 2) / 10, undefined]),
		);
		expect(ffmpeg.commands).toHaveLength(decoders);
	});
});

describe('an encoded frame', () => {
	it('has the asked format and size', async () => {
		await withVideo(videos['video.mp4'], { format: 'png' }, async (media) => {
			const seen = [];
			for await (const { bytes, ...picture } of media.frames(
				{ frames: [3, 8, 10] },
				{ maxDimension: 16 },
			))
				seen.push({ ...picture, shown: frameShown(await decodeImage(bytes, 1e6)) });
			expect(seen).toEqual(
				[3, 8, 10].map((frame) => ({
					frame,
					time: (frame + 2) / 10,
					shown: frame,
					...{ width: 16, height: 12, mimeType: 'image/png' },
				})),
			);
		});
	});

	it('carries the warnings of its pixels', async () => {
		const source = { expected: { frameCount: 13 } };
		await withVideo(videos['video.ts'], { source }, async (media) => {
			const { value } = await media.frames({ frames: [2] }).next();
			expect(value?.warnings).toEqual([expect.stringMatching(/^Encord counts 13 frames/)]);
		});
	});

	it.each(['alpha.mov', 'alpha.webm'] as const)(
		'keeps its alpha where the format has it: %s',
		async (file) => {
			const alphaOf = (format: 'png' | 'jpeg') =>
				withVideo(withAlpha[file], { format }, async (media) => {
					const seen = [];
					for await (const { frame, bytes } of media.frames({ frames: [3, 8] })) {
						const pixels = await decodeImage(bytes, 1e6);
						expect(frameShown(pixels)).toBe(frame);
						seen.push(pixels.channels === 4 ? pixels.data[3] : undefined);
					}
					return seen;
				});
			expect(await alphaOf('png')).toEqual([103, 108]);
			expect(await alphaOf('jpeg')).toEqual([undefined, undefined]);
		},
	);
});

describe('an object that is cut out', () => {
	it('shows its frame', async () => {
		await withVideo(videos['video.mkv'], { format: 'png' }, async (media) => {
			const geometry = geometryOf({ boundingBox: { x: 0.25, y: 0.5, w: 0.5, h: 0.25 } });
			const crops = await media.crops(5, [{ geometry }, { geometry: undefined }], { padding: 1 });
			expect(crops.map((crop) => crop?.box)).toEqual([
				{ x: 15, y: 23, width: 34, height: 14 },
				undefined,
			]);
			expect(crops[0]?.mimeType).toBe('image/png');
			expect(frameShown(await decodeImage(crops[0]!.bytes, 1e6))).toBe(5);
			expect(media.kind).toBe('video');
		});
	});
});
