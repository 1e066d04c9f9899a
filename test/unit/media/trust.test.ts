/** What makes an index unfit to count frames by: then only a full decode tells which frame is the N-th. */
import { describe, expect, it } from '@jest/globals';
import { mayHoldFields, unitLengthBytes } from '../../../src/media/avcConfig';
import { BitReader } from '../../../src/media/bitReader';
import { NeedsFullDecode } from '../../../src/media/errors';
import { SampleTable, type Samples } from '../../../src/media/sampleTable';
import { refuseUncleanStart } from '../../../src/media/startPoints';

/** Bits written out, spaces left aside, filled up with zeros. */
const bits = (text: string) => {
	const digits = text.replace(/\s/g, '');
	return Buffer.from((digits.padEnd(Math.ceil(digits.length / 8) * 8, '0').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

describe('bits', () => {
	it('are read as numbers of fixed and of variable length', () => {
		const reader = new BitReader(bits('101 1 010 011 00100 00101 010 011'));
		expect([reader.bits(3), reader.golomb(), reader.golomb(), reader.golomb(), reader.golomb()]).toEqual([5, 0, 1, 2, 3]);
		expect([reader.signedGolomb(), reader.signedGolomb(), reader.signedGolomb()]).toEqual([-2, 1, -1]);
		expect(reader.bits(40)).toBe(0);
	});
});

describe('the record before an H.264 track', () => {
	const record = (...sets: Buffer[]) => {
		const lengths = sets.map((set) => Buffer.concat([Buffer.from([set.length >> 8, set.length & 255]), set]));
		return Buffer.concat([Buffer.from([1, 77, 0, 30, 0xff, 0xe0 | sets.length]), ...lengths, Buffer.from([0])]);
	};
	// Profile, compatibility, level; id 0, frame numbers; order of pictures; references, gaps; 20 by 15 macroblocks; the flag.
	const tail = (order: string, flag: 0 | 1) => `${order} 010 0 000010100 0001111 ${flag} 1 0 0 1`;
	const set = (profile: number, middle: string, order: string, flag: 0 | 1) =>
		Buffer.concat([Buffer.from([0x67]), bits(`${profile.toString(2).padStart(8, '0')} 00000000 00011110 1 ${middle} 1 ${tail(order, flag)}`)]);
	const byNumber = '1 1';
	const byCycle = '010 0 1 1 010 011';

	it.each<[string, number, string, string]>([
		['main profile', 77, '', byNumber],
		['main profile, order by a cycle', 77, '', byCycle],
		['main profile, order of decoding', 77, '', '011'],
		['high profile', 100, '010 1 1 0 0', byNumber],
		['high profile, full color, one scaling list with two steps', 244, '00100 0 1 1 0 1 1 010 000010011 00000000000', '011'],
	])('says whether packets may be fields: %s', (_name, profile, middle, order) => {
		expect(mayHoldFields(record(set(profile, middle, order, 1)))).toBe(false);
		expect(mayHoldFields(record(set(profile, middle, order, 0)))).toBe(true);
		expect(mayHoldFields(record(set(77, '', byNumber, 1), set(profile, middle, order, 0)))).toBe(true);
	});

	it('that holds no parameters says nothing', () => {
		expect(mayHoldFields(record())).toBe(true);
		expect(mayHoldFields(Buffer.alloc(0))).toBe(true);
	});

	it('says how long the lengths of units are', () => {
		expect([unitLengthBytes(record()), unitLengthBytes(Buffer.from([1, 77, 0, 30, 0xfc]))]).toEqual([4, 1]);
	});
});

describe('the beginning of a file', () => {
	const table = (times: number[], keys: number[], isShown?: (sample: number) => boolean) => {
		const samples: Samples = {
			count: times.length,
			times: Float64Array.from(times),
			keys: Uint8Array.from(keys),
			sizes: new Uint32Array(times.length).fill(10),
			offsets: Float64Array.from(times.map((_, i) => i * 10)),
		};
		return () => new SampleTable(samples, { timescale: 10, origin: 0, rotation: 0, alpha: false }, isShown);
	};

	it('must not show pictures before its first start', () => {
		expect(table([2, 0, 1, 3], [1, 0, 0, 0])).toThrow(NeedsFullDecode);
		expect(table([0, 1, 2, 3], [0, 1, 0, 0])).toThrow(NeedsFullDecode);
		expect(table([0, 1, 2, 3], [0, 0, 0, 0])).toThrow(NeedsFullDecode);
	});

	it('may hide such pictures', () => {
		expect(table([2, 0, 1, 3], [1, 0, 0, 0], (sample) => sample === 0 || sample === 3)().count).toBe(2);
		expect(table([0, 1, 2, 3], [0, 1, 0, 0], (sample) => sample > 0)().count).toBe(3);
	});

	it('must not lie within a renewal of the picture', () => {
		const nal = { codec: 'avc' as const, lengthBytes: 1 };
		const packet = (recoveryCount: number) => Buffer.from([5, 0x06, 6, 1, recoveryCount, 0x80, 2, 0x41, 1]);
		expect(() => refuseUncleanStart(packet(0b00110000), nal)).toThrow(NeedsFullDecode);
		expect(() => refuseUncleanStart(packet(0b11000000), nal)).not.toThrow();
		expect(() => refuseUncleanStart(packet(0b00110000), undefined)).not.toThrow();
	});
});
