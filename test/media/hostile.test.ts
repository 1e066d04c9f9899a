/** Hostile and broken files: a typed error soon, no connection beyond the source, no process and no file left (frames §6). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer } from './assetServer';
import { failure, first, image, video } from './attempt';
import { writeAttacks } from './attacks';
import { type Corpus, makeCorpus } from './corpus';
import { decodersRunning, temporaryFiles } from './leftovers';
import { closeConnections, nodeSend } from './nodeSend';

let corpus: Corpus;
let videos: AssetServer;
let attacks: AssetServer;
let attackFolder: string;
let elsewhere: http.Server;
let visits = 0;

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
	writeAttacks(
		attackFolder,
		path,
		`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/visit`,
	);
	attacks = await AssetServer.start(attackFolder);
}, 120_000);

afterEach(() => {
	expect({ visits, decoders: decodersRunning(), files: temporaryFiles() }).toEqual({
		visits: 0,
		decoders: 0,
		files: [],
	});
});

afterAll(async () => {
	await videos.stop();
	await attacks.stop();
	elsewhere.close();
	closeConnections();
	rmSync(attackFolder, { recursive: true, force: true });
});

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
		expect(
			await failure(video(attacks, 'big.mp4'), first, { limits: { maxPixels: 8_000_000 } }),
		).toMatchObject({
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
			message: expect.stringMatching(
				/^Frame \d+ cannot be read: the file is cut off: its index lists 100 frames/,
			),
		});
		await media.close();
		expect(got.length).toBeGreaterThan(3);
		expect(got).toEqual(got.map((_, i) => i * 10));
	});

	it('says that a file is encrypted', async () => {
		const file = readFileSync(join(corpus.folder, 'b-frames.mp4'));
		// The name of the codec in the description of the track.
		file.write('encv', file.indexOf('avc1', file.indexOf('stsd')), 'latin1');
		writeFileSync(join(attackFolder, 'encrypted.mp4'), file);
		expect(await failure(video(attacks, 'encrypted.mp4'), first)).toMatchObject({
			code: 'unsupportedFormat',
			message: 'The video is encrypted. Upload it without protection.',
		});
	});

	it('says that a file has no index', async () => {
		expect(await failure(video(videos, 'no-index.mp4'), first)).toMatchObject({
			code: 'truncated',
		});
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
				expect([
					'none',
					'damaged',
					'truncated',
					'unsupportedFormat',
					'outOfRange',
					'tooLarge',
					'timeout',
				]).toContain(code);
				expect(ms).toBeLessThan(4000);
			}
		}
	}, 120_000);
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

	it('a build that lacks something', async () => {
		const fake = join(attackFolder, 'small-ffmpeg');
		const version =
			'echo "ffmpeg version 6.0-small"; echo "libavcodec     60.  3.100 / 60.  3.100"';
		const complaint = `echo "[error] Requested output format 'tee' is not a suitable output format" >&2; exit 1`;
		writeFileSync(
			fake,
			`#!/bin/sh\nif [ "$1" = -version ]; then ${version}; else ${complaint}; fi\n`,
			{ mode: 0o755 },
		);
		expect(await failure(video(videos, 'b-frames.mp4'), first, { ffmpegPath: fake })).toMatchObject(
			{
				code: 'noFfmpeg',
				message: expect.stringMatching(
					/6\.0-small was built without something.*'tee'.*Use a full build/,
				),
			},
		);
	});

	it('a version that is too old', async () => {
		const fake = join(attackFolder, 'old-ffmpeg');
		writeFileSync(
			fake,
			'#!/bin/sh\necho "ffmpeg version 2.8.17 Copyright"\necho "libavcodec     56. 60.100 / 56. 60.100"\n',
			{
				mode: 0o755,
			},
		);
		expect(await failure(video(videos, 'b-frames.mp4'), first, { ffmpegPath: fake })).toMatchObject(
			{
				code: 'noFfmpeg',
				message: expect.stringContaining('too old (2.8.17)'),
			},
		);
	});
});
