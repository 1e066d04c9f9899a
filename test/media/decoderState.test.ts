/**
 * What a decoder knows only from the start of a file, what it reports while it ends well, and whether its count is Encord's: in
 * each case the right picture comes, or the picture says that it may be wrong.
 */
import {
	appendFileSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { path as packaged } from '@ffmpeg-installer/ffmpeg';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import type { MediaOptions } from '../../src/media/contract';
import { openMedia } from '../../src/media/openMedia';
import { readSamples } from '../../src/media/isobmff/sampleTables';
import { child } from '../../src/media/isobmff/boxes';
import { AssetServer } from './server/assetServer';
import { type Corpus, makeCorpus } from './corpus/corpus';
import { gop, height, VideoMaker, width } from './corpus/videoMaker';
import { decodeReference, hashOf } from './reading/reference';
import { closeConnections, nodeSend } from './server/nodeSend';

let corpus: Corpus;
let server: AssetServer;
let own: AssetServer;
let folder: string;
let system: string;

beforeAll(async () => {
	system = (await findFfmpeg()).path;
	corpus = makeCorpus(system);
	server = await AssetServer.start(corpus.folder);
	folder = mkdtempSync(join(tmpdir(), 'decoder-state-'));
	own = await AssetServer.start(folder);
}, 180_000);

afterAll(async () => {
	await server.stop();
	await own.stop();
	closeConnections();
	rmSync(folder, { recursive: true, force: true });
});

const clip = (file: string) => ({ file, trap: '', width, height });
const reference = (file: string, ffmpeg = system) =>
	decodeReference(ffmpeg, join(corpus.folder, file), clip(file)).hashes;

/** Reads frames, each with a reader of its own. */
async function readAlone(
	from: AssetServer,
	file: string,
	frames: readonly number[],
	{ frameCount, ...options }: Partial<MediaOptions> & { frameCount?: number } = {},
): Promise<Array<{ hash: string; warnings: string[] }>> {
	const read = [];
	for (const frame of frames) {
		const media = openMedia(
			{ kind: 'video', title: file, url: from.source(file).url, expected: { frameCount } },
			{ send: nodeSend, ...options },
		);
		try {
			for await (const { data, warnings = [] } of media.pixels({ frames: [frame] }))
				read.push({ hash: hashOf(data), warnings });
		} finally {
			await media.close();
		}
	}
	return read;
}

describe('the build of x264', () => {
	it('is told to each decoder, in each container, by either ffmpeg', async () => {
		for (const ffmpegPath of [system, packaged]) {
			const straight = reference('direct.mp4', ffmpegPath);
			const old = reference('old-x264.mp4', ffmpegPath);
			// These frames look different when the decoder does not know the build.
			const frames = old.flatMap((hash, frame) => (hash === straight[frame] ? [] : [frame]));
			expect(frames.some((frame) => frame > gop)).toBe(true);
			const expected = frames.map((frame) => ({ hash: old[frame], warnings: [] }));
			for (const file of ['old-x264.mp4', 'old-x264.mkv', 'old-x264-fragmented.mp4'])
				expect(await readAlone(server, file, frames, { ffmpegPath, wholeUpTo: 0 })).toEqual(
					expected,
				);
		}
	}, 60_000);
});

describe('a decoder that reports errors', () => {
	it('is not believed: the last way says so, and pictures of other groups come without a word', async () => {
		const bytes = readFileSync(join(corpus.folder, 'index-last.mp4'));
		const stbl = child(bytes.subarray(bytes.indexOf('moov') + 4), 'trak', 'mdia', 'minf', 'stbl');
		const { offsets, sizes } = readSamples(stbl!);
		// Noise in the middle of the key frame of the fourth group.
		const damaged = 3 * gop;
		const at = offsets[damaged]! + Math.floor(sizes[damaged]! / 2);
		bytes.fill(0xa5, at, at + 200);
		writeFileSync(join(folder, 'noise.mp4'), bytes);
		const straight = reference('index-last.mp4');
		const inside = await readAlone(own, 'noise.mp4', [damaged, damaged + 4]);
		for (const { warnings } of inside) expect(warnings.join()).toMatch(/ffmpeg reports errors/);
		const before = [0, gop, damaged - gop];
		expect(await readAlone(own, 'noise.mp4', before)).toEqual(
			before.map((frame) => ({ hash: straight[frame], warnings: [] })),
		);
		const behind = [damaged + gop + 1, damaged + 2 * gop];
		expect(await readAlone(own, 'noise.mp4', behind)).toEqual(
			behind.map((frame) => ({ hash: straight[frame], warnings: [] })),
		);
	}, 60_000);

	it('at an open GOP is believed once the pictures before the asked ones have settled', async () => {
		const straight = reference('open-gop.mp4');
		const frames = [50, 75, 98];
		const source = server.source('open-gop.mp4');
		const media = openMedia({ kind: 'video', url: source.url }, { send: nodeSend, wholeUpTo: 0 });
		for await (const { frame, data, warnings } of media.pixels({ frames }))
			expect({ frame, hash: hashOf(data), warnings }).toEqual({
				frame,
				hash: straight[frame],
				warnings: undefined,
			});
		await media.close();
		const whole = readFileSync(join(corpus.folder, 'open-gop.mp4')).length;
		expect(source.traffic.bytes).toBeLessThanOrEqual(whole + 64 * 1024);
	});
});

describe("Encord's number of frames", () => {
	const warned = async (file: string, frameCount: number, from = server, frame = 20) =>
		(await readAlone(from, file, [frame], { frameCount }))[0]?.warnings.join() ?? '';

	it.each([
		['b-frames.mp4', 100],
		['fragmented.mp4', 100],
		['cues.mkv', 100],
		['hidden.webm', 90],
		['broadcast.ts', 100],
		['mpeg4.mp4', 60],
		['packed.avi', 60],
		['fields.mkv', 30],
		['tracks-last.mkv', 100],
		['beyond-mdat.mp4', 60],
	])(
		'decides, however the file is read: %s',
		async (file, count) => {
			expect(await warned(file, count)).toBe('');
			expect(await warned(file, count - 1)).toMatch(
				new RegExp(`Encord counts ${count - 1} frames, a full decode of the file ${count}`),
			);
		},
		30_000,
	);

	it('refuses a picture when the decoder outputs none for a packet, or says that this was not compared', async () => {
		const bytes = readFileSync(join(corpus.folder, 'index-last.mp4'));
		const stbl = child(bytes.subarray(bytes.indexOf('moov') + 4), 'trak', 'mdia', 'minf', 'stbl');
		const { count, offsets, sizes } = readSamples(stbl!);
		// The last packet of a group holds nothing that ffmpeg knows, so that it outputs no picture for it.
		const packet = 4 * gop - 1;
		bytes.fill(0, offsets[packet]! + 4, offsets[packet]! + sizes[packet]!);
		writeFileSync(join(folder, 'lost.mp4'), bytes);
		const pictures = reference('index-last.mp4');
		expect(pictures).toHaveLength(count);
		const decoded = decodeReference(system, join(folder, 'lost.mp4'), clip('lost.mp4')).hashes;
		expect(decoded).toHaveLength(count - 1);
		// It is the last frame of the group for some encoders, for others the one before.
		const lost = pictures.findIndex((hash, frame) => hash !== decoded[frame]);
		await expect(readAlone(own, 'lost.mp4', [lost], { frameCount: count })).rejects.toMatchObject({
			code: 'truncated',
			message: expect.stringContaining(
				`Encord and the file's own index count ${count} frames, a full decode of the file ${count - 1}`,
			),
		});
		expect(await warned('lost.mp4', count, own, 1)).toBe('');
		// Too large to be decoded once more: a box that nobody reads lies behind the index.
		writeFileSync(join(folder, 'lost-large.mp4'), bytes);
		const padding = 65 * 2 ** 20;
		const header = Buffer.alloc(8);
		header.writeUInt32BE(padding);
		header.write('free', 4);
		appendFileSync(join(folder, 'lost-large.mp4'), header);
		truncateSync(join(folder, 'lost-large.mp4'), bytes.length + padding);
		expect(await warned('lost-large.mp4', count, own, lost)).toMatch(
			/that decoding gives was not compared/,
		);
		expect(await warned('lost-large.mp4', count, own, 1)).toBe('');
	}, 60_000);

	it('is not compared with a file of which the rest would have to be read; the picture says so', async () => {
		const maker = new VideoMaker(system, folder);
		maker.encode(
			'large.mkv',
			'',
			{ count: 60, size: [960, 540] },
			'-c:v mjpeg -q:v 2 -pix_fmt yuvj444p',
		);
		expect(readFileSync(join(folder, 'large.mkv')).length).toBeGreaterThan(2 * 2 ** 20);
		expect(await warned('large.mkv', 60, own, 0)).toMatch(
			/counts 60 frames. That was not compared/,
		);
		expect(await warned('large.mkv', 60, own, 59)).toBe('');
		expect(await warned('large.mkv', 61, own, 59)).toMatch(/a full decode of the file 60/);
		const media = openMedia(
			{ kind: 'video', url: own.source('large.mkv').url, expected: {} },
			{ send: nodeSend },
		);
		for await (const { warnings } of media.pixels({ frames: [0] }))
			expect(warnings).toBeUndefined();
		await media.close();
	}, 30_000);
});
