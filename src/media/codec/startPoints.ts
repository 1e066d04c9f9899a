/** Whether a packet that its container calls a key really lets a decoder start cleanly (frames §5, trap 1). */
import { BitReader } from './bitReader';
import type { Track } from '../index/sampleTable';

/**
 * - `clean`: nothing before it is needed
 * - `oneBack`: pictures after it look back past it (open GOP): exact only after one more group of pictures
 * - `refreshed`: the picture is renewed bit by bit (intra refresh): exact only from the last clean start on
 */
export type StartKind = 'clean' | 'oneBack' | 'refreshed';

const nalIdr = 5;
export const nalSlice = 1;
const nalSei = 6;
const seiRecoveryPoint = 6;

export function* avcUnits(packet: Buffer, lengthBytes: number): Generator<Buffer> {
	for (let position = 0; position + lengthBytes < packet.length; ) {
		const length = packet.readUIntBE(position, lengthBytes);
		// The packet may be given in part: a unit that goes on behind it is cut.
		yield packet.subarray(position + lengthBytes, position + lengthBytes + length);
		position += lengthBytes + length;
	}
}

/** `recovery_frame_cnt` of a recovery point message, undefined when the unit holds none. */
function recoveryCount(sei: Buffer): number | undefined {
	for (let position = 1; position + 2 < sei.length; ) {
		let [type, size] = [0, 0];
		for (; sei[position] === 0xff; position++) type += 255;
		type += sei[position++] ?? 0;
		for (; sei[position] === 0xff; position++) size += 255;
		size += sei[position++] ?? 0;
		if (type === seiRecoveryPoint)
			return new BitReader(sei.subarray(position, position + size)).golomb();
		position += size;
	}
	return undefined;
}

/** `packet`: the first bytes of a sample, some hundred are enough. */
export function startKindOf(packet: Buffer, nal: Track['nal']): StartKind {
	if (nal?.codec !== 'avc') return 'clean';
	let kind: StartKind = 'oneBack';
	for (const unit of avcUnits(packet, nal.lengthBytes)) {
		const type = (unit[0] ?? 0) & 31;
		if (type === nalIdr) return 'clean';
		if (type === nalSei && (recoveryCount(unit) ?? 0) > 0) kind = 'refreshed';
		if (type === nalSlice) return kind;
	}
	return kind;
}
