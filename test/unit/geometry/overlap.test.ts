import { describe, expect, it } from '@jest/globals';
import fc from '../fastCheck';
import { overlapShare, sharedArea, sharedPixels } from '../../../src/geometry/overlap';
import { coveredPixels } from '../../../src/geometry/rasterize';
import { ringOfPoints } from '../../../src/geometry/ring';
import { turnedCorners } from '../../../src/geometry/rotatedBox';
import { polygonsInPixels } from './polygonArbitraries';

const rectangle = (x: number, y: number, w: number, h: number) => [
	[x, y, x + w, y, x + w, y + h, x, y + h],
];
const share = (a: number[][][], b: number[][][]) => overlapShare(sharedArea(a, b));

describe('shared area', () => {
	it.each([
		['half of two squares', [rectangle(0, 0, 2, 2)], [rectangle(1, 0, 2, 2)], 2, 6],
		['a quarter', [rectangle(0, 0, 2, 2)], [rectangle(1, 1, 2, 2)], 1, 7],
		['one inside of the other', [rectangle(0, 0, 4, 4)], [rectangle(1, 1, 2, 2)], 4, 16],
		['squares that touch', [rectangle(0, 0, 1, 1)], [rectangle(1, 0, 1, 1)], 0, 2],
		// The middle of the one is a hole, where the other lies.
		[
			'a frame and what fills its hole',
			[[...rectangle(0, 0, 4, 4), ...rectangle(1, 1, 2, 2)]],
			[rectangle(1, 1, 2, 2)],
			0,
			16,
		],
		[
			'a frame and a square over all of it',
			[[...rectangle(0, 0, 4, 4), ...rectangle(1, 1, 2, 2)]],
			[rectangle(0, 0, 4, 4)],
			12,
			16,
		],
		[
			'two parts and one that covers half of each',
			[rectangle(0, 0, 2, 2), rectangle(4, 0, 2, 2)],
			[rectangle(1, 0, 4, 2)],
			4,
			12,
		],
		['parts that overlap count once', [rectangle(0, 0, 2, 2), rectangle(1, 0, 2, 2)], [], 0, 6],
		// A triangle under the diagonal, and the one above it.
		['two triangles of a square', [[[0, 0, 2, 0, 0, 2]]], [[[2, 0, 2, 2, 0, 2]]], 0, 4],
		['triangles that cross', [[[0, 0, 4, 0, 0, 4]]], [[[0, 0, 4, 0, 4, 4]]], 4, 12],
	])('%s', (_what, a, b, both, either) => {
		expect(sharedArea(a, b)).toEqual({
			both: expect.closeTo(both, 9),
			either: expect.closeTo(either, 9),
		});
	});

	it('of a square and the same square turned by 45° is a regular octagon', () => {
		const box = { x: 0.25, y: 0.25, w: 0.5, h: 0.5 };
		const corners = (theta: number) => [
			[ringOfPoints(turnedCorners({ ...box, theta }, { width: 2, height: 2 }))],
		];
		const octagon = 2 * (Math.SQRT2 - 1);
		expect(share(corners(0), corners(45))).toBeCloseTo(octagon / (2 - octagon), 9);
		expect(share(corners(0), corners(90))).toBeCloseTo(1, 9);
	});

	it('does not depend on the order, is whole with itself, and agrees with counted pixels', () => {
		fc.assert(
			fc.property(polygonsInPixels, polygonsInPixels, (a, b) => {
				const area = sharedArea(a, b);
				const turned = sharedArea(b, a);
				expect(turned.both).toBeCloseTo(area.both, 6);
				expect(turned.either).toBeCloseTo(area.either, 6);
				expect(share(a, a)).toBeCloseTo(1, 9);
				const fine = 2;
				const larger = (polygons: number[][][]) =>
					polygons.map((rings) => rings.map((ring) => ring.map((value) => value * fine)));
				const window = { x: 0, y: 0, width: 400 * fine, height: 300 * fine };
				const [inA, inB] = [coveredPixels(larger(a), window), coveredPixels(larger(b), window)];
				const both = inA.reduce((sum, value, i) => sum + (value && inB[i] ? 1 : 0), 0);
				expect(Math.abs(area.both - both / fine ** 2)).toBeLessThan(60);
			}),
			{ numRuns: 60, endOnFailure: true },
		);
	});
});

describe('shared pixels', () => {
	const mask = (...data: number[]) => ({ width: 3, height: 1, data: Uint8Array.from(data) });

	it('are counted', () => {
		expect(sharedPixels(mask(1, 1, 0), mask(0, 1, 1))).toEqual({ both: 1, either: 3 });
		expect(overlapShare(sharedPixels(mask(0, 0, 0), mask(0, 0, 0))!)).toBe(0);
	});

	it('of masks of different pictures are none', () => {
		const other = { width: 1, height: 3, data: Uint8Array.from([1, 1, 0]) };
		expect(sharedPixels(mask(1, 1, 0), other)).toBeUndefined();
	});
});
