/** Boxes as four numbers, in the orders and scales that models use. */
import type { Box } from '../../../geometry/box';
import type { Size } from '../../../geometry/plane';

/** Two corners, corner and size, center and size; `yxyx` is two corners with y first, as some language models give them. */
export const BOX_ORDERS = ['xyxy', 'xywh', 'cxcywh', 'yxyx'] as const;
export type BoxOrder = (typeof BOX_ORDERS)[number];

/** Pixels of the image, fractions 0 to 1, or a grid of 0 to 1000 in both directions. */
export const SCALES = ['pixels', 'fractions', 'grid1000'] as const;
export type Scale = (typeof SCALES)[number];

/**
 * Width and height of the whole image in this scale.
 * @throws RangeError for pixels of an image whose size is unknown
 */
export function extent(scale: Scale, size: Size | undefined): Size {
	if (scale === 'fractions') return { width: 1, height: 1 };
	if (scale === 'grid1000') return { width: 1000, height: 1000 };
	if (size === undefined)
		throw new RangeError(
			'Pixels need the size of the image, which is unknown here. Give fractions of the image size instead.',
		);
	return size;
}

/** @throws RangeError for pixels of an image whose size is unknown */
export function numbersFromBox(
	{ x, y, w, h }: Box,
	order: BoxOrder,
	scale: Scale,
	size?: Size,
): [number, number, number, number] {
	const full = extent(scale, size);
	const [left, top, width, height] = [
		x * full.width,
		y * full.height,
		w * full.width,
		h * full.height,
	];
	switch (order) {
		case 'xyxy':
			return [left, top, left + width, top + height];
		case 'yxyx':
			return [top, left, top + height, left + width];
		case 'xywh':
			return [left, top, width, height];
		case 'cxcywh':
			return [left + width / 2, top + height / 2, width, height];
	}
}
