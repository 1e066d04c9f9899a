/** Pieces of containers and codecs, by bytes written out here. */
import { describe, expect, it } from '@jest/globals';
import { HeaderReader, type ByteSource } from '../../../src/media/bytes/byteSource';
import { NeedsFullDecode } from '../../../src/media/errors';
import { elementHead, elements, variableNumber } from '../../../src/media/matroska/elements';
import { MatroskaScan } from '../../../src/media/matroska/scan';
import { boxes, boxHeader, child, readSamples } from '../../../src/media/isobmff/boxes';
import { findMovie } from '../../../src/media/isobmff/movie';
import { PacketReader } from '../../../src/media/index/packetReader';
import { SampleTable, type Samples, upright } from '../../../src/media/index/sampleTable';
import { shownTest } from '../../../src/media/codec/shownPackets';
import { imageContainerOf, videoContainerOf } from '../../../src/media/bytes/sniff';
import { startKindOf } from '../../../src/media/codec/startPoints';

const words = (...numbers: number[]) =>
	Buffer.concat(
		numbers.map((number) =>
			Buffer.from([number >>> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255]),
		),
	);
const box = (type: string, ...content: Buffer[]) => {
	const body = Buffer.concat(content);
	return Buffer.concat([words(8 + body.length), Buffer.from(type, 'latin1'), body]);
};

/** Memory that notes what was read. */
function memory(bytes: Buffer): ByteSource & { reads: Array<[number, number]> } {
	const reads: Array<[number, number]> = [];
	return {
		size: bytes.length,
		reads,
		async read(offset, length) {
			reads.push([offset, length]);
			return bytes.subarray(offset, offset + length);
		},
		async pieces(offset, length) {
			return [bytes.subarray(offset, offset + length)];
		},
		async *stream(offset) {
			yield bytes.subarray(offset);
		},
	};
}

describe('boxes of MP4', () => {
	it('are walked and found by path', () => {
		const file = Buffer.concat([
			box('free'),
			box('moov', box('trak', box('tkhd', words(1, 2))), box('udta')),
		]);
		expect([...boxes(file)].map(({ type }) => type)).toEqual(['free', 'moov']);
		expect(child(file, 'moov', 'trak', 'tkhd')).toEqual(words(1, 2));
		expect(child(file, 'moov', 'mdia')).toBeUndefined();
		expect(boxHeader(Buffer.concat([words(1), Buffer.from('mdat'), words(1, 0)]))).toEqual({
			size: 2 ** 32,
			header: 16,
			type: 'mdat',
		});
	});

	it('that claim more than there is are an error', () => {
		expect(() => [...boxes(Buffer.concat([words(100), Buffer.from('trak')]))]).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
		expect(() => [...boxes(Buffer.concat([words(4), Buffer.from('trak')]))]).toThrow(
			'longer than what holds it',
		);
	});

	const stbl = (changes: Record<string, Buffer> = {}) => {
		const tables: Record<string, Buffer> = {
			stts: words(0, 1, 4, 10),
			stsc: words(0, 2, 1, 3, 1, 2, 1, 1),
			stsz: words(0, 0, 4, 5, 6, 7, 8),
			stco: words(0, 2, 100, 500),
			stss: words(0, 1, 1),
			ctts: words(0, 2, 1, 20, 3, 0),
			...changes,
		};
		return Buffer.concat(Object.entries(tables).map(([type, body]) => box(type, body)));
	};

	it('hold the tables of samples', () => {
		const { offsets, sizes, times, keys } = readSamples(stbl());
		expect([[...offsets], [...sizes], [...times], [...keys]]).toEqual([
			[100, 105, 111, 500],
			[5, 6, 7, 8],
			[20, 10, 20, 30],
			[1, 0, 0, 0],
		]);
		expect([...readSamples(stbl({ stsz: words(0, 9, 4) })).offsets]).toEqual([100, 109, 118, 500]);
	});

	it.each<[string, Record<string, Buffer>]>([
		['more sizes than bytes', { stsz: words(0, 0, 1000, 5) }],
		['more times than bytes', { stts: words(0, 1000, 4, 10) }],
		['too few times', { stts: words(0, 1, 3, 10) }],
		['a chunk that does not exist', { stco: words(0, 1, 100) }],
		['no positions', { stco: Buffer.alloc(0) }],
		['no groups', { stsc: words(0, 0) }],
	])('that lie are an error: %s', (_name, changes) => {
		expect(() => readSamples(stbl(changes))).toThrow(expect.objectContaining({ code: 'damaged' }));
	});

	it('lead to the index with few reads, first or last', async () => {
		const moov = box('moov', Buffer.alloc(3000));
		for (const [file, indexFirst, reads] of [
			[Buffer.concat([box('ftyp'), moov, box('mdat', Buffer.alloc(900_000))]), true, 0],
			[Buffer.concat([box('ftyp'), box('mdat', Buffer.alloc(900_000)), moov]), false, 1],
		] as const) {
			const source = memory(file);
			const head = file.subarray(0, 65_536);
			const movie = await findMovie(new HeaderReader(source, head, head.length), 1e6);
			expect([movie.moov.length, movie.indexFirst, source.reads.length]).toEqual([
				3000,
				indexFirst,
				reads,
			]);
		}
		await expect(
			findMovie(new HeaderReader(memory(moov), moov, 65_536), 1000),
		).rejects.toMatchObject({ code: 'tooLarge' });
		await expect(
			findMovie(
				new HeaderReader(memory(moov.subarray(0, 500)), moov.subarray(0, 500), 65_536),
				1e6,
			),
		).rejects.toMatchObject({ code: 'truncated' });
	});
});

