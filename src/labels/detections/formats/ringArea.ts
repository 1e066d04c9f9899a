/** Area of a ring x0, y0, x1, y1, … in the square of its unit, never negative. */
export function ringArea(ring: readonly number[]): number {
	let twice = 0;
	for (let i = 0; i + 1 < ring.length; i += 2) {
		const j = (i + 2) % ring.length;
		twice += ring[i]! * ring[j + 1]! - ring[j]! * ring[i + 1]!;
	}
	return Math.abs(twice) / 2;
}
