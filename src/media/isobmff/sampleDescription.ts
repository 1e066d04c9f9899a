/** The sample description of a video track, `stsd` (ISO/IEC 14496-12 §8.5.2, ISO/IEC 14496-12 §12.1.3). */
import { parseAvcConfig } from '../codec/avcConfig';
import type { DecoderConfig } from '../codec/decoderConfig';
import { parseHevcConfig } from '../codec/hevcConfig';
import { child } from './boxes';

export interface SampleDescription {
	/** The sample entry's type, e.g. `avc1`. */
	codec: string;
	width: number;
	height: number;
	/** Bits per pixel; 32 with alpha. */
	depth: number;
	/** The boxes inside the sample entry. */
	boxes: Buffer;
}

/** @param stsd the body of the box; only its first sample entry is read */
export function parseSampleDescription(stsd: Buffer): SampleDescription | undefined {
	const size = stsd.length >= 16 ? stsd.readUInt32BE(8) : 0;
	const entry = stsd.subarray(8, 8 + size);
	if (entry.length < 86) return undefined;
	return {
		codec: entry.toString('latin1', 4, 8),
		width: entry.readUInt16BE(32),
		height: entry.readUInt16BE(34),
		depth: entry.readUInt16BE(82),
		boxes: entry.subarray(86),
	};
}

export function decoderConfigOf({ codec, boxes }: SampleDescription): DecoderConfig | undefined {
	if (/^avc[1-4]$/.test(codec)) {
		const avcC = child(boxes, 'avcC');
		return avcC && parseAvcConfig(avcC);
	}
	if (/^(hvc1|hev1|dvh1|dvhe)$/.test(codec)) {
		const hvcC = child(boxes, 'hvcC');
		return hvcC && parseHevcConfig(hvcC);
	}
	return undefined;
}
