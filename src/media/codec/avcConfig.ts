/** What an H.264 track says about itself before its first packet: the AVC configuration record (ISO/IEC 14496-15 §5.3.3). */
import { BitReader, unescaped } from './bitReader';
import type { NalFacts } from '../index/sampleTable';

/** Profiles whose parameter sets speak of color formats and scaling (ITU-T H.264 §7.3.2.1.1). */
const profilesWithFormat = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);
const baseline = 66;

interface SequenceFacts {
	/** Every coded picture is a whole one, never a field. */
	framesOnly: boolean;
	/** Pictures may be shown in another order than they are stored in. */
	reorders: boolean;
}

function skipScalingList(bits: BitReader, size: number): void {
	for (let i = 0, last = 8, next = 8; i < size; i++) {
		if (next) next = (last + bits.signedGolomb() + 256) & 255;
		if (next) last = next;
	}
}

function skipFormat(bits: BitReader): void {
	const format = bits.golomb();
	if (format === 3) bits.bit();
	bits.golombs(2);
	bits.bit();
	if (!bits.bit()) return;
	for (let list = 0; list < (format === 3 ? 12 : 8); list++)
		if (bits.bit()) skipScalingList(bits, list < 6 ? 16 : 64);
}

/** The type of picture order; 2 = the order of decoding. */
function pictureOrder(bits: BitReader): number {
	const type = bits.golomb();
	if (type === 0) bits.golomb();
	if (type === 1) {
		bits.bit();
		bits.golombs(2);
		for (let left = bits.golomb() & 255; left > 0; left--) bits.golomb();
	}
	return type;
}

function skipBuffering(bits: BitReader): void {
	const count = bits.golomb() & 31;
	bits.bits(8);
	for (let i = 0; i <= count; i++) {
		bits.golombs(2);
		bits.bit();
	}
	bits.bits(20);
}

/** `max_num_reorder_frames` (Annex E); undefined when nothing is said of it. */
function mostReordered(bits: BitReader): number | undefined {
	if (!bits.bit()) return undefined;
	const extendedAspect = 255;
	if (bits.bit() && bits.bits(8) === extendedAspect) bits.bits(32);
	if (bits.bit()) bits.bit();
	if (bits.bit()) {
		bits.bits(4);
		if (bits.bit()) bits.bits(24);
	}
	if (bits.bit()) bits.golombs(2);
	if (bits.bit()) bits.bits(65);
	const buffering = [0, 0].map(() => {
		const there = bits.bit();
		if (there) skipBuffering(bits);
		return there;
	});
	if (buffering.includes(1)) bits.bit();
	bits.bit();
	if (!bits.bit()) return undefined;
	bits.bit();
	bits.golombs(4);
	return bits.golomb();
}

function factsOf(parameterSet: Buffer): SequenceFacts {
	const bits = new BitReader(unescaped(parameterSet.subarray(1)));
	const profile = bits.bits(8);
	bits.bits(16);
	bits.golomb();
	if (profilesWithFormat.has(profile)) skipFormat(bits);
	bits.golomb();
	const order = pictureOrder(bits);
	bits.golomb();
	bits.bit();
	bits.golombs(2);
	const framesOnly = bits.bit() === 1;
	if (!framesOnly) bits.bit();
	bits.bit();
	if (bits.bit()) bits.golombs(4);
	return { framesOnly, reorders: profile !== baseline && order !== 2 && mostReordered(bits) !== 0 };
}

function factsIn(record: Buffer): SequenceFacts[] {
	const facts: SequenceFacts[] = [];
	for (
		let left = (record[5] ?? 0) & 31, position = 6;
		left > 0 && position + 2 <= record.length;
		left--
	) {
		const length = record.readUInt16BE(position);
		facts.push(factsOf(record.subarray(position + 2, position + 2 + length)));
		position += 2 + length;
	}
	return facts;
}

/** A record without parameter sets excludes nothing. */
export function avcFacts(record: Buffer): NalFacts {
	const facts = factsIn(record);
	return {
		codec: 'avc',
		lengthBytes: ((record[4] ?? 3) & 3) + 1,
		mayHoldFields: !facts.length || facts.some(({ framesOnly }) => !framesOnly),
		reorders: !facts.length || facts.some(({ reorders }) => reorders) ? 'perhaps' : 'no',
	};
}
