/**
 * Sequence parameter sets that are written field by field as ITU-T H.264 7.3.2.1.1 and E.1.1 and ITU-T H.265 7.3.2.2 list them,
 * with all optional fields at random, and the records that hold them.
 */
import { describe, expect, it } from '@jest/globals';
import fc from '../fastCheck';
import { parseAvcConfig, parseSps } from '../../../src/media/codec/avcConfig';
import { BitReader, removeEmulationPrevention } from '../../../src/media/codec/bitReader';
import { parseHevcConfig } from '../../../src/media/codec/hevcConfig';
import { avcRecord, sequenceSet } from './h264';
import { bits, se, u, ue, withEmulationPrevention } from './bits';

/** Draws the fields of a parameter set. */
function fieldsFrom(draw: fc.GeneratorValue) {
	const below = (limit: number) => draw(fc.nat, limit - 1);
	return {
		below,
		coin: () => draw(fc.boolean),
		/** Some bits. */
		raw: (width: number) =>
			Array.from({ length: Math.ceil(width / 16) }, () => u(16, below(2 ** 16)))
				.join('')
				.slice(0, width),
		ues: (count: number) => Array.from({ length: count }, () => ue(below(40))).join(''),
	};
}
type Fields = ReturnType<typeof fieldsFrom>;

/** A scaling list: once the next scale is 0, no more is written. */
function scalingList({ below }: Fields, size: number): string {
	let [text, last] = ['', 8];
	for (let i = 0; i < size; i++) {
		const next = below(4) ? 1 + below(255) : below(8) ? last : 0;
		const delta = ((next - last + 128 + 256) % 256) - 128;
		text += se(delta);
		if (next === 0) break;
		last = next;
	}
	return text;
}

function chromaFormat(fields: Fields): string {
	const { below, coin, raw, ues } = fields;
	const format = below(4);
	const text = `${ue(format)}${format === 3 ? raw(1) : ''}${ues(2)}${raw(1)}`;
	if (!coin()) return `${text}0`;
	const lists = Array.from({ length: format === 3 ? 12 : 8 }, (_, i) =>
		coin() ? `1${scalingList(fields, i < 6 ? 16 : 64)}` : '0',
	);
	return `${text}1${lists.join('')}`;
}

function pictureOrder({ below, raw, ues }: Fields, type: number): string {
	if (type === 0) return `${ue(0)}${ues(1)}`;
	if (type === 2) return ue(2);
	const count = below(2) ? below(5) : 254 + below(2);
	return `${ue(1)}${raw(1)}${ues(2)}${ue(count)}${ues(count)}`;
}

function hrd({ below, raw, ues }: Fields): string {
	const count = below(2) ? 0 : below(32);
	const schedules = Array.from({ length: count + 1 }, () => `${ues(2)}${raw(1)}`);
	return `${ue(count)}${raw(8)}${schedules.join('')}${raw(20)}`;
}

/** @param reorder `max_num_reorder_frames`; undefined: the restrictions are not written */
function vui(fields: Fields, reorder: number | undefined): string {
	const { below, coin, raw, ues } = fields;
	const optional = (text: () => string) => (coin() ? `1${text()}` : '0');
	const [first, second] = [coin(), coin()];
	return [
		optional(() => (coin() ? `${u(8, 255)}${raw(32)}` : u(8, below(17)))),
		optional(() => raw(1)),
		optional(() => `${raw(4)}${optional(() => raw(24))}`),
		optional(() => ues(2)),
		optional(() => raw(65)),
		first ? `1${hrd(fields)}` : '0',
		second ? `1${hrd(fields)}` : '0',
		first || second ? raw(1) : '',
		raw(1),
		reorder === undefined ? '0' : `1${raw(1)}${ues(4)}${ue(reorder)}${ues(1)}`,
	].join('');
}

const asUnit = (header: number[], text: string) =>
	Buffer.concat([Buffer.from(header), withEmulationPrevention(bits(`${text}1`))]);

const highProfiles = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

