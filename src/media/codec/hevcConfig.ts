/** What an HEVC track says about itself before its first packet: the HEVC configuration record (ISO/IEC 14496-15 §8.3.3). */
import { BitReader, unescaped } from './bitReader';
import type { NalFacts } from '../index/sampleTable';

const sequenceParameterSet = 33;

/** General and sub-layer profiles and levels (ITU-T H.265 §7.3.3). */
function skipProfiles(bits: BitReader, subLayers: number): void {
	bits.bits(96);
	const present = Array.from({ length: subLayers }, () => [bits.bit(), bits.bit()] as const);
	if (subLayers) bits.bits(2 * (8 - subLayers));
	for (const [profile, level] of present) bits.bits(88 * profile + 8 * level);
}

/** `sps_max_num_reorder_pics` of the highest sub-layer. */
function mostReordered(parameterSet: Buffer): number {
	const bits = new BitReader(unescaped(parameterSet.subarray(2)));
	bits.bits(4);
	const subLayers = bits.bits(3);
	bits.bit();
	skipProfiles(bits, subLayers);
	bits.golomb();
	if (bits.golomb() === 3) bits.bit();
	bits.golombs(2);
	if (bits.bit()) bits.golombs(4);
	bits.golombs(3);
	let most = 0;
	for (let layer = bits.bit() ? 0 : subLayers; layer <= subLayers; layer++) {
		bits.golomb();
		most = bits.golomb();
		bits.golomb();
	}
	return most;
}

function* parameterSetsOf(record: Buffer): Generator<Buffer> {
	let position = 23;
	for (let arrays = record[22] ?? 0; arrays > 0 && position + 3 <= record.length; arrays--) {
		const type = (record[position] ?? 0) & 63;
		let left = record.readUInt16BE(position + 1);
		position += 3;
		for (; left > 0 && position + 2 <= record.length; left--) {
			const length = record.readUInt16BE(position);
			if (type === sequenceParameterSet) yield record.subarray(position + 2, position + 2 + length);
			position += 2 + length;
		}
	}
}

/** Every field of HEVC is a frame of its own. */
export const hevcFacts = (record: Buffer): NalFacts => ({
	codec: 'hevc',
	lengthBytes: ((record[21] ?? 3) & 3) + 1,
	mayHoldFields: false,
	reorders: [...parameterSetsOf(record)].some((set) => mostReordered(set) > 0) ? 'yes' : 'no',
});
