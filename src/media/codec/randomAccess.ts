/** Checks whether decoding can really start at a packet that its container lists as a sync sample (frames §5, trap 1). */
import { BitReader } from './bitReader';
import type { DecoderConfig } from './decoderConfig';
import { nalTypeOf, nalTypes, nalUnits } from './nalUnits';

/**
 * - `exact`: no earlier packet is needed
 * - `openGop`: later packets refer to pictures before this one, so decoding must start one group of pictures earlier
 * - `intraRefresh`: the picture is refreshed gradually, so decoding must start at the last exact random access point
 */
type RandomAccessKind = 'exact' | 'openGop' | 'intraRefresh';

const recoveryPointPayload = 6;

/** `recovery_frame_cnt` of a recovery point SEI message; undefined when the unit holds none. */
function recoveryFrameCount(sei: Buffer): number | undefined {
	for (let position = 1; position + 2 < sei.length; ) {
		let [type, size] = [0, 0];
		for (; sei[position] === 0xff; position++) type += 255;
		type += sei[position++] ?? 0;
		for (; sei[position] === 0xff; position++) size += 255;
		size += sei[position++] ?? 0;
		if (type === recoveryPointPayload)
			return new BitReader(sei.subarray(position, position + size)).ue();
		position += size;
	}
	return undefined;
}

/**
 * Only H.264 needs this check; sync samples of other codecs are `exact`.
 * @param packet the first bytes of the packet; some hundred are enough
 */
export function randomAccessKind(
	packet: Buffer,
	config: DecoderConfig | undefined,
): RandomAccessKind {
	if (config?.codec !== 'avc') return 'exact';
	let kind: RandomAccessKind = 'openGop';
	for (const { unit } of nalUnits(packet, config.nalLengthSize)) {
		const type = nalTypeOf(unit);
		if (type === nalTypes.idr) return 'exact';
		if (type === nalTypes.sei && (recoveryFrameCount(unit) ?? 0) > 0) kind = 'intraRefresh';
		if (type === nalTypes.slice) return kind;
	}
	return kind;
}
