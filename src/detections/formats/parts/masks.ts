/** Masks as run lengths: COCO's, column by column. */
import { numberFrom } from '../../../encord/wire/numberFrom';
import { maskFromCoco, type CocoRle } from '../../../labels/detections/formats/cocoMask';
import { NotTaken, type Claim, type Place } from '../../found';
import { isMap } from './json';

export function isRle(value: unknown): value is CocoRle {
	return isMap(value) && 'counts' in value && 'size' in value;
}

/** @throws NotTaken when the runs do not cover the size, or no pixel is set */
export function maskPlace(rle: CocoRle, claim: Claim): Place {
	try {
		const mask = maskFromCoco(inNumbers(rle));
		if (!mask.data.includes(1)) throw new NotTaken('The mask is empty: no pixel of it is set.');
		return { kind: 'mask', mask, claim };
	} catch (error) {
		if (error instanceof RangeError) throw new NotTaken(`${error.message}.`);
		throw error;
	}
}

/** Sizes and runs that are written as text. */
function inNumbers({ size, counts }: CocoRle): CocoRle {
	return {
		size: Array.isArray(size) ? (size.map(numberFrom) as CocoRle['size']) : size,
		counts: Array.isArray(counts) ? counts.map(numberFrom) : counts,
	};
}
