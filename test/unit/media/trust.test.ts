/** What makes an index unfit to count frames by: then only a full decode tells which frame is the N-th. */
import { describe, expect, it } from '@jest/globals';
import { avcFacts } from '../../../src/media/codec/avcConfig';
import { BitReader } from '../../../src/media/codec/bitReader';
import { NeedsFullDecode } from '../../../src/media/errors';
import { learnOrder, refuseUncleanStart } from '../../../src/media/codec/firstPackets';
import { hevcFacts } from '../../../src/media/codec/hevcConfig';
import {
	type NalFacts,
	SampleTable,
	type Samples,
	upright,
} from '../../../src/media/index/sampleTable';

/** Bits written out, spaces left aside, filled up with zeros. */
const bits = (text: string) => {
	const digits = text.replace(/\s/g, '');
	return Buffer.from(
		(digits.padEnd(Math.ceil(digits.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((byte) =>
			Number.parseInt(byte, 2),
		),
	);
};

describe('bits', () => {
	it('are read as numbers of fixed and of variable length', () => {
		const reader = new BitReader(bits('101 1 010 011 00100 00101 010 011'));
		expect([
			reader.bits(3),
			reader.golomb(),
			reader.golomb(),
			reader.golomb(),
			reader.golomb(),
		]).toEqual([5, 0, 1, 2, 3]);
		expect([reader.signedGolomb(), reader.signedGolomb(), reader.signedGolomb()]).toEqual([
			-2, 1, -1,
		]);
		expect(reader.bits(40)).toBe(0);
	});
});

describe('the record before an H.264 track', () => {
	const record = (...sets: Buffer[]) => {
		const lengths = sets.map((set) =>
			Buffer.concat([Buffer.from([set.length >> 8, set.length & 255]), set]),
		);
		return Buffer.concat([
			Buffer.from([1, 77, 0, 30, 0xff, 0xe0 | sets.length]),
			...lengths,
			Buffer.from([0]),
		]);
	};
	/** Profile, compatibility, level; id 0; format; frame numbers; order; references, gaps, 20 by 15 macroblocks; the rest. */
	const set = (profile: number, format: string, order: string, rest: string) =>
		Buffer.concat([
			Buffer.from([0x67, profile, 0, 30]),
			bits(`1 ${format} 1 ${order} 010 0 000010100 0001111 ${rest}`),
		]);
	// Frames or fields; direct inference; nothing is cut off; nothing about the display.
	const frames = '1 1 0 0';
	const fields = '0 0 1 0 0';
	const byNumber = '1 1';
	const byCycle = '010 0 1 1 010 011';
	const asDecoded = '011';

	it.each<[string, number, string, string]>([
		['main profile', 77, '', byNumber],
		['main profile, order by a cycle', 77, '', byCycle],
		['main profile, order of decoding', 77, '', asDecoded],
		['high profile', 100, '010 1 1 0 0', byNumber],
		[
			'high profile, full color, one scaling list with two steps',
			244,
			'00100 0 1 1 0 1 1 010 000010011 00000000000',
			byNumber,
		],
	])('says whether packets may be fields: %s', (_name, profile, format, order) => {
		expect(avcFacts(record(set(profile, format, order, frames))).mayHoldFields).toBe(false);
		expect(avcFacts(record(set(profile, format, order, fields))).mayHoldFields).toBe(true);
		expect(
			avcFacts(record(set(77, '', byNumber, frames), set(profile, format, order, fields)))
				.mayHoldFields,
		).toBe(true);
	});

	// Aspect 255 with its numbers; no overscan; a signal with colors; no place of chroma; a clock; one buffer; its pictures.
	const display = (order: string) =>
		`1 1 11111111 ${'0'.repeat(32)} 0 1 0000 1 ${'0'.repeat(24)} 0 1 ${'0'.repeat(65)} 1 1 00000000 1 1 0 ${'0'.repeat(20)} 0 0 0 ${order}`;

	it.each<[string, number, string, string, NalFacts['reorders']]>([
		['nothing is said', 77, byNumber, frames, 'perhaps'],
		['the baseline profile cannot', 66, byNumber, frames, 'no'],
		['numbered in the order of decoding', 77, asDecoded, frames, 'no'],
		['the display is told, but not that', 77, byNumber, `1 1 0 ${display('0')}`, 'perhaps'],
		['none is reordered', 77, byNumber, `1 1 0 ${display('1 1 1 1 1 1 1 1')}`, 'no'],
		['two are reordered', 77, byNumber, `1 1 0 ${display('1 1 1 1 1 1 011 011')}`, 'perhaps'],
	])('says whether frames may be reordered: %s', (_name, profile, order, rest, reorders) => {
		expect(avcFacts(record(set(profile, '', order, rest))).reorders).toBe(reorders);
	});

	it('that holds no parameters excludes nothing', () => {
		expect(avcFacts(record())).toEqual({
			codec: 'avc',
			lengthBytes: 4,
			mayHoldFields: true,
			reorders: 'perhaps',
		});
		expect(avcFacts(Buffer.from([1, 77, 0, 30, 0xfc]))).toMatchObject({
			lengthBytes: 1,
			mayHoldFields: true,
		});
	});
});

describe('the record before an HEVC track', () => {
	/** One sub-layer more than `subLayers`; width and height; nothing cut off; depths; order numbers; per sub-layer. */
	const record = (subLayers: number, profiles: string, perLayer: string) => {
		const text = `0000 ${subLayers.toString(2).padStart(3, '0')} 1 ${'0'.repeat(96)} ${profiles} 1 010 000010100 0001111 0 1 1 1 ${perLayer}`;
		const set = Buffer.concat([Buffer.from([0x42, 1]), bits(text)]);
		const head = Buffer.alloc(23);
		[head[21], head[22]] = [0xff, 2];
		// A parameter set of another kind comes first.
		return Buffer.concat([
			head,
			Buffer.from([0x20, 0, 1, 0, 1, 7, 0x21, 0, 1, 0, set.length]),
			set,
		]);
	};

	it('says whether frames are reordered', () => {
		expect(hevcFacts(record(0, '', '1 011 010 1'))).toEqual({
			codec: 'hevc',
			lengthBytes: 4,
			mayHoldFields: false,
			reorders: 'yes',
		});
		expect(hevcFacts(record(0, '', '1 011 1 1')).reorders).toBe('no');
		expect(hevcFacts(record(0, '', '0 011 011 1')).reorders).toBe('yes');
		const withLevel = `01 ${'00'.repeat(7)} 00000000`;
		expect(hevcFacts(record(1, withLevel, '1 011 1 1 011 010 1')).reorders).toBe('yes');
		expect(hevcFacts(record(1, withLevel, '1 011 010 1 011 1 1')).reorders).toBe('no');
		expect(hevcFacts(Buffer.alloc(0)).reorders).toBe('no');
	});
});

describe('the beginning of a file', () => {
	const avc = (reorders: NalFacts['reorders']): NalFacts => ({
		codec: 'avc',
		lengthBytes: 1,
		mayHoldFields: false,
		reorders,
	});
	const table = (
		times: number[],
		keys: number[],
		isShown?: (sample: number) => boolean,
		nal?: NalFacts,
	) => {
		const samples: Samples = {
			count: times.length,
			times: Float64Array.from(times),
			keys: Uint8Array.from(keys),
			sizes: new Uint32Array(times.length).fill(10),
			offsets: Float64Array.from(times.map((_, i) => i * 10)),
		};
		return () =>
			new SampleTable(
				samples,
				{ timescale: 10, origin: 0, orientation: upright, alpha: false, nal },
				isShown,
			);
	};

	it('must not show pictures before its first start', () => {
		expect(table([2, 0, 1, 3], [1, 0, 0, 0])).toThrow(NeedsFullDecode);
		expect(table([0, 1, 2, 3], [0, 1, 0, 0])).toThrow(NeedsFullDecode);
		expect(table([0, 1, 2, 3], [0, 0, 0, 0])).toThrow(NeedsFullDecode);
	});

	it('may hide such pictures', () => {
		expect(
			table([2, 0, 1, 3], [1, 0, 0, 0], (sample) => sample === 0 || sample === 3)().count,
		).toBe(2);
		expect(table([0, 1, 2, 3], [0, 1, 0, 0], (sample) => sample > 0)().count).toBe(3);
	});

	it('must not show frames in the order of decoding when that is another one', () => {
		const times = [0, 1, 2, 3];
		expect(table(times, [1, 0, 0, 0], undefined, avc('yes'))).toThrow(NeedsFullDecode);
		expect(table([0, 3, 1, 2], [1, 0, 0, 0], undefined, avc('yes'))().count).toBe(4);
		expect(table(times, [1, 0, 0, 0], undefined, avc('perhaps'))().count).toBe(4);
		expect(table([0], [1], undefined, avc('yes'))().count).toBe(1);
	});

	it('tells the order by its pictures', () => {
		// Settings before the slice; its first macroblock; its kind: 1 and 6 look both ways.
		const told = (kind: string, before: NalFacts['reorders'] = 'perhaps') => {
			const nal = avc(before);
			learnOrder(Buffer.from([2, 0x06, 0x80, 3, 0x41, ...bits(`1 ${kind} 1`), 0]), nal);
			return nal.reorders;
		};
		expect(['1', '010', '011', '00110', '00111'].map((kind) => told(kind))).toEqual([
			'perhaps',
			'yes',
			'perhaps',
			'perhaps',
			'yes',
		]);
		expect(told('010', 'no')).toBe('no');
	});

	it('must not lie within a renewal of the picture', () => {
		const packet = (recoveryCount: number) =>
			Buffer.from([5, 0x06, 6, 1, recoveryCount, 0x80, 2, 0x41, 1]);
		expect(() => refuseUncleanStart(packet(0b00110000), avc('no'))).toThrow(NeedsFullDecode);
		expect(() => refuseUncleanStart(packet(0b11000000), avc('no'))).not.toThrow();
		expect(() => refuseUncleanStart(packet(0b11000000), avc('no'), true)).toThrow(NeedsFullDecode);
		expect(() =>
			refuseUncleanStart(packet(0b00110000), { ...avc('no'), codec: 'hevc' }),
		).not.toThrow();
	});
});
