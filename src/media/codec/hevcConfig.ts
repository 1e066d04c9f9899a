/** Parses the HEVC decoder configuration record, `hvcC` (ISO/IEC 14496-15 §8.3.3), and its sequence parameter sets. */
import { BitReader, removeEmulationPrevention } from './bitReader';
import type { DecoderConfig } from './decoderConfig';

const spsNalType = 33;

/** `profile_tier_level` (ITU-T H.265 §7.3.3). */
function skipProfileTierLevel(bits: BitReader, subLayers: number): void {
	bits.bits(96);
	const present = Array.from({ length: subLayers }, () => [bits.bit(), bits.bit()] as const);
	if (subLayers) bits.bits(2 * (8 - subLayers));
	for (const [profile, level] of present) bits.bits(88 * profile + 8 * level);
}

/** `sps_max_num_reorder_pics` of the highest sub-layer. */
function maxNumReorderPics(sps: Buffer): number {
	const bits = new BitReader(removeEmulationPrevention(sps.subarray(2)));
	bits.bits(4);
	const subLayers = bits.bits(3);
	bits.bit();
	skipProfileTierLevel(bits, subLayers);
	bits.ue();
	if (bits.ue() === 3) bits.bit();
	bits.skipUe(2);
	if (bits.bit()) bits.skipUe(4);
	bits.skipUe(3);
	let max = 0;
	for (let layer = bits.bit() ? 0 : subLayers; layer <= subLayers; layer++) {
		bits.ue();
		max = bits.ue();
		bits.ue();
	}
	return max;
}

function parameterSetsOf(record: Buffer): Array<{ nalType: number; unit: Buffer }> {
	const sets: Array<{ nalType: number; unit: Buffer }> = [];
	let position = 23;
	for (let arrays = record[22] ?? 0; arrays > 0 && position + 3 <= record.length; arrays--) {
		const nalType = (record[position] ?? 0) & 63;
		let left = record.readUInt16BE(position + 1);
		position += 3;
		for (; left > 0 && position + 2 <= record.length; left--) {
			const length = record.readUInt16BE(position);
			sets.push({ nalType, unit: record.subarray(position + 2, position + 2 + length) });
			position += 2 + length;
		}
	}
	return sets;
}

/** HEVC never splits a picture: each field is a frame of its own. */
export function parseHevcConfig(record: Buffer): DecoderConfig {
	const sets = parameterSetsOf(record);
	const reorders = sets.some(
		({ nalType, unit }) => nalType === spsNalType && maxNumReorderPics(unit) > 0,
	);
	return {
		codec: 'hevc',
		parameterSets: sets.map(({ unit }) => unit),
		nalLengthSize: ((record[21] ?? 3) & 3) + 1,
		mayHoldFields: false,
		frameReordering: reorders ? 'yes' : 'no',
	};
}
