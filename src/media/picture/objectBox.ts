/** Where an object lies on a picture, in pixels, rounded like the agents library (protocol §14.4; vectors object_crops). */
import { MediaError } from '../errors';
import type { Geometry, Mask, Point } from './geometry';

/** Pixels from the top left corner. */
export interface PixelBox {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Fractions of the picture. */
interface Area {
	x: number;
	y: number;
	w: number;
	h: number;
}

function around(points: readonly Point[]): Area {
	if (!points.length)
		throw new MediaError('badAsk', 'A label without points has no place on the picture.');
	const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
	const [x, y] = [Math.min(...xs), Math.min(...ys)];
	return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

function aroundMask({ width, height, data }: Mask): Area {
	let [left, right, top, bottom] = [width, -1, height, -1];
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			if (!data[y * width + x]) continue;
			left = Math.min(left, x);
			right = Math.max(right, x);
			top = Math.min(top, y);
			bottom = y;
		}
	}
	if (right < 0) throw new MediaError('badAsk', 'An empty bitmask has no place on the picture.');
	return {
		x: left / width,
		y: top / height,
		w: (right + 1 - left) / width,
		h: (bottom + 1 - top) / height,
	};
}

/** Corners of a rotated box in pixels, clockwise from the top left one of the unrotated box. */
export function turnedCorners(
	{ x, y, w, h, theta }: Extract<Geometry, { kind: 'rotatedBox' }>,
	width: number,
	height: number,
): Point[] {
	const center = { x: (x + w / 2) * width, y: (y + h / 2) * height };
	const [cos, sin] = [Math.cos((theta * Math.PI) / 180), Math.sin((theta * Math.PI) / 180)];
	const [halfWidth, halfHeight] = [(w * width) / 2, (h * height) / 2];
	return [
		[-1, -1],
		[1, -1],
		[1, 1],
		[-1, 1],
	].map(([across = 0, down = 0]) => {
		const [u, v] = [across * halfWidth, down * halfHeight];
		return { x: center.x + u * cos - v * sin, y: center.y + u * sin + v * cos };
	});
}

function areaOf(geometry: Geometry, width: number, height: number): Area {
	switch (geometry.kind) {
		case 'box':
			return geometry;
		case 'rotatedBox':
			return around(
				turnedCorners(geometry, width, height).map(({ x, y }) => ({
					x: Math.fround(x / width),
					y: Math.fround(y / height),
				})),
			);
		// The first outline alone, as the library does.
		case 'polygon':
			return around(geometry.polygons[0]?.[0] ?? []);
		case 'polyline':
		case 'skeleton':
			return around(geometry.points);
		case 'point':
			return around([geometry.point]);
		case 'bitmask':
			return aroundMask(geometry.mask);
	}
}

/** Origin and size are rounded each on its own: `int(size · fraction + 0.5)`. The box may stick out of the picture. */
export function objectBox(geometry: Geometry, width: number, height: number): PixelBox {
	const { x, y, w, h } = areaOf(geometry, width, height);
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

/** Start and end of a Python slice `[from:to]` of so many elements. */
function slice(from: number, to: number, size: number): [start: number, length: number] {
	const inside = (index: number) => Math.min(size, Math.max(0, index < 0 ? index + size : index));
	return [inside(from), Math.max(0, inside(to) - inside(from))];
}

/**
 * The rectangle that the agents library cuts: clipped at the right and bottom, while a start before the picture counts from
 * its other side, which mostly leaves nothing. Our own crops show the visible part instead; where nothing sticks out at the
 * left or top, both are the same.
 */
export function libraryBox(geometry: Geometry, width: number, height: number): PixelBox {
	const box = objectBox(geometry, width, height);
	const [x, across] = slice(box.x, box.x + box.width, width);
	const [y, down] = slice(box.y, box.y + box.height, height);
	return { x, y, width: across, height: down };
}
