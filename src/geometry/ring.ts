/** Closed rings as flat lists x0, y0, x1, y1, …; the rings of a polygon are its outline and then its holes. */
import type { Point, Size } from './plane';

export function ringOfPoints(points: readonly Point[]): number[] {
	return points.flatMap(({ x, y }) => [x, y]);
}

export function pointsOfRing(ring: readonly number[]): Point[] {
	const points: Point[] = [];
	for (let i = 0; i + 1 < ring.length; i += 2) points.push({ x: ring[i]!, y: ring[i + 1]! });
	return points;
}

/** The ring with every x multiplied by `width` and every y by `height`. */
export function scaledRing(ring: readonly number[], { width, height }: Size): number[] {
	return ring.map((value, index) => value * (index % 2 === 0 ? width : height));
}

/** Area in the square of the ring's unit; never negative. */
function ringArea(ring: readonly number[]): number {
	let twice = 0;
	for (let i = 0; i + 1 < ring.length; i += 2) {
		const j = (i + 2) % ring.length;
		twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
	}
	return Math.abs(twice) / 2;
}

/** Area of all polygons (polygon → ring → numbers) without their holes. */
export function polygonArea(polygons: readonly number[][][]): number {
	return polygons.reduce(
		(sum, [outline = [], ...holes]) =>
			sum + ringArea(outline) - holes.reduce((inner, hole) => inner + ringArea(hole), 0),
		0,
	);
}

/** Clips a ring (fractions) to the picture (Sutherland–Hodgman). Empty when the ring is outside. */
export function clipRing(ring: readonly number[]): number[] {
	let points = pointsOfRing(ring);
	for (const axis of ['x', 'y'] as const) {
		points = clipAtEdge(points, axis, (value) => value >= 0, 0);
		points = clipAtEdge(points, axis, (value) => value <= 1, 1);
	}
	return points.length < 3 ? [] : ringOfPoints(points);
}

function clipAtEdge(
	points: Point[],
	axis: 'x' | 'y',
	inside: (value: number) => boolean,
	edge: number,
): Point[] {
	const kept: Point[] = [];
	points.forEach((point, index) => {
		const before = points[(index + points.length - 1) % points.length] ?? point;
		if (inside(point[axis]) !== inside(before[axis]))
			kept.push(crossing(before, point, axis, edge));
		if (inside(point[axis])) kept.push(point);
	});
	return kept;
}

/** The point where the line between two points crosses the edge. */
function crossing(from: Point, to: Point, axis: 'x' | 'y', edge: number): Point {
	const share = (edge - from[axis]) / (to[axis] - from[axis]);
	const other = axis === 'x' ? 'y' : 'x';
	const value = from[other] + share * (to[other] - from[other]);
	return axis === 'x' ? { x: edge, y: value } : { x: value, y: edge };
}
