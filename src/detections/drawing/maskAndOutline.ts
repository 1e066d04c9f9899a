/** Masks as outlines and outlines as masks, both with holes and parts. */
import type { Mask } from '../../geometry/mask';
import { outlinesOfMask } from '../../geometry/maskOutline';
import type { Size } from '../../geometry/plane';
import { maskOfPolygons } from '../../geometry/rasterize';
import { scaledRing } from '../../geometry/ring';

/** The polygons that cover exactly the pixels of a mask, in fractions. */
export function outlineOfMask(mask: Mask): number[][][] {
	const fractions = { width: 1 / mask.width, height: 1 / mask.height };
	return outlinesOfMask(mask).map((rings) => rings.map((ring) => scaledRing(ring, fractions)));
}

/** The pixels whose centers lie in polygons, which are in fractions. */
export function maskOfOutline(polygons: number[][][], size: Size): Mask {
	return maskOfPolygons(
		polygons.map((rings) => rings.map((ring) => scaledRing(ring, size))),
		size,
	);
}
