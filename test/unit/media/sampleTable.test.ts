/** Which sample is frame N, where decoding starts for it, and when a table is not trusted. */
import { describe, expect, it } from '@jest/globals';
import type { DecoderConfig } from '../../../src/media/codec/decoderConfig';
import { NeedsFullDecode } from '../../../src/media/errors';
import type { Samples } from '../../../src/media/index/samples';
import { SampleTable } from '../../../src/media/index/sampleTable';

const samples = (pts: number[], sync: number[], sizes = pts.map(() => 10)): Samples => ({
	count: pts.length,
	pts: Float64Array.from(pts),
	sync: Uint8Array.from(sync),
	sizes: Uint32Array.from(sizes),
	offsets: Float64Array.from(
		sizes.map((_, i) => 1000 + sizes.slice(0, i).reduce((sum, size) => sum + size, 0)),
	),
});
const track = {
	timescale: 10,
	timeZeroPts: 0,
	turn: [],
	hasAlpha: false,
};

const avc = (frameReordering: DecoderConfig['frameReordering']): DecoderConfig => ({
	codec: 'avc',
	parameterSets: [],
	nalLengthSize: 1,
	mayHoldFields: false,
	frameReordering,
});

/** A function, because the constructor throws. */
const tableOf =
	(
		pts: number[],
		sync: number[],
		isFrame?: (sample: number) => boolean,
		decoderConfig?: DecoderConfig,
	) =>
	() =>
		new SampleTable(samples(pts, sync), { ...track, decoderConfig }, isFrame);

