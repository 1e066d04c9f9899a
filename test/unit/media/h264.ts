/** Builds packets and decoder configuration records of H.264 for tests. */
import { bits } from './bits';

/** The record `avcC` (ISO/IEC 14496-15 §5.3.3.1). */
export function avcRecord(lengthSize: number, sequence: Buffer[], picture: Buffer[] = []): Buffer {
	const list = (mask: number, units: Buffer[]) => [
		Buffer.from([mask | units.length]),
		...units.flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 255]), unit]),
	];
	const head = Buffer.from([1, 66, 0, 30, 0xfc | (lengthSize - 1)]);
	return Buffer.concat([head, ...list(0xe0, sequence), ...list(0, picture)]);
}

/** A sequence parameter set of the baseline (66) or main (77) profile, of frames or of fields, without a VUI. */
export const sequenceSet = (profile: number, pictures: 'frames' | 'fields' = 'frames') =>
	Buffer.concat([
		Buffer.from([0x67, profile, 0, 30]),
		bits(`1 1 1 1 010 0 1 1 ${pictures === 'frames' ? '1' : '0 0'} 1 0 0 1`),
	]);

/** A NAL unit with its length in one byte. */
export const nal = (...bytes: number[]) => Buffer.from([bytes.length, ...bytes]);

/** Packets of one picture each; `refresh` is the start of an intra refresh, with a recovery point after two frames. */
export const pictures = {
	idr: nal(0x65, 0xff, 0xff, 0xff),
	p: nal(0x41, ...bits('1 1 1'), 0),
	b: nal(0x41, ...bits('1 010 1'), 0),
	refresh: Buffer.concat([nal(0x06, 6, 1, 0x60, 0x80), nal(0x41, ...bits('1 1 1'), 0)]),
};
