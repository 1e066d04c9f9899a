/** Parses the AVC decoder configuration record, `avcC` (ISO/IEC 14496-15 §5.3.3), and its sequence parameter sets. */
import { BitReader, removeEmulationPrevention } from './bitReader';
import type { DecoderConfig } from './decoderConfig';

/** Profiles whose parameter sets contain the chroma format and scaling lists (ITU-T H.264 §7.3.2.1.1). */
const profilesWithChromaFormat = new Set([
	100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135,
]);
const baselineProfile = 66;
const extendedSar = 255;

interface SequenceParameterSet {
	/** `frame_mbs_only_flag`: every coded picture is a whole frame, never a field. */
	frameMbsOnly: boolean;
	/** Presentation order may differ from decode order. */
	mayReorder: boolean;
}

function skipScalingList(bits: BitReader, size: number): void {
	for (let i = 0, last = 8, next = 8; i < size; i++) {
		if (next) next = (last + bits.se() + 256) & 255;
		if (next) last = next;
	}
}

/** From `chroma_format_idc` to the scaling lists. */
function skipChromaFormat(bits: BitReader): void {
	const format = bits.ue();
	if (format === 3) bits.bit();
	bits.skipUe(2);
	bits.bit();
	if (!bits.bit()) return;
	for (let list = 0; list < (format === 3 ? 12 : 8); list++)
		if (bits.bit()) skipScalingList(bits, list < 6 ? 16 : 64);
}

/** Returns `pic_order_cnt_type`, and reads the fields that depend on it. With type 2, presentation order equals decode order. */
function readPicOrderCntType(bits: BitReader): number {
	const type = bits.ue();
	if (type === 0) bits.ue();
	if (type === 1) {
		bits.bit();
		bits.skipUe(2);
		for (let left = bits.ue() & 255; left > 0; left--) bits.ue();
	}
	return type;
}

function skipHrdParameters(bits: BitReader): void {
	const count = bits.ue() & 31;
	bits.bits(8);
	for (let i = 0; i <= count; i++) {
		bits.skipUe(2);
		bits.bit();
	}
	bits.bits(20);
}

/** Reads the VUI parameters (Annex E) up to `max_num_reorder_frames`; undefined when they do not contain it. */
function readMaxNumReorderFrames(bits: BitReader): number | undefined {
	if (!bits.bit()) return undefined;
	if (bits.bit() && bits.bits(8) === extendedSar) bits.bits(32);
	if (bits.bit()) bits.bit();
	if (bits.bit()) {
		bits.bits(4);
		if (bits.bit()) bits.bits(24);
	}
	if (bits.bit()) bits.skipUe(2);
	if (bits.bit()) bits.bits(65);
	const hrdPresent = [0, 0].map(() => {
		const present = bits.bit();
		if (present) skipHrdParameters(bits);
		return present;
	});
	if (hrdPresent.includes(1)) bits.bit();
	bits.bit();
	if (!bits.bit()) return undefined;
	bits.bit();
	bits.skipUe(4);
	return bits.ue();
}

/** @param unit a sequence parameter set, without its length field */
export function parseSps(unit: Buffer): SequenceParameterSet {
	const bits = new BitReader(removeEmulationPrevention(unit.subarray(1)));
	const profile = bits.bits(8);
	bits.bits(16);
	bits.ue();
	if (profilesWithChromaFormat.has(profile)) skipChromaFormat(bits);
	bits.ue();
	const picOrderCntType = readPicOrderCntType(bits);
	bits.ue();
	bits.bit();
	bits.skipUe(2);
	const frameMbsOnly = bits.bit() === 1;
	if (!frameMbsOnly) bits.bit();
	bits.bit();
	if (bits.bit()) bits.skipUe(4);
	return {
		frameMbsOnly,
		mayReorder:
			profile !== baselineProfile && picOrderCntType !== 2 && readMaxNumReorderFrames(bits) !== 0,
	};
}

/** The sequence and the picture parameter sets. */
function parameterSetsOf(record: Buffer): { sequence: Buffer[]; picture: Buffer[] } {
	let position = 5;
	const units = (countMask: number) => {
		const found: Buffer[] = [];
		let left = (record[position++] ?? 0) & countMask;
		for (; left > 0 && position + 2 <= record.length; left--) {
			const length = record.readUInt16BE(position);
			found.push(record.subarray(position + 2, position + 2 + length));
			position += 2 + length;
		}
		return found;
	};
	return { sequence: units(31), picture: units(255) };
}

/** A record without parameter sets leaves both fields and reordering possible. */
export function parseAvcConfig(record: Buffer): DecoderConfig {
	const { sequence, picture } = parameterSetsOf(record);
	const sets = sequence.map(parseSps);
	return {
		codec: 'avc',
		parameterSets: [...sequence, ...picture],
		nalLengthSize: ((record[4] ?? 3) & 3) + 1,
		mayHoldFields: !sets.length || sets.some(({ frameMbsOnly }) => !frameMbsOnly),
		frameReordering: !sets.length || sets.some(({ mayReorder }) => mayReorder) ? 'unknown' : 'no',
	};
}
