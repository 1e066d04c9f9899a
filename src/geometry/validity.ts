/** Whether polygons are what they should be: simple rings that keep apart, with their holes inside. */
import { enclosingBox, type Box } from './box';
import { meet, side } from './segment';

/**
 * What is wrong with polygons (polygon → ring → x0, y0, x1, y1, …, in pixels); undefined when each ring has three points or more, no
 * ring crosses or touches itself or another ring, each hole lies inside of its outline and of no other hole, and no part lies
 * inside of another part, holes excepted.
 */
export function polygonFault(polygons: readonly number[][][]): string | undefined {
	if (polygons.some(({ length }) => length === 0)) return 'A part has no outline';
	const rings = polygons.flat();
	for (const ring of rings) {
		if (ring.length < 6) return 'A ring has fewer than three points';
		if (foldsBack(ring)) return 'An outline runs back over itself';
	}
	return meetingRings(rings) ?? misplacedRing(polygons);
}

/** Whether two sides that follow each other lie on each other. */
function foldsBack(ring: readonly number[]): boolean {
	const { length } = ring;
	for (let i = 0; i < length; i += 2) {
		const [j, k] = [(i + 2) % length, (i + 4) % length];
		const [ax, ay, bx, by, cx, cy] = [
			ring[i]!,
			ring[i + 1]!,
			ring[j]!,
			ring[j + 1]!,
			ring[k]!,
			ring[k + 1]!,
		];
		const backwards = (bx - ax) * (cx - bx) + (by - ay) * (cy - by) < 0;
		if (backwards && side(ax, ay, bx, by, cx, cy) === 0) return true;
	}
	return false;
}

interface Side {
	ring: number;
	/** Position of its first point in the ring, counted in points. */
	at: number;
	ax: number;
	ay: number;
	bx: number;
	by: number;
	/** Where it begins and ends along the axis along which sides are looked at, and across it. */
	begin: number;
	end: number;
	low: number;
	high: number;
}

/** Looks at the sides along an axis; a side is compared with those that reach as far along the axis as it begins. */
function meetingRings(rings: readonly number[][]): string | undefined {
	const sides = alongShorterAxis(rings.flatMap(sidesOf));
	const reaching: Side[] = [];
	for (const a of sides) {
		let kept = 0;
		for (const b of reaching) {
			if (b.end < a.begin) continue;
			reaching[kept++] = b;
			if (b.high < a.low || a.high < b.low) continue;
			if (a.ring === b.ring && areNeighbors(a.at, b.at, rings[a.ring]!.length / 2)) continue;
			if (!meet(a.ax, a.ay, a.bx, a.by, b.ax, b.ay, b.bx, b.by)) continue;
			return a.ring === b.ring
				? 'An outline crosses or touches itself'
				: 'Two rings cross or touch each other';
		}
		reaching.length = kept;
		reaching.push(a);
	}
	return undefined;
}

function sidesOf(points: readonly number[], ring: number): Side[] {
	const { length } = points;
	return Array.from({ length: length / 2 }, (_, at) => {
		const next = (2 * at + 2) % length;
		const [ax, ay] = [points[2 * at]!, points[2 * at + 1]!];
		const [bx, by] = [points[next]!, points[next + 1]!];
		const [begin, end] = [Math.min(ax, bx), Math.max(ax, bx)];
		return { ring, at, ax, ay, bx, by, begin, end, low: Math.min(ay, by), high: Math.max(ay, by) };
	});
}

/** The sides in order along x, or along y when they are shorter there, so that fewer of them reach to the next. */
function alongShorterAxis(sides: Side[]): Side[] {
	const across = sides.reduce((sum, { begin, end }) => sum + end - begin, 0);
	const down = sides.reduce((sum, { low, high }) => sum + high - low, 0);
	const turned =
		across <= down
			? sides
			: sides.map((side) => ({
					...side,
					begin: side.low,
					end: side.high,
					low: side.begin,
					high: side.end,
				}));
	return turned.sort((a, b) => a.begin - b.begin);
}

function areNeighbors(a: number, b: number, count: number): boolean {
	const apart = Math.abs(a - b);
	return apart === 1 || apart === count - 1;
}

/** Rings that do not meet are placed rightly when one point of each is. */
function misplacedRing(polygons: readonly number[][][]): string | undefined {
	const boxes = new Map(polygons.flat().map((ring) => [ring, enclosingBox(ring)!]));
	const lies = (ring: number[], other: number[]) =>
		boxInside(boxes.get(ring)!, boxes.get(other)!) && isInsideRing(ring[0]!, ring[1]!, other);
	for (const [outline = [], ...holes] of polygons) {
		for (const hole of holes) {
			if (!lies(hole, outline)) return 'A hole lies outside of its outline';
			if (holes.some((other) => other !== hole && lies(hole, other)))
				return 'A hole lies inside of another hole';
		}
		for (const [other = [], ...otherHoles] of polygons) {
			if (other === outline || !lies(outline, other)) continue;
			if (!otherHoles.some((hole) => lies(outline, hole)))
				return 'A part lies inside of another part';
		}
	}
	return undefined;
}

function boxInside(inner: Box, outer: Box): boolean {
	return (
		inner.x >= outer.x &&
		inner.y >= outer.y &&
		inner.x + inner.w <= outer.x + outer.w &&
		inner.y + inner.h <= outer.y + outer.h
	);
}

/** Whether a point that is not on the ring lies inside of it. */
export function isInsideRing(x: number, y: number, ring: readonly number[]): boolean {
	let inside = false;
	for (let i = 0; i < ring.length; i += 2) {
		const j = (i + 2) % ring.length;
		const [ax, ay, bx, by] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!];
		if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
	}
	return inside;
}
