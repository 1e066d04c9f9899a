/** Hostile and broken files: a typed error soon, no connection beyond the source, no process and no file left (MEDIA §6). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { HttpSend } from '../../src/encord/http';
import { MediaError } from '../../src/media/errors';
import { findFfmpeg } from '../../src/media/ffmpegBinary';
import type { FrameAsk, MediaOptions, MediaSource } from '../../src/media/frames';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer, type Behavior } from './assetServer';
import { type Corpus, makeCorpus } from './corpus';
import { decodersRunning, temporaryFiles } from './leftovers';
import { closeConnections, nodeSend } from './nodeSend';

let corpus: Corpus;
let videos: AssetServer;
let attacks: AssetServer;
let attackFolder: string;
let elsewhere: http.Server;
let visits = 0;

const png = (width: number, height: number) => [
	'-f',
	'lavfi',
	'-i',
	`color=black:size=${width}x${height}:rate=1`,
	'-frames:v',
	'1',
];

beforeAll(async () => {
	const { path } = await findFfmpeg();
	corpus = makeCorpus(path);
	videos = await AssetServer.start(corpus.folder);
	elsewhere = http.createServer((_request, response) => {
		visits++;
		response.end('visited');
	});
	await new Promise<void>((resolve) => {
		elsewhere.listen(0, '127.0.0.1', resolve);
	});
	attackFolder = mkdtempSync(join(tmpdir(), 'attack-'));
	writeAttacks(path, `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/visit`);
	attacks = await AssetServer.start(attackFolder);
}, 120_000);

afterEach(() => {
	expect({ visits, decoders: decodersRunning(), files: temporaryFiles() }).toEqual({ visits: 0, decoders: 0, files: [] });
});

afterAll(async () => {
	await videos.stop();
	await attacks.stop();
	elsewhere.close();
	closeConnections();
	rmSync(attackFolder, { recursive: true, force: true });
});

function writeAttacks(ffmpeg: string, url: string): void {
	const write = (name: string, content: string | Buffer) => writeFileSync(join(attackFolder, name), content);
	write('hls-http.mp4', `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${url}.ts\n#EXT-X-ENDLIST\n`);
	write('hls-file.mp4', '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n');
	write('concat.mp4', 'ffconcat version 1.0\nfile /etc/hostname\n');
	write('dash.mp4', `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>${url}</BaseURL></MPD>`);
	write('empty.mp4', '');
	write('text.mp4', 'just text');
	write(
		'huge.svg',
		'<svg xmlns="http://www.w3.org/2000/svg" width="60000" height="60000"><image href="file:///etc/passwd"/></svg>',
	);
	write('page.pdf', '%PDF-1.7\n');
	write('noise.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3000, 7)]));
	const box = (size: number, type: string) =>
		Buffer.concat([Buffer.from([size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255]), Buffer.from(type)]);
	write('endless-index.mp4', Buffer.concat([box(0x7fffffff, 'moov'), Buffer.alloc(5000)]));
	write('box-of-nothing.mp4', Buffer.concat([box(8, 'ftyp'), box(4, 'moov'), Buffer.alloc(5000)]));
	const image = (name: string, args: string[]) => {
		const { status } = spawnSync(ffmpeg, ['-loglevel', 'error', '-y', ...args, join(attackFolder, name)]);
		if (status !== 0) throw new Error(`cannot make ${name}`);
	};
	image('bomb.png', png(16_000, 16_000));
	image('big.mp4', [...png(7680, 4320), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']);
}

interface Outcome {
	code: string;
	message: string;
	ms: number;
}

async function failure(source: MediaSource, ask: FrameAsk, options: Partial<MediaOptions> = {}): Promise<Outcome> {
	const started = performance.now();
	const media = openMedia(source, { send: nodeSend, idleMs: 10_000, ...options });
	try {
		for await (const { frame } of media.frames(ask)) if (frame < 0) throw new Error('a negative frame');
		return { code: 'none', message: '', ms: performance.now() - started };
	} catch (error) {
		if (!(error instanceof MediaError)) throw error;
		return { code: error.code, message: error.message, ms: performance.now() - started };
	} finally {
		await media.close();
	}
}

const first: FrameAsk = { frames: [0] };
const video = (server: AssetServer, file: string, behavior: Behavior = {}): MediaSource => ({
	kind: 'video',
	url: server.source(file, behavior).url,
});
const image = (server: AssetServer, file: string): MediaSource => ({ kind: 'image', url: server.source(file).url });

// The limits in milliseconds below are promises about our code, not about what else the machine is doing.
jest.retryTimes(2);

describe('files that are not what they say', () => {
	it.each([
		['a playlist with an address', 'hls-http.mp4', 'unsupportedFormat'],
		['a playlist with a local file', 'hls-file.mp4', 'unsupportedFormat'],
		['a list of local files', 'concat.mp4', 'unsupportedFormat'],
		['a DASH manifest', 'dash.mp4', 'unsupportedFormat'],
		['an empty file', 'empty.mp4', 'damaged'],
		['text', 'text.mp4', 'unsupportedFormat'],
		['an index of 2 GiB', 'endless-index.mp4', 'tooLarge'],
		['a box shorter than its header', 'box-of-nothing.mp4', 'damaged'],
	])('%s as a video', async (_name, file, code) => {
		const { ms, ...outcome } = await failure(video(attacks, file), first);
		expect(outcome).toMatchObject({ code });
		expect(outcome.message).not.toMatch(/127\.0\.0\.1|signature|etc/);
		expect(ms).toBeLessThan(2000);
	});

	it.each([
		['a vector graphic', 'huge.svg', 'unsupportedFormat'],
		['a PDF', 'page.pdf', 'unsupportedFormat'],
		['a picture of 256 million pixels', 'bomb.png', 'tooLarge'],
		['a JPEG of noise', 'noise.jpg', 'damaged'],
		['an empty file', 'empty.mp4', 'damaged'],
	])('%s as an image', async (_name, file, code) => {
		for (const options of [{}, { format: 'png' as const, maxDimension: 100 }]) {
			const { ms, ...outcome } = await failure(image(attacks, file), first, options);
			expect(outcome).toMatchObject({ code });
			expect(ms).toBeLessThan(2000);
		}
	});

	it('a video of more pixels than allowed', async () => {
		expect(await failure(video(attacks, 'big.mp4'), first, { limits: { maxPixels: 8_000_000 } })).toMatchObject({
			code: 'tooLarge',
		});
		expect(await failure(video(attacks, 'big.mp4'), first)).toMatchObject({ code: 'none' });
	});
});

describe('cut-off and lying files', () => {
	it('names the frame that the cut took and delivers those before', async () => {
		const got: number[] = [];
		const media = openMedia(video(videos, 'cut-off.mp4'), { send: nodeSend });
		await expect(
			(async () => {
				for await (const { frame } of media.frames({ every: 10 })) got.push(frame);
			})(),
		).rejects.toMatchObject({
			code: 'truncated',
			message: expect.stringMatching(/^Frame \d+ cannot be read: the file is cut off: its index lists 100 frames/),
		});
		await media.close();
		expect(got.length).toBeGreaterThan(3);
		expect(got).toEqual(got.map((_, i) => i * 10));
	});

	it('says that a file has no index', async () => {
		expect(await failure(video(videos, 'no-index.mp4'), first)).toMatchObject({ code: 'truncated' });
	});

	it('tells how many frames there are when one past the end is asked', async () => {
		for (const [file, count] of [
			['b-frames.mp4', 100],
			['cues.mkv', 100],
			['vp9.webm', 72],
			['fragmented.mp4', 100],
			['packed.avi', 60],
		] as const) {
			for (const ask of [{ frames: [3, count] }, { range: [count, count + 5] as const }]) {
				const outcome = await failure(video(videos, file), ask);
				expect({ file, ...outcome }).toMatchObject({
					code: 'outOfRange',
					message: expect.stringContaining(`the file has ${count} frames`),
				});
			}
		}
	});

	it('ends with a typed error or right frames on any damage to the index', async () => {
		const { readFileSync } = await import('node:fs');
		let seed = 1;
		const random = (below: number) => {
			seed = (seed * 48271) % 2147483647;
			return seed % below;
		};
		for (const file of ['b-frames.mp4', 'fragmented.mp4', 'cues.mkv', 'hidden.webm']) {
			const bytes = readFileSync(join(corpus.folder, file));
			for (let round = 0; round < 12; round++) {
				const damaged = Buffer.from(bytes);
				for (let i = 0; i < 4; i++) damaged[random(Math.min(4000, bytes.length))] = random(256);
				writeFileSync(join(attackFolder, 'damaged'), damaged);
				const { code, ms } = await failure(video(attacks, 'damaged'), { frames: [20] });
				expect(['none', 'damaged', 'truncated', 'unsupportedFormat', 'outOfRange', 'tooLarge', 'timeout']).toContain(code);
				expect(ms).toBeLessThan(4000);
			}
		}
	}, 120_000);
});

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
		expect(await failure(source('http://storage.example/x.mp4'), first, { send })).toMatchObject({ code: 'accessDenied' });
		expect(await failure(source('http://storage.example/x.mp4'), first, { send, allowHttp: true })).toMatchObject({
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
			expect(await frameOf(file, { breakAfter: { bytes: 9000, times: 3 } }, 95)).toMatchObject({ frames: [95], links: 1 });
			expect(await frameOf(file, { fail: { from: 1, to: 2, status: 503 } }, 95)).toMatchObject({ frames: [95] });
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
	] as Array<[string, string, Behavior]>)('ends everything within 500 ms %s', async (_name, file, behavior) => {
		const stop = new AbortController();
		const media = openMedia(video(videos, file, behavior), { send: nodeSend, signal: stop.signal });
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
	});

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

describe('no ffmpeg', () => {
	it.each([
		['a path where nothing is', '/nowhere/ffmpeg'],
		['a program that is not ffmpeg', process.execPath],
	])('%s', async (_name, ffmpegPath) => {
		const { code, message } = await failure(video(videos, 'b-frames.mp4'), first, { ffmpegPath });
		expect(code).toBe('noFfmpeg');
		expect(message).toMatch(/Install ffmpeg 4\.1 or newer, or set FFMPEG_PATH/);
	});

	it('a version that is too old', async () => {
		const fake = join(attackFolder, 'old-ffmpeg');
		writeFileSync(fake, '#!/bin/sh\necho "ffmpeg version 2.8.17 Copyright"\necho "libavcodec     56. 60.100 / 56. 60.100"\n', {
			mode: 0o755,
		});
		expect(await failure(video(videos, 'b-frames.mp4'), first, { ffmpegPath: fake })).toMatchObject({
			code: 'noFfmpeg',
			message: expect.stringContaining('too old (2.8.17)'),
		});
	});
});
