/** Which pixels of a cut-out belong to the object. */
import { flatPolygons, type Geometry } from '../../geometry/geometry';
import type { Mask } from '../../geometry/mask';
import type { Size } from '../../geometry/plane';
import { coveredPixels } from '../../geometry/rasterize';
import type { PixelBox } from './objectBox';

function fillFromMask(covered: Uint8Array, mask: Mask, box: PixelBox, size: Size): void {
	for (let row = 0; row < box.height; row++) {
		const down = ((box.y + row + 0.5) * mask.height) / size.height;
		const y = Math.min(mask.height - 1, Math.floor(down));
		for (let column = 0; column < box.width; column++) {
			const across = ((box.x + column + 0.5) * mask.width) / size.width;
			const x = Math.min(mask.width - 1, Math.floor(across));
			covered[row * box.width + column] = mask.data[y * mask.width + x] ? 1 : 0;
		}
	}
}

/**
 * One byte for each pixel of `box` on a picture of this size: 1 = object. Undefined for shapes that fill their box or have
 * no surface.
 */
export function coverage(geometry: Geometry, box: PixelBox, size: Size): Uint8Array | undefined {
	switch (geometry.kind) {
		case 'bitmask': {
			const covered = new Uint8Array(box.width * box.height);
			fillFromMask(covered, geometry.mask, box, size);
			return covered;
		}
		case 'polygon':
			return coveredPixels(flatPolygons(geometry, size), box);
		case 'box':
		case 'rotatedBox':
		case 'polyline':
		case 'point':
		case 'skeleton':
			return undefined;
		default:
			return geometry satisfies never;
	}
}
