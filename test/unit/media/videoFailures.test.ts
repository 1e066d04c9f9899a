/** What is read from a video whose decoder fails, reports errors, waits forever or is stopped, and what is said then. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';
import { StandbyDecoder, withStandbyDecoder } from '../../../src/media/ffmpeg/standby';
import { openMedia } from '../../../src/media/openMedia';
import { storageOf } from './fileStorage';
import { type FakeFfmpeg, FakeFfmpegs, picture, realFfmpeg, timestamp } from './fakeFfmpeg';
import { framesRead, picturesRead, readingError, withVideo } from './readVideo';
import { frameShown, smallVideos } from './smallVideos';

let videos: ReturnType<typeof smallVideos>;
const ffmpegs = new FakeFfmpegs();
let ffmpeg: FakeFfmpeg;
const started = (commands: string) => {
	ffmpeg = ffmpegs.script(commands);
	return { ffmpegPath: ffmpeg.path };
};
beforeAll(() => {
	videos = smallVideos();
});
afterEach(() => expect(ffmpeg.running).toEqual([]));
afterAll(() => ffmpegs.remove());

const readInput = 'cat > /dev/null';
const report = (error: string) => `echo '[h264 @ 0x1] [error] ${error}' >&2`;
const failing = (error: string) => `${readInput}; ${report(error)}; exit 1`;
const firstStarts = (count: number, commands: string) =>
	`if [ $start -le ${count} ]; then ${commands}; exit; fi; ${realFfmpeg}`;
/** The full decode that only counts, and all other ones. */
const counting = (commands: string, others = realFfmpeg) =>
	`case "$*" in *scale=2:2*) ${commands};; *) ${others};; esac`;
/** A picture of frame 5 of the MP4 file, with the timestamp that its packet has for the decoder. */
const frame5 = `${picture('abc')}; ${timestamp(6 * 40 + 1)}`;
/** The key pictures of the MP4 file, by their bytes. */
const keyPackets = () => {
	const bytes = videos['video.mp4'];
	const starts: number[] = [];
	for (let at = 0; (at = bytes.indexOf(0x65, at + 1)) > 0; )
		if (bytes.readUInt32BE(at - 4) < 50 && at < bytes.indexOf('moov')) starts.push(at);
	return starts.map((at) => bytes.subarray(at, at + bytes.readUInt32BE(at - 4)));
};
/** How a file was read: by packets of the index, or as a whole. */
const waysOfReading = () =>
	ffmpeg.commands.map((command) =>
		command.includes('scale=2:2')
			? 'counted'
			: command.includes('setpts=N')
				? 'decoded whole'
				: 'decoded by the index',
	);
const byIndex = (times: number) => Array<string>(times).fill('decoded by the index');

