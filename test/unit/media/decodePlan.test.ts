/** Which packets a decoder gets so that it outputs the wanted frames. */
import { describe, expect, it } from '@jest/globals';
import type { DecoderConfig } from '../../../src/media/codec/decoderConfig';
import { decodeRanges, decodeRuns, type DecodeRun } from '../../../src/media/index/decodePlan';
import { PacketReader } from '../../../src/media/index/packetReader';
import { presentationIndexOf, remuxedPts } from '../../../src/media/index/remuxTimestamps';
import type { Samples } from '../../../src/media/index/samples';
import { SampleTable } from '../../../src/media/index/sampleTable';
import { SampleTableBuilder } from '../../../src/media/index/sampleTableBuilder';
import { countReadable, truncatedError } from '../../../src/media/video/truncation';
import { bytesInMemory } from './containerBytes';

const avc: DecoderConfig = {
	codec: 'avc',
	nalLengthSize: 1,
	parameterSets: [],
	mayHoldFields: false,
	frameReordering: 'no',
};
const nal = (...bytes: number[]) => Buffer.from([bytes.length, ...bytes]);
/** Packets of H.264: an IDR picture, one that depends on others, the start of an intra refresh. */
const packets = {
	I: nal(0x65, 1, 2, 3),
	P: nal(0x41, 1, 2, 3),
	/** A recovery point after two frames (`ue` 2 = 011), then a slice. */
	R: Buffer.concat([nal(0x06, 6, 1, 0x60, 0x80), nal(0x41, 1, 2)]),
};

/**
 * A file of packets in decode order, `I`, `P` or `R`.
 * @param sync where the container lists a sync sample, e.g. every fourth
 */
function fileOf(kinds: string, sync: number[], pts = [...kinds].map((_, i) => i)) {
	const parts = [...kinds].map((kind) => packets[kind as keyof typeof packets]);
	const sizes = parts.map(({ length }) => length);
	const samples: Samples = {
		count: parts.length,
		sizes: Uint32Array.from(sizes),
		offsets: Float64Array.from(sizes, (_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0)),
		pts: Float64Array.from(pts),
		sync: Uint8Array.from(parts, (_, i) => Number(sync.includes(i))),
	};
	const startState = Buffer.from('start');
	const track = {
		timescale: 10,
		timeZeroPts: 0,
		turn: [],
		hasAlpha: false,
		decoderConfig: avc,
		startState,
	};
	return { bytes: Buffer.concat(parts), table: new SampleTable(samples, track) };
}

async function runsOf(
	file: ReturnType<typeof fileOf>,
	ranges: Array<readonly [number, number]>,
): Promise<Array<Omit<DecodeRun, 'startState'> & { startState: string }>> {
	const reader = new PacketReader(bytesInMemory(file.bytes), file.table.samples, ranges);
	const runs = [];
	for await (const run of decodeRuns(file.table, reader, ranges))
		runs.push({ ...run, startState: run.startState.toString() });
	return runs;
}

describe('the ranges of packets for some frames', () => {
	const { table } = fileOf('IPPPIPPPIPPPIPPP', [0, 4, 8, 12]);

	it('begin at the nearest sync sample, and are joined where they touch', () => {
		expect(decodeRanges(table, [2], 'minimal')).toEqual([[0, 2]]);
		expect(decodeRanges(table, [4], 'minimal')).toEqual([[4, 4]]);
		expect(decodeRanges(table, [1, 2, 13], 'minimal')).toEqual([
			[0, 2],
			[12, 13],
		]);
		// The packet behind the first range is the first one of the second.
		expect(decodeRanges(table, [3, 5], 'minimal')).toEqual([[0, 5]]);
		expect(decodeRanges(table, [2, 5], 'minimal')).toEqual([
			[0, 2],
			[4, 5],
		]);
		expect(decodeRanges(table, [], 'minimal')).toEqual([]);
	});

	it('begin one group of pictures earlier, or at the start, where frames were missing', () => {
		expect(decodeRanges(table, [9], 'oneGopMore')).toEqual([[4, 9]]);
		expect(decodeRanges(table, [8], 'oneGopMore')).toEqual([[4, 8]]);
		expect(decodeRanges(table, [1], 'oneGopMore')).toEqual([[0, 1]]);
		expect(decodeRanges(table, [5, 13], 'fromStart')).toEqual([[0, 13]]);
	});
});

