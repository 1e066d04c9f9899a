/** The rectangle that the agents library cuts out of a picture (vectors object_crops). */
import type { Geometry } from '../../src/geometry/geometry';
import { objectBox, type PixelBox } from '../../src/media/picture/objectBox';

/** Start and end of a Python slice `[from:to]` of so many elements. */
function slice(from: number, to: number, size: number): [start: number, length: number] {
	const inside = (index: number) => Math.min(size, Math.max(0, index < 0 ? index + size : index));
	return [inside(from), Math.max(0, inside(to) - inside(from))];
}

/**
 * The rectangle that the agents library cuts: clipped at the right and bottom, while a start before the picture counts from
 * its other side, which mostly leaves nothing. The crops of the product show the visible part instead; where nothing sticks out at the
 * left or top, both are the same.
 */
export function libraryBox(geometry: Geometry, width: number, height: number): PixelBox {
	const box = objectBox(geometry, width, height);
	const [x, across] = slice(box.x, box.x + box.width, width);
	const [y, down] = slice(box.y, box.y + box.height, height);
	return { x, y, width: across, height: down };
}