describe('a decoder that fails', () => {
	it.each([1, 2, 3])('%p times is started again, with more of the file', async (times) => {
		const options = started(firstStarts(times, failing('broken')));
		expect(await picturesRead(videos['video.mp4'], { frames: [5, 6] }, options)).toEqual(
			[5, 6].map((frame) =>
				expect.objectContaining({ frame, time: (frame + 2) / 10, channels: 3 }),
			),
		);
		expect(waysOfReading()).toEqual(
			times < 3 ? byIndex(times + 1) : [...byIndex(3), 'decoded whole'],
		);
	});

	it('gets a larger part of the file each time, and then all of it', async () => {
		const input = (start: string) => `${ffmpegs.folder}/input-${start}`;
		// The last one gets the path of a file that is removed afterwards.
		const options = started(
			`for word; do case "$word" in file:*) exec < "\${word#file:}";; esac; done; cat > ${input('$start')}; exit 1`,
		);
		await readingError(videos['video.mp4'], { frames: [9] }, options);
		const inputs = ['1', '2', '3', '4'].map((start) => readFileSync(input(start)));
		const packetsOf = (bytes: Buffer) => keyPackets().map((packet) => bytes.includes(packet));
		expect(inputs.map(packetsOf)).toEqual([
			[false, false, true],
			[false, true, true],
			[true, true, true],
			[true, true, true],
		]);
		expect(inputs[3]).toEqual(videos['video.mp4']);
	});

	it('each time tells its first error', async () => {
		const options = started(failing('broken'));
		expect(await readingError(videos['video.mp4'], { frames: [5] }, options)).toEqual({
			code: 'damaged',
			message:
				'The video cannot be decoded (broken). The file may be damaged: upload it again or re-encode it.',
			frames: [],
		});
		expect(waysOfReading()).toEqual([...byIndex(3), 'decoded whole']);
	});

	it.each([
		['Unknown encoder', 'noFfmpeg'],
		['Picture size 9x9 exceeds', 'tooLarge'],
		['Unknown decoder', 'unsupportedFormat'],
	])('for another reason than damage is not started again: %s', async (error, code) => {
		const options = started(failing(error));
		expect(await readingError(videos['video.mp4'], { frames: [5] }, options)).toMatchObject({
			code,
		});
		expect(waysOfReading()).toEqual(byIndex(1));
	});

	it('cannot be missing', async () => {
		expect(
			await readingError(videos['video.mp4'], { frames: [5] }, { ffmpegPath: '/no/ffmpeg' }),
		).toMatchObject({ code: 'noFfmpeg', frames: [] });
	});
});

describe('a decoder that fails behind its first pictures', () => {
	const oneFrame = `${picture('abc')}; ${timestamp(0)}; ${failing('broken')}`;
	it('gives these, and the next one is missing', async () => {
		const options = started(counting(realFfmpeg, oneFrame));
		expect(await readingError(videos['video.ts'], { frames: [0, 1] }, options)).toEqual({
			code: 'truncated',
			message: expect.stringMatching(/^Frame 1 cannot be read: the decoder shows no picture/),
			frames: [0],
		});
	});

	it('is followed by the next way of reading, from the next frame on', async () => {
		const options = started(firstStarts(1, `${frame5}; ${readInput}; exit 1`));
		await withVideo(videos['video.mp4'], options, async (media) => {
			const seen = [];
			for await (const { frame, width } of media.pixels({ frames: [5, 6, 7] }))
				seen.push([frame, width]);
			expect(seen).toEqual([
				[5, 1],
				[6, 64],
				[7, 64],
			]);
		});
		expect(waysOfReading()).toEqual(byIndex(2));
	});
});

describe('a decoder that reports errors and ends well', () => {
	it('is not believed while there is another way of reading', async () => {
		const options = started(firstStarts(2, `${report('broken')}; ${realFfmpeg}`));
		const pictures = await picturesRead(videos['video.mp4'], { frames: [5, 6] }, options);
		expect(pictures.map(({ frame, warnings }) => [frame, warnings])).toEqual([
			[5, undefined],
			[6, undefined],
		]);
		expect(waysOfReading()).toEqual(byIndex(3));
	});

	it('is believed from the picture on up to which errors are expected', async () => {
		const unasked = `${picture('abc')}; ${timestamp(1)}`;
		const options = started(`${report('broken')}; ${unasked}; ${frame5}; ${readInput}`);
		await withVideo(videos['video.mp4'], options, async (media) => {
			const { value } = await media.pixels({ frames: [5] }).next();
			expect(value).toMatchObject({ frame: 5, width: 1 });
			expect(value).not.toHaveProperty('warnings');
		});
		expect(waysOfReading()).toEqual(byIndex(1));
	});

	it('is ended before the next one is started', async () => {
		const options = started(firstStarts(1, `${report('broken')}; ${frame5}; exec sleep 100`));
		expect(await framesRead(videos['video.mp4'], { frames: [5] }, options)).toEqual([5]);
		expect(waysOfReading()).toEqual(byIndex(2));
	});

	it.each(['video.mp4', 'video.ts'] as const)(
		'gives pictures with a warning where there is no other way: %s',
		async (file) => {
			const options = started(`${report('broken')}; ${realFfmpeg}`);
			const warnings = [
				'ffmpeg reports errors in this file, at this frame or before it (broken): the picture may be damaged.',
			];
			const pictures = await picturesRead(videos[file], { frames: [5, 6] }, options);
			expect(pictures.map((pixels) => [pixels.frame, pixels.warnings])).toEqual([
				[5, warnings],
				[6, warnings],
			]);
			expect(waysOfReading()).toEqual([...byIndex(file === 'video.mp4' ? 3 : 0), 'decoded whole']);
		},
	);
});

