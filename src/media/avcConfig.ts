/** What an H.264 track says about itself before its first packet: the AVC configuration record (ISO/IEC 14496-15 §5.3.3). */
import { BitReader } from './bitReader';

/** Profiles whose parameter sets speak of color formats and scaling (ITU-T H.264 §7.3.2.1.1). */
const profilesWithFormat = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** A unit's bytes without those that keep start codes out of it. */
function unescaped(unit: Buffer): Buffer {
	const bytes = Buffer.allocUnsafe(unit.length);
	let length = 0;
	for (let i = 0; i < unit.length; i++) {
		if (unit[i] === 3 && i >= 2 && !unit[i - 1] && !unit[i - 2]) continue;
		bytes[length++] = unit[i] ?? 0;
	}
	return bytes.subarray(0, length);
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
	bits.golomb();
	bits.golomb();
	bits.bit();
	if (!bits.bit()) return;
	for (let list = 0; list < (format === 3 ? 12 : 8); list++) if (bits.bit()) skipScalingList(bits, list < 6 ? 16 : 64);
}

function skipPictureOrder(bits: BitReader): void {
	const type = bits.golomb();
	if (type === 0) bits.golomb();
	if (type !== 1) return;
	bits.bit();
	bits.signedGolomb();
	bits.signedGolomb();
	for (let left = bits.golomb() & 255; left > 0; left--) bits.signedGolomb();
}

/** `frame_mbs_only_flag` of a sequence parameter set. */
function hasFramesOnly(parameterSet: Buffer): boolean {
	const bits = new BitReader(unescaped(parameterSet.subarray(1)));
	const profile = bits.bits(8);
	bits.bits(16);
	bits.golomb();
	if (profilesWithFormat.has(profile)) skipFormat(bits);
	bits.golomb();
	skipPictureOrder(bits);
	bits.golomb();
	bits.bit();
	bits.golomb();
	bits.golomb();
	return bits.bit() === 1;
}

function parameterSetsOf(record: Buffer): Buffer[] {
	const sets: Buffer[] = [];
	for (let left = (record[5] ?? 0) & 31, position = 6; left > 0 && position + 2 <= record.length; left--) {
		const length = record.readUInt16BE(position);
		sets.push(record.subarray(position + 2, position + 2 + length));
		position += 2 + length;
	}
	return sets;
}

/** Bytes of the length before each unit of a packet. */
export const unitLengthBytes = (record: Buffer) => ((record[4] ?? 3) & 3) + 1;

/** Whether a packet may be half a picture, one field of it: then packets cannot be counted as frames. True when it says nothing. */
export function mayHoldFields(record: Buffer): boolean {
	const sets = parameterSetsOf(record);
	return !sets.length || !sets.every(hasFramesOnly);
}
