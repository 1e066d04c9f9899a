/** Polygons cut at the edge of the picture. Holes stay holes, or become bays where the edge opens them. */
import type { Box } from './box';
import { withoutRepeats } from './ring';
import { isInsideRing } from './validity';

/** A line along the picture: x or y is `at`, and points on the side `sign` of it are kept. */
interface Edge {
	axis: 0 | 1;
	at: number;
	sign: 1 | -1;
}

/**
 * The parts of polygons (polygon → ring → x0, y0, x1, y1, …) that lie inside of `frame`, by default the picture in fractions. A polygon
 * that falls into several pieces becomes several polygons, one outside is left out, and one inside is unchanged.
 */
export function clipPolygons(
	polygons: readonly number[][][],
	{ x, y, w, h }: Box = { x: 0, y: 0, w: 1, h: 1 },
): number[][][] {
	const edges: Edge[] = [
		{ axis: 0, at: x, sign: 1 },
		{ axis: 0, at: x + w, sign: -1 },
		{ axis: 1, at: y, sign: 1 },
		{ axis: 1, at: y + h, sign: -1 },
	];
	return polygons.flatMap((polygon) =>
		edges.reduce<number[][][]>(
			(pieces, edge) =>
				pieces.flatMap((rings) => (sticksOut(rings, edge) ? cut(rings, edge) : [rings])),
			[polygon],
		),
	);
}

function sticksOut(rings: readonly number[][], { axis, at, sign }: Edge): boolean {
	return rings.some((ring) => ring.some((value, i) => i % 2 === axis && sign * (value - at) < 0));
}

/** A piece of a ring between two points on the edge. */
interface Piece {
	points: number[];
	/** Whether the ring is the outline, not a hole. */
	outer: boolean;
}

/**
 * The polygons on the kept side of the edge. The rings are cut where they cross the edge; along the edge, the polygon lies between the
 * first and the second crossing, the third and the fourth, and so on, so these are joined.
 */
function cut(rings: readonly number[][], edge: Edge): number[][][] {
	const outlines: number[][] = [];
	const holes: number[][] = [];
	const pieces: Piece[] = [];
	rings.forEach((ring, at) => {
		const found = piecesOf(ring, edge);
		if (found === 'inside') (at === 0 ? outlines : holes).push(ring);
		else pieces.push(...found.map((points) => ({ points, outer: at === 0 })));
	});
	for (const { points, outer } of joined(pieces, edge)) {
		const ring = withoutRepeats(points);
		if (ring.length >= 6) (outer ? outlines : holes).push(ring);
	}
	const polygons = outlines.map((outline) => [beginningLike(rings[0]!, outline, edge)]);
	for (const hole of holes) polygons.find(([outline]) => holds(outline!, hole))?.push(hole);
	return polygons;
}

/** The cut ring, beginning with the first point of the old ring that is on the kept side, if it has this point. */
function beginningLike(old: readonly number[], ring: number[], { axis, at, sign }: Edge): number[] {
	const points = (list: readonly number[]) =>
		Array.from({ length: list.length / 2 }, (_, i) => 2 * i);
	const first = points(old).find((i) => sign * (old[i + axis]! - at) > 0);
	if (first === undefined) return ring;
	const begin = points(ring).find((i) => ring[i] === old[first] && ring[i + 1] === old[first + 1]);
	return begin ? [...ring.slice(begin), ...ring.slice(0, begin)] : ring;
}

/** The pieces of a ring on the kept side, each from edge to edge. A point on the edge is not on the kept side, but ends a piece. */
function piecesOf(ring: readonly number[], { axis, at, sign }: Edge): 'inside' | number[][] {
	const count = ring.length / 2;
	const depth = (point: number) => sign * (ring[2 * point + axis]! - at);
	const start = Array.from({ length: count }, (_, point) => point).find(
		(point) => depth(point) <= 0,
	);
	if (start === undefined) return 'inside';
	const pieces: number[][] = [];
	let piece: number[] | undefined;
	for (let step = 0; step < count; step++) {
		const [a, b] = [(start + step) % count, (start + step + 1) % count];
		if (depth(a) <= 0 && depth(b) <= 0) continue;
		if (depth(a) <= 0) pieces.push((piece = crossing(ring, a, b, axis, at)));
		if (depth(b) > 0) piece!.push(ring[2 * b]!, ring[2 * b + 1]!);
		else piece!.push(...crossing(ring, b, a, axis, at));
	}
	return pieces;
}

/** Where the side from a point outside, or on the edge, to one inside crosses the edge. */
function crossing(
	ring: readonly number[],
	out: number,
	inside: number,
	axis: 0 | 1,
	at: number,
): number[] {
	const [from, to] = [ring[2 * out + axis]!, ring[2 * inside + axis]!];
	const [fromOther, toOther] = [ring[2 * out + 1 - axis]!, ring[2 * inside + 1 - axis]!];
	const other = fromOther + ((at - from) / (to - from)) * (toOther - fromOther);
	return axis === 0 ? [at, other] : [other, at];
}

/** Joins pieces to rings at their ends: in the order along the edge, each two ends that follow each other belong together. */
function joined(pieces: readonly Piece[], { axis }: Edge): Piece[] {
	// End 2i is the first point of piece i, end 2i + 1 its last.
	const place = (end: number) => {
		const { points } = pieces[end >> 1]!;
		return points[(end % 2 ? points.length - 2 : 0) + 1 - axis]!;
	};
	const ends = Array.from({ length: 2 * pieces.length }, (_, end) => end);
	ends.sort((a, b) => place(a) - place(b));
	const partner = new Map(ends.map((end, i) => [end, ends[i % 2 ? i - 1 : i + 1]!]));
	const rings: Piece[] = [];
	const used = new Set<number>();
	for (const first of pieces.keys()) {
		if (used.has(first)) continue;
		const ring: Piece = { points: [], outer: false };
		for (let start = 2 * first; !used.has(start >> 1); ) {
			const { points, outer } = pieces[start >> 1]!;
			used.add(start >> 1);
			ring.points.push(...(start % 2 ? reversed(points) : points));
			ring.outer ||= outer;
			start = partner.get(start % 2 ? start - 1 : start + 1)!;
		}
		rings.push(ring);
	}
	return rings;
}

function reversed(points: readonly number[]): number[] {
	const backwards: number[] = [];
	for (let i = points.length - 2; i >= 0; i -= 2) backwards.push(points[i]!, points[i + 1]!);
	return backwards;
}

/** Whether a hole that does not cross the outline lies in it. A corner of the hole may lie on the outline. */
function holds(outline: readonly number[], hole: readonly number[]): boolean {
	for (let i = 0; i < hole.length; i += 2)
		if (isInsideRing(hole[i]!, hole[i + 1]!, outline)) return true;
	return false;
}
