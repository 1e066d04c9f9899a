/** Polygons for properties, and slow, obvious checks of them that share no code with the product. */
import fc from '../fastCheck';

type Ring = number[];

/** A ring around a point, whose radius wanders between `near` and `far`; it never crosses itself. */
function wavyRing(x: number, y: number, radii: readonly number[]): Ring {
	return radii.flatMap((radius, i) => {
		const angle = (2 * Math.PI * i) / radii.length;
		return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
	});
}

const radii = (near: number, far: number, most: number) =>
	fc.array(fc.double({ min: near, max: far, noNaN: true }), { minLength: 3, maxLength: most });

/** Polygons on 400 × 300 pixels: an outline, often with a hole close to it, and a second part close by. */
export const polygonsInPixels: fc.Arbitrary<number[][][]> = fc
	.record({
		outer: radii(62, 90, 70),
		inner: fc.option(radii(30, 60, 60)),
		neighbor: fc.option(radii(20, 58, 40)),
	})
	.map(({ outer, inner, neighbor }) => {
		const rings = [wavyRing(120, 150, outer.length < 8 ? outer.map(() => 80) : outer)];
		// The corners of an outline with few points lie far apart: its sides come near to the center.
		if (inner && outer.length >= 30 && inner.length >= 30) rings.push(wavyRing(120, 150, inner));
		return [rings, ...(neighbor ? [[wavyRing(270, 150, neighbor)]] : [])];
	});

interface Side {
	a: [number, number];
	b: [number, number];
	ring: number;
}

function sidesOf(polygons: readonly number[][][]): Side[] {
	return polygons.flat().flatMap((ring, at) =>
		Array.from({ length: ring.length / 2 }, (_, i): Side => {
			const j = (2 * i + 2) % ring.length;
			return {
				a: [ring[2 * i]!, ring[2 * i + 1]!],
				b: [ring[j]!, ring[j + 1]!],
				ring: at,
			};
		}),
	);
}

const cross = (o: [number, number], p: [number, number], q: [number, number]) =>
	(p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);
const same = (p: [number, number], q: [number, number]) => p[0] === q[0] && p[1] === q[1];

/** Whether two sides meet anywhere but in the corner that they share as neighbors. */
export function hasCrossing(polygons: readonly number[][][]): boolean {
	const sides = sidesOf(polygons);
	return sides.some((s, i) =>
		sides.slice(i + 1).some((t) => {
			if (s.ring === t.ring && (same(s.b, t.a) || same(s.a, t.b))) return false;
			return (
				cross(s.a, s.b, t.a) * cross(s.a, s.b, t.b) <= 0 &&
				cross(t.a, t.b, s.a) * cross(t.a, t.b, s.b) <= 0 &&
				Math.max(s.a[0], s.b[0]) >= Math.min(t.a[0], t.b[0]) &&
				Math.max(t.a[0], t.b[0]) >= Math.min(s.a[0], s.b[0])
			);
		}),
	);
}

/** Distance from a point to the nearest side of a ring. */
export function distanceToRing(x: number, y: number, ring: Ring): number {
	return Math.min(
		...sidesOf([[ring]]).map(({ a, b }) => {
			const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
			const along = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1);
			const share = Math.min(1, Math.max(0, along));
			return Math.hypot(x - a[0] - share * dx, y - a[1] - share * dy);
		}),
	);
}

/** Points on the sides of a ring, its corners included. */
export function pointsAlong(ring: Ring): Array<[number, number]> {
	return sidesOf([[ring]]).flatMap(({ a, b }) =>
		[0, 0.25, 0.5, 0.75].map((share): [number, number] => [
			a[0] + share * (b[0] - a[0]),
			a[1] + share * (b[1] - a[1]),
		]),
	);
}

/** Whether the point lies inside of an outline and in none of its holes, ring by ring, side by side. */
export function covers(polygons: readonly number[][][], x: number, y: number): boolean {
	const inside = (ring: Ring) =>
		sidesOf([[ring]]).filter(
			({ a, b }) =>
				a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]),
		).length %
			2 ===
		1;
	return polygons.some(([outline = [], ...holes]) => inside(outline) && !holes.some(inside));
}