describe('the sample table', () => {
	it('numbers frames in presentation order and starts decoding at the sync sample presented before', () => {
		// Decode order: I0 P3 B1 B2 I6 b4 b5 P7. The leading pictures b4 and b5 follow the sync sample I6 but are presented before it.
		const table = new SampleTable(
			samples([0, 3, 1, 2, 6, 4, 5, 7], [1, 0, 0, 0, 1, 0, 0, 0]),
			track,
		);
		expect([...table.frameSamples]).toEqual([0, 2, 3, 1, 5, 6, 4, 7]);
		expect([
			table.decodeStartFor(3),
			table.decodeStartFor(5),
			table.decodeStartFor(6),
			table.decodeStartFor(4),
			table.decodeStartFor(7),
		]).toEqual([0, 0, 0, 4, 4]);
		expect(table.reorderDepth).toBe(1);
		expect(table.timeOf(4)).toBe(0.4);
		expect(table.isKey(6)).toBe(true);
	});

	it('does not count hidden samples as frames', () => {
		const table = new SampleTable(
			samples([0, 1, 2, 3], [1, 0, 0, 0]),
			track,
			(sample) => sample !== 1,
		);
		expect([table.count, [...table.frameSamples]]).toEqual([3, [0, 2, 3]]);
	});

	it('is not trusted when reordered frames share a timestamp', () => {
		const sameTime = () => new SampleTable(samples([0, 2, 1, 2], [1, 0, 0, 0]), track);
		expect(sameTime).toThrow(NeedsFullDecode);
		expect(sameTime).toThrow('two of its frames have the same time');
		expect(() => new SampleTable(samples([0, 2, 0, 3], [1, 0, 0, 0]), track)).toThrow('same time');
		expect(new SampleTable(samples([0, 1, 1, 2], [1, 0, 0, 0]), track).count).toBe(4);
	});

	it('is not trusted when frames are presented before the first sync sample', () => {
		expect(tableOf([2, 0, 1, 3], [1, 0, 0, 0])).toThrow(NeedsFullDecode);
		expect(tableOf([2, 0, 1, 3], [1, 0, 0, 0])).toThrow(
			'its first frames refer to pictures that are missing',
		);
		// Without frames there is no first one.
		expect(tableOf([], [])().count).toBe(0);
		expect(tableOf([0, 1], [0, 0], () => false)().count).toBe(0);
		expect(tableOf([0, 1, 2, 3], [0, 1, 0, 0])).toThrow(NeedsFullDecode);
		expect(tableOf([0, 1, 2, 3], [0, 0, 0, 0])).toThrow(NeedsFullDecode);
	});

	it('may hide samples that are presented before the first sync sample', () => {
		expect(
			tableOf([2, 0, 1, 3], [1, 0, 0, 0], (sample) => sample === 0 || sample === 3)().count,
		).toBe(2);
		expect(tableOf([0, 1, 2, 3], [0, 1, 0, 0], (sample) => sample > 0)().count).toBe(3);
	});

	it('is not trusted when its timestamps are those of decoding although frames are reordered', () => {
		const pts = [0, 1, 2, 3];
		expect(tableOf(pts, [1, 0, 0, 0], undefined, avc('yes'))).toThrow(NeedsFullDecode);
		expect(tableOf([0, 1], [1, 0], undefined, avc('yes'))).toThrow(
			'its timestamps are those of decoding, not of presentation',
		);
		const config = avc('unknown');
		const later = tableOf(pts, [1, 0, 0, 0], undefined, config)();
		expect(() => later.checkReordering()).not.toThrow();
		config.frameReordering = 'yes';
		expect(() => later.checkReordering()).toThrow(NeedsFullDecode);
		expect(tableOf(pts, [1, 0, 0, 0], undefined, avc('no'))().count).toBe(4);
		expect(tableOf([0, 3, 1, 2], [1, 0, 0, 0], undefined, avc('yes'))().count).toBe(4);
		expect(tableOf(pts, [1, 0, 0, 0], undefined, avc('unknown'))().count).toBe(4);
		expect(tableOf([0], [1], undefined, avc('yes'))().count).toBe(1);
	});

	it('tells the order of presentation, hidden samples included, and how far it differs', () => {
		const facts = (pts: number[], isFrame?: (sample: number) => boolean) => {
			const table = tableOf(pts, [1, ...pts.slice(1).map(() => 0)], isFrame)();
			return [[...table.presentationIndex], table.reorderDepth, table.presentedInDecodeOrder];
		};
		expect(facts([0, 1, 2])).toEqual([[0, 1, 2], 0, true]);
		expect(facts([-5, -5, 1])).toEqual([[0, 1, 2], 0, true]);
		expect(facts([0, 1, 1])).toEqual([[0, 1, 2], 0, true]);
		expect(facts([0, 3, 1, 2])).toEqual([[0, 3, 1, 2], 1, false]);
		// A pyramid: the third picture is decoded two places after its own.
		expect(facts([0, 4, 2, 1, 3])).toEqual([[0, 4, 2, 1, 3], 2, false]);
		expect(facts([0, 3, 1, 2], (sample) => sample !== 2)).toEqual([[0, 3, 1, 2], 1, false]);
	});

	it('finds the nearest sync sample, and starts further back for each that is presented later', () => {
		const table = tableOf([0, 1, 2, 3, 4, 5, 6], [1, 0, 1, 0, 0, 1, 0])();
		expect([0, 1, 2, 3, 4, 5, 6, 99].map((sample) => table.syncSampleAtOrBefore(sample))).toEqual([
			0, 0, 2, 2, 2, 5, 5, 5,
		]);
		const late = tableOf([0, 1, 2, 3], [0, 0, 1, 0], (sample) => sample >= 2)();
		expect([0, 1, 2].map((sample) => late.syncSampleAtOrBefore(sample))).toEqual([0, 0, 2]);
		// Both sync samples in front of the last sample are presented behind it.
		const leading = tableOf([0, 5, 6, 4], [1, 1, 1, 0])();
		expect([0, 1, 2, 3].map((sample) => leading.decodeStartFor(sample))).toEqual([0, 1, 2, 0]);
	});

	it('tells times in seconds from second 0 on, and key frames by frame', () => {
		const cut = { ...track, timescale: 100, timeZeroPts: 30 };
		const table = new SampleTable(samples([20, 50, 40], [1, 1, 0]), cut);
		expect([0, 1, 2].map((frame) => table.timeOf(frame))).toEqual([-0.1, 0.1, 0.2]);
		expect([0, 1, 2].map((frame) => table.isKey(frame))).toEqual([true, false, true]);
	});
});
