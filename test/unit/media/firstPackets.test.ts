/** What the first packets of a file tell of all of it. */
import { describe, expect, it } from '@jest/globals';
import type { DecoderConfig } from '../../../src/media/codec/decoderConfig';
import {
	checkFirstPacket,
	checkOwnTables,
	detectReordering,
} from '../../../src/media/codec/firstPackets';
import { startStateOf } from '../../../src/media/codec/startState';
import { NeedsFullDecode } from '../../../src/media/errors';
import { bits, ue } from './bits';

describe('the first packets of a file', () => {
	const avc = (frameReordering: DecoderConfig['frameReordering']): DecoderConfig => ({
		codec: 'avc',
		parameterSets: [],
		nalLengthSize: 1,
		mayHoldFields: false,
		frameReordering,
	});

	it('show by B slices that frames are reordered', () => {
		// An SEI message, then a slice: first_mb_in_slice and slice_type, of which 1 and 6 are B slices.
		const reordering = (
			sliceType: string,
			before: DecoderConfig['frameReordering'] = 'unknown',
		) => {
			const config = avc(before);
			detectReordering(
				Buffer.from([2, 0x06, 0x80, 3, 0x41, ...bits(`1 ${sliceType} 1`), 0]),
				config,
			);
			return config.frameReordering;
		};
		expect(['1', '010', '011', '00110', '00111'].map((sliceType) => reordering(sliceType))).toEqual(
			['unknown', 'yes', 'unknown', 'unknown', 'yes'],
		);
		expect(reordering('010', 'no')).toBe('no');
	});

	it('show it by the first slice that depends on others, of H.264 alone', () => {
		const bSlice = [3, 0x41, ...bits('1 010 1'), 0];
		const pSlice = [3, 0x41, ...bits('1 1 1'), 0];
		const after = (packet: number[], changes: Partial<DecoderConfig> = {}) => {
			const config = { ...avc('unknown'), ...changes };
			detectReordering(Buffer.from(packet), config);
			return config.frameReordering;
		};
		expect(after([...pSlice, ...bSlice])).toBe('unknown');
		expect(after([...bSlice, ...pSlice])).toBe('yes');
		// The first macroblock of a slice may have a long number: 36,863 has 31 bits.
		expect(after([7, 0x41, ...bits(`${ue(36_863)} 010 1`)])).toBe('yes');
		// An IDR picture, and a unit that only has the bits of a slice.
		expect(after([3, 0x65, ...bits('1 010 1'), 0])).toBe('unknown');
		expect(after([3, 0x09, ...bits('1 010 1'), 0])).toBe('unknown');
		expect(after([])).toBe('unknown');
		expect(after(bSlice, { codec: 'hevc' })).toBe('unknown');
		const long = [0, 0, 0, ...bSlice];
		expect([1, 4].map((nalLengthSize) => after(long, { nalLengthSize }))).toEqual(['yes', 'yes']);
	});

	it('must start neither within an intra refresh nor with an open GOP and its leading pictures', () => {
		const packet = (recoveryCount: number) =>
			Buffer.from([5, 0x06, 6, 1, recoveryCount, 0x80, 2, 0x41, 1]);
		for (const [count, hasLeadingPictures, reason] of [
			[0b00110000, false, 'it begins in the middle of an intra refresh'],
			[0b00110000, true, 'it begins in the middle of an intra refresh'],
			[0b11000000, true, 'its first pictures refer to pictures that were cut away'],
		] as const) {
			const check = () => checkFirstPacket(packet(count), avc('no'), hasLeadingPictures);
			expect(check).toThrow(NeedsFullDecode);
			expect(check).toThrow(`The file's index cannot be used: ${reason}.`);
		}
		expect(() => checkFirstPacket(packet(0b11000000), avc('no'))).not.toThrow();
		expect(() => checkFirstPacket(Buffer.from([2, 0x65, 1]), avc('no'), true)).not.toThrow();
		expect(() =>
			checkFirstPacket(packet(0b00110000), { ...avc('no'), codec: 'hevc' }),
		).not.toThrow();
	});

	it('are known only when the picture begins within the bytes that are examined', () => {
		const pps = [2, 0x68, 0x80];
		const sei = [4, 0x06, 6, 1, 0x80];
		expect(startStateOf(Buffer.from([...sei, ...pps, 2, 0x65, 1]), avc('no'))).toEqual(
			Buffer.from(pps),
		);
		// A picture that is cut off has begun; in H.265 another unit is one.
		expect(startStateOf(Buffer.from([...pps, 9, 0x65]), avc('no'))).toEqual(Buffer.from(pps));
		expect(startStateOf(Buffer.from([3, 0x26, 1, 1]), { ...avc('no'), codec: 'hevc' })).toEqual(
			Buffer.alloc(0),
		);
		for (const [codec, cut] of [
			['avc', [...pps, 9, 0x06, 6, 1]],
			['avc', [...sei, ...pps]],
			['hevc', [9, 0x42, 1, 1]],
		] as const)
			expect(() => startStateOf(Buffer.from(cut), { ...avc('no'), codec })).toThrow(
				NeedsFullDecode,
			);
		expect(() => startStateOf(Buffer.from([...sei, ...pps]), avc('no'))).toThrow(
			'its first packet begins with more than is examined',
		);
		// A file that is cut off before its first packet says so when that is read.
		expect(startStateOf(Buffer.alloc(0), avc('no'))).toEqual(Buffer.alloc(0));
	});

	it('have what a decoder must know of an H.264 file: other parameter sets, and what x264 tells of itself', () => {
		const known = Buffer.from([0x68, 1]);
		const config = { ...avc('no'), parameterSets: [known] };
		const uuid = Buffer.from('dc45e9bde6d948b7962cd820d923eeef', 'hex');
		const x264 = Buffer.from([0x06, 5, 16, ...uuid]);
		const unit = (...bytes: number[]) => [bytes.length, ...bytes];
		const picture = unit(0x65, 1);
		const packet = [
			...unit(...known),
			...unit(0x68, 2),
			...unit(...x264),
			...unit(0x06, 5, 1, 9),
			...picture,
		];
		expect(startStateOf(Buffer.from(packet), config)).toEqual(
			Buffer.from([...unit(0x68, 2), ...unit(...x264)]),
		);
		// In H.265 these are other units.
		expect(
			startStateOf(Buffer.from([...unit(...x264), ...unit(0x26, 1)]), { ...config, codec: 'hevc' }),
		).toEqual(Buffer.alloc(0));
		for (const type of [32, 33, 34])
			expect(
				startStateOf(Buffer.from([...unit(type << 1, 1), ...unit(0x26, 1)]), {
					...config,
					codec: 'hevc',
				}),
			).toEqual(Buffer.from(unit(type << 1, 1)));
	});

	it.each<[DecoderConfig['codec'], number[], number[]]>([
		// Slices, the three partitions of one, and IDR pictures; then what is none: 0, messages, ends, slices of layers.
		['avc', [1, 2, 3, 4, 5], [0, 6, 9, 10, 19, 20, 31]],
		['hevc', [0, 1, 9, 19, 21, 31], [35, 39, 63]],
	])('have a picture in some kinds of units of %s', (codec, pictures, others) => {
		const begins = (type: number) => {
			try {
				startStateOf(Buffer.from([2, codec === 'avc' ? 0x60 | type : type << 1, 1]), {
					...avc('no'),
					codec,
				});
				return true;
			} catch {
				return false;
			}
		};
		expect([...pictures, ...others].filter(begins)).toEqual(pictures);
	});

	it('keep whole units with length fields of two bytes, what x264 tells only in a message of it', () => {
		const uuid = Buffer.from('dc45e9bde6d948b7962cd820d923eeef', 'hex');
		const unit = (...bytes: number[]) => [0, bytes.length, ...bytes];
		const config = { ...avc('no'), nalLengthSize: 2 };
		const packet = [
			...unit(0x09, ...uuid),
			...unit(0x67, 66, 0, 30, ...bits('1 1 1 1 010 0 1 1 1 1 0 0')),
			...unit(0x65, ...uuid),
			...unit(0x68, 1),
		];
		expect(startStateOf(Buffer.from(packet), config)).toEqual(
			Buffer.from([
				...unit(0x67, 66, 0, 30, ...bits('1 1 1 1 010 0 1 1 1 1 0 0')),
				...unit(0x68, 1),
			]),
		);
		// The last unit is cut off, or its length.
		for (const cut of [1, 2, 3, 4])
			expect(startStateOf(Buffer.from(packet.slice(0, -cut)), config)).toHaveLength(2 + 6);
	});

	it('say by their own parameter sets that frames are reordered, or that pictures may be fields', () => {
		const sps = (profile: number, rest: string) => {
			const set = [0x67, profile, 0, 30, ...bits(`1 1 1 1 010 0 000010100 0001111 ${rest}`)];
			return Buffer.from([set.length, ...set, 2, 0x65, 1]);
		};
		const config = avc('no');
		startStateOf(sps(66, '1 1 0 0'), config);
		expect(config.frameReordering).toBe('no');
		startStateOf(sps(77, '1 1 0 0'), config);
		expect(config.frameReordering).toBe('unknown');
		const known = avc('yes');
		startStateOf(sps(77, '1 1 0 0'), known);
		expect(known.frameReordering).toBe('yes');
		// A set that is in the record has been read there, and that of H.265 has other fields.
		const set = sps(77, '0 0 1 0 0');
		const parameterSets = [set.subarray(1, -3)];
		expect(startStateOf(set, { ...avc('no'), parameterSets })).toEqual(Buffer.alloc(0));
		const hevcSet = [10, 0x42, 1, ...Buffer.alloc(8)];
		expect(
			startStateOf(Buffer.from([...hevcSet, 2, 0x26, 1]), { ...avc('no'), codec: 'hevc' }),
		).toEqual(Buffer.from(hevcSet));
		expect(() => startStateOf(sps(77, '0 0 1 0 0'), avc('no'))).toThrow(
			'its pictures may be stored as two fields each',
		);
	});

	it('of Motion JPEG show whether each picture has its own tables', () => {
		const jpeg = (...segments: number[][]) => Buffer.from([0xff, 0xd8, ...segments.flat()]);
		const application = [0xff, 0xe0, 0, 3, 1];
		const tables = [0xff, 0xdb, 0, 3, 1];
		const scan = [0xff, 0xda, 0, 2];
		expect(() => checkOwnTables(jpeg(application, tables, scan))).not.toThrow();
		for (const picture of [
			jpeg(application, scan, tables),
			jpeg(scan),
			jpeg(application, [0, 0xdb, 0, 2]),
		])
			expect(() => checkOwnTables(picture)).toThrow(
				'its pictures share the tables of the first one',
			);
		// A segment is skipped by its length, and one of no content is cut off behind it or not.
		const long = [0xff, 0xe1, 1, 2, ...Array<number>(256).fill(0)];
		const empty = [0xff, 0xe0, 0, 2];
		expect(() => checkOwnTables(jpeg(long, scan))).toThrow(NeedsFullDecode);
		expect(() => checkOwnTables(jpeg(long, tables, scan))).not.toThrow();
		expect(() => checkOwnTables(jpeg(empty, scan))).toThrow(NeedsFullDecode);
		expect(() => checkOwnTables(jpeg(empty, scan.slice(0, 3)))).not.toThrow();
		expect(() => checkOwnTables(Buffer.from([0xff, 0xd9, ...scan]))).not.toThrow();
		// What is cut off is not known, and what is no JPEG is found by its decoder.
		expect(() => checkOwnTables(jpeg(application, [0xff]))).not.toThrow();
		expect(() => checkOwnTables(Buffer.from([0, 0xd8, ...scan]))).not.toThrow();
	});
});
