/** How a video is read: by which index, and how its bytes come to a decoder that needs all of them. */
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Deadline } from '../../../src/media/bytes/deadline';
import { findIndex } from '../../../src/media/video/findIndex';
import { openVideo } from '../../../src/media/video/openVideo';
import { box, bytesInMemory, words } from './containerBytes';
import { storageOf } from './fileStorage';
import { entry, mvhd, trak } from './movieBoxes';

const deadlines: Deadline[] = [];
afterEach(() => deadlines.splice(0).forEach((deadline) => deadline.end()));

const transportStream = Buffer.alloc(188 * 4);
for (let packet = 0; packet < 4; packet++) transportStream[188 * packet] = 0x47;
const avi = Buffer.concat([
	Buffer.from('RIFF'),
	words(0),
	Buffer.from('AVI LIST'),
	Buffer.alloc(2000),
]);
/** A movie whose samples lie in `mdat` behind `moov`, or before it. */
function mp4({
	codec = 'png ',
	depth = 24,
	first = true,
	fragmented = false,
	gap = 0,
	samples = 4,
} = {}): Buffer {
	const media = box('mdat', Buffer.alloc(200));
	const moovAt = (offset: number) =>
		box(
			'moov',
			mvhd(1000),
			trak({
				description: entry(codec, depth),
				offset,
				sizes: Array(samples).fill(5),
				stsc: [1, samples, 1],
			}),
			...(fragmented ? [box('mvex', box('trex', words(0, 1, 1, 10, 5, 0)))] : []),
		);
	const head = box('ftyp', Buffer.from('isom'), words(0));
	if (!first) return Buffer.concat([head, media, moovAt(head.length + 8)]);
	const behind = head.length + moovAt(0).length + 8 + gap;
	return Buffer.concat([head, moovAt(behind), media]);
}
const found = async (file: Buffer) =>
	await findIndex({ source: bytesInMemory(file), head: file }, 1e6);

describe('the index of a video', () => {
	it.each<[string, Buffer, string, string, string]>([
		['an MP4', mp4(), 'table', 'mov', 'stream'],
		['an MP4 with its index at the end', mp4({ first: false }), 'table', 'mov', 'file'],
		['an MP4 whose samples end behind their box', mp4({ gap: 190 }), 'table', 'mov', 'file'],
		['a fragmented MP4', mp4({ fragmented: true }), 'scan', 'mov', 'fileIfFits'],
		['an MP4 of an old codec', mp4({ codec: 'mp4v' }), 'none', 'mov', 'stream'],
		['a transport stream', transportStream, 'none', 'mpegts', 'stream'],
		['an AVI', avi, 'none', 'avi', 'fileIfFits'],
	])('of %s', async (_, file, kind, demuxer, reading) => {
		const { index, fullDecode, wholeFileReading, alpha } = await found(file);
		expect([index.kind, fullDecode.demuxer, await wholeFileReading(), alpha]).toEqual([
			kind,
			demuxer,
			reading,
			'none',
		]);
	});

	it('of Motion JPEG is not trusted where the pictures share the tables of the first one', async () => {
		const scan = Buffer.from([0xff, 0xd8, 0xff, 0xda, 0]);
		const withPictures = (samples: number) => {
			const file = mp4({ codec: 'jpeg', samples });
			for (let i = 0; i < samples; i++) scan.copy(file, file.length - 200 + 5 * i);
			return file;
		};
		expect((await found(withPictures(2))).index.kind).toBe('none');
		expect((await found(withPictures(1))).index.kind).toBe('table');
		expect((await found(mp4({ codec: 'jpeg' }))).index.kind).toBe('table');
	});

	it('tells whether the pictures of an MP4 have an alpha channel', async () => {
		const alphaOf = async (depth: number) => (await found(mp4({ depth }))).alpha;
		expect([await alphaOf(24), await alphaOf(32)]).toEqual(['none', 'channel']);
	});

	it('does not exist for a file of another kind', async () => {
		await expect(found(Buffer.from('%PDF-1.7 and more bytes than a header'))).rejects.toMatchObject(
			{
				code: 'unsupportedFormat',
			},
		);
	});
});

describe('a video that a decoder needs as a whole', () => {
	async function opened(file: Buffer, { ranges = true, maxTempBytes = 1e6 } = {}) {
		const { send, url } = storageOf(file, { ranges });
		const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
		deadlines.push(deadline);
		return await openVideo({ kind: 'video', url }, { send, limits: { maxTempBytes } }, deadline);
	}
	/** A process that ended long ago may have had the same number. */
	const before = readdirSync(tmpdir());
	const storedHere = () =>
		readdirSync(tmpdir()).filter(
			(name) => name.startsWith(`encord-media-${process.pid}-`) && !before.includes(name),
		);

	it('is streamed where that is enough', async () => {
		const video = await opened(transportStream);
		expect(video.size).toBe(transportStream.length);
		const { input, demuxer } = await video.fullDecodeInput();
		expect([demuxer, 'path' in input]).toEqual(['mpegts', false]);
		const chunks = [];
		for await (const chunk of input as AsyncIterable<Buffer>) chunks.push(chunk);
		expect(Buffer.concat(chunks)).toEqual(transportStream);
		await video.close();
	});

	it('is stored once where the decoder must go back in it, and removed at the end', async () => {
		const video = await opened(avi);
		const [one, two] = await Promise.all([video.fullDecodeInput(), video.fullDecodeInput()]);
		expect(one).toEqual(two);
		const { path } = one.input as { path: string };
		expect(existsSync(path)).toBe(true);
		expect(storedHere()).toHaveLength(1);
		await video.close();
		expect(storedHere()).toEqual([]);
	});

	it('is streamed all the same where it is larger than what may be stored', async () => {
		const { length } = avi;
		const fits = await opened(avi, { maxTempBytes: length });
		expect((await fits.fullDecodeInput()).input).toHaveProperty('path');
		await fits.close();
		const video = await opened(avi, { maxTempBytes: length - 1 });
		expect((await video.fullDecodeInput()).input).not.toHaveProperty('path');
		await video.close();
	});

	it('is refused where the decoder must go back in it and it is larger than what may be stored', async () => {
		const file = mp4({ first: false });
		const video = await opened(file, { maxTempBytes: file.length - 1 });
		await expect(video.fullDecodeInput()).rejects.toMatchObject({ code: 'tooLarge' });
		await video.close();
		expect(storedHere()).toEqual([]);
	});

	it('is not stored any more once it was closed', async () => {
		const video = await opened(avi);
		const input = video.fullDecodeInput();
		deadlines[0]?.end();
		await Promise.all([expect(input).rejects.toMatchObject({ code: 'cancelled' }), video.close()]);
		expect(storedHere()).toEqual([]);
	});

	it('is stored at once where the storage serves no ranges', async () => {
		const video = await opened(transportStream, { ranges: false });
		const { input } = await video.fullDecodeInput();
		expect(existsSync((input as { path: string }).path)).toBe(true);
		await video.close();
		expect(storedHere()).toEqual([]);
	});

	it('leaves nothing behind when it is of no known kind', async () => {
		const text = Buffer.from('%PDF-1.7 and more bytes than a header');
		await expect(opened(text, { ranges: false })).rejects.toMatchObject({
			code: 'unsupportedFormat',
		});
		expect(storedHere()).toEqual([]);
	});
});
