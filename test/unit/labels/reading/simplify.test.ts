import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';

import { applyEdits } from '../../../../src/labels/edits/apply';
import { simplifyPolygons } from '../../../../src/geometry/simplify';
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
		const { polygons, pointsBefore, pointsAfter, areaChange } = simplifyPolygons([[square]], size, {
			tolerance: 0.5,
		});
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
					const [[simplified]] = simplifyPolygons([[ring]], size, { tolerance }).polygons as [
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
		const { polygons } = simplifyPolygons([[circle(50)]], size, { tolerance: 10_000 });
		expect(polygons[0]![0]).toHaveLength(6);
	});

	it('report the area of a polygon without its hole', () => {
		const hole = circle(100);
		const { areaChange } = simplifyPolygons([[[0, 0, 1, 0, 1, 1, 0, 1], hole]], size, {
			tolerance: 5,
		});
		expect(areaChange).toBeGreaterThan(0);
		expect(areaChange).toBeLessThan(0.05);
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

	it('simplifies less where the area would change more than allowed', () => {
		const simplified = (maxAreaChange: number) =>
			simplifyEdits(labelRow, ontology, metadata, { tolerance: 20, maxAreaChange }).objects[0]!;
		expect(simplified(0)).toMatchObject({ simplified: false, pointsAfter: 214, areaChange: 0 });
		const { pointsAfter, areaChange } = simplified(0.01);
		expect(pointsAfter).toBeGreaterThan(simplified(0.1).pointsAfter);
		expect(Math.abs(areaChange)).toBeLessThanOrEqual(0.01);
	});

	it('does not cut off what was drawn beyond the edge of the picture', () => {
		const over = applyEdits(
			imageRow,
			ontology,
			[
				{
					kind: 'addObject',
					object: 'Lane',
					frames: 0,
					coordinates: { polygons: [[[-0.2, 0.1, 0.2, 0.1, 0.5, 0.1, 0.5, 0.4]]] },
				},
			],
			context({ metadata, outside: 'keep' }),
		).labelRow;
		const { edits } = simplifyEdits(over, ontology, metadata, { tolerance: 1 });
		const { labelRow: row } = applyEdits(over, ontology, edits, context({ metadata }));
		expect(JSON.stringify(row)).toContain('"polygons":[[[-0.2,0.1,0.5,0.1,0.5,0.4]]]');
	});

	it('leaves a polygon that crosses itself as it is, and says so', () => {
		const crossed = applyEdits(
			imageRow,
			ontology,
			[
				{
					kind: 'addObject',
					object: 'Lane',
					frames: 0,
					coordinates: { polygons: [[[0.1, 0.1, 0.5, 0.5, 0.5, 0.3, 0.5, 0.1, 0.1, 0.4]]] },
				},
			],
			context({ metadata }),
		).labelRow;
		const { edits, objects } = simplifyEdits(crossed, ontology, metadata, { tolerance: 1 });
		expect(edits).toEqual([]);
		expect(objects).toEqual([
			expect.objectContaining({
				simplified: false,
				pointsAfter: 5,
				reason: 'An outline crosses or touches itself: the polygon stays as it is.',
			}),
		]);
	});

	it('passes over a polygon without coordinates', () => {
		const bare = structuredClone(labelRow);
		for (const { labels } of Object.values(bare.data_units) as unknown as Array<{
			labels: { objects: Array<Record<string, unknown>> };
		}>)
			for (const object of labels.objects) {
				delete object.polygon;
				delete object.polygons;
			}
		expect(simplifyEdits(bare, ontology, metadata, { tolerance: 1 })).toEqual({
			...{ edits: [], objects: [] },
		});
	});

	it('leaves a polygon on a picture of unknown size as it is, and says so', () => {
		const sizeless = structuredClone(labelRow);
		for (const unit of Object.values(sizeless.data_units)) {
			delete unit.width;
			delete unit.height;
		}
		const { edits, objects } = simplifyEdits(sizeless, ontology, undefined, { tolerance: 1 });
		expect(edits).toEqual([]);
		expect(objects).toEqual([
			expect.objectContaining({
				simplified: false,
				reason: 'The size of the picture is not known: the polygon stays as it is.',
			}),
		]);
	});
});