describe('a decoder that leaves out frames', () => {
	it('is started again with more of the file, and then the frame is missing', async () => {
		const options = started(readInput);
		expect(await readingError(videos['video.mp4'], { frames: [5, 6] }, options)).toEqual({
			code: 'truncated',
			message:
				'Frame 5 cannot be read: the decoder shows no picture for it, because the file is damaged there. Upload the file to Encord again, or ask for another frame.',
			frames: [],
		});
		expect(waysOfReading()).toEqual([...byIndex(3), 'decoded whole']);
	});

	it('is counted where there is no index', async () => {
		const options = started(counting(realFfmpeg, readInput));
		const error = (frame: number) => readingError(videos['video.ts'], { frames: [frame] }, options);
		expect(await error(11)).toMatchObject({
			code: 'truncated',
			message: expect.stringMatching(/^Frame 11 cannot be read: the decoder shows no picture/),
		});
		expect(waysOfReading()).toEqual(['decoded whole', 'counted']);
		expect(await error(12)).toMatchObject({ code: 'outOfRange' });
		expect(await readingError(videos['video.ts'], { range: [12, 12] }, options)).toMatchObject({
			code: 'outOfRange',
			message: 'Frame 12 does not exist: the file has 12 frames, numbered 0 to 11.',
		});
		expect(await readingError(videos['video.ts'], 'all', options)).toEqual({ frames: [] });
	});

	it('and numbers the others anew is not believed', async () => {
		const elevenFrames = `for n in 0 1 2 3 4 5 6 7 8 9 10; do ${picture('abc')}; echo $((n * 134217728)) >&3; done; ${readInput}`;
		const options = started(counting(elevenFrames, readInput));
		const source = { expected: { frameCount: 12 } };
		expect(
			await readingError(videos['video.mp4'], { frames: [3] }, { ...options, source }),
		).toMatchObject({
			code: 'truncated',
			message:
				"Frame 3 cannot be read: Encord and the file's own index count 12 frames, a full decode of the file 11, so it is not known which picture belongs to this frame. Upload the file to Encord again, or ask for another frame.",
		});
		expect(waysOfReading()).toEqual([...byIndex(3), 'counted']);
	});
});

describe('a decoder that gives more frames than asked', () => {
	it('is read on to the asked ones', async () => {
		const options = started(
			`for n in 0 1 2 3; do ${picture('abc')}; echo $((n * 134217728 + 2500)) >&3; done; ${readInput}`,
		);
		await withVideo(videos['video.ts'], options, async (media) => {
			const seen = [];
			for await (const { frame, time } of media.pixels({ frames: [1, 3] }))
				seen.push([frame, time]);
			expect(seen).toEqual([
				[1, 2.5],
				[3, 2.5],
			]);
		});
	});
});

