/**
 * Encodes and decodes bitmasks (protocol §8.2). Encord stores run lengths row by row (COCO: column by column), beginning with a
 * run of zeros, packed into text in groups of 5 bits.
 */
import type { Mask } from '../../../geometry/mask';

/** A bitmask as Encord stores it. `top` and `left` are 0; width and height are those of the frame. */
export interface BitmaskJson {
	top: number;
	left: number;
	width: number;
	height: number;
	rleString: string;
}

/** @throws RangeError when the data is not width × height bytes */
export function encodeMask({ width, height, data }: Mask): BitmaskJson {
	if (data.length !== width * height)
		throw new RangeError(
			`A mask of ${width} × ${height} pixels has ${width * height} values, not ${data.length}`,
		);
	return { top: 0, left: 0, height, width, rleString: packCounts(countRuns(data)) };
}

/**
 * The mask of a stored label. Where the runs end early, the other pixels are not set, as the official client reads it.
 * @throws RangeError when the text is malformed or describes more pixels than the mask has
 */
export function decodeMask({
	width,
	height,
	rleString,
}: Pick<BitmaskJson, 'width' | 'height' | 'rleString'>): Mask {
	const data = new Uint8Array(width * height);
	let at = 0;
	unpackCounts(rleString).forEach((count, index) => {
		if (count < 0 || at + count > data.length)
			throw new RangeError(`The runs of the bitmask do not fit into ${width} × ${height} pixels`);
		if (index % 2 === 1) data.fill(1, at, at + count);
		at += count;
	});
	return { width, height, data };
}

/**
 * The mask that somebody gives. Writers give the last run of empty pixels too, so runs that end early are cut off.
 * @throws RangeError when the text is malformed or does not describe exactly the pixels of the mask
 */
export function decodeGivenMask(given: Pick<BitmaskJson, 'width' | 'height' | 'rleString'>): Mask {
	const mask = decodeMask(given);
	const covered = unpackCounts(given.rleString).reduce((sum, count) => sum + count, 0);
	if (covered !== mask.data.length)
		throw new RangeError(
			`The run lengths of the mask cover ${covered} pixels, and it has ${mask.data.length}`,
		);
	return mask;
}

/** Run lengths of equal pixels, beginning with a run of zeros, which may have the length 0. */
export function countRuns(data: Uint8Array): number[] {
	const counts: number[] = [];
	let current = 0;
	let length = 0;
	for (const value of data) {
		const set = value === 0 ? 0 : 1;
		if (set !== current) {
			counts.push(length);
			current = set;
			length = 0;
		}
		length++;
	}
	if (length > 0) counts.push(length);
	return counts;
}

/** Packs run lengths. From index 3 on, the difference to the count two places before is packed. */
export function packCounts(counts: number[]): string {
	let text = '';
	counts.forEach((count, index) => {
		let rest = index > 2 ? count - (counts[index - 2] ?? 0) : count;
		for (let more = true; more; ) {
			const group = rest & 31;
			rest >>= 5;
			more = group & 16 ? rest !== -1 : rest !== 0;
			text += String.fromCharCode(group + (more ? 32 : 0) + 48);
		}
	});
	return text;
}

/** @throws RangeError when the text ends inside a number or has invalid characters */
export function unpackCounts(text: string): number[] {
	const counts: number[] = [];
	for (let at = 0; at < text.length; ) {
		let value = 0;
		let more = true;
		for (let shift = 0; more; shift += 5, at++) {
			const group = text.charCodeAt(at) - 48;
			if (!(group >= 0 && group < 64) || shift > 30)
				throw new RangeError('The run lengths of the bitmask are malformed');
			value |= (group & 31) << shift;
			more = (group & 32) !== 0;
			if (!more && group & 16 && shift < 30) value |= -1 << (shift + 5);
		}
		counts.push(counts.length > 2 ? value + (counts[counts.length - 2] ?? 0) : value);
	}
	return counts;
}
