/** Storage that misbehaves, and stopping in the middle: typed errors or right frames, nothing left behind (frames §6). */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { HttpSend } from '../../src/encord/http/send';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import type { MediaSource } from '../../src/media/contract';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer, type Behavior } from './assetServer';
import { failure, first, video } from './attempt';
import { makeCorpus } from './corpus';
import { decodersRunning, temporaryFiles } from './leftovers';
import { closeConnections, nodeSend } from './nodeSend';

let videos: AssetServer;

beforeAll(async () => {
	videos = await AssetServer.start(makeCorpus((await findFfmpeg()).path).folder);
}, 120_000);

afterEach(() => {
	expect({ decoders: decodersRunning(), files: temporaryFiles() }).toEqual({
		decoders: 0,
		files: [],
	});
});

afterAll(async () => {
	await videos.stop();
	closeConnections();
});

// The limits in milliseconds below are promises about our code, not about what else the machine is doing.
jest.retryTimes(2);

describe('storage that misbehaves', () => {
	it.each<[string, Behavior, string]>([
		['is gone', { fail: { from: 1, status: 404 } }, 'notFound'],
		['refuses every link', { fail: { from: 1, status: 403 } }, 'accessDenied'],
		['is down', { fail: { from: 1, status: 503 } }, 'network'],
		['stops sending', { stallAfter: 1000 }, 'timeout'],
		['never answers', { latencyMs: 60_000 }, 'timeout'],
		['never stops sending', { endless: true }, 'tooLarge'],
		['changes the file meanwhile', { changeFrom: 2 }, 'changed'],
		['sends other bytes than asked', { wrongRange: true }, 'network'],
		['redirects to a file', { redirectTo: 'file:///etc/passwd' }, 'accessDenied'],
		['redirects to ftp', { redirectTo: 'ftp://127.0.0.1/x' }, 'accessDenied'],
		['always breaks off', { breakAfter: { bytes: 0, times: 1000 } }, 'network'],
	])('%s', async (_name, behavior, code) => {
		// Only silence is ended by the idle deadline; everything else must be noticed by itself.
		const idleMs = code === 'timeout' ? 1000 : 10_000;
		const { ms, ...outcome } = await failure(
			video(videos, 'b-frames.mp4', behavior),
			{ frames: [99] },
			{ idleMs, limits: { maxTempBytes: 8 * 2 ** 20 } },
		);
		expect(outcome).toMatchObject({ code });
		expect(outcome.message).not.toMatch(/127\.0\.0\.1|signature/);
		expect(ms).toBeLessThan(2500);
	});

	it('refuses plain http to another machine unless it is allowed', async () => {
		const source = (url: string): MediaSource => ({ kind: 'video', url: async () => url });
		const send: HttpSend = async () => {
			throw new Error('must not be sent');
		};
		expect(await failure(source('http://storage.example/x.mp4'), first, { send })).toMatchObject({
			code: 'accessDenied',
		});
		expect(
			await failure(source('http://storage.example/x.mp4'), first, { send, allowHttp: true }),
		).toMatchObject({
			code: 'network',
		});
		expect(await failure(source('nonsense'), first, { send })).toMatchObject({ code: 'notFound' });
	});

	const frameOf = async (file: string, behavior: Behavior, frame = 80) => {
		const source = videos.source(file, behavior);
		const media = openMedia({ kind: 'video', url: source.url }, { send: nodeSend });
		const frames: number[] = [];
		try {
			for await (const picture of media.frames({ frames: [frame] })) frames.push(picture.frame);
			return { frames, links: source.links(), filesMeanwhile: temporaryFiles().length };
		} finally {
			await media.close();
		}
	};

	it('goes on with a fresh link when one expires in the middle', async () => {
		for (const file of ['b-frames.mp4', 'cues.mkv', 'broadcast.ts']) {
			expect(await frameOf(file, { expireFrom: 2 }, 95)).toMatchObject({ frames: [95], links: 2 });
		}
	});

	it('goes on where the connection broke', async () => {
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

	it('stores the file for a while when the server cannot send ranges', async () => {
		for (const file of ['b-frames.mp4', 'index-last.mp4', 'cues.mkv', 'broadcast.ts']) {
			const { frames, filesMeanwhile } = await frameOf(file, { noRange: true });
			expect(frames).toEqual([80]);
			expect(filesMeanwhile).toBeGreaterThan(0);
		}
	});
});

describe('stopping', () => {
	it.each([
		['while frames come', 'b-frames.mp4', {}],
		['while a whole file is decoded', 'packed.avi', {}],
		['while the storage is silent', 'b-frames.mp4', { latencyMs: 20_000 }],
		['while a file is stored', 'index-last.mp4', { noRange: true, stallAfter: 2000 }],
	] as Array<[string, string, Behavior]>)(
		'ends everything within 500 ms %s',
		async (_name, file, behavior) => {
			const stop = new AbortController();
			const media = openMedia(video(videos, file, behavior), {
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
		const media = openMedia(video(videos, 'long-gop.mp4'), { send: nodeSend });
		for await (const { frame } of media.frames('all')) if (frame === 5) break;
		expect(decodersRunning()).toBe(0);
		const again: number[] = [];
		for await (const { frame } of media.frames({ frames: [200] })) again.push(frame);
		await media.close();
		expect(again).toEqual([200]);
	});

	it('does not count the time that the caller takes for a picture', async () => {
		const media = openMedia(video(videos, 'b-frames.mp4'), { send: nodeSend, idleMs: 300 });
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
