import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { applyEdits } from '../../../../src/labels/edits/apply';
import { keptOfLine, simplifyPolygons } from '../../../../src/geometry/simplify';
import { simplifyEdits } from '../../../../src/labels/reading/simplify';
import { context, imageRow, ontology } from '../fixtures';

const size = { width: 400, height: 200 };
const metadata = { number_of_frames: 1, width: 400, height: 200, data_type: 'IMAGE' };

/** A circle of `count` points around the middle. */
const circle = (count: number): number[] =>
	Array.from({ length: count }, (_, index) => {
		const angle = (2 * Math.PI * index) / count;
		return [0.5 + 0.25 * Math.cos(angle), 0.5 + 0.5 * 0.8 * Math.sin(angle)];
	}).flat();

/** Distance in pixels from a point to the nearest side of a ring. */
function distanceToRing([x, y]: [number, number], ring: number[]): number {
	let least = Infinity;
	for (let i = 0; i < ring.length; i += 2) {
		const j = (i + 2) % ring.length;
		const [ax, ay] = [ring[i]! * size.width, ring[i + 1]! * size.height];
		const [dx, dy] = [ring[j]! * size.width - ax, ring[j + 1]! * size.height - ay];
		const share = Math.min(
			1,
			Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)),
		);
		least = Math.min(least, Math.hypot(x - ax - share * dx, y - ay - share * dy));
	}
	return least;
}

describe('simplified polygons', () => {
	it('lose the points on their straight sides and nothing else', () => {
		const square = [0.1, 0.1, 0.5, 0.1, 0.9, 0.1, 0.9, 0.9, 0.5, 0.9, 0.1, 0.9];
		const { polygons, pointsBefore, pointsAfter, areaChange } = simplifyPolygons(
			[[square]],
			size,
			0.5,
		);
		expect(polygons).toEqual([[[0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 0.1, 0.9]]]);
		expect([pointsBefore, pointsAfter]).toEqual([6, 4]);
		expect(areaChange).toBeCloseTo(0, 12);
	});

	it('have no old point farther away than the tolerance, which is in pixels', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 4, max: 300 }),
				fc.double({ min: 0.1, max: 8, noNaN: true }),
				(count, tolerance) => {
					const ring = circle(count);
					const [[simplified]] = simplifyPolygons([[ring]], size, tolerance).polygons as [
						[number[]],
					];
					for (let i = 0; i < ring.length; i += 2) {
						expect(
							distanceToRing([ring[i]! * size.width, ring[i + 1]! * size.height], simplified),
						).toBeLessThanOrEqual(tolerance + 1e-6);
					}
				},
			),
			{ numRuns: 50 },
		);
	});

	it('keep an area however large the tolerance is', () => {
		const { polygons } = simplifyPolygons([[circle(50)]], size, 10_000);
		expect(polygons[0]![0]).toHaveLength(6);
	});

	it('report the area of a polygon without its hole', () => {
		const hole = circle(100);
		const { areaChange } = simplifyPolygons([[[0, 0, 1, 0, 1, 1, 0, 1], hole]], size, 5);
		expect(areaChange).toBeGreaterThan(0);
		expect(areaChange).toBeLessThan(0.05);
	});

	it('of an open line keep its ends', () => {
		expect(keptOfLine([0, 0, 5, 0.1, 10, 0], 1)).toEqual([0, 2]);
		expect(keptOfLine([0, 0, 5, 3, 10, 0], 1)).toEqual([0, 1, 2]);
	});
});

describe('simplifying the polygons of a label row', () => {
	const { labelRow } = applyEdits(
		imageRow,
		ontology,
		[
			{
				kind: 'addObject',
				object: 'Lane',
				frames: 0,
				coordinates: { polygons: [[circle(214)]] },
				confidence: 0.6,
			},
		],
		context({ metadata }),
	);

	it('replaces outlines, keeps confidence, and says what it did', () => {
		const { edits, objects } = simplifyEdits(labelRow, ontology, metadata, { tolerance: 1 });
		expect(objects).toEqual([
			expect.objectContaining({ class: 'Lane', pointsBefore: 214, simplified: true }),
		]);
		expect(objects[0]!.pointsAfter).toBeLessThan(60);
		const { diff, problems } = applyEdits(labelRow, ontology, edits, context({ metadata }));
		expect(problems).toEqual([]);
		expect(diff).toEqual([
			expect.objectContaining({ change: 'changed', type: 'object', title: 'Lane' }),
		]);
	});

	it('leaves alone what would lose more area than allowed', () => {
		const { edits, objects } = simplifyEdits(labelRow, ontology, metadata, {
			tolerance: 20,
			maxAreaChange: 0.0001,
		});
		expect(edits).toEqual([]);
		expect(objects).toEqual([expect.objectContaining({ simplified: false, pointsAfter: 214 })]);
	});
});
