/** Selected packets in a container of our own, read again as any such file is read. */
import { describe, expect, it } from '@jest/globals';
import type { DecodeRun } from '../../../src/media/index/decodePlan';
import type { Muxer } from '../../../src/media/index/muxer';
import { PacketReader } from '../../../src/media/index/packetReader';
import type { SampleTable } from '../../../src/media/index/sampleTable';
import { boxes, child, children } from '../../../src/media/isobmff/boxes';
import { findMovie } from '../../../src/media/isobmff/findMovie';
import { FragmentScan } from '../../../src/media/isobmff/fragmentScan';
import { movieSampleTable } from '../../../src/media/isobmff/movieIndex';
import { mp4Muxer } from '../../../src/media/isobmff/muxer';
import { findVideoTrack } from '../../../src/media/isobmff/videoTrack';
import { ClusterScan } from '../../../src/media/matroska/clusterScan';
import { matroskaMuxer } from '../../../src/media/matroska/muxer';
import { HeaderReader } from '../../../src/media/bytes/headerReader';
import { box, bytesInMemory, words } from './containerBytes';
import { entry, mvhd, trak } from './movieBoxes';

/** A movie with samples from offset 1000 on, of which the second is shown behind the third. */
const moov = Buffer.concat([mvhd(1000), trak({ ctts: [0, 15, 0, 0], description: entry('png ') })]);
const original = findVideoTrack(moov);
const bytes = Buffer.alloc(2100);
bytes.write('11111222222333333344444444', 1000, 'latin1');

async function muxed(
	muxer: Muxer,
	table: SampleTable,
	runs: Array<Pick<DecodeRun, 'range'> & { startState?: string }>,
	wanted: number[],
): Promise<Buffer> {
	const reader = new PacketReader(
		bytesInMemory(bytes),
		table.samples,
		runs.map(({ range }) => range),
	);
	async function* asked(): AsyncGenerator<DecodeRun> {
		for (const { range, startState = '' } of runs)
			yield { range, startState: Buffer.from(startState), needsFreshDecoder: false };
	}
	const parts = [muxer.header];
	// A muxer may use a buffer again.
	for await (const part of muxer.body(table, reader, asked(), Uint8Array.from(wanted)))
		parts.push(Buffer.from(part));
	return Buffer.concat(parts);
}

const packetsOf = (file: Buffer, { samples: { offsets, sizes } }: SampleTable) =>
	[...offsets].map((offset, i) => file.toString('latin1', offset, offset + sizes[i]!));

