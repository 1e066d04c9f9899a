/**
 * Masks as COCO writes them: run lengths column by column, as a list of numbers or packed into text. The packing of the
 * text is the one Encord uses; only the direction differs (protocol §8.2).
 */
import { countRuns, decodeMask, packCounts, type Mask } from '../../shapes/bitmask';

export interface CocoRle {
	/** Height, width. */
	size: [number, number];
	/** A list is "uncompressed", a text "compressed". */
	counts: string | number[];
}

/** @throws RangeError when the size is missing or the runs do not fit it */
export function maskFromCoco(rle: CocoRle): Mask {
	const [height, width] = Array.isArray(rle.size) ? rle.size : [];
	if (!Number.isInteger(height) || !Number.isInteger(width) || height! < 1 || width! < 1) {
		throw new RangeError('A COCO mask needs "size": [height, width].');
	}
	const rleString = Array.isArray(rle.counts) ? packCounts(checkedCounts(rle.counts)) : rle.counts;
	if (typeof rleString !== 'string')
		throw new RangeError('A COCO mask needs "counts": a text or a list of numbers.');
	// Column by column is row by row of the picture turned on its diagonal.
	return transposed(decodeMask({ width: height!, height: width!, rleString }));
}

export function cocoFromMask(mask: Mask): { size: [number, number]; counts: string } {
	return { size: [mask.height, mask.width], counts: packCounts(countRuns(transposed(mask).data)) };
}

/** Number of set pixels. */
export function maskArea({ data }: Mask): number {
	return data.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);
}

/** Pixel box around the set pixels; undefined when none is set. */
export function maskBox({
	width,
	data,
}: Mask): { x: number; y: number; w: number; h: number } | undefined {
	let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
	data.forEach((value, index) => {
		if (value === 0) return;
		const [x, y] = [index % width, Math.floor(index / width)];
		[left, top, right, bottom] = [
			Math.min(left, x),
			Math.min(top, y),
			Math.max(right, x),
			Math.max(bottom, y),
		];
	});
	return right < 0 ? undefined : { x: left, y: top, w: right - left + 1, h: bottom - top + 1 };
}

function checkedCounts(counts: number[]): number[] {
	if (counts.every((count) => Number.isInteger(count) && count >= 0)) return counts;
	throw new RangeError('The run lengths of a COCO mask are whole numbers from 0.');
}

function transposed({ width, height, data }: Mask): Mask {
	const turned = new Uint8Array(data.length);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) turned[x * height + y] = data[y * width + x]!;
	return { width: height, height: width, data: turned };
}
