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
		expect(showFrameReader('V_MPEG4/ISO/AVC')).toBeUndefined();
		expect([vp8?.(Buffer.alloc(0)), vp9?.(Buffer.alloc(0))]).toEqual([false, false]);
	});

	it('of VP9 has a reserved bit in profile 3 alone', () => {
		const isShown = (digits: string) => showFrameReader('V_VP9')?.(bits(digits));
		// Frame marker, the low and the high bit of the profile, for profile 3 a 0; show_existing_frame, frame_type, show_frame.
		for (const profile of ['10 0 0', '10 1 0', '10 0 1', '10 1 1 0']) {
			expect([profile, isShown(`${profile} 0 0 1`)]).toEqual([profile, true]);
			expect([profile, isShown(`${profile} 0 1 0 1`)]).toEqual([profile, false]);
			expect([profile, isShown(`${profile} 1 0 0`)]).toEqual([profile, true]);
		}
	});

	const hidden = 0b10000000;
	const shown = 0b10000010;
	// The three bits that mark an index, two for the bytes of a size minus 1, three for the number of frames minus 1.
	it.each<[string, number[], boolean]>([
		['two frames, the second shown', [hidden, shown, 0xc1, 1, 1, 0xc1], true],
		['two frames, the first shown', [shown, hidden, 0xc1, 1, 1, 0xc1], true],
		['two hidden frames', [hidden, hidden, 0xc1, 1, 1, 0xc1], false],
		['one frame', [hidden, shown, 0xc0, 1, 0xc0], false],
		['frames of other sizes', [hidden, shown, 0, shown, 0xc1, 3, 1, 0xc1], true],
		['what is shown within a frame', [hidden, shown, shown, hidden, 0xc1, 3, 1, 0xc1], false],
		['sizes of two bytes', [hidden, shown, hidden, 0xc9, 1, 0, 2, 0, 0xc9], true],
		['sizes of two bytes, hidden', [hidden, hidden, shown, 0xc9, 1, 0, 2, 0, 0xc9], false],
		['sizes of four bytes', [hidden, shown, 0xd9, 1, 0, 0, 0, 1, 0, 0, 0, 0xd9], true],
		['an empty frame in front', [shown, 0xc1, 0, 1, 0xc1], true],
		['an empty frame in front of a hidden one', [hidden, shown, 0xc1, 0, 2, 0xc1], false],
		// The index itself, read as a frame, would be one that is shown.
		['frames that end where the index begins', [hidden, 0xc2, 1, 1, 1, 0xc2], false],
		['an index alone', [0xc2, 0, 0, 0, 0xc2], false],
		// Without the marker at both ends of the index, the packet is one frame.
		['no first marker', [shown, hidden, 0xc0, 1, 1, 0xc1], true],
		['no first marker, hidden', [hidden, shown, 0xc0, 1, 1, 0xc1], false],
		['no place for an index', [shown, 1, 0xc1], true],
		['no place for an index, hidden', [hidden, 1, 0xc1], false],
		['another last byte', [hidden, shown, 0xe1, 1, 1, 0xe1], false],
		['another last byte', [hidden, shown, 0x81, 1, 1, 0x81], false],
	])('of VP9 may be several frames: %s', (_, packet, isShown) => {
		expect(showFrameReader('V_VP9')?.(Buffer.from(packet))).toBe(isShown);
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
		// What follows the picture is no part of how it begins, and a packet may hold no picture.
		expect(randomAccessKind(Buffer.concat([slice, unit(0x65, 1)]), config)).toBe('openGop');
		expect(randomAccessKind(Buffer.concat([slice, recovery(0b00110000)]), config)).toBe('openGop');
		expect(randomAccessKind(Buffer.concat([recovery(0b00110000), unit(0x65, 1)]), config)).toBe(
			'exact',
		);
		expect(randomAccessKind(recovery(0b00110000), config)).toBe('intraRefresh');
		expect(randomAccessKind(Buffer.concat([unit(0x68, 6, 1, 0x30), slice]), config)).toBe(
			'openGop',
		);
	});

	// recovery_frame_cnt 5: 00110.
	const message = [6, 1, 0b00110100];
	const exactMessage = [6, 1, 0b11000000];
	const zeros = (count: number) => Array<number>(count).fill(0);
	it.each<[string, number[], string]>([
		['one message', message, 'intraRefresh'],
		['a message behind another one', [5, 2, 6, 1, ...message], 'intraRefresh'],
		['what looks like a message within another one', [5, 4, ...message, 0], 'openGop'],
		['a message behind an empty one', [5, 0, ...message], 'intraRefresh'],
		['a message behind one of a high type', [255, 255, 6, 1, 9, ...message], 'intraRefresh'],
		['a message of type 261', [255, ...message], 'openGop'],
		['a message behind a long one', [5, 255, 3, ...zeros(258), ...message], 'intraRefresh'],
		['a message behind a longer one', [5, 255, 255, 1, ...zeros(511), ...message], 'intraRefresh'],
		['the first of two', [...exactMessage, ...message], 'openGop'],
		['a message that has no byte', [6, 0, 0b11000000], 'intraRefresh'],
		['half a message', [6], 'openGop'],
		['no message', [], 'openGop'],
	])('of H.264 may begin with messages: %s', (_, messages, kind) => {
		const sei = [0x06, ...messages, 0x80];
		const packet = Buffer.from([sei.length >> 8, sei.length & 255, ...sei, 0, 3, 0x41, 1, 2]);
		const config: DecoderConfig = {
			codec: 'avc',
			parameterSets: [],
			nalLengthSize: 2,
			mayHoldFields: false,
			frameReordering: 'no',
		};
		expect(randomAccessKind(packet, config)).toBe(kind);
	});
});
