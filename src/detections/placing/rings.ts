/** Outlines as they are drawn: without repeated points, and with an area. */
import { polygonArea, scaledRing } from '../../geometry/ring';
import type { Size } from '../../geometry/plane';
import { NotTaken } from '../found';

/** Points nearer than this, in fractions, are the same point. */
const SAME = 1e-9;

/** @throws NotTaken when a ring has fewer than three points, or the outline has no area */
export function ringsOf(
	polygons: ReadonlyArray<ReadonlyArray<readonly number[]>>,
	size: Size | undefined,
): number[][][] {
	const clean = polygons.map((rings) => rings.map(withoutRepeats));
	for (const rings of clean)
		for (const ring of rings)
			if (ring.length < 6)
				throw new NotTaken(`An outline has ${ring.length / 2} points; it needs three.`);
	for (const rings of clean) {
		const area = polygonArea([
			rings.slice(0, 1).map((ring) => (size === undefined ? ring : scaledRing(ring, size))),
		]);
		if (!(area > (size === undefined ? 1e-9 : 0.01)))
			throw new NotTaken('The outline has no area.');
	}
	return clean;
}

/** The ring without points that repeat the one before; the last one may repeat the first. */
function withoutRepeats(ring: readonly number[]): number[] {
	const kept: number[] = [];
	for (let at = 0; at + 1 < ring.length; at += 2) {
		const [x, y] = [ring[at]!, ring[at + 1]!];
		if (kept.length === 0 || !isSame(x, y, kept.at(-2)!, kept.at(-1)!)) kept.push(x, y);
	}
	while (kept.length > 2 && isSame(kept[0]!, kept[1]!, kept.at(-2)!, kept.at(-1)!))
		kept.length -= 2;
	return kept;
}

function isSame(ax: number, ay: number, bx: number, by: number): boolean {
	return Math.abs(ax - bx) < SAME && Math.abs(ay - by) < SAME;
}
