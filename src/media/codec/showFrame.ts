/** The show_frame flag of VP8 and VP9 packets: alternate reference frames are decoded but never shown (frames §5, trap 2). */
import { BitReader } from './bitReader';

/** Returns false for a packet that is decoded but not shown. It needs the whole packet, or what there is of it. */
export type ReadShowFrame = (packet: Buffer) => boolean;

/** Bit 4 of the frame tag (RFC 6386 §9.1). */
const vp8ShowFrame: ReadShowFrame = (packet) => (((packet[0] ?? 0) >> 4) & 1) === 1;

/** `show_existing_frame` or `show_frame` of the uncompressed header (VP9 bitstream specification §6.2). */
function vp9FrameIsShown(frame: Buffer): boolean {
	const bits = new BitReader(frame);
	bits.bits(2);
	const profile = bits.bit() + 2 * bits.bit();
	if (profile === 3) bits.bit();
	const showExistingFrame = bits.bit();
	bits.bit();
	return showExistingFrame === 1 || bits.bit() === 1;
}

/** A superframe (Annex B) is shown when one of its frames is. */
const vp9ShowFrame: ReadShowFrame = (packet) => {
	const marker = packet.at(-1) ?? 0;
	if ((marker & 0xe0) !== 0xc0) return vp9FrameIsShown(packet);
	const frames = (marker & 7) + 1;
	const sizeBytes = ((marker >> 3) & 3) + 1;
	const index = packet.length - 2 - frames * sizeBytes;
	if (index < 0 || packet[index] !== marker) return vp9FrameIsShown(packet);
	for (let frame = 0, position = 0; frame < frames; frame++) {
		const size = packet.readUIntLE(index + 1 + frame * sizeBytes, sizeBytes);
		if (size && position < index && vp9FrameIsShown(packet.subarray(position, position + size)))
			return true;
		position += size;
	}
	return false;
};

/** @param codecId a Matroska codec ID. Undefined for codecs that show every packet. */
export function showFrameReader(codecId: string): ReadShowFrame | undefined {
	if (codecId === 'V_VP8') return vp8ShowFrame;
	if (codecId === 'V_VP9') return vp9ShowFrame;
	return undefined;
}
