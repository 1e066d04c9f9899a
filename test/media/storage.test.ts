/** Faults of storage, and cancellation: each gives a typed error or the right frames, and leaves nothing behind (frames §6). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpSend } from '../../src/encord/wire/send';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import type { MediaSource } from '../../src/media/contract';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer, type Behavior } from './server/assetServer';
import { firstFrame, readOutcome, videoSource } from './reading/readOutcome';
import { makeCorpus } from './corpus/corpus';
import { decodersRunning, tempFolders } from './reading/leftovers';
import { closeConnections, nodeSend } from './server/nodeSend';

let videos: AssetServer;

beforeAll(async () => {
	videos = await AssetServer.start(makeCorpus((await findFfmpeg()).path).folder);
}, 120_000);

afterEach(() => {
	expect({ decoders: decodersRunning(), files: tempFolders() }).toEqual({
		decoders: 0,
		files: [],
	});
});

afterAll(async () => {
	await videos.stop();
	closeConnections();
});

describe('the temp file of a full decode', () => {
	it('is one, also for calls at the same time, and goes when the video is closed meanwhile', async () => {
		const open = () =>
			openMedia(
				{ kind: 'video', url: videos.source('two-parts.mp4').url },
				{ send: nodeSend, idleMs: 10_000 },
			);
		const read = async (media: ReturnType<typeof open>) => {
			for await (const { frame } of media.pixels({ frames: [0] })) expect(frame).toBe(0);
		};
		const together = open();
		const [count] = await Promise.all([together.frameCount(), read(together)]);
		expect(count).toBe(58);
		expect(tempFolders()).toHaveLength(1);
		await together.close();
		expect(tempFolders()).toEqual([]);
		for (const ms of [0, 5, 10, 20, 40, 80]) {
			const media = open();
			const reading = read(media).catch((error: { code: string }) => error.code);
			await new Promise((resolve) => {
				setTimeout(resolve, ms);
			});
			await media.close();
			expect(['cancelled', undefined]).toContain(await reading);
			expect(tempFolders()).toEqual([]);
		}
	});
});

describe('faults of storage', () => {
	it.each<[string, Behavior, string]>([
		['the file is gone', { fail: { from: 1, status: 404 } }, 'notFound'],
		['every URL is refused', { fail: { from: 1, status: 403 } }, 'accessDenied'],
		['the server is down', { fail: { from: 1, status: 503 } }, 'network'],
		['the body stops arriving', { stallAfter: 1000 }, 'timeout'],
		['no answer arrives', { latencyMs: 60_000 }, 'timeout'],
		['the body never ends', { endless: true }, 'tooLarge'],
		['the file changes meanwhile', { changeFrom: 2 }, 'changed'],
		['another range than asked is sent', { wrongRange: true }, 'network'],
		['a redirect leads to a local file', { redirectTo: 'file:///etc/passwd' }, 'accessDenied'],
		['a redirect leads to ftp', { redirectTo: 'ftp://127.0.0.1/x' }, 'accessDenied'],
		['every connection breaks', { breakAfter: { bytes: 0, times: 1000 } }, 'network'],
	])('%s', async (_name, behavior, code) => {
		// Only a missing answer may run into the idle timeout. All other faults must be detected as such.
		const idleMs = code === 'timeout' ? 1000 : 10_000;
		const { ms, ...outcome } = await readOutcome(
			videoSource(videos, 'b-frames.mp4', behavior),
			{ frames: [99] },
			{ idleMs, limits: { maxTempBytes: 8 * 2 ** 20 } },
		);
		expect(outcome).toMatchObject({ code });
		expect(outcome.message).not.toMatch(/127\.0\.0\.1|signature/);
		expect(ms).toBeLessThan(2500);
	});

	it('refuses plain http to other hosts unless it is allowed', async () => {
		const source = (url: string): MediaSource => ({ kind: 'video', url: async () => url });
		const send: HttpSend = async () => {
			throw new Error('must not be sent');
		};
		expect(
			await readOutcome(source('http://storage.example/x.mp4'), firstFrame, { send }),
		).toMatchObject({
			code: 'accessDenied',
		});
		expect(
			await readOutcome(source('http://storage.example/x.mp4'), firstFrame, {
				send,
				allowHttp: true,
			}),
		).toMatchObject({
			code: 'network',
		});
		expect(await readOutcome(source('nonsense'), firstFrame, { send })).toMatchObject({
			code: 'notFound',
		});
	});

	const frameOf = async (file: string, behavior: Behavior, frame = 80) => {
		const source = videos.source(file, behavior);
		const media = openMedia({ kind: 'video', url: source.url }, { send: nodeSend });
		const frames: number[] = [];
		try {
			for await (const picture of media.frames({ frames: [frame] })) frames.push(picture.frame);
			return { frames, links: source.links(), tempFoldersMeanwhile: tempFolders().length };
		} finally {
			await media.close();
		}
	};

	it('continues with a fresh URL when the first one expires', async () => {
		for (const file of ['b-frames.mp4', 'cues.mkv', 'broadcast.ts']) {
			expect(await frameOf(file, { expireFrom: 2 }, 95)).toMatchObject({ frames: [95], links: 2 });
		}
	});

	it('resumes where the connection broke', async () => {
		for (const file of ['b-frames.mp4', 'cues.mkv', 'broadcast.ts']) {
			expect(await frameOf(file, { breakAfter: { bytes: 9000, times: 3 } }, 95)).toMatchObject({
				frames: [95],
				links: 1,
			});
			expect(await frameOf(file, { fail: { from: 1, to: 2, status: 503 } }, 95)).toMatchObject({
				frames: [95],
			});
		}
	});

	it('uses a temp file when the server does not support ranges', async () => {
		for (const file of ['b-frames.mp4', 'index-last.mp4', 'cues.mkv', 'broadcast.ts']) {
			const { frames, tempFoldersMeanwhile } = await frameOf(file, { noRange: true });
			expect(frames).toEqual([80]);
			expect(tempFoldersMeanwhile).toBeGreaterThan(0);
		}
	});
});

describe('cancellation', () => {
	it.each([
		['while frames are decoded', 'b-frames.mp4', {}],
		['during a full decode', 'packed.avi', {}],
		['while an answer is awaited', 'b-frames.mp4', { latencyMs: 20_000 }],
		['while a temp file is written', 'index-last.mp4', { noRange: true, stallAfter: 2000 }],
	] as Array<[string, string, Behavior]>)(
		'ends all work within 500 ms %s',
		async (_name, file, behavior) => {
			const stop = new AbortController();
			const media = openMedia(videoSource(videos, file, behavior), {
				send: nodeSend,
				signal: stop.signal,
			});
			let stopped = 0;
			const reading = (async () => {
				for await (const picture of media.frames('all')) {
					if (picture.frame >= 2 && !stopped) {
						stopped = performance.now();
						stop.abort();
					}
				}
			})();
			const timer = setTimeout(() => {
				if (stopped) return;
				stopped = performance.now();
				stop.abort();
			}, 700);
			await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
			await media.close();
			clearTimeout(timer);
			expect(performance.now() - stopped).toBeLessThan(500);
			expect(decodersRunning()).toBe(0);
		},
	);

	it('ends the decoder when the caller leaves the loop', async () => {
		const media = openMedia(videoSource(videos, 'long-gop.mp4'), { send: nodeSend });
		for await (const { frame } of media.frames('all')) if (frame === 5) break;
		expect(decodersRunning()).toBe(0);
		const again: number[] = [];
		for await (const { frame } of media.frames({ frames: [200] })) again.push(frame);
		await media.close();
		expect(again).toEqual([200]);
	});

	it('by the idle timeout does not happen while the caller works on a picture', async () => {
		const media = openMedia(videoSource(videos, 'b-frames.mp4'), { send: nodeSend, idleMs: 300 });
		let count = 0;
		for await (const { frame } of media.frames({ every: 30 })) {
			if (frame === 0)
				await new Promise((resolve) => {
					setTimeout(resolve, 700);
				});
			count++;
		}
		await media.close();
		expect(count).toBe(4);
	});
});
