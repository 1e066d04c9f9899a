/** Outlines as they are drawn: without repeated points, and with an area. */
import { polygonArea, scaledRing, withoutRepeats } from '../../geometry/ring';
import type { Size } from '../../geometry/plane';
import { NotTaken } from '../found';

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
