/** Axis-aligned boxes. */
import type { Point } from './plane';

/** Top left corner, width and height, in fractions of the picture or in pixels. */
export interface Box {
	x: number;
	y: number;
	w: number;
	h: number;
}

/** The corners, clockwise from the top left. */
export function cornersOf({ x, y, w, h }: Box): Point[] {
	return [
		{ x, y },
		{ x: x + w, y },
		{ x: x + w, y: y + h },
		{ x, y: y + h },
	];
}

/** The smallest box around points x0, y0, x1, y1, …; undefined without points. */
export function enclosingBox(flat: readonly number[]): Box | undefined {
	let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
	for (let i = 0; i + 1 < flat.length; i += 2) {
		const [x, y] = [flat[i]!, flat[i + 1]!];
		[left, right] = [Math.min(left, x), Math.max(right, x)];
		[top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
	}
	return flat.length < 2 ? undefined : { x: left, y: top, w: right - left, h: bottom - top };
}

/** Clips a box (fractions) to the picture and keeps its other fields. Undefined when the box is outside. */
export function clipBox<B extends Box>(box: B): B | undefined {
	const x = Math.max(0, box.x);
	const y = Math.max(0, box.y);
	const w = Math.min(1, box.x + box.w) - x;
	const h = Math.min(1, box.y + box.h) - y;
	if (w <= 0 || h <= 0) return undefined;
	// A side that is not clipped keeps its exact value, without rounding errors.
	return {
		...box,
		x,
		y,
		w: x === box.x && box.x + box.w <= 1 ? box.w : w,
		h: y === box.y && box.y + box.h <= 1 ? box.h : h,
	};
}
