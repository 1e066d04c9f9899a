/**
 * COCO masks: run lengths column by column, as a list of numbers or packed into text. Encord packs its text in the same way, but
 * row by row (protocol §8.2).
 */
import type { Mask } from '../../../geometry/mask';
import { countRuns, decodeGivenMask, packCounts } from '../../shapes/parts/runLengths';

export interface CocoRle {
	/** Height, width. */
	size: [number, number];
	/** COCO calls a list "uncompressed" and a text "compressed". */
	counts: string | number[];
}

/** @throws RangeError when the size is missing or the runs do not cover exactly it */
export function maskFromCoco(rle: CocoRle): Mask {
	const [height, width] = Array.isArray(rle.size) ? rle.size : [];
	if (!Number.isInteger(height) || !Number.isInteger(width) || height! < 1 || width! < 1) {
		throw new RangeError('A COCO mask needs "size": [height, width]');
	}
	const rleString = Array.isArray(rle.counts) ? packCounts(checkedCounts(rle.counts)) : rle.counts;
	if (typeof rleString !== 'string')
		throw new RangeError('A COCO mask needs "counts": a text or a list of numbers');
	// The columns of a mask are the rows of the transposed mask.
	return transposed(decodeGivenMask({ width: height!, height: width!, rleString }));
}

export function cocoFromMask(mask: Mask): { size: [number, number]; counts: string } {
	return { size: [mask.height, mask.width], counts: packCounts(countRuns(transposed(mask).data)) };
}

function checkedCounts(counts: number[]): number[] {
	if (counts.every((count) => Number.isInteger(count) && count >= 0)) return counts;
	throw new RangeError('The run lengths of a COCO mask are whole numbers from 0');
}

function transposed({ width, height, data }: Mask): Mask {
	const swapped = new Uint8Array(data.length);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) swapped[x * height + y] = data[y * width + x]!;
	return { width: height, height: width, data: swapped };
}
