/** How much two places of labels overlap. */
import type { EncordJson } from '../../encord/wire/json';
import type { Box } from '../../geometry/box';
import { boundingBox } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import { readableGeometryOf } from '../../labels/shapes/geometryOf';

/** Points and upright lines have no area. They are taken as wide and as high as this share of the picture. */
const LEAST = 0.02;

/**
 * The box of coordinates in fractions, at least {@link LEAST} in size. Undefined for shapes that are not in the plane, and
 * for turned boxes without the size of the picture.
 */
export function extentOf(coordinates: EncordJson, size: Size | undefined): Box | undefined {
	try {
		const geometry = readableGeometryOf(coordinates);
		const box = geometry && boundingBox(geometry, size);
		if (box === undefined) return undefined;
		const [dw, dh] = [Math.max(0, LEAST - box.w), Math.max(0, LEAST - box.h)];
		return box.w >= LEAST && box.h >= LEAST
			? box
			: { x: box.x - dw / 2, y: box.y - dh / 2, w: box.w + dw, h: box.h + dh };
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** Intersection over union, 0 to 1. */
export function overlapOf(a: Box, b: Box): number {
	const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
	const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
	if (w <= 0 || h <= 0) return 0;
	const both = w * h;
	return both / (a.w * a.h + b.w * b.h - both);
}
