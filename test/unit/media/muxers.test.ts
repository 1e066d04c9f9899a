/** Selected packets in a container of our own, read again as any such file is read. */
import { describe, expect, it } from '@jest/globals';
import type { DecodeRun } from '../../../src/media/index/decodePlan';
import type { Muxer } from '../../../src/media/index/muxer';
import { PacketReader } from '../../../src/media/index/packetReader';
import type { SampleTable } from '../../../src/media/index/sampleTable';
import { boxes, child } from '../../../src/media/isobmff/boxes';
import { findMovie } from '../../../src/media/isobmff/findMovie';
import { FragmentScan } from '../../../src/media/isobmff/fragmentScan';
import { movieSampleTable } from '../../../src/media/isobmff/movieIndex';
import { mp4Muxer } from '../../../src/media/isobmff/muxer';
import { findVideoTrack } from '../../../src/media/isobmff/videoTrack';
import { ClusterScan } from '../../../src/media/matroska/clusterScan';
import { matroskaMuxer } from '../../../src/media/matroska/muxer';
import { HeaderReader } from '../../../src/media/bytes/headerReader';
import { bytesInMemory } from './containerBytes';
import { entry, mvhd, trak } from './movieBoxes';

/** A movie with samples from offset 1000 on, of which the second is shown behind the third. */
const moov = Buffer.concat([mvhd(1000), trak({ ctts: [0, 15, 0, 0], description: entry('png ') })]);
const original = findVideoTrack(moov);
const bytes = Buffer.alloc(1100);
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
});
