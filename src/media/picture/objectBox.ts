/** Where an object lies on a picture, in pixels, rounded like the agents library (protocol §14.4; vectors object_crops). */
import { MediaError } from '../errors';
import { enclosingBox, type Box } from '../../geometry/box';
import { boundingBox, type Geometry } from '../../geometry/geometry';
import type { Point, Size } from '../../geometry/plane';
import { ringOfPoints } from '../../geometry/ring';
import { turnedCorners } from '../../geometry/rotatedBox';

/** Pixels from the top left corner. */
export interface PixelBox {
	x: number;
	y: number;
	width: number;
	height: number;
}

function around(points: readonly Point[]): Box {
	const box = enclosingBox(ringOfPoints(points));
	if (box === undefined)
		throw new MediaError('invalidInput', 'A label without points has no place on the picture.');
	return box;
}

/** The upright box in fractions, as the agents library finds it. */
function areaOf(geometry: Geometry, size: Size): Box {
	switch (geometry.kind) {
		case 'box':
			return geometry;
		case 'rotatedBox':
			return around(
				turnedCorners(geometry, size).map(({ x, y }) => ({
					x: Math.fround(x / size.width),
					y: Math.fround(y / size.height),
				})),
			);
		// Around all parts. The library takes the first outline alone, so that the other parts are cut off.
		case 'polygon':
			return around(geometry.polygons.flatMap(([outline = []]) => outline));
		case 'polyline':
		case 'skeleton':
			return around(geometry.points);
		case 'point':
			return around([geometry.point]);
		case 'bitmask': {
			const box = boundingBox(geometry, size);
			if (box === undefined)
				throw new MediaError('invalidInput', 'An empty bitmask has no place on the picture.');
			return box;
		}
	}
}

/** Origin and size are rounded each on its own: `int(size · fraction + 0.5)`. The box may stick out of the picture. */
export function objectBox(geometry: Geometry, width: number, height: number): PixelBox {
	const { x, y, w, h } = areaOf(geometry, { width, height });
	const rounded = (size: number, fraction: number) => Math.trunc(size * fraction + 0.5);
	return {
		x: rounded(width, x),
		y: rounded(height, y),
		width: rounded(width, w),
		height: rounded(height, h),
	};
}

/** The part of a box that lies on the picture. */
export function visiblePart(box: PixelBox, width: number, height: number): PixelBox {
	const [x, y] = [Math.max(0, box.x), Math.max(0, box.y)];
	return {
		x,
		y,
		width: Math.max(0, Math.min(width, box.x + box.width) - x),
		height: Math.max(0, Math.min(height, box.y + box.height) - y),
	};
}