describe('the table of samples', () => {
	const samples = (times: number[], keys: number[], sizes = times.map(() => 10)): Samples => ({
		count: times.length,
		times: Float64Array.from(times),
		keys: Uint8Array.from(keys),
		sizes: Uint32Array.from(sizes),
		offsets: Float64Array.from(
			sizes.map((_, i) => 1000 + sizes.slice(0, i).reduce((sum, size) => sum + size, 0)),
		),
	});
	const track = { timescale: 10, origin: 0, orientation: upright, alpha: false };

	it('orders frames by time and starts at the key that is shown before', () => {
		// Decoded: I0 P3 B1 B2 I6 b4 b5 P7; b4 and b5 follow the key I6 but are shown before it.
		const table = new SampleTable(
			samples([0, 3, 1, 2, 6, 4, 5, 7], [1, 0, 0, 0, 1, 0, 0, 0]),
			track,
		);
		expect([...table.shown]).toEqual([0, 2, 3, 1, 5, 6, 4, 7]);
		expect([
			table.startFor(3),
			table.startFor(5),
			table.startFor(6),
			table.startFor(4),
			table.startFor(7),
		]).toEqual([0, 0, 0, 4, 4]);
		expect(table.delay).toBe(1);
		expect(table.timeOf(4)).toBe(0.4);
		expect(table.isKey(6)).toBe(true);
	});

	it('leaves hidden samples out', () => {
		const table = new SampleTable(
			samples([0, 1, 2, 3], [1, 0, 0, 0]),
			track,
			(sample) => sample !== 1,
		);
		expect([table.count, [...table.shown]]).toEqual([3, [0, 2, 3]]);
	});

	it('is not trusted where reordered frames share a time', () => {
		expect(() => new SampleTable(samples([0, 2, 1, 2], [1, 0, 0, 0]), track)).toThrow('same time');
		expect(new SampleTable(samples([0, 1, 1, 2], [1, 0, 0, 0]), track).count).toBe(4);
	});

	it('is read in few spans: neighbors together, distant packets apart, nothing twice', async () => {
		const bytes = Buffer.from(Array.from({ length: 400_000 }, (_, i) => i & 255));
		const source = memory(bytes);
		const table = samples([0, 1, 2, 3], [1, 0, 0, 0]);
		table.offsets.set([0, 1000, 200_000, 200_500]);
		table.sizes.set([200, 200, 100, 300_000 - 200_500]);
		const reader = new PacketReader(source, table, [[0, 2]]);
		const packets = [];
		for await (const packet of reader.packets([0, 2])) packets.push([packet[0], packet.length]);
		expect(packets).toEqual([
			[0, 200],
			[1000 & 255, 200],
			[200_000 & 255, 100],
		]);
		expect(source.reads).toEqual([
			[0, 1200],
			[200_000, 100],
		]);
		// A range that was not planned is fetched as well.
		for await (const packet of reader.packets([3, 3])) expect(packet.length).toBe(99_500);
	});
});

