/** Closed rings as flat lists x0, y0, x1, y1, …; the rings of a polygon are its outline and then its holes. */
import type { Point, Size } from './plane';

/** Points nearer than this in both directions are one point. */
const SAME = 1e-9;

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

/** Area in the square of the ring's unit; positive when the ring runs clockwise on screen. */
export function signedArea(ring: readonly number[]): number {
	let twice = 0;
	for (let i = 0; i + 1 < ring.length; i += 2) {
		const j = (i + 2) % ring.length;
		twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
	}
	return twice / 2;
}

function ringArea(ring: readonly number[]): number {
	return Math.abs(signedArea(ring));
}

/** Area of all polygons (polygon → ring → numbers) without their holes; right for polygons without a fault (validity.ts). */
export function polygonArea(polygons: readonly number[][][]): number {
	return polygons.reduce(
		(sum, [outline = [], ...holes]) =>
			sum + ringArea(outline) - holes.reduce((inner, hole) => inner + ringArea(hole), 0),
		0,
	);
}

/** The ring without points that repeat the one before, and without a last point that repeats the first. */
export function withoutRepeats(ring: readonly number[]): number[] {
	return distinctPoints(ring).flatMap((point) => [ring[2 * point]!, ring[2 * point + 1]!]);
}

/** Positions, counted in points, of the points of a ring that do not repeat the one before. */
export function distinctPoints(ring: readonly number[]): number[] {
	const alike = (a: number, b: number) =>
		Math.abs(ring[2 * a]! - ring[2 * b]!) < SAME &&
		Math.abs(ring[2 * a + 1]! - ring[2 * b + 1]!) < SAME;
	const kept: number[] = [];
	for (let point = 0; 2 * point + 1 < ring.length; point++) {
		if (kept.length === 0 || !alike(point, kept.at(-1)!)) kept.push(point);
	}
	while (kept.length > 1 && alike(kept[0]!, kept.at(-1)!)) kept.pop();
	return kept;
}