describe('frames that cannot be counted', () => {
	const source = { expected: { frameCount: 13 } };
	it.each([
		[
			'video.ts',
			'Encord counts 13 frames. That was not compared with the file, because all of it would have to be read.',
		],
		[
			'video.mp4',
			"Encord counts 13 frames, the file's own index 12: frames are counted by decoding the file.",
		],
	] as const)('are read all the same, with a warning: %s', async (file, warning) => {
		const options = { ...started(counting(failing('broken'))), source };
		for (const selection of [{ frames: [2] }, { range: [2, 2] }] as const) {
			const pictures = await picturesRead(videos[file], { ...selection }, options);
			expect(pictures.map(({ frame, warnings }) => [frame, warnings])).toEqual([[2, [warning]]]);
		}
	});

	it('are not read where the decoder cannot be used at all', async () => {
		const options = { ...started(counting(failing('Unknown encoder'))), source };
		expect(await readingError(videos['video.ts'], 'all', options)).toMatchObject({
			code: 'noFfmpeg',
			frames: [],
		});
	});
});

describe('a decoder that waits forever', () => {
	const waiting = 'exec sleep 100';
	it.each(['video.mp4', 'video.mkv', 'video.ts'] as const)('is ended: %s', async (file) => {
		const options = { ...started(waiting), idleMs: 300 };
		expect(await readingError(videos[file], { frames: [2] }, options)).toEqual({
			code: 'timeout',
			message:
				'The storage or the decoder sent nothing for 0.3 s. Try again, or raise the silence limit.',
			frames: [],
		});
	});

	it('is ended when the time for all of it is over', async () => {
		const options = { ...started(waiting), totalMs: 300 };
		expect(await readingError(videos['video.mp4'], { frames: [2] }, options)).toEqual({
			code: 'timeout',
			message: 'Reading the file took longer than 0.3 s. Try again, or raise the time limit.',
			frames: [],
		});
	});

	it('is ended when reading is canceled', async () => {
		const canceling = new AbortController();
		const options = {
			...started(`${picture('abc')}; ${timestamp(0)}; ${waiting}`),
			signal: canceling.signal,
		};
		await withVideo(videos['video.ts'], options, async (media) => {
			const pixels = media.pixels('all');
			expect((await pixels.next()).value).toMatchObject({ frame: 0, width: 1, height: 1 });
			const next = pixels.next();
			canceling.abort();
			await expect(next).rejects.toMatchObject({ code: 'cancelled' });
			expect(ffmpeg.running).toEqual([]);
		});
	});

	it.each(['all' as const, { frames: [0, 1] }])(
		'is ended when the reader has enough of %j',
		async (selection) => {
			const options = started(`${picture('abc')}; ${timestamp(0)}; ${waiting}`);
			await withVideo(videos['video.ts'], options, async (media) => {
				for await (const { frame } of media.pixels(selection)) {
					expect(frame).toBe(0);
					expect(ffmpeg.running).toHaveLength(1);
					break;
				}
				expect(ffmpeg.running).toEqual([]);
			});
		},
	);

	it('is ended when the file is closed, also behind its last frame', async () => {
		const options = started(`${picture('abc')}; ${timestamp(0)}; ${waiting}`);
		expect(await readingError(videos['video.ts'], { frames: [0] }, options)).toEqual({
			frames: [0],
		});
	});

	it('is not waited for while the reader works on a picture', async () => {
		const calls: string[] = [];
		const spies = (['pause', 'resume'] as const).map((name) => {
			const { [name]: original } = Deadline.prototype;
			return jest.spyOn(Deadline.prototype, name).mockImplementation(function (this: Deadline) {
				calls.push(name);
				original.call(this);
			});
		});
		await withVideo(videos['video.mp4'], started(realFfmpeg), async (media) => {
			for await (const { frame } of media.pixels({ frames: [2, 3] })) {
				expect([frame, calls.at(-1)]).toEqual([frame, 'pause']);
				calls.length = 0;
			}
			expect(calls[0]).toBe('resume');
		});
		for (const spy of spies) spy.mockRestore();
	});
});

