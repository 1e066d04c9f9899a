/** Hostile and broken files: each gives a typed error soon, connects to no other server, and leaves nothing behind (frames §6). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer } from './server/assetServer';
import { type Corpus, makeCorpus } from './corpus/corpus';
import { writeHostileFiles } from './corpus/hostileFiles';
import { decodersRunning, tempFolders } from './reading/leftovers';
import { closeConnections, nodeSend } from './server/nodeSend';
import { firstFrame, imageSource, readOutcome, videoSource } from './reading/readOutcome';

let corpus: Corpus & { ffmpeg: string };
let videos: AssetServer;
let hostile: AssetServer;
let hostileFolder: string;
let otherServer: http.Server;
let visits = 0;

beforeAll(async () => {
	const { path } = await findFfmpeg();
	corpus = { ...makeCorpus(path), ffmpeg: path };
	videos = await AssetServer.start(corpus.folder);
	otherServer = http.createServer((_request, response) => {
		visits++;
		response.end('visited');
	});
	await new Promise<void>((resolve) => {
		otherServer.listen(0, '127.0.0.1', resolve);
	});
	hostileFolder = mkdtempSync(join(tmpdir(), 'hostile-'));
	writeHostileFiles(
		hostileFolder,
		path,
		`http://127.0.0.1:${(otherServer.address() as AddressInfo).port}/visit`,
	);
	hostile = await AssetServer.start(hostileFolder);
}, 120_000);

afterEach(() => {
	expect({ visits, decoders: decodersRunning(), files: tempFolders() }).toEqual({
		visits: 0,
		decoders: 0,
		files: [],
	});
});

afterAll(async () => {
	await videos.stop();
	await hostile.stop();
	otherServer.close();
	closeConnections();
	rmSync(hostileFolder, { recursive: true, force: true });
});

describe('files that are whole, but no video', () => {
	const made = (name: string, options: string) => {
		const args = ['-v', 'error', '-y', ...options.split(' '), join(hostileFolder, name)];
		const { status, stderr } = spawnSync(corpus.ffmpeg, args);
		if (status !== 0) throw new Error(stderr.toString());
		return name;
	};

	it.each([
		['sound.ts', 'mp2'],
		['sound.avi', 'mp2'],
		['sound.mp4', 'aac'],
		['sound.mkv', 'aac'],
	])('have no video track: %s', async (file, codec) => {
		made(file, `-f lavfi -i sine=duration=1 -c:a ${codec}`);
		const { code, message } = await readOutcome(videoSource(hostile, file), firstFrame);
		expect({ code, message }).toEqual({
			code: 'unsupportedFormat',
			message: 'The file has no video track. Use it as audio, or upload another file.',
		});
	});

	it('are a segment of a stream', async () => {
		const input = join(corpus.folder, 'plain.mov');
		made(
			'stream.mpd',
			`-i ${input} -c copy -f dash -seg_duration 1 -media_seg_name part-$Number$.m4s`,
		);
		const outcome = await readOutcome(videoSource(hostile, 'part-2.m4s'), firstFrame);
		expect(outcome).toMatchObject({ code: 'unsupportedFormat' });
		expect(outcome.message).toMatch(/one segment of a stream/);
	});
});

describe('hostile files', () => {
	it.each([
		['an HLS playlist with a URL', 'hls-http.mp4', 'unsupportedFormat'],
		['an HLS playlist with a local file', 'hls-file.mp4', 'unsupportedFormat'],
		['an ffconcat list of local files', 'concat.mp4', 'unsupportedFormat'],
		['a DASH manifest', 'dash.mp4', 'unsupportedFormat'],
		['an empty file', 'empty.mp4', 'damaged'],
		['text', 'text.mp4', 'unsupportedFormat'],
		['an index of 2 GiB', 'huge-index.mp4', 'tooLarge'],
		['a box shorter than its header', 'short-box.mp4', 'damaged'],
	])('%s as a video', async (_name, file, code) => {
		const { ms, ...outcome } = await readOutcome(videoSource(hostile, file), firstFrame);
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
			const { ms, ...outcome } = await readOutcome(imageSource(hostile, file), firstFrame, options);
			expect(outcome).toMatchObject({ code });
			expect(ms).toBeLessThan(2000);
		}
	});

	it('a video with more pixels than allowed', async () => {
		expect(
			await readOutcome(videoSource(hostile, 'big.mp4'), firstFrame, {
				limits: { maxPixels: 8_000_000 },
			}),
		).toMatchObject({
			code: 'tooLarge',
		});
		expect(await readOutcome(videoSource(hostile, 'big.mp4'), firstFrame)).toMatchObject({
			code: 'none',
		});
	});
});

describe('broken files', () => {
	it('that are cut off give the frames before the cut and then name the missing one', async () => {
		const got: number[] = [];
		const media = openMedia(videoSource(videos, 'cut-off.mp4'), { send: nodeSend });
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

	it('that are encrypted are an error that says so', async () => {
		const file = readFileSync(join(corpus.folder, 'b-frames.mp4'));
		// The type of the sample entry.
		file.write('encv', file.indexOf('avc1', file.indexOf('stsd')), 'latin1');
		writeFileSync(join(hostileFolder, 'encrypted.mp4'), file);
		expect(await readOutcome(videoSource(hostile, 'encrypted.mp4'), firstFrame)).toMatchObject({
			code: 'unsupportedFormat',
			message: 'The video is encrypted. Upload it without protection.',
		});
	});

	it('without an index are an error that says so', async () => {
		expect(await readOutcome(videoSource(videos, 'no-index.mp4'), firstFrame)).toMatchObject({
			code: 'truncated',
		});
	});

	it('with random damage to their index give frames or a typed error', async () => {
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
				writeFileSync(join(hostileFolder, 'damaged'), damaged);
				const { code, ms } = await readOutcome(videoSource(hostile, 'damaged'), { frames: [20] });
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

describe('a frame past the end', () => {
	it('is an error with the frame count', async () => {
		for (const [file, count] of [
			['b-frames.mp4', 100],
			['cues.mkv', 100],
			['vp9.webm', 72],
			['fragmented.mp4', 100],
			['packed.avi', 60],
		] as const) {
			for (const selection of [{ frames: [3, count] }, { range: [count, count + 5] as const }]) {
				const outcome = await readOutcome(videoSource(videos, file), selection);
				expect({ file, ...outcome }).toMatchObject({
					code: 'outOfRange',
					message: expect.stringContaining(`the file has ${count} frames`),
				});
			}
		}
	});
});

describe('an unusable ffmpeg', () => {
	it.each([
		['a path without a file', '/nowhere/ffmpeg'],
		['a program that is not ffmpeg', process.execPath],
	])('%s', async (_name, ffmpegPath) => {
		const { code, message } = await readOutcome(videoSource(videos, 'b-frames.mp4'), firstFrame, {
			ffmpegPath,
		});
		expect(code).toBe('noFfmpeg');
		expect(message).toMatch(/Install ffmpeg 4\.1 or newer, or set FFMPEG_PATH/);
	});

	it('a build without the tee muxer', async () => {
		const fake = join(hostileFolder, 'small-ffmpeg');
		const version =
			'echo "ffmpeg version 6.0-small"; echo "libavcodec     60.  3.100 / 60.  3.100"';
		const complaint = `echo "[error] Requested output format 'tee' is not a suitable output format" >&2; exit 1`;
		writeFileSync(
			fake,
			`#!/bin/sh\nif [ "$1" = -version ]; then ${version}; else ${complaint}; fi\n`,
			{ mode: 0o755 },
		);
		expect(
			await readOutcome(videoSource(videos, 'b-frames.mp4'), firstFrame, { ffmpegPath: fake }),
		).toMatchObject({
			code: 'noFfmpeg',
			message: expect.stringMatching(
				/6\.0-small was built without something.*'tee'.*Use a full build/,
			),
		});
	});

	it('a version that is too old', async () => {
		const fake = join(hostileFolder, 'old-ffmpeg');
		writeFileSync(
			fake,
			'#!/bin/sh\necho "ffmpeg version 2.8.17 Copyright"\necho "libavcodec     56. 60.100 / 56. 60.100"\n',
			{
				mode: 0o755,
			},
		);
		expect(
			await readOutcome(videoSource(videos, 'b-frames.mp4'), firstFrame, { ffmpegPath: fake }),
		).toMatchObject({
			code: 'noFfmpeg',
			message: expect.stringContaining('too old (2.8.17)'),
		});
	});
});
