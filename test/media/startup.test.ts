/** The first frames of a file: how many requests they take, and that a prestarted decoder is used. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import { withStandbyDecoder } from '../../src/media/ffmpeg/standby';
import type { MediaOptions, MediaSource } from '../../src/media/contract';
import type { PictureOptions } from '../../src/media/picture/encoding';
import { decodeImage } from '../../src/media/picture/imageFile';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer, type Traffic } from './server/assetServer';
import { readNumber } from './corpus/burntNumber';
import { makeCorpus } from './corpus/corpus';
import { decoderIds, decodersRunning } from './reading/leftovers';
import { closeConnections, nodeSend } from './server/nodeSend';

let folder: string;
let server: AssetServer;
let scratch: string;
/** An ffmpeg that logs its arguments and runs the real one. */
let loggingFfmpeg: string;

beforeAll(async () => {
	const { path } = await findFfmpeg();
	({ folder } = makeCorpus(path));
	server = await AssetServer.start(folder);
	scratch = mkdtempSync(join(tmpdir(), 'startup-'));
	loggingFfmpeg = join(scratch, 'ffmpeg');
	writeFileSync(
		loggingFfmpeg,
		`#!/bin/sh\necho "$@" >> ${join(scratch, 'starts')}\nexec ${path} "$@"\n`,
		{
			mode: 0o755,
		},
	);
}, 120_000);

afterAll(async () => {
	await server.stop();
	closeConnections();
	rmSync(scratch, { recursive: true, force: true });
});

async function numbers(
	file: string,
	source: Partial<MediaSource>,
	options: Partial<MediaOptions> & PictureOptions = {},
): Promise<Traffic & { shown: Array<number | undefined> }> {
	const { url, traffic } = server.source(file);
	const media = openMedia({ kind: 'video', url, ...source }, { send: nodeSend, ...options });
	const shown: Array<number | undefined> = [];
	try {
		for await (const { bytes } of media.frames({ frames: [17, 60] }))
			shown.push(readNumber(await decodeImage(bytes, 1e6))?.number);
	} finally {
		await media.close();
	}
	return { shown, ...traffic };
}

describe('a small file', () => {
	it('is fetched with one request when its size is known, with two when not, and by ranges when `wholeUpTo` is 0', async () => {
		for (const file of [
			'b-frames.mp4',
			'index-last.mp4',
			'fragmented.mp4',
			'cues.mkv',
			'open-gop.mp4',
		]) {
			const { size } = statSync(join(folder, file));
			const shown = [17, 60];
			expect(await numbers(file, { expected: { fileSize: size } })).toEqual({
				shown,
				requests: 1,
				bytes: size,
			});
			expect(await numbers(file, {})).toEqual({
				shown,
				requests: size > 65_536 ? 2 : 1,
				bytes: size,
			});
			expect((await numbers(file, {}, { wholeUpTo: 0 })).shown).toEqual(shown);
		}
		const ranges = await numbers('long-gop.mp4', {}, { wholeUpTo: 0 });
		expect(ranges.bytes).toBeLessThan(statSync(join(folder, 'long-gop.mp4')).size);
	});

	it('is read when Encord tells a wrong size', async () => {
		for (const fileSize of [100, 5000, 900_000, 2 ** 40])
			expect((await numbers('b-frames.mp4', { expected: { fileSize } })).shown).toEqual([17, 60]);
	});
});

/** Starts of ffmpeg since the file was emptied. */
const startsLogged = () =>
	readFileSync(join(scratch, 'starts'), 'utf8')
		.split('\n')
		.filter((line) => line && !line.startsWith('-version')).length;

describe('the decoder', () => {
	const starts = async (
		file: string,
		source: Partial<MediaSource>,
		options: PictureOptions = {},
	) => {
		writeFileSync(join(scratch, 'starts'), '');
		expect((await numbers(file, source, { ...options, ffmpegPath: loggingFfmpeg })).shown).toEqual([
			17, 60,
		]);
		expect(decodersRunning()).toBe(0);
		return startsLogged();
	};

	it('is started once, whether or not the file name tells the container', async () => {
		expect(await starts('b-frames.mp4', { title: 'b-frames.mp4' })).toBe(1);
		expect(await starts('b-frames.mp4', { mimeType: 'video/mp4' }, { maxDimension: 96 })).toBe(1);
		expect(await starts('cues.mkv', { title: 'Recording.MKV' })).toBe(1);
		expect(await starts('b-frames.mp4', {})).toBe(1);
		expect(await starts('b-frames.mp4', { title: 'b-frames.mp4' }, { format: 'png' })).toBe(1);
	});

	it('is killed unused when the file has another container than its name tells', async () => {
		expect(await starts('cues.mkv', { title: 'renamed.mp4' })).toBe(2);
		expect(
			await starts('fields.mp4', { title: 'fields.mp4' }).catch((error: Error) => error.message),
		).toMatch(/60/);
	});
});

describe('the decoder of a series of files', () => {
	const until = async (condition: () => boolean) => {
		while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
	};

	it('waits for the third file and each one after it, and is ended with the series', async () => {
		writeFileSync(join(scratch, 'starts'), '');
		await withStandbyDecoder(async (decoder) => {
			const read = async (file: string, picture: PictureOptions = {}) => {
				const options = { ...picture, decoder, ffmpegPath: loggingFfmpeg };
				expect((await numbers(file, { title: file }, options)).shown).toEqual([17, 60]);
			};
			await read('b-frames.mp4');
			expect({ started: startsLogged(), running: decodersRunning() }).toEqual({
				started: 1,
				running: 0,
			});
			await read('index-last.mp4');
			await until(() => startsLogged() >= 3);
			expect(startsLogged()).toBe(3);
			await read('fragmented.mp4');
			await until(() => startsLogged() >= 4);
			expect(startsLogged()).toBe(4);
			// Another command: the one that waits is of no use to it.
			await read('cues.mkv', { maxDimension: 96 });
			expect(startsLogged()).toBe(5);
			await read('b-frames.mp4');
			expect(startsLogged()).toBe(5);
		});
		expect(decodersRunning()).toBe(0);
	});

	it('is started anew when the one that waits has ended', async () => {
		await withStandbyDecoder(async (decoder) => {
			const read = async () => await numbers('b-frames.mp4', {}, { decoder });
			await read();
			await read();
			await until(() => decodersRunning() === 1);
			for (const id of decoderIds()) process.kill(id, 'SIGKILL');
			await until(() => decodersRunning() === 0);
			expect((await read()).shown).toEqual([17, 60]);
		});
		expect(decodersRunning()).toBe(0);
	});
});
