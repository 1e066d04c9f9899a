/** Cutting coordinates off at the edge of the image, where fractions are 0 and 1. */
import type { PointJson } from './coordinateJson';

/** The part of a box inside the image; undefined when none is. */
export function clipBox<T extends { x: number; y: number; w: number; h: number }>(
	box: T,
): T | undefined {
	const x = Math.max(0, box.x);
	const y = Math.max(0, box.y);
	const w = Math.min(1, box.x + box.w) - x;
	const h = Math.min(1, box.y + box.h) - y;
	if (w <= 0 || h <= 0) return undefined;
	return {
		...box,
		x,
		y,
		w: x === box.x && box.x + box.w <= 1 ? box.w : w,
		h: y === box.y && box.y + box.h <= 1 ? box.h : h,
	};
}

/** The nearest point of the image. */
export function clampPoint<T extends PointJson>(point: T): T {
	return { ...point, x: Math.min(1, Math.max(0, point.x)), y: Math.min(1, Math.max(0, point.y)) };
}

export function isInside(x: number, y: number): boolean {
	return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

/** A ring x0, y0, x1, y1, … cut off side by side (Sutherland–Hodgman); empty when nothing of it is inside. */
export function clipRing(ring: number[]): number[] {
	let points: Array<[number, number]> = [];
	for (let i = 0; i + 1 < ring.length; i += 2) points.push([ring[i] ?? 0, ring[i + 1] ?? 0]);
	for (const axis of [0, 1] as const) {
		points = cut(points, axis, (value) => value >= 0, 0);
		points = cut(points, axis, (value) => value <= 1, 1);
	}
	return points.length < 3 ? [] : points.flat();
}

function cut(
	points: Array<[number, number]>,
	axis: 0 | 1,
	inside: (value: number) => boolean,
	edge: number,
): Array<[number, number]> {
	const kept: Array<[number, number]> = [];
	points.forEach((point, index) => {
		const before = points[(index + points.length - 1) % points.length] ?? point;
		if (inside(point[axis]) !== inside(before[axis]))
			kept.push(crossing(before, point, axis, edge));
		if (inside(point[axis])) kept.push(point);
	});
	return kept;
}

function crossing(
	from: [number, number],
	to: [number, number],
	axis: 0 | 1,
	edge: number,
): [number, number] {
	const share = (edge - from[axis]) / (to[axis] - from[axis]);
	const other = axis === 0 ? 1 : 0;
	const value = from[other] + share * (to[other] - from[other]);
	return axis === 0 ? [edge, value] : [value, edge];
}
