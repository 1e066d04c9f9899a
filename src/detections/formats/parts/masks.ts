/** Masks as run lengths: COCO's, column by column. */
import { maskFromCoco, type CocoRle } from '../../../labels/detections/formats/cocoMask';
import { NotTaken, type Claim, type Place } from '../../found';
import { isMap } from './json';

export function isRle(value: unknown): value is CocoRle {
	return isMap(value) && 'counts' in value && 'size' in value;
}

/** @throws NotTaken when the runs do not fit the size, or no pixel is set */
export function maskPlace(rle: CocoRle, claim: Claim): Place {
	try {
		const mask = maskFromCoco(rle);
		if (!mask.data.includes(1)) throw new NotTaken('The mask is empty: no pixel of it is set.');
		if (coveredPixels(rle) !== undefined && coveredPixels(rle) !== mask.width * mask.height)
			throw new NotTaken(
				`The run lengths of the mask cover ${coveredPixels(rle)} pixels, not ${mask.width} × ${mask.height}.`,
			);
		return { kind: 'mask', mask, claim };
	} catch (error) {
		if (error instanceof RangeError) throw new NotTaken(error.message);
		throw error;
	}
}

/** How many pixels a list of runs covers; undefined for text, whose last run of empty pixels may be left out. */
function coveredPixels({ counts }: CocoRle): number | undefined {
	return Array.isArray(counts) ? counts.reduce((sum, count) => sum + count, 0) : undefined;
}
