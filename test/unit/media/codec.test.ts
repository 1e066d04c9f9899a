import { describe, expect, it } from '@jest/globals';
import { parseAvcConfig } from '../../../src/media/codec/avcConfig';
import { BitReader } from '../../../src/media/codec/bitReader';
import type { DecoderConfig } from '../../../src/media/codec/decoderConfig';
import { parseHevcConfig } from '../../../src/media/codec/hevcConfig';
import { randomAccessKind } from '../../../src/media/codec/randomAccess';
import { showFrameReader } from '../../../src/media/codec/showFrame';
import { words } from './containerBytes';
import { bits } from './bits';

describe('the bit reader', () => {
	it('reads fixed-length numbers and Exp-Golomb codes', () => {
		const reader = new BitReader(bits('101 1 010 011 00100 00101 010 011'));
		expect([reader.bits(3), reader.ue(), reader.ue(), reader.ue(), reader.ue()]).toEqual([
			5, 0, 1, 2, 3,
		]);
		expect([reader.se(), reader.se(), reader.se()]).toEqual([-2, 1, -1]);
		expect(reader.bits(40)).toBe(0);
	});
});

describe('the decoder configuration record of H.264', () => {
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
	/** Profile, constraints, level; SPS id 0; chroma format; frame_num; picture order count; references; 20 x 15 macroblocks; rest. */
	const set = (profile: number, format: string, order: string, rest: string) =>
		Buffer.concat([
			Buffer.from([0x67, profile, 0, 30]),
			bits(`1 ${format} 1 ${order} 010 0 000010100 0001111 ${rest}`),
		]);
	// frame_mbs_only_flag, for fields mb_adaptive_frame_field_flag; direct_8x8_inference; no cropping; no VUI.
	const frames = '1 1 0 0';
	const fields = '0 0 1 0 0';
	// pic_order_cnt_type 0, 1 and 2.
	const byNumber = '1 1';
	const byCycle = '010 0 1 1 010 011';
	const asDecoded = '011';

	it.each<[string, number, string, string]>([
		['main profile', 77, '', byNumber],
		['main profile, pic_order_cnt_type 1', 77, '', byCycle],
		['main profile, pic_order_cnt_type 2', 77, '', asDecoded],
		['high profile', 100, '010 1 1 0 0', byNumber],
		[
			'high profile, 4:4:4, one scaling list with two steps',
			244,
			'00100 0 1 1 0 1 1 010 000010011 00000000000',
			byNumber,
		],
	])('tells whether packets may hold fields: %s', (_name, profile, format, order) => {
		expect(parseAvcConfig(record(set(profile, format, order, frames))).mayHoldFields).toBe(false);
		expect(parseAvcConfig(record(set(profile, format, order, fields))).mayHoldFields).toBe(true);
		expect(
			parseAvcConfig(record(set(77, '', byNumber, frames), set(profile, format, order, fields)))
				.mayHoldFields,
		).toBe(true);
	});

	// VUI: extended aspect ratio; no overscan; video signal with colors; no chroma location; timing; one HRD; restrictions.
	const vui = (order: string) =>
		`1 1 11111111 ${'0'.repeat(32)} 0 1 0000 1 ${'0'.repeat(24)} 0 1 ${'0'.repeat(65)} 1 1 00000000 1 1 0 ${'0'.repeat(20)} 0 0 0 ${order}`;

	it.each<[string, number, string, string, DecoderConfig['frameReordering']]>([
		['no VUI', 77, byNumber, frames, 'unknown'],
		['baseline profile', 66, byNumber, frames, 'no'],
		['pic_order_cnt_type 2', 77, asDecoded, frames, 'no'],
		['a VUI without max_num_reorder_frames', 77, byNumber, `1 1 0 ${vui('0')}`, 'unknown'],
		['max_num_reorder_frames 0', 77, byNumber, `1 1 0 ${vui('1 1 1 1 1 1 1 1')}`, 'no'],
		['max_num_reorder_frames 2', 77, byNumber, `1 1 0 ${vui('1 1 1 1 1 1 011 011')}`, 'unknown'],
	])(
		'tells whether frames may be reordered: %s',
		(_name, profile, order, rest, frameReordering) => {
			expect(parseAvcConfig(record(set(profile, '', order, rest))).frameReordering).toBe(
				frameReordering,
			);
		},
	);

	it('excludes neither fields nor reordering when it has no parameter sets', () => {
		expect(parseAvcConfig(record())).toEqual({
			codec: 'avc',
			parameterSets: [],
			nalLengthSize: 4,
			mayHoldFields: true,
			frameReordering: 'unknown',
		});
		expect(parseAvcConfig(Buffer.from([1, 77, 0, 30, 0xfc]))).toMatchObject({
			nalLengthSize: 1,
			mayHoldFields: true,
		});
	});
});