describe('a sequence parameter set of H.264', () => {
	it('tells of fields and of reordering, whatever else it has', () => {
		const property = fc.property(fc.gen(), (draw) => {
			const fields = fieldsFrom(draw);
			const { below, coin, raw, ues } = fields;
			const profile = draw(fc.constantFrom, 66, 77, 88, ...highProfiles);
			const order = below(3);
			const frameMbsOnly = coin();
			const hasVui = below(8) > 0;
			const reorder = below(4) ? below(3) : undefined;
			const text = [
				u(8, profile),
				raw(16),
				ues(1),
				highProfiles.includes(profile) ? chromaFormat(fields) : '',
				ues(1),
				pictureOrder(fields, order),
				ues(1),
				raw(1),
				ues(2),
				frameMbsOnly ? '1' : `0${raw(1)}`,
				raw(1),
				coin() ? `1${ues(4)}` : '0',
				hasVui ? `1${vui(fields, reorder)}` : '0',
			];
			const inOrder = profile === 66 || order === 2 || (hasVui && reorder === 0);
			expect(parseSps(asUnit([0x67], text.join('')))).toEqual({
				frameMbsOnly,
				mayReorder: !inOrder,
			});
		});
		fc.assert(property, { numRuns: 400 });
	});
});

describe('the record of H.264', () => {
	const framesInOrder = sequenceSet(66);
	const reordered = sequenceSet(77);
	const pictureSets = [Buffer.from([0x68, 1]), Buffer.alloc(300, 0x68)];

	it('lists the sequence and the picture parameter sets, and the size of lengths', () => {
		expect(parseAvcConfig(avcRecord(2, [framesInOrder, reordered], pictureSets))).toEqual({
			codec: 'avc',
			parameterSets: [framesInOrder, reordered, ...pictureSets],
			nalLengthSize: 2,
			mayHoldFields: false,
			frameReordering: 'unknown',
		});
		expect(
			parseAvcConfig(avcRecord(1, [framesInOrder], [...pictureSets, pictureSets[0]!])),
		).toMatchObject({
			parameterSets: [framesInOrder, ...pictureSets, pictureSets[0]],
			nalLengthSize: 1,
			frameReordering: 'no',
		});
	});

	it('has the sets that are there when it is cut off', () => {
		const whole = avcRecord(4, [framesInOrder], pictureSets);
		const firstEnd = 6 + 2 + framesInOrder.length;
		const setsUntil = (end: number) => parseAvcConfig(whole.subarray(0, end)).parameterSets;
		expect(setsUntil(firstEnd)).toEqual([framesInOrder]);
		expect(setsUntil(firstEnd + 1)).toEqual([framesInOrder]);
		expect(setsUntil(firstEnd + 2)).toEqual([framesInOrder]);
		expect(setsUntil(firstEnd + 5)).toEqual([framesInOrder, pictureSets[0]]);
		expect(setsUntil(7)).toEqual([]);
		expect(setsUntil(4)).toEqual([]);
		expect(parseAvcConfig(whole.subarray(0, 4)).nalLengthSize).toBe(4);
		const empty = Buffer.alloc(0);
		expect(parseAvcConfig(avcRecord(4, [framesInOrder], [empty])).parameterSets).toEqual([
			framesInOrder,
			empty,
		]);
	});
});

/** A sequence parameter set of HEVC. @returns its bytes, and `sps_max_num_reorder_pics` of its highest sub-layer */
function hevcSet(fields: Fields): { unit: Buffer; reorder: number } {
	const { below, coin, raw, ues } = fields;
	const subLayers = below(7);
	const present = Array.from({ length: subLayers }, () => [coin(), coin()] as const);
	const levels = [
		...present.map(([profile, level]) => `${Number(profile)}${Number(level)}`),
		subLayers ? '00'.repeat(8 - subLayers) : '',
		...present.map(([profile, level]) => raw(88 * Number(profile) + 8 * Number(level))),
	];
	const format = below(4);
	const perLayer = coin();
	const reorders = Array.from({ length: perLayer ? subLayers + 1 : 1 }, () =>
		below(2) ? 0 : below(4),
	);
	const text = [
		raw(4),
		u(3, subLayers),
		raw(1),
		raw(96),
		...levels,
		ues(1),
		`${ue(format)}${format === 3 ? raw(1) : ''}`,
		ues(2),
		coin() ? `1${ues(4)}` : '0',
		ues(3),
		perLayer ? '1' : '0',
		...reorders.map((reorder) => `${ues(1)}${ue(reorder)}${ues(1)}`),
		raw(40),
	];
	return { unit: asUnit([0x42, 1], text.join('')), reorder: reorders.at(-1) ?? 0 };
}

