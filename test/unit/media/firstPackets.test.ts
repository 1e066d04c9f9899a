import { describe, expect, it } from '@jest/globals';
import type { DecoderConfig } from '../../../src/media/codec/decoderConfig';
import {
	checkFirstPacket,
	checkOwnTables,
	detectReordering,
} from '../../../src/media/codec/firstPackets';
import { startStateOf } from '../../../src/media/codec/startState';
import { NeedsFullDecode } from '../../../src/media/errors';
import { bits } from './bits';

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

	it('must start neither within an intra refresh nor with an open GOP and its leading pictures', () => {
		const packet = (recoveryCount: number) =>
			Buffer.from([5, 0x06, 6, 1, recoveryCount, 0x80, 2, 0x41, 1]);
		expect(() => checkFirstPacket(packet(0b00110000), avc('no'))).toThrow(NeedsFullDecode);
		expect(() => checkFirstPacket(packet(0b11000000), avc('no'))).not.toThrow();
		expect(() => checkFirstPacket(packet(0b11000000), avc('no'), true)).toThrow(NeedsFullDecode);
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
		// What is cut off is not known, and what is no JPEG is found by its decoder.
		expect(() => checkOwnTables(jpeg(application, [0xff]))).not.toThrow();
		expect(() => checkOwnTables(Buffer.from([0, 0xd8, ...scan]))).not.toThrow();
	});
});