describe('the decoder configuration record of HEVC', () => {
	/** Number of sub-layers minus 1; profiles; size; no cropping; bit depths; picture order count; fields per sub-layer. */
	const record = (subLayers: number, profiles: string, perLayer: string) => {
		const text = `0000 ${subLayers.toString(2).padStart(3, '0')} 1 ${'0'.repeat(96)} ${profiles} 1 010 000010100 0001111 0 1 1 1 ${perLayer}`;
		const set = Buffer.concat([Buffer.from([0x42, 1]), bits(text)]);
		const head = Buffer.alloc(23);
		[head[21], head[22]] = [0xff, 2];
		// A parameter set of another type comes first.
		return Buffer.concat([
			head,
			Buffer.from([0x20, 0, 1, 0, 1, 7, 0x21, 0, 1, 0, set.length]),
			set,
		]);
	};

	it('tells whether frames are reordered', () => {
		expect(parseHevcConfig(record(0, '', '1 011 010 1'))).toMatchObject({
			codec: 'hevc',
			nalLengthSize: 4,
			mayHoldFields: false,
			frameReordering: 'yes',
		});
		expect(parseHevcConfig(record(0, '', '1 011 1 1')).frameReordering).toBe('no');
		expect(parseHevcConfig(record(0, '', '0 011 011 1')).frameReordering).toBe('yes');
		const withLevel = `01 ${'00'.repeat(7)} 00000000`;
		expect(parseHevcConfig(record(1, withLevel, '1 011 1 1 011 010 1')).frameReordering).toBe(
			'yes',
		);
		expect(parseHevcConfig(record(1, withLevel, '1 011 010 1 011 1 1')).frameReordering).toBe('no');
		expect(parseHevcConfig(Buffer.alloc(0)).frameReordering).toBe('no');
	});
});

describe('a packet', () => {
	it('of VP8 or VP9 tells whether it is shown', () => {
		const vp8 = showFrameReader('V_VP8');
		expect([vp8?.(Buffer.from([0x10])), vp8?.(Buffer.from([0x00]))]).toEqual([true, false]);
		const vp9 = showFrameReader('V_VP9');
		// Frame marker 10, profile 00, show_existing_frame, frame_type, show_frame.
		expect([
			vp9?.(Buffer.from([0b10000010])),
			vp9?.(Buffer.from([0b10000000])),
			vp9?.(Buffer.from([0b10001000])),
		]).toEqual([true, false, true]);
		// A superframe of two frames of one byte each and its index: one hidden and one shown, then two hidden.
		expect(vp9?.(Buffer.from([0b10000000, 0b10000010, 0xc1, 1, 1, 0xc1]))).toBe(true);
		expect(vp9?.(Buffer.from([0b10000000, 0b10000000, 0xc1, 1, 1, 0xc1]))).toBe(false);
		expect(showFrameReader('V_MPEG4/ISO/AVC')).toBeUndefined();
	});

	it('of H.264 tells whether decoding can start at it', () => {
		const config = {
			codec: 'avc',
			parameterSets: [],
			nalLengthSize: 4,
			mayHoldFields: false,
			frameReordering: 'no',
		} as const;
		const unit = (...bytes: number[]) => Buffer.concat([words(bytes.length), Buffer.from(bytes)]);
		const recovery = (payload: number) => unit(0x06, 6, 1, payload, 0x80);
		const slice = unit(0x41, 1, 2);
		expect(randomAccessKind(Buffer.concat([unit(0x67, 1), unit(0x65, 1, 2)]), config)).toBe(
			'exact',
		);
		expect(randomAccessKind(slice, config)).toBe('openGop');
		expect(randomAccessKind(Buffer.concat([recovery(0b11000000), slice]), config)).toBe('openGop');
		expect(randomAccessKind(Buffer.concat([recovery(0b00110000), slice]), config)).toBe(
			'intraRefresh',
		);
		expect(randomAccessKind(slice, undefined)).toBe('exact');
		expect(randomAccessKind(slice, { ...config, codec: 'hevc' })).toBe('exact');
	});
});