describe('the record of HEVC', () => {
	const array = (type: number, ...units: Buffer[]) =>
		Buffer.concat([
			// The highest bit says that all sets of this type are in the record.
			Buffer.from([0x80 | type, units.length >> 8, units.length & 255]),
			...units.flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 255]), unit]),
		]);
	const record = (lengthSize: number, ...arrays: Buffer[]) => {
		const head = Buffer.alloc(23);
		[head[21], head[22]] = [0xfc | (lengthSize - 1), arrays.length];
		return Buffer.concat([head, ...arrays]);
	};

	it('tells of reordering by the highest sub-layer of its sequence parameter set', () => {
		const property = fc.property(fc.gen(), (draw) => {
			const { unit, reorder } = hevcSet(fieldsFrom(draw));
			expect(parseHevcConfig(record(4, array(33, unit))).frameReordering).toBe(
				reorder > 0 ? 'yes' : 'no',
			);
		});
		fc.assert(property, { numRuns: 300 });
	});

	const video = Buffer.from([0x40, 1, 7]);
	const long = Buffer.alloc(300, 0x44);
	const picture = Buffer.from([0x44, 1]);

	it('lists the parameter sets of all types, and the size of lengths', () => {
		expect(parseHevcConfig(record(2, array(32, video), array(34, long, picture)))).toEqual({
			codec: 'hevc',
			parameterSets: [video, long, picture],
			nalLengthSize: 2,
			mayHoldFields: false,
			frameReordering: 'no',
		});
		const many = Array.from({ length: 257 }, (_, i) => Buffer.from([0x44, i & 255]));
		expect(parseHevcConfig(record(1, array(34, ...many)))).toMatchObject({
			parameterSets: many,
			nalLengthSize: 1,
		});
	});

	it('has the sets that are there when it is cut off', () => {
		const whole = record(4, array(32, video), array(34, picture, long));
		const setsUntil = (end: number) => parseHevcConfig(whole.subarray(0, end)).parameterSets;
		const firstEnd = 23 + 3 + 2 + video.length;
		expect(setsUntil(22)).toEqual([]);
		expect(setsUntil(25)).toEqual([]);
		expect(setsUntil(27)).toEqual([]);
		expect(setsUntil(firstEnd)).toEqual([video]);
		expect(setsUntil(firstEnd + 2)).toEqual([video]);
		expect(setsUntil(firstEnd + 4)).toEqual([video]);
		expect(setsUntil(firstEnd + 7)).toEqual([video, picture]);
		expect(parseHevcConfig(whole.subarray(0, 21)).nalLengthSize).toBe(4);
		const empty = Buffer.alloc(0);
		expect(parseHevcConfig(record(4, array(34, picture, empty))).parameterSets).toEqual([
			picture,
			empty,
		]);
	});

	it('has arrays without a set', () => {
		expect(
			parseHevcConfig(record(4, array(39), array(34, picture), array(32))).parameterSets,
		).toEqual([picture]);
	});
});

describe('bits', () => {
	it.each([0, 1, 2, 7, 8, 254, 2 ** 16, 2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2])(
		'hold the code of %p',
		(value) => {
			const reader = new BitReader(bits(`${ue(value)} 101`));
			expect([reader.ue(), reader.bits(3)]).toEqual([value, 5]);
			const signed = new BitReader(bits(`${ue(value)} 101`));
			// As section 9.1.1 maps them: 0, 1, -1, 2, -2 ….
			expect(se(signed.se())).toBe(ue(value));
			expect(signed.bits(3)).toBe(5);
		},
	);

	it('are zeros behind the end, where a code ends all the same', () => {
		const reader = new BitReader(Buffer.from([0xff]));
		expect([reader.bits(12), reader.bit(), reader.ue()]).toEqual([0xff0, 0, 2 ** 32 - 1]);
	});

	it('are those of a unit without its emulation prevention bytes', () => {
		const plain = (...bytes: number[]) => [...removeEmulationPrevention(Buffer.from(bytes))];
		expect(plain(0, 0, 3, 1)).toEqual([0, 0, 1]);
		expect(plain(9, 0, 0, 3)).toEqual([9, 0, 0]);
		expect(plain(0, 0, 3, 0, 0, 3, 2)).toEqual([0, 0, 0, 0, 2]);
		for (const kept of [
			[3],
			[0, 3],
			[3, 0, 0],
			[1, 0, 3, 7],
			[0, 1, 3, 7],
			[0, 0, 4],
			[0, 0, 2, 3],
		])
			expect(plain(...kept)).toEqual(kept);
	});
});