describe('packets in a fragmented MP4', () => {
	const table = movieSampleTable(moov, original);
	const scanned = async (file: Buffer) => {
		const movie = await findMovie(new HeaderReader(bytesInMemory(file), file, 0), 1e6);
		const track = findVideoTrack(movie.moov);
		const scan = new FragmentScan(bytesInMemory(file), file, movie.moov, movie.end, track, 1e6);
		await scan.advance(Number.POSITIVE_INFINITY, 1e9);
		return { track, table: scan.table() };
	};

	it('have the track of the file, and a clock of their own', async () => {
		const file = await muxed(mp4Muxer(original), table, [{ range: [0, 3] }], [0, 0, 0, 0]);
		expect([...boxes(file)].map(({ type }) => type)).toEqual(['ftyp', 'moov', 'moof', 'mdat']);
		const { track } = await scanned(file);
		expect(track).toMatchObject({
			trackId: 1,
			description: { codec: 'png ', width: 8, height: 6 },
			track: { timescale: 1000, turn: [] },
		});
		expect(track.stsd).toEqual(original.stsd);
		const tkhd = child(file, 'moov', 'trak', 'tkhd')!;
		expect([tkhd.readUInt32BE(76) / 2 ** 16, tkhd.readUInt32BE(80) / 2 ** 16]).toEqual([8, 6]);
	});

	it('have their bytes, their place as time, and a mark for those that are wanted', async () => {
		const file = await muxed(mp4Muxer(original), table, [{ range: [0, 3] }], [0, 1, 0, 1]);
		const { table: found } = await scanned(file);
		expect(packetsOf(file, found)).toEqual(['11111', '222222', '3333333', '44444444']);
		// Places in ticks of 40, later by the reordering.
		expect([...found.samples.pts]).toEqual(
			[...table.presentationIndex].map(
				(place, sample) => (place + table.reorderDepth) * 40 + (sample % 2),
			),
		);
		expect([...found.samples.sync]).toEqual([1, 1, 1, 1]);
	});

	it('are sync samples where they are in the file, at the times of their places in it', async () => {
		const synced = Buffer.concat([mvhd(1000), trak({ stss: [1, 3], description: entry('png ') })]);
		const other = movieSampleTable(synced, findVideoTrack(synced));
		const file = await muxed(mp4Muxer(original), other, [{ range: [2, 3] }], [0, 0, 1, 0]);
		const { table: found } = await scanned(file);
		expect([...found.samples.sync]).toEqual([1, 0]);
		expect([...found.samples.pts]).toEqual([81, 120]);
		const trun = child(file, 'moof', 'traf', 'trun')!;
		const flags = [0, 1].map((i) => trun.readUInt32BE(12 + 12 * i + 4));
		// sample_depends_on 2 (on no other), 1 (on others) with sample_is_non_sync_sample.
		expect(flags).toEqual([0x02000000, 0x01010000]);
		expect(child(file, 'moof', 'traf', 'tfdt')).toEqual(words(0x01000000, 0, 80));
	});

	it('are at most 1,000 in a fragment, and fragments are numbered', async () => {
		const count = 2001;
		const many = Buffer.concat([
			mvhd(1000),
			trak({ sizes: Array<number>(count).fill(1), stsc: [1, count, 1], offset: 0 }),
		]);
		const longTable = movieSampleTable(many, findVideoTrack(many));
		const runs = [{ range: [0, 2000] as const, startState: 'state' }, { range: [5, 6] as const }];
		const wanted = Array<number>(count).fill(1);
		const file = await muxed(mp4Muxer(original), longTable, runs, wanted);
		const fragments = children(file, 'moof').map((moof) => [
			child(moof, 'mfhd')!.readUInt32BE(4),
			child(moof, 'traf', 'trun')!.readUInt32BE(4),
			child(moof, 'traf', 'tfdt')!.readUInt32BE(8) / 40,
		]);
		expect(fragments).toEqual([
			[1, 1000, 0],
			[2, 1000, 1000],
			[3, 1, 2000],
			[4, 2, 5],
		]);
		expect(children(file, 'mdat').map(({ length }) => length)).toEqual([1005, 1000, 1, 2]);
		expect(children(file, 'mdat')[0]).toEqual(
			Buffer.concat([Buffer.from('state'), bytes.subarray(0, 1000)]),
		);
	});

	it('are in a movie as ISO/IEC 14496-12 wants it', async () => {
		const file = await muxed(mp4Muxer(original), table, [], []);
		const path = (...types: string[]) => child(file, 'moov', ...types)!;
		expect(child(file, 'ftyp')).toEqual(Buffer.from('isom\0\0\x02\0isomiso6mp41', 'latin1'));
		// Time scale, rate 1.0, volume 1.0, matrix, next track.
		const identity = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
		expect(path('mvhd')).toEqual(
			words(0, 0, 0, 1000, 0, 0x10000, 0x01000000, 0, 0, ...identity, 0, 0, 0, 0, 0, 0, 2),
		);
		// Enabled and in the movie; track 1; matrix; width and height.
		expect(path('trak', 'tkhd')).toEqual(
			words(3, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...identity, 8 * 2 ** 16, 6 * 2 ** 16),
		);
		// The language is `und`.
		expect(path('trak', 'mdia', 'mdhd')).toEqual(words(0, 0, 0, 1000, 0, 0x55c40000));
		expect(path('trak', 'mdia', 'hdlr').toString('latin1')).toBe(
			`${'\0'.repeat(8)}vide${'\0'.repeat(12)}v\0`,
		);
		const minf = path('trak', 'mdia', 'minf');
		expect(child(minf, 'vmhd')).toEqual(words(1, 0, 0));
		// The media data is in this file.
		expect(child(minf, 'dinf', 'dref')).toEqual(
			Buffer.concat([words(0, 1), box('url ', words(1))]),
		);
		for (const type of ['stts', 'stsc', 'stco'])
			expect(child(minf, 'stbl', type)).toEqual(words(0, 0));
		expect(child(minf, 'stbl', 'stsz')).toEqual(words(0, 0, 0));
		expect(path('mvex', 'trex')).toEqual(words(0, 1, 1, 0, 0, 0));
	});

	it('of several runs follow each other, each with what a decoder must know first', async () => {
		const runs = [{ range: [0, 0] as const }, { range: [2, 3] as const, startState: 'state' }];
		const file = await muxed(mp4Muxer(original), table, runs, [1, 0, 0, 1]);
		const { table: found } = await scanned(file);
		expect(packetsOf(file, found)).toEqual(['11111', 'state3333333', '44444444']);
		expect([...found.samples.pts].map((pts) => pts % 2)).toEqual([1, 0, 1]);
	});
});

