/**
 * Simplifies polygons (Ramer–Douglas–Peucker). Distances are measured in pixels, because a fraction of the width and the same
 * fraction of the height have different lengths.
 */
import type { Size } from './plane';
import { polygonArea, scaledRing } from './ring';

export interface SimplifiedRings {
	polygons: number[][][];
	pointsBefore: number;
	pointsAfter: number;
	/** (new area − old area) / old area; holes subtracted. */
	areaChange: number;
}

/**
 * Simplifies polygon → ring → x0, y0, x1, y1, … (fractions). A ring is closed and keeps at least three points.
 * @param size of the picture in pixels
 * @param tolerance maximum distance in pixels between the old and the new outline
 */
export function simplifyPolygons(
	polygons: number[][][],
	size: Size,
	tolerance: number,
): SimplifiedRings {
	const simplified = polygons.map((rings) =>
		rings.map((ring) => {
			const kept = keptOfRing(scaledRing(ring, size), tolerance);
			return kept.flatMap((point) => [ring[2 * point]!, ring[2 * point + 1]!]);
		}),
	);
	const [before, after] = [polygonArea(polygons), polygonArea(simplified)];
	return {
		polygons: simplified,
		pointsBefore: polygons.flat(2).length / 2,
		pointsAfter: simplified.flat(2).length / 2,
		areaChange: before === 0 ? 0 : (after - before) / before,
	};
}

/** Indices of the points that a simplified open line x0, y0, … keeps. It keeps both ends. */
export function keptOfLine(line: readonly number[], tolerance: number): number[] {
	const count = Math.floor(line.length / 2);
	if (count < 3) return Array.from({ length: count }, (_, index) => index);
	const keep = new Set([0, count - 1]);
	const open: Array<[number, number]> = [[0, count - 1]];
	for (let span = open.pop(); span !== undefined; span = open.pop()) {
		const [start, end] = span;
		let [farthest, distance] = [-1, tolerance];
		for (let point = start + 1; point < end; point++) {
			const away = distanceToSegment(line, point, start, end);
			if (away > distance) [farthest, distance] = [point, away];
		}
		if (farthest === -1) continue;
		keep.add(farthest);
		open.push([start, farthest], [farthest, end]);
	}
	return [...keep].sort((a, b) => a - b);
}

/** A ring has no ends, so it is split at its first point and at the point farthest from it, and both halves are simplified. */
function keptOfRing(ring: readonly number[], tolerance: number): number[] {
	const count = ring.length / 2;
	if (count <= 3) return Array.from({ length: count }, (_, index) => index);
	let [opposite, distance] = [1, -1];
	for (let point = 1; point < count; point++) {
		const away = Math.hypot(ring[2 * point]! - ring[0]!, ring[2 * point + 1]! - ring[1]!);
		if (away > distance) [opposite, distance] = [point, away];
	}
	const there = keptOfLine(ring.slice(0, 2 * opposite + 2), tolerance);
	const back = keptOfLine([...ring.slice(2 * opposite), ring[0]!, ring[1]!], tolerance).map(
		(point) => (point + opposite) % count,
	);
	const kept = [...new Set([...there, ...back])].sort((a, b) => a - b);
	return kept.length >= 3
		? kept
		: [...new Set([...kept, farthestPoint(ring, kept)])].sort((a, b) => a - b);
}

/** The point farthest from the two kept points, which is kept too: a ring of two points would have no area. */
function farthestPoint(ring: readonly number[], [a = 0, b = 0]: number[]): number {
	let [best, distance] = [0, -1];
	for (let point = 0; point < ring.length / 2; point++) {
		if (point === a || point === b) continue;
		const away = distanceToSegment(ring, point, a, b);
		if (away > distance) [best, distance] = [point, away];
	}
	return best;
}

function distanceToSegment(
	line: readonly number[],
	point: number,
	start: number,
	end: number,
): number {
	const [px, py, ax, ay] = [
		line[2 * point]!,
		line[2 * point + 1]!,
		line[2 * start]!,
		line[2 * start + 1]!,
	];
	const [dx, dy] = [line[2 * end]! - ax, line[2 * end + 1]! - ay];
	const length = dx * dx + dy * dy;
	const share =
		length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
	return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}
