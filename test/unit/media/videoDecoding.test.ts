/** When a file that is decoded as a whole is decoded once more to count its frames. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';
import { CountCheck } from '../../../src/media/video/countCheck';
import { DecoderLauncher } from '../../../src/media/video/decoderLauncher';
import type { OpenVideo } from '../../../src/media/video/openVideo';
import { VideoDecoding } from '../../../src/media/video/videoDecoding';
import { bytesInMemory } from './containerBytes';
import { type FakeFfmpeg, FakeFfmpegs, realFfmpeg } from './fakeFfmpeg';
import { frameShown, smallVideos } from './smallVideos';

const ffmpegs = new FakeFfmpegs();
let file: Buffer;
let deadline: Deadline;
beforeAll(() => {
	file = smallVideos()['video.ts'];
});
afterEach(() => deadline.end());
afterAll(() => ffmpegs.remove());

/** A transport stream that says of itself that it has this many bytes, and Encord that it has these frames. */
function decodingOf(size: number, encordCounts: number | undefined) {
	const ffmpeg: FakeFfmpeg = ffmpegs.script(realFfmpeg);
	deadline = new Deadline({ idleMs: 20_000, totalMs: 20_000 });
	let closed = 0;
	const video: OpenVideo = {
		index: { kind: 'none' },
		alpha: 'none',
		size,
		fullDecodeInput: async () => ({ demuxer: 'mpegts', input: bytesInMemory(file).stream(0) }),
		close: async () => void closed++,
	};
	const options = { send: undefined, ffmpegPath: ffmpeg.path } as never;
	const source = { kind: 'video' as const, url: async () => '' };
	const check = new CountCheck(encordCounts);
	const decoding = new VideoDecoding(video, new DecoderLauncher(source, options, deadline), check);
	const counts = () => ffmpeg.commands.filter((command) => command.includes('scale=2:2')).length;
	return { decoding, check, ffmpeg, counts, closed: () => closed };
}
const limit = 64 * 2 ** 20;

describe('a file that is decoded as a whole', () => {
	it.each([
		[limit, 12, 1],
		[limit + 1, 12, 0],
		[limit, undefined, 0],
	])('with %p bytes and %p frames in Encord is counted %p times', async (size, encord, times) => {
		const { decoding, check, counts, closed } = decodingOf(size, encord);
		for (const selection of [{ frames: [7, 2] }, { every: 6 }]) {
			const shown = [];
			for await (const pixels of decoding.decodeFromStart(selection, {}))
				shown.push([pixels.frame, frameShown(pixels)]);
			expect(shown).toEqual(
				'every' in selection
					? [
							[0, 0],
							[6, 6],
						]
					: [
							[2, 2],
							[7, 7],
						],
			);
		}
		expect(counts()).toBe(times);
		expect(check.warnings).toEqual(
			size > limit
				? [expect.stringMatching(/^Encord counts 12 frames\. That was not compared/)]
				: [],
		);
		expect(closed()).toBe(0);
		await decoding.close();
		expect(closed()).toBe(1);
	});

	it('is counted once, however often its frames are counted', async () => {
		const { decoding, counts } = decodingOf(limit + 1, undefined);
		const table = await decoding.countByDecoding();
		expect(await decoding.countByDecoding()).toBe(table);
		expect([table.count, table.timeOf(3), table.timeOf(12), table.isKey(0)]).toEqual([
			...[12, 0.3],
			...[0, false],
		]);
		expect(counts()).toBe(1);
	});

	it('is not decoded where no frame is asked', async () => {
		const { decoding, ffmpeg } = decodingOf(1, 12);
		for await (const { frame } of decoding.decodeFrames(undefined, [], {})) expect(frame).toBe(-1);
		expect(ffmpeg.commands).toEqual([]);
	});
});
