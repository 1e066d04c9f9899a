/** The shapes of labelme, one by one: what is read, and what is refused. */
import { describe, expect, it } from '@jest/globals';
import { formatNamed, recognized } from '../../../../src/detections/formats/registry';
import { placesIn, read, without } from '../readings';

const triangle = [
	[40, 20],
	[200, 40],
	[120, 180],
];
const ring = triangle.flat();

describe('labelme', () => {
	const claim = { order: 'xyxy', unit: 'pixels', by: 'labelme' };
	const shape = (shape_type: unknown, points: unknown, more: object = {}) => ({
		label: 'Otter',
		shape_type,
		points,
		...more,
	});
	const corners = [
		[40, 20],
		[140, 20],
		[140, 100],
		[40, 100],
	];

	it('gives the size and the name of its picture to each shape', () => {
		const file = {
			imagePath: '../lake.png',
			imageWidth: 800,
			imageHeight: '400',
			shapes: [shape('point', [[9, 8]], { score: 0.5 }), shape('line', [[9], [8]])],
		};
		expect(read('labelme', file)).toEqual({
			detections: [
				{
					index: 0,
					names: ['Otter'],
					places: [{ kind: 'points', ring: [9, 8], claim }],
					confidence: 0.5,
					seen: { width: 800, height: '400' },
					file: '../lake.png',
				},
			],
			refused: [
				{
					index: 1,
					reason:
						'"points" has points that are no pairs; a third number may be a score, which is no coordinate.',
				},
			],
		});
		const bare = [shape('point', [[9, 8]], { score: null })];
		expect(read('labelme', bare).detections).toEqual([
			{ index: 0, names: ['Otter'], places: [{ kind: 'points', ring: [9, 8], claim }] },
		]);
		const seenIn = (size: object) => read('labelme', { ...size, shapes: bare }).detections[0]!.seen;
		expect(seenIn({ imageWidth: 800 })).toEqual({ width: 800, height: undefined });
		expect(seenIn({ imageHeight: 400 })).toEqual({ width: undefined, height: 400 });
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
		['rectangle', corners, { kind: 'corners', ring: corners.flat() }],
		['rotation', corners, { kind: 'corners', ring: corners.flat() }],
		['polygon', triangle, { kind: 'outline', polygons: [[ring]] }],
		['line', triangle, { kind: 'line', ring }],
		['linestrip', triangle, { kind: 'line', ring }],
		['point', [[9, 8]], { kind: 'points', ring: [9, 8] }],
		[
			'circle',
			[
				[100, 90],
				[100, 60],
			],
			{ kind: 'circle', center: [100, 90], edge: [100, 60] },
		],
		['mask', triangle, { kind: 'unread', what: 'labelme shape "mask"' }],
	])('draws a %s of %j', (type, points, expected) => {
		expect(placesIn('labelme', [shape(type, points)])).toEqual([{ ...expected, claim }]);
	});

	it.each([
		['rectangle', 3],
		['rectangle', 1],
		['rotation', 3],
		['rotation', 2],
		['circle', 3],
		['circle', 1],
	])('refuses a %s of %d points', (type, count) => {
		const points = corners.slice(0, count);
		expect(placesIn('labelme', [shape(type, points)])).toBe(`A ${type} has ${count} points.`);
	});

	it('refuses shapes that share a group, and none of the others', () => {
		const grouped = (group_id: unknown) => shape('point', [[9, 8]], { group_id });
		const shapes = [grouped(4), grouped(5), grouped(4), grouped(null), grouped(null)];
		const { detections, refused } = read('labelme', { shapes });
		expect(detections.map(({ index }) => index)).toEqual([1, 3, 4]);
		const reason =
			'The shape shares its group 4 with others: whether they are parts of one object is a guess.';
		expect(refused).toEqual([
			{ index: 0, reason },
			{ index: 2, reason },
		]);
	});

	it('is told by the name of the picture, or by the points of its shapes', () => {
		const rectangle = shape('rectangle', [
			[40, 20],
			[140, 100],
		]);
		const untyped = without(rectangle, 'shape_type');
		for (const data of [[rectangle], { shapes: [rectangle] }, { shapes: [untyped] }])
			expect(recognized(data)).toEqual([formatNamed('labelme')]);
		expect(recognized({ imagePath: 'lake.png', shapes: [] })).toEqual([formatNamed('labelme')]);
		for (const data of [[untyped], { shapes: [] }, { imagePath: 'lake.png' }, { shapes: [{}] }])
			expect(recognized(data)).toEqual([]);
	});
});