describe('elements of Matroska', () => {
	it('have numbers of variable length', () => {
		expect(variableNumber(Buffer.from([0x81]), 0)).toEqual({ value: 1, length: 1 });
		expect(variableNumber(Buffer.from([0x40, 0x02]), 0)).toEqual({ value: 2, length: 2 });
		expect(variableNumber(Buffer.from([0x01, 0, 0, 0, 0, 0, 1, 0]), 0)).toEqual({
			value: 256,
			length: 8,
		});
		expect(variableNumber(Buffer.from([0xff]), 0)).toEqual({ value: undefined, length: 1 });
		expect(variableNumber(Buffer.from([0x01, 255, 255, 255, 255, 255, 255, 255]), 0)).toEqual({
			value: undefined,
			length: 8,
		});
		expect(variableNumber(Buffer.from([0x40]), 0)).toBeUndefined();
		expect(variableNumber(Buffer.from([0]), 0)).toBeUndefined();
	});

	it('are read one after the other, and refused when too long', () => {
		expect(elementHead(Buffer.from([0x1f, 0x43, 0xb6, 0x75, 0x84]))).toEqual({
			id: 0x1f43b675,
			header: 5,
			size: 4,
		});
		expect(
			[...elements(Buffer.from([0xd7, 0x81, 5, 0x83, 0x81, 1]))].map(({ id, body }) => [
				id,
				body[0],
			]),
		).toEqual([
			[0xd7, 5],
			[0x83, 1],
		]);
		expect(() => [...elements(Buffer.from([0xd7, 0x85, 5]))]).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
	});

	const holding = (id: string, ...content: Buffer[]) => {
		const body = Buffer.concat(content);
		return Buffer.concat([
			Buffer.from(id, 'hex'),
			Buffer.from([0x40 | (body.length >> 8), body.length & 255]),
			body,
		]);
	};
	/** A file with one video track, described by these elements, and no pictures. */
	const file = (codec: string, ...more: Buffer[]) =>
		Buffer.concat([
			holding('1a45dfa3'),
			Buffer.from('18538067ff', 'hex'),
			holding(
				'1654ae6b',
				holding(
					'ae',
					holding('d7', Buffer.from([1])),
					holding('83', Buffer.from([1])),
					holding('86', Buffer.from(codec)),
					...more,
				),
			),
			holding('1f43b675'),
		]);
	const opened = (bytes: Buffer) => MatroskaScan.open(memory(bytes), bytes);

	it('describe a track that can be read, or say why not', async () => {
		expect((await opened(file('V_VP9'))).track).toMatchObject({ number: 1, codecId: 'V_VP9' });
		const headerOnly = await opened(file('V_VP9').subarray(0, -6));
		await headerOnly.advance(1, 1000);
		expect([headerOnly.finished, headerOnly.table().count]).toEqual([true, 0]);
		const encryption = holding('6d80', holding('6240', holding('5035')));
		await expect(opened(file('V_VP9', encryption))).rejects.toMatchObject({
			code: 'unsupportedFormat',
			message: 'The video is encrypted. Upload it without protection.',
		});
		await expect(opened(file('V_MPEG4/ISO/ASP'))).rejects.toThrow(NeedsFullDecode);
		await expect(opened(file('V_MS/VFW/FOURCC'))).rejects.toThrow(NeedsFullDecode);
	});
});

describe('packets', () => {
	it('of VP8 and VP9 tell whether they are shown', () => {
		const vp8 = shownTest('V_VP8');
		expect([vp8?.(Buffer.from([0x10])), vp8?.(Buffer.from([0x00]))]).toEqual([true, false]);
		const vp9 = shownTest('V_VP9');
		// Frame marker 10, profile 00, show_existing_frame, frame_type, show_frame.
		expect([
			vp9?.(Buffer.from([0b10000010])),
			vp9?.(Buffer.from([0b10000000])),
			vp9?.(Buffer.from([0b10001000])),
		]).toEqual([true, false, true]);
		// Two frames of one byte each and the index that says so: hidden and shown, then hidden twice.
		expect(vp9?.(Buffer.from([0b10000000, 0b10000010, 0xc1, 1, 1, 0xc1]))).toBe(true);
		expect(vp9?.(Buffer.from([0b10000000, 0b10000000, 0xc1, 1, 1, 0xc1]))).toBe(false);
		expect(shownTest('V_MPEG4/ISO/AVC')).toBeUndefined();
	});

	it('of H.264 tell whether decoding can start at them', () => {
		const nal = { codec: 'avc', lengthBytes: 4, mayHoldFields: false, reorders: 'no' } as const;
		const unit = (...bytes: number[]) => Buffer.concat([words(bytes.length), Buffer.from(bytes)]);
		const recovery = (payload: number) => unit(0x06, 6, 1, payload, 0x80);
		const slice = unit(0x41, 1, 2);
		expect(startKindOf(Buffer.concat([unit(0x67, 1), unit(0x65, 1, 2)]), nal)).toBe('clean');
		expect(startKindOf(slice, nal)).toBe('oneBack');
		expect(startKindOf(Buffer.concat([recovery(0b11000000), slice]), nal)).toBe('oneBack');
		expect(startKindOf(Buffer.concat([recovery(0b00110000), slice]), nal)).toBe('refreshed');
		expect(startKindOf(slice, undefined)).toBe('clean');
		expect(startKindOf(slice, { ...nal, codec: 'hevc' })).toBe('clean');
	});
});

describe('files by their first bytes', () => {
	it('are known as what they are, not as what they are called', () => {
		expect(videoContainerOf(box('ftyp', words(0)))).toBe('mp4');
		expect(videoContainerOf(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]))).toBe('matroska');
		expect(videoContainerOf(Buffer.from('RIFF....AVI LIST'))).toBe('avi');
		expect(
			videoContainerOf(Buffer.alloc(188 * 5).map((_, i) => (i % 188 ? 0 : 0x47)) as Buffer),
		).toBe('mpegts');
		expect(imageContainerOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('jpeg');
		expect(imageContainerOf(Buffer.from('RIFF....WEBPVP8 '))).toBe('webp');
		for (const text of ['#EXTM3U', 'ffconcat version 1.0', '<?xml version="1.0"?><MPD', '']) {
			expect(() => videoContainerOf(Buffer.from(text))).toThrow(
				expect.objectContaining({ code: 'unsupportedFormat' }),
			);
		}
		for (const text of ['<svg xmlns=', '%PDF-1.7', 'text'])
			expect(() => imageContainerOf(Buffer.from(text))).toThrow('not supported yet');
	});
});
