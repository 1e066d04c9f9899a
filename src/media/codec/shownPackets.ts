/** Packets that are decoded but never shown (frames §5, trap 2): alternate reference frames of VP8 and VP9. */

import { BitReader } from './bitReader';

/** `packet`: at least its first and last bytes, as far as it goes. */
export type IsShown = (packet: Buffer) => boolean;

/** Bit 4 of the frame tag (RFC 6386 §9.1). */
const vp8Shown: IsShown = (packet) => (((packet[0] ?? 0) >> 4) & 1) === 1;

/** `show_existing_frame` or `show_frame` of an uncompressed header (VP9 bitstream, 6.2). */
function vp9FrameShown(frame: Buffer): boolean {
	const bits = new BitReader(frame);
	bits.bits(2);
	const profile = bits.bit() + 2 * bits.bit();
	if (profile === 3) bits.bit();
	const showsExisting = bits.bit();
	bits.bit();
	return showsExisting === 1 || bits.bit() === 1;
}

/** A superframe (Annex B) is shown when one of its frames is. */
const vp9Shown: IsShown = (packet) => {
	const marker = packet.at(-1) ?? 0;
	if ((marker & 0xe0) !== 0xc0) return vp9FrameShown(packet);
	const frames = (marker & 7) + 1;
	const sizeBytes = ((marker >> 3) & 3) + 1;
	const index = packet.length - 2 - frames * sizeBytes;
	if (index < 0 || packet[index] !== marker) return vp9FrameShown(packet);
	for (let frame = 0, position = 0; frame < frames; frame++) {
		const size = packet.readUIntLE(index + 1 + frame * sizeBytes, sizeBytes);
		if (size && position < index && vp9FrameShown(packet.subarray(position, position + size)))
			return true;
		position += size;
	}
	return false;
};

/** For a Matroska codec id; undefined where every packet is a shown frame. */
export function shownTest(codecId: string): IsShown | undefined {
	if (codecId === 'V_VP8') return vp8Shown;
	if (codecId === 'V_VP9') return vp9Shown;
	return undefined;
}
