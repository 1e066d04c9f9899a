/**
 * Measures geometry. One JSON line per figure: simplifying an outline of 10,000 points, and a mask of 2,000 × 2,000 pixels to polygons
 * and back beside one look at each pixel.
 */
import type { Mask } from '../src/geometry/mask';
import { maskArea } from '../src/geometry/mask';
import { outlinesOfMask } from '../src/geometry/maskOutline';
import { maskOfPolygons } from '../src/geometry/rasterize';
import { simplifyPolygons } from '../src/geometry/simplify';

/** Milliseconds of the fastest of five runs, after one that warms up. */
function fastest(run: () => void): number {
	run();
	return Math.min(
		...Array.from({ length: 5 }, () => {
			const begin = performance.now();
			run();
			return performance.now() - begin;
		}),
	);
}

function report(figure: string, milliseconds: number, more: object): void {
	console.log(JSON.stringify({ figure, ms: Math.round(milliseconds * 10) / 10, ...more }));
}

/** A ring of `count` points whose radius wobbles, by `size` pixels at most. */
function wobbly(count: number, size: number): number[] {
	return Array.from({ length: count }, (_, i) => {
		const angle = (2 * Math.PI * i) / count;
		const radius = 800 + 60 * Math.sin(9 * angle) + size * Math.sin(i * 1.3);
		return [1000 + radius * Math.cos(angle), 1000 + radius * Math.sin(angle)];
	}).flat();
}

const ring = wobbly(10_000, 0.5);
const pixels = { width: 1, height: 1 };
for (const tolerance of [0.5, 2, 100]) {
	let pointsAfter = 0;
	const ms = fastest(() => {
		({ pointsAfter } = simplifyPolygons([[ring]], pixels, { tolerance }));
	});
	report('simplify 10,000 points', ms, { tolerance, pointsAfter });
}

/** Discs in a grid, each with a hole: many rings, as masks of segmentation models have. */
function discs(side: number): Mask {
	const data = new Uint8Array(side * side);
	for (let y = 0; y < side; y++)
		for (let x = 0; x < side; x++) {
			const distance = Math.hypot((x % 100) - 50, (y % 100) - 50);
			data[y * side + x] = distance < 45 && distance > 10 ? 1 : 0;
		}
	return { width: side, height: side, data };
}

const mask = discs(2000);
const polygons = outlinesOfMask(mask);
const look = fastest(() => void maskArea(mask));
const there = fastest(() => void outlinesOfMask(mask));
const back = fastest(() => void maskOfPolygons(polygons, mask));
const shape = { polygons: polygons.length, points: polygons.flat(2).length / 2 };
report('look at each pixel of a mask of 2000 × 2000', look, {});
report('mask of 2000 × 2000 to polygons', there, {
	...shape,
	timesOneLook: Math.round(there / look),
});
report('polygons to mask of 2000 × 2000', back, { timesOneLook: Math.round(back / look) });
