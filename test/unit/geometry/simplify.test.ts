import { describe, expect, it } from '@jest/globals';
import fc from '../fastCheck';

import { polygonArea } from '../../../src/geometry/ring';
import { simplifyPolygons } from '../../../src/geometry/simplify';
import { polygonFault } from '../../../src/geometry/validity';
import { distanceToRing, hasCrossing, pointsAlong, polygonsInPixels } from './polygonArbitraries';

/** Fractions of this picture are pixels. */
const size = { width: 1, height: 1 };

/** A wall of two wavy lines that are `width` pixels apart, closed to a ring. */
function wavyWall(width: number): number[] {
	const line = (offset: number) =>
		Array.from({ length: 25 }, (_, i) => [10 * i, 50 + 3 * Math.sin(i * 1.7) + offset]);
	return [...line(0), ...line(width).reverse()].flat();
}

describe('simplified polygons', () => {
	it('do not cross, keep within the tolerance both ways and within the change of area', () => {
		fc.assert(
			fc.property(
				polygonsInPixels,
				fc.double({ min: 0.05, max: 30, noNaN: true }),
				fc.option(fc.double({ min: 0, max: 0.2, noNaN: true }), { nil: undefined }),
				(polygons, tolerance, maxAreaChange) => {
					fc.pre(!hasCrossing(polygons));
					const result = simplifyPolygons(polygons, size, {
						tolerance,
						...(maxAreaChange === undefined ? {} : { maxAreaChange }),
					});
					expect(result.fault).toBeUndefined();
					expect(result.polygons.map((rings) => rings.length)).toEqual(
						polygons.map((rings) => rings.length),
					);
					expect(hasCrossing(result.polygons)).toBe(false);
					expect(polygonFault(result.polygons)).toBeUndefined();
					result.polygons.flat().forEach((ring, at) => {
						const old = polygons.flat()[at]!;
						for (const [from, to] of [
							[ring, old],
							[old, ring],
						] as const) {
							for (const [x, y] of pointsAlong(from))
								expect(distanceToRing(x, y, to)).toBeLessThanOrEqual(tolerance + 1e-9);
						}
					});
					const [before, after] = [polygonArea(polygons), polygonArea(result.polygons)];
					expect(result.areaChange).toBeCloseTo((after - before) / before, 9);
					if (maxAreaChange !== undefined)
						expect(Math.abs(after - before) / before).toBeLessThanOrEqual(maxAreaChange + 1e-9);
				},
			),
			{ numRuns: 100 },
		);
	});

	it.each([0.4, 1, 2.5])('of a wall %d pixels thin have sides that stay apart', (width) => {
		const wall = [[wavyWall(width)]];
		const { polygons, pointsAfter } = simplifyPolygons(wall, size, { tolerance: 4 });
		expect(hasCrossing(polygons)).toBe(false);
		expect(pointsAfter).toBeLessThan(50);
	});

	it('keep a hole inside though the outline beside it is straightened', () => {
		// The outline bulges up, and a hole lies in the bulge: without the bulge it would lie outside.
		const outline = [0, 50, 40, 50, 50, 44, 60, 50, 100, 50, 100, 100, 0, 100];
		const hole = [49, 46.5, 51, 46.5, 50, 48];
		const { polygons } = simplifyPolygons([[outline, hole]], size, { tolerance: 8 });
		expect(polygons[0]![0]).toEqual(expect.arrayContaining([50, 44]));
		expect(polygonFault(polygons)).toBeUndefined();
	});

	it('keep a part outside of a bay of the other that is filled', () => {
		const bay = [0, 50, 40, 50, 50, 56, 60, 50, 100, 50, 100, 100, 0, 100];
		const island = [49, 51, 51, 51, 50, 53];
		const { polygons } = simplifyPolygons([[bay], [island]], size, { tolerance: 8 });
		expect(polygons[0]![0]).toEqual(expect.arrayContaining([50, 56]));
	});

	it('lose repeated points and a last point that repeats the first', () => {
		const ring = [10, 10, 10, 10, 90, 10, 90, 80, 90, 80, 10, 10];
		expect(simplifyPolygons([[ring]], size, { tolerance: 0 }).polygons).toEqual([
			[[10, 10, 90, 10, 90, 80]],
		]);
	});

	it('are simplified less where the full tolerance would change the area too much', () => {
		const octagon = [40, 0, 80, 0, 120, 40, 120, 80, 80, 120, 40, 120, 0, 80, 0, 40];
		const points = (maxAreaChange: number) =>
			simplifyPolygons([[octagon]], size, { tolerance: 40, maxAreaChange }).pointsAfter;
		expect([points(0.001), points(0.08), points(0.5)]).toEqual([8, 7, 4]);
	});

	it('of ten thousand points have a few of them left', () => {
		const ring = Array.from({ length: 10_000 }, (_, i) => {
			const angle = (2 * Math.PI * i) / 10_000;
			const radius = 800 + 60 * Math.sin(9 * angle) + Math.sin(i * 1.3);
			return [1000 + radius * Math.cos(angle), 1000 + radius * Math.sin(angle)];
		}).flat();
		const { pointsAfter } = simplifyPolygons([[ring]], size, { tolerance: 2 });
		expect(pointsAfter).toBeLessThan(200);
	});
});

describe('broken polygons stay as they are', () => {
	const square = [0, 0, 100, 0, 100, 50, 100, 100, 0, 100];
	it.each([
		['an eight', [[[0, 0, 100, 100, 100, 50, 100, 0, 0, 100]]], 'crosses or touches itself'],
		[
			'a spike of no width',
			[[[0, 0, 50, 0, 100, 0, 100, 100, 100, 140, 100, 100, 0, 100]]],
			'back',
		],
		['a corner on another side', [[[0, 0, 100, 0, 100, 100, 50, 0, 0, 100]]], 'touches itself'],
		['a hole over the outline', [[square, [80, 20, 140, 20, 140, 60]]], 'cross or touch'],
		['a hole outside', [[square, [120, 20, 140, 20, 140, 60]]], 'outside of its outline'],
		[
			'a hole in a hole',
			[[square, [10, 10, 90, 10, 90, 90, 10, 90], [30, 30, 60, 30, 60, 60]]],
			'inside of another hole',
		],
		['a part in a part', [[square], [[20, 20, 60, 20, 60, 60]]], 'inside of another part'],
		['two points', [[[0, 0, 100, 0]]], 'fewer than three points'],
		['no height', [[[0, 0, 50, 0, 100, 0]]], 'back over itself'],
		['a part without rings', [[square], []], 'no outline'],
	])('%s', (_what, polygons, fault) => {
		const result = simplifyPolygons(polygons, size, { tolerance: 5 });
		expect(result.polygons).toEqual(polygons);
		expect(result.fault).toContain(fault);
		expect(result.pointsAfter).toBe(result.pointsBefore);
	});

	it('but a part in the hole of another is not broken', () => {
		const hole = [10, 10, 10, 90, 90, 90, 90, 10];
		const result = simplifyPolygons([[square, hole], [[20, 20, 60, 20, 60, 60]]], size, {
			tolerance: 1,
		});
		expect(result.fault).toBeUndefined();
		expect(result.pointsAfter).toBe(11);
	});
});
