/** Tells whether four corners are a box, upright or turned. */
import type { Box } from '../../geometry/box';
import type { RotatedBox } from '../../geometry/rotatedBox';
import type { Size } from '../../geometry/plane';

/** Corners may be off by this share of the longer side, or by a pixel and a half, because they are rounded. */
const SHARE = 0.01;
const PIXELS = 1.5;

/** The box of four corners in pixels, as fractions of the frame. Undefined when they are no box. */
export function turnedBoxOf(
	pixels: readonly number[],
	{ width, height }: Size,
): RotatedBox | undefined {
	const [ax, ay, bx, by, cx, cy, dx, dy] = pixels as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const [mx, my] = [(ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4];
	// Of the two sides at the first corner, the one that goes on clockwise is the width.
	const isClockwise = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax) > 0;
	const [ex, ey, fx, fy] = isClockwise ? [bx, by, dx, dy] : [dx, dy, bx, by];
	const [px, py] = isClockwise ? [cx - dx, cy - dy] : [cx - bx, cy - by];
	const [qx, qy] = isClockwise ? [cx - bx, cy - by] : [cx - dx, cy - dy];
	const [ux, uy] = [(ex - ax + px) / 2, (ey - ay + py) / 2];
	const [vx, vy] = [(fx - ax + qx) / 2, (fy - ay + qy) / 2];
	const [w, h] = [Math.hypot(ux, uy), Math.hypot(vx, vy)];
	if (w === 0 || h === 0) return undefined;
	const slack = Math.max(PIXELS, SHARE * Math.max(w, h));
	const theta = Math.atan2(uy, ux);
	const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
	const fits = [
		[-1, -1, ax, ay],
		[1, -1, ex, ey],
		[1, 1, cx, cy],
		[-1, 1, fx, fy],
	].every(([across = 0, down = 0, x = 0, y = 0]) => {
		const [u, v] = [(across * w) / 2, (down * h) / 2];
		return Math.hypot(mx + u * cos - v * sin - x, my + u * sin + v * cos - y) <= slack;
	});
	if (!fits) return undefined;
	return {
		x: (mx - w / 2) / width,
		y: (my - h / 2) / height,
		w: w / width,
		h: h / height,
		theta: (theta * 180) / Math.PI,
	};
}

/** The upright box of a turned box that is not turned, or by quarters only; undefined when it leans by more than rounding. */
export function uprightBoxOf(box: RotatedBox, { width, height }: Size): Box | undefined {
	const quarters = Math.round(box.theta / 90);
	const lean = Math.abs(Math.sin(((box.theta - quarters * 90) * Math.PI) / 180));
	const longest = Math.max(box.w * width, box.h * height);
	if (lean * longest > 1) return undefined;
	const isTurned = quarters % 2 !== 0;
	const [w, h] = isTurned ? [(box.h * height) / width, (box.w * width) / height] : [box.w, box.h];
	return { x: box.x + box.w / 2 - w / 2, y: box.y + box.h / 2 - h / 2, w, h };
}
