/** Segments between two points of a flat list x0, y0, x1, y1, …, and how they lie to each other. */

/** Angles and distances below this (in pixels) count as none: a point that is so near to a line lies on it. */
const NEAR = 1e-9;

/** 1 when c lies to one side of the line from a to b, −1 when it lies to the other side, 0 when it lies on the line. */
export function side(
	ax: number,
	ay: number,
	bx: number,
	by: number,
	cx: number,
	cy: number,
): -1 | 0 | 1 {
	const cross = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
	const near = NEAR * Math.max(1, Math.hypot(bx - ax, by - ay) * Math.hypot(cx - ax, cy - ay));
	if (Math.abs(cross) <= near) return 0;
	return cross > 0 ? 1 : -1;
}

/** Whether the segments a–b and c–d have a point in common, their ends included. */
export function meet(
	ax: number,
	ay: number,
	bx: number,
	by: number,
	cx: number,
	cy: number,
	dx: number,
	dy: number,
): boolean {
	if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false;
	if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
	return (
		side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) <= 0 &&
		side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) <= 0
	);
}

/** Distance from a point to the segment a–b. */
export function distanceToSegment(
	px: number,
	py: number,
	ax: number,
	ay: number,
	bx: number,
	by: number,
): number {
	const [dx, dy] = [bx - ax, by - ay];
	const length = dx * dx + dy * dy;
	const share =
		length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
	return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}
