/** The geometries of Supervisely, one by one. */
import { describe, expect, it } from '@jest/globals';
import { placesIn, read } from '../readings';

const triangle = [
	[40, 20],
	[200, 40],
	[120, 180],
];
const ring = triangle.flat();

describe('Supervisely', () => {
	const claim = { order: 'xyxy', unit: 'pixels', by: 'Supervisely' };
	const object = (geometryType: unknown, exterior: unknown, interior: unknown = []) => ({
		classTitle: 'Otter',
		geometryType,
		points: { exterior, interior },
	});

	it.each<[string, unknown, object]>([
		[
			'rectangle',
			[
				[140, 20],
				[40, 100],
			],
			{ kind: 'box', numbers: [40, 20, 140, 100] },
		],
		[
			'rectangle',
			[
				[40, 100],
				[140, 20],
			],
			{ kind: 'box', numbers: [40, 20, 140, 100] },
		],
		['polygon', triangle, { kind: 'outline', polygons: [[ring]] }],
		['line', triangle, { kind: 'line', ring }],
		['point', [[9, 8]], { kind: 'points', ring: [9, 8] }],
		['bitmap', [], { kind: 'unread', what: 'Supervisely geometry "bitmap"' }],
	])('draws a %s of %j', (type, points, expected) => {
		expect(placesIn('supervisely', [object(type, points)])).toEqual([{ ...expected, claim }]);
	});

	it('keeps the holes of an outline', () => {
		const hole = [
			[110, 70],
			[130, 70],
			[120, 90],
		];
		expect(placesIn('supervisely', [object('polygon', triangle, [hole, hole])])).toEqual([
			{ kind: 'outline', polygons: [[ring, hole.flat(), hole.flat()]], claim },
		]);
		expect(placesIn('supervisely', [object('polygon', triangle, null)])).toEqual([
			{ kind: 'outline', polygons: [[ring]], claim },
		]);
		expect(placesIn('supervisely', [object('polygon', triangle, [[1]])])).toBe(
			'"interior" has 1 numbers; points are pairs.',
		);
	});

	it('gives the size of its picture to each object, and refuses those it cannot read', () => {
		const objects = [object('point', [[9, 8]]), object('point', 5), object('rectangle', triangle)];
		expect(read('supervisely', { size: { width: 800, height: 400, depth: 3 }, objects })).toEqual({
			detections: [
				{
					index: 0,
					names: ['Otter'],
					places: [{ kind: 'points', ring: [9, 8], claim }],
					seen: { width: 800, height: 400 },
				},
			],
			refused: [
				{ index: 1, reason: '"exterior" is 5; expected points.' },
				{ index: 2, reason: 'A rectangle has 3 points; expected two corners.' },
			],
		});
		expect(placesIn('supervisely', [{ ...objects[0], points: null }])).toBe(
			'"exterior" is nothing; expected points.',
		);
		expect(read('supervisely', objects.slice(0, 1)).detections[0]).not.toHaveProperty('seen');
	});
});