describe('a damaged file', () => {
	it('whose index lists more than is there gives the frames that are there', async () => {
		const { ffmpegPath } = started(realFfmpeg);
		const cut = videos['indexFirst.mp4'].subarray(0, -60);
		const error = (frame: number) => ({
			code: 'truncated',
			message: `Frame ${frame} cannot be read: the file is cut off: its index lists 12 frames, but only about 9 are there. Upload the file to Encord again, or ask for another frame.`,
		});
		expect(await readingError(cut, 'all', { ffmpegPath })).toEqual({
			...error(9),
			frames: [0, 1, 2, 3, 4, 5, 6, 7, 8],
		});
		for (const frames of [[2, 7, 10], [10]])
			expect(await readingError(cut, { frames }, { ffmpegPath })).toEqual({
				...error(10),
				frames: frames.slice(0, -1),
			});
		expect(await framesRead(cut, { frames: [8, 11] }, { ffmpegPath })).toEqual([8, 11]);
		expect(waysOfReading()).toEqual(byIndex(3));
	});

	it('without an index that is cut off has fewer frames', async () => {
		const options = started(realFfmpeg);
		const cut = videos['video.ts'].subarray(0, -500);
		expect(await framesRead(cut, 'all', options)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
		expect(await readingError(cut, { frames: [1, 11] }, options)).toEqual({
			code: 'outOfRange',
			message: 'Frame 11 does not exist: the file has 9 frames, numbered 0 to 8.',
			frames: [1],
		});
	});

	it.each(['video.mp4', 'fragmented.mp4', 'video.mkv', 'video.ts'] as const)(
		'never shows another picture without a warning: %s',
		async (file) => {
			const options = started(realFfmpeg);
			const broken = Buffer.from(videos[file]);
			// The key picture of the second group of pictures, without its first bytes.
			const mark = Buffer.from(file === 'video.ts' ? [0, 0, 1, 0x65] : [0, 0, 0, 44, 0x65]);
			const at = broken.indexOf(mark, broken.indexOf(mark) + 1) + mark.length;
			broken.fill(0xff, at + 2, at + 36);
			for (const selection of ['all', { frames: [4] }] as const) {
				const wrong = await withVideo(broken, options, async (media) => {
					const seen = [];
					for await (const pixels of media.pixels(selection))
						if (frameShown(pixels) !== pixels.frame) seen.push(pixels);
					return seen;
				});
				expect(wrong.map(({ frame }) => frame)).toContain(4);
				for (const { warnings } of wrong)
					expect(warnings).toEqual([
						'ffmpeg reports errors in this file, at this frame or before it (concealing 12 DC, 12 AC, 12 MV errors in I frame): the picture may be damaged.',
					]);
			}
		},
	);
});

describe('a series of files', () => {
	it('is read by decoders that were started before', async () => {
		const options = started(realFfmpeg);
		await withStandbyDecoder(async (decoder) => {
			for (const frame of [1, 2, 3, 4])
				expect(
					await framesRead(videos['video.mp4'], { frames: [frame] }, { ...options, decoder }),
				).toEqual([frame]);
		});
		expect(waysOfReading().length).toBeGreaterThanOrEqual(4);
	});

	it('has its decoder started while the first bytes are fetched', async () => {
		const decoder = new StandbyDecoder();
		const { send, url } = storageOf(videos['video.mp4']);
		const isStarted = new Promise<void>((resolve) => {
			const start = decoder.start.bind(decoder);
			jest.spyOn(decoder, 'start').mockImplementation(async (command) => {
				resolve();
				return await start(command);
			});
		});
		const media = openMedia(
			{ kind: 'video', url, title: 'video.mp4' },
			{
				...started(realFfmpeg),
				decoder,
				async send(request) {
					await isStarted;
					return await send(request);
				},
			},
		);
		const { value } = await media.pixels({ frames: [3] }).next();
		expect([value?.frame, frameShown(value!)]).toEqual([3, 3]);
		await media.close();
		expect(waysOfReading()).toEqual(byIndex(1));
	});
});
