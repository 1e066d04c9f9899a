/** Which decoders are started for a video, with which settings, and which one is started before it is certain to be needed. */
import { availableParallelism } from 'node:os';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';
import type { FrameSelection, MediaOptions, MediaSource } from '../../../src/media/contract';
import { ffmpegArguments } from '../../../src/media/ffmpeg/arguments';
import { findFfmpeg } from '../../../src/media/ffmpeg/binary';
import type { Command } from '../../../src/media/ffmpeg/process';
import { remuxedInput } from '../../../src/media/index/remuxTimestamps';
import type { PictureOptions } from '../../../src/media/picture/encoding';
import { DecoderLauncher } from '../../../src/media/video/decoderLauncher';
import { ffmpegPath } from './smallVideos';

const deadlines: Deadline[] = [];
beforeAll(async () => void (await findFfmpeg(ffmpegPath)));
afterEach(() => deadlines.splice(0).forEach((deadline) => deadline.end()));

/** A launcher whose decoders are only noted down. */
function launcherFor(source: Partial<MediaSource> = {}, options: Partial<MediaOptions> = {}) {
	const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
	deadlines.push(deadline);
	const started: Array<Command & { kills: number }> = [];
	const closed: Command[] = [];
	const decoder = {
		async start(command: Command) {
			const process = { ...command, kills: 0, kill: async () => void process.kills++ };
			started.push(process);
			return process;
		},
		fileClosed: (command: Command) => closed.push(command),
	};
	const launcher = new DecoderLauncher(
		{ kind: 'video', url: async () => '', ...source },
		{ send: undefined, ffmpegPath, decoder, ...options } as never,
		deadline,
	);
	return { launcher, deadline, started, closed };
}
async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
async function prestarted(
	source: Partial<MediaSource>,
	picture: PictureOptions = {},
	selection: FrameSelection = 'all',
	options: Partial<MediaOptions> = {},
) {
	const made = launcherFor(source, options);
	made.launcher.prestart(picture, selection);
	await turns(5);
	return made;
}
/** The decoder of packets with the same settings. */
async function needed(launcher: DecoderLauncher, demuxer: 'mov' | 'matroska', picture = {}) {
	const job = await launcher.job(picture, false);
	return await job.start(ffmpegArguments({ ...job, ...remuxedInput, demuxer }));
}

describe('the settings of a decoder', () => {
	const manyThreads = Math.min(availableParallelism(), 4);
	it.each<[MediaSource['expected'], number]>([
		[{ width: 500, height: 300 }, 1],
		[{ width: 501, height: 300 }, manyThreads],
		[{ width: 500 }, manyThreads],
		[{ height: 300 }, manyThreads],
		[{ width: 0, height: 0 }, manyThreads],
		[undefined, manyThreads],
	])('are threads for pictures of %j: %p', async (expected, threads) => {
		expect(await launcherFor({ expected }).launcher.job({}, false)).toMatchObject({ threads });
	});

	it('are a limit of pixels, a size and alpha where file and format have it', async () => {
		const { launcher, deadline } = launcherFor();
		const job = await launcher.job({}, true);
		expect(job).toMatchObject({ maxPixels: 4096 * 2304 * 4, deadline, pool: launcher.pool });
		expect(job).not.toHaveProperty('maxDimension');
		expect(job.binary.path).toBe(ffmpegPath);
		const limited = launcherFor({}, { limits: { maxPixels: 7 } }).launcher;
		expect(await limited.job({ maxDimension: 16 }, false)).toMatchObject({
			maxPixels: 7,
			maxDimension: 16,
		});
		const alpha = async (format: 'png' | 'jpeg', hasAlpha: boolean) =>
			(await launcher.job({ format }, hasAlpha)).alpha;
		expect([
			await alpha('png', true),
			await alpha('png', false),
			await alpha('jpeg', true),
		]).toEqual([true, false, false]);
	});
});

describe('a decoder that is started early', () => {
	it.each<[Partial<MediaSource>, string | undefined]>([
		[{ mimeType: 'video/mp4' }, 'mov'],
		[{ mimeType: 'video/quicktime' }, 'mov'],
		[{ title: 'a.mov' }, 'mov'],
		[{ title: 'a.M4V' }, 'mov'],
		[{ mimeType: 'video/webm' }, 'matroska'],
		[{ mimeType: 'video/x-matroska' }, 'matroska'],
		[{ title: 'a.MKV', mimeType: null }, 'matroska'],
		[{ title: 'mkv', mimeType: 'video/mp2t' }, undefined],
		[{ title: 'a_mov_m4v' }, undefined],
		[{}, undefined],
	])('reads what the name tells: %j', async (source, demuxer) => {
		const { started } = await prestarted(source);
		expect(started.map(({ path, args }) => [path, args[args.indexOf('-f') + 1]])).toEqual(
			demuxer ? [[ffmpegPath, demuxer]] : [],
		);
	});

	it.each<[FrameSelection, boolean]>([
		['all', true],
		[{ every: 2 }, true],
		[{ frames: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, true],
		[{ frames: [1, 2, 3, 4, 5, 6, 7, 8] }, false],
	])('writes much for %j: %p', async (selection, writesMuch) => {
		const { started } = await prestarted({ title: 'a.mp4' }, {}, selection);
		expect(started).toMatchObject([{ writesMuch }]);
	});

	it('is the one that is used when it fits', async () => {
		const { launcher, started, closed } = await prestarted({ title: 'a.mp4' });
		expect(await needed(launcher, 'mov')).toBe(started[0]);
		expect(started).toHaveLength(1);
		// It is used once.
		expect(await needed(launcher, 'mov')).toBe(started[1]);
		await launcher.close();
		expect(started.map(({ kills }) => kills)).toEqual([0, 0]);
		expect(closed).toEqual([{ path: ffmpegPath, args: started[0]?.args, writesMuch: true }]);
	});

	it('is ended when another one is needed', async () => {
		const { launcher, started } = await prestarted({ title: 'a.mp4' });
		expect(await needed(launcher, 'matroska')).toBe(started[1]);
		await turns(1);
		expect(started.map(({ kills }) => kills)).toEqual([1, 0]);
	});

	it('is ended when the file is closed unread, which says nothing about the next file', async () => {
		const { launcher, started, closed } = await prestarted({ title: 'a.mp4' });
		await launcher.close();
		expect(started.map(({ kills }) => kills)).toEqual([1]);
		expect(closed).toEqual([]);
	});

	it('does not exist where alpha may be needed, reading is over, or a decoder was started', async () => {
		expect((await prestarted({ title: 'a.mp4' }, { format: 'png' })).started).toEqual([]);
		expect(
			(await prestarted({ title: 'a.mp4' }, {}, 'all', { ffmpegPath: '/no/ffmpeg' })).started,
		).toEqual([]);
		const ended = launcherFor({ title: 'a.mp4' });
		ended.launcher.prestart({}, 'all');
		ended.deadline.end();
		await turns(5);
		expect(ended.started).toEqual([]);
		const late = launcherFor({ title: 'a.mp4' });
		await needed(late.launcher, 'matroska');
		late.launcher.prestart({}, 'all');
		await turns(5);
		expect(late.started).toHaveLength(1);
	});

	it('is not prepared for another file after reading was canceled', async () => {
		const canceling = new AbortController();
		const { launcher, closed } = launcherFor({}, { signal: canceling.signal });
		await needed(launcher, 'mov');
		canceling.abort();
		await launcher.close();
		expect(closed).toEqual([]);
	});
});