describe('the runs of a decoder', () => {
	it('begin with what the start of the file tells, unless they begin there or go on', async () => {
		const file = fileOf('IPPPIPPPIPPP', [0, 4, 8]);
		expect(
			await runsOf(file, [
				[0, 1],
				[2, 3],
				[8, 9],
			]),
		).toEqual([
			{ range: [0, 1], startState: '', needsFreshDecoder: false },
			{ range: [2, 3], startState: '', needsFreshDecoder: false },
			{ range: [8, 9], startState: 'start', needsFreshDecoder: false, settledAt: undefined },
		]);
	});

	it('begin at an earlier sync sample where the one that is listed is an open GOP', async () => {
		const file = fileOf(`I${'P'.repeat(119)}`, [0, 40, 80, 100]);
		const [run] = await runsOf(file, [[100, 101]]);
		// 100 - 80 are fewer than 24 packets.
		expect(run).toEqual({
			range: [40, 101],
			startState: 'start',
			needsFreshDecoder: false,
			settledAt: 76,
		});
		expect((await runsOf(file, [[40, 41]]))[0]).toEqual({
			range: [0, 41],
			startState: '',
			needsFreshDecoder: false,
		});
	});

	it('begin at the first packet of the file, whatever it is', async () => {
		expect(await runsOf(fileOf('PPPP', [0]), [[0, 1]])).toEqual([
			{ range: [0, 1], startState: '', needsFreshDecoder: false },
		]);
	});

	it('need another decoder for an open GOP that does not go on', async () => {
		const file = fileOf(`I${'P'.repeat(119)}`, [0, 40, 80, 100]);
		const runs = await runsOf(file, [
			[0, 10],
			[100, 101],
		]);
		expect(runs.map(({ range, needsFreshDecoder }) => [range, needsFreshDecoder])).toEqual([
			[[0, 10], false],
			[[40, 101], true],
		]);
		const overlapping = await runsOf(file, [
			[0, 60],
			[100, 101],
		]);
		// Packets 40 to 60 were decoded before.
		expect(overlapping[1]).toEqual({ range: [61, 101], startState: '', needsFreshDecoder: false });
	});

	it('settle at the sync sample where the place before the asked frames is not behind it', async () => {
		const pts = Array.from({ length: 120 }, (_, i) => i);
		// The picture 24 packets before is presented before the sync sample.
		[pts[40], pts[76]] = [76, 40];
		const file = fileOf(`I${'P'.repeat(119)}`, [0, 40, 100], pts);
		expect((await runsOf(file, [[100, 101]]))[0]?.settledAt).toBe(40);
	});

	it('begin at an exact start before an intra refresh, after four probes at the start of the file', async () => {
		const near = fileOf('IPPPIPPPRPPPRPPP', [0, 4, 8, 12]);
		expect((await runsOf(near, [[12, 13]]))[0]).toMatchObject({
			range: [4, 13],
			needsFreshDecoder: false,
		});
		const starts = Array.from({ length: 10 }, (_, i) => 4 * i);
		const far = fileOf(`IPPPIPPP${'RPPP'.repeat(8)}`, starts);
		expect((await runsOf(far, [[24, 25]]))[0]?.range).toEqual([4, 25]);
		expect((await runsOf(far, [[28, 29]]))[0]?.range).toEqual([0, 29]);
		expect((await runsOf(far, [[0, 1]]))[0]?.range).toEqual([0, 1]);
	});
});

describe('the timestamps of remuxed packets', () => {
	it('tell the place of each picture, and whether it is wanted', () => {
		const { table } = fileOf('IPPP', [0], [0, 30, 10, 20]);
		const wanted = Uint8Array.from([0, 1, 0, 1]);
		const stamps = [0, 1, 2, 3].map((sample) => remuxedPts(table, sample, wanted));
		// Reordered by one place; 40 ticks a picture.
		expect(stamps).toEqual([40, 4 * 40 + 1, 2 * 40, 3 * 40 + 1]);
		expect(stamps.map((stamp) => presentationIndexOf(table, stamp))).toEqual([0, 3, 1, 2]);
	});
});

describe('samples that a scan collects', () => {
	const track = { timescale: 10, timeZeroPts: 0, turn: [], hasAlpha: false };
	const collected = (count: number, syncEvery = 5) => {
		const builder = new SampleTableBuilder();
		for (let i = 0; i < count; i++) builder.add(100 + 10 * i, 7, i, i % syncEvery === 0, i !== 2);
		return builder;
	};

	it('become a table; those that are not shown are no frames', () => {
		const builder = collected(6);
		expect([builder.count, builder.frameCount]).toEqual([6, 5]);
		const table = builder.build(track);
		expect([...table.frameSamples]).toEqual([0, 1, 3, 4, 5]);
		expect([...table.samples.offsets]).toEqual([100, 110, 120, 130, 140, 150]);
		expect([...table.samples.sizes]).toEqual([7, 7, 7, 7, 7, 7]);
		expect([...table.samples.sync]).toEqual([1, 0, 0, 0, 0, 1]);
		builder.add(160, 9, 6, false);
		expect(builder.placesOf(5, 7)).toEqual([
			{ offset: 150, size: 7 },
			{ offset: 160, size: 9 },
		]);
	});

	it('keep their number when 17 frames follow', () => {
		expect([3, 17, 18, 19, 30].map((count) => collected(count).settledFrameCount)).toEqual([
			0, 0, 0, 1, 12,
		]);
	});

	it('may need the packets from the third sync sample before the last settled one on', () => {
		// Sample 40 - 1 - 17 = 22; sync samples 20, 15, 10.
		expect(collected(40).firstNeededOffset).toBe(200);
		expect(collected(33).firstNeededOffset).toBe(100 + 10 * 5);
		expect(collected(10).firstNeededOffset).toBe(100);
		expect(new SampleTableBuilder().firstNeededOffset).toBe(0);
	});
});

describe('a file that is cut off', () => {
	const { bytes, table } = fileOf('IPPPIPPP', [0, 4], [0, 3, 1, 2, 4, 7, 5, 6]);
	const cutAt = (size: number) => ({
		source: bytesInMemory(bytes.subarray(0, size)),
		table,
		muxer: undefined as never,
	});

	it('has the frames before the first packet that is missing', () => {
		const all = [0, 1, 2, 3, 4, 5, 6, 7];
		// Packets of five bytes; frame 3 is the second packet.
		expect(countReadable(cutAt(40), all)).toBe(8);
		expect(countReadable(cutAt(39), all)).toBe(6);
		expect(countReadable(cutAt(10), all)).toBe(1);
		expect(countReadable(cutAt(20), [4, 5])).toBe(0);
		expect(countReadable(cutAt(20), [])).toBe(0);
	});

	it('says how many frames are about there', () => {
		expect(truncatedError(cutAt(25), 6)).toMatchObject({
			frame: 6,
			message:
				'Frame 6 cannot be read: the file is cut off: its index lists 8 frames, but only about 5 are there. Upload the file to Encord again, or ask for another frame.',
		});
	});
});