describe('packets in Matroska', () => {
	const hex = (text: string) => Buffer.from(text, 'hex');
	const matroska = {
		number: 7,
		codecId: 'V_AV1',
		entry: Buffer.concat([
			hex('ae8d'),
			hex('d78107'),
			hex('838101'),
			hex('8685'),
			Buffer.from('V_AV1'),
		]),
		strippedHeader: Buffer.alloc(0),
		track: original.track,
	};

	it('have their bytes, their place as time, and what a decoder must know first', async () => {
		const table = movieSampleTable(moov, original);
		const runs = [{ range: [0, 0] as const }, { range: [2, 3] as const, startState: 'state' }];
		const file = await muxed(matroskaMuxer(matroska), table, runs, [1, 0, 0, 1]);
		const scan = await ClusterScan.open(bytesInMemory(file), file);
		await scan.advance(Number.POSITIVE_INFINITY, 1e9);
		const found = scan.table();
		expect(scan.track).toMatchObject({ number: 7, codecId: 'V_AV1', entry: matroska.entry });
		expect(packetsOf(file, found)).toEqual(['11111', 'state3333333', '44444444']);
		expect([...found.samples.pts].map((pts) => pts % 2)).toEqual([1, 0, 1]);
		expect(found.track.timescale).toBe(1000);
	});

	it('are clusters of one block each, as RFC 9559 describes them', async () => {
		const synced = Buffer.concat([mvhd(1000), trak({ stss: [1], description: entry('png ') })]);
		const table = movieSampleTable(synced, findVideoTrack(synced));
		const file = await muxed(matroskaMuxer(matroska), table, [{ range: [0, 1] }], [0, 1]);
		const size = (bytesBehind: number) => `01${bytesBehind.toString(16).padStart(14, '0')}`;
		const uint = (id: string, value: number) =>
			`${id}${size(8)}${value.toString(16).padStart(16, '0')}`;
		const block = (packet: string, flags: string) => {
			const body = `${size(7)}0000${flags}${Buffer.from(packet).toString('hex')}`;
			return `a3${size(body.length / 2)}${body}`;
		};
		const clusterOf = (...content: string[]) =>
			`1f43b675${size(content.join('').length / 2)}${content.join('')}`;
		const docType = `4282${size(8)}${Buffer.from('matroska').toString('hex')}`;
		const scale = uint('2ad7b1', 1_000_000);
		expect(file.toString('hex')).toBe(
			[
				`1a45dfa3${size(docType.length / 2)}${docType}`,
				'1853806701ffffffffffffff',
				`1549a966${size(scale.length / 2)}${scale}`,
				`1654ae6b${size(matroska.entry.length)}${matroska.entry.toString('hex')}`,
				clusterOf(uint('e7', 0), block('11111', '80')),
				clusterOf(uint('e7', 41), block('222222', '00')),
			].join(''),
		);
	});

	it('have track numbers of up to eight bytes', async () => {
		const table = movieSampleTable(moov, original);
		const number = 2 ** 40 + 3;
		const muxer = matroskaMuxer({ ...matroska, number });
		const file = await muxed(muxer, table, [{ range: [0, 0] }], [1]);
		expect(file.toString('hex')).toMatch(/a301000000000000100100010000000003000080(31){5}$/);
	});
});
