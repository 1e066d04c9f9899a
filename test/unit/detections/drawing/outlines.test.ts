/** Detections drawn as outlines, lines, points and masks, with what was changed and why others are refused. */
import { describe, expect, it } from '@jest/globals';
import { pixelsOf, place, rowOf } from '../lake';
import {
	ask,
	BOX,
	convert,
	drawn,
	give,
	MASK,
	TRIANGLE,
	TURNED,
	type Options,
} from './drawnShapes';

describe('an outline', () => {
	it.each<[string, object, Options, unknown]>([
		['of points', { points: TRIANGLE }, {}, { pixels: [[TRIANGLE]], rules: [] }],
		[
			'of several parts',
			{ polygon: [TRIANGLE, [300, 100, 350, 100, 325, 150]] },
			{},
			{ pixels: [[TRIANGLE], [[300, 100, 350, 100, 325, 150]]], rules: [] },
		],
		[
			'with a point twice',
			{ polygon: [...TRIANGLE, 40, 20] },
			{},
			{ pixels: [[TRIANGLE]], rules: [] },
		],
		[
			'of a mask',
			{ mask: MASK },
			{},
			{
				pixels: [[[40, 20, 41, 20, 41, 100, 40, 100]]],
				rules: [['outline of the mask', 'mask', 'outline']],
			},
		],
		[
			'of a box, on request',
			{ box: BOX },
			convert,
			{
				pixels: [[[40, 20, 140, 20, 140, 100, 40, 100]]],
				rules: [['corners as outline', 'box', 'outline']],
			},
		],
		[
			'of four corners, on request',
			{ box: TURNED },
			convert,
			{ pixels: [[TURNED]], rules: [['corners as outline', 'box', 'outline']] },
		],
		[
			'of a box over the edge',
			{ box: [-8, 150, 90, 206] },
			convert,
			{
				pixels: [[expect.arrayContaining([0, 150])]],
				rules: [
					['corners as outline', 'box', 'outline'],
					['cut at the edge', 'box', 'box'],
				],
			},
		],
		[
			'over the edge',
			{ polygon: [-8, 20, 200, 40, 120, 180] },
			{},
			{
				pixels: [[[200, 40, 120, 180, 0, 30, 0, 20.8]]],
				rules: [['cut at the edge', 'outline', 'outline']],
			},
		],
		['of a box, not asked for', { box: BOX }, {}, ask('a box', 'Reed bed', 'polygon')],
		[
			'of a box beside a mask that is not read',
			{ box: BOX, mask: 'abc' },
			convert,
			ask('a box and a mask that is no run lengths {size, counts}', 'Reed bed', 'polygon'),
		],
		['of a line', { polyline: TRIANGLE }, convert, give('a line', 'Reed bed', 'polygon')],
		['of two points', { points: [1, 2, 90, 9] }, convert, give('points', 'Reed bed', 'polygon')],
		[
			'of two different points',
			{ polygon: [1, 2, 90, 9, 1, 2] },
			{},
			'An outline has 2 points; it needs three.',
		],
		['without an area', { polygon: [1, 1, 50, 50, 90, 90] }, {}, 'The outline has no area.'],
		[
			'of a mask of another size',
			{ mask: { size: [100, 200], counts: [5000, 90, 14910] } },
			{},
			'The mask is 200 × 100 pixels, the picture 400 × 200. Give a mask of the size of the picture; its "size" is [height, width].',
		],
		[
			'that is given twice and differs',
			{ polygon: TRIANGLE, contour: [1, 2, 90, 9, 50, 70] },
			{},
			'The detection has an outline several times, and they differ.',
		],
		[
			'that is given twice',
			{ polygon: TRIANGLE, contour: TRIANGLE.map((value) => value + 0.2) },
			{},
			{ pixels: [[TRIANGLE]], rules: [] },
		],
	])('%s', (_, detection, options, expected) => {
		expect(drawn({ class: 'Reed bed', ...detection }, options)).toEqual(expected);
	});
});

describe('other shapes', () => {
	it.each<[string, object, Options, unknown]>([
		[
			'a line of points',
			{ class: 'Shoreline', points: TRIANGLE },
			{},
			{
				pixels: [
					[40, 20],
					[200, 40],
					[120, 180],
				],
				rules: [],
			},
		],
		[
			'a line of one point',
			{ class: 'Shoreline', polyline: [1, 2] },
			{},
			'A line has at least two points.',
		],
		[
			'a line without a length',
			{ class: 'Shoreline', polyline: [9, 9, 9, 9] },
			{},
			'All points of the line are the same.',
		],
		[
			'a line along one side',
			{ class: 'Shoreline', polyline: [9, 9, 9, 50] },
			{},
			{
				pixels: [
					[9, 9],
					[9, 50],
				],
				rules: [],
			},
		],
		[
			'a line of a box',
			{ class: 'Shoreline', box: BOX },
			convert,
			give('a box', 'Shoreline', 'polyline'),
		],
		['a point', { class: 'Buoy', point: { x: 40, y: 20 } }, {}, { pixels: [[40, 20]], rules: [] }],
		[
			'a point of several',
			{ class: 'Buoy', points: TRIANGLE },
			{},
			'The detection has 3 points; "Buoy" is one.',
		],
		[
			'a point of a box, on request',
			{ class: 'Buoy', box: BOX },
			convert,
			{ pixels: [[90, 60]], rules: [['middle of the box', 'box', 'point']] },
		],
		[
			'a point of a box, not asked for',
			{ class: 'Buoy', box: BOX },
			{},
			ask('a box', 'Buoy', 'point'),
		],
		['a point of a mask', { class: 'Buoy', mask: MASK }, convert, give('a mask', 'Buoy', 'point')],
		[
			'a point outside',
			{ class: 'Buoy', point: [402, 20] },
			{},
			'A point of the detection lies outside of the picture.',
		],
		[
			'a point of a box outside',
			{ class: 'Buoy', box: [410, 20, 480, 90] },
			convert,
			expect.stringContaining('The box lies outside of the picture.'),
		],
		[
			'a skeleton of a box',
			{ class: 'Heron', box: BOX },
			convert,
			give('a box', 'Heron', 'skeleton'),
		],
		['a mask of a box', { class: 'Moss', box: BOX }, convert, give('a box', 'Moss', 'bitmask')],
		[
			'a mask of an outline without a pixel',
			{ class: 'Moss', polygon: [40.1, 20.1, 40.4, 20.1, 40.4, 20.4] },
			{},
			'The outline covers no pixel.',
		],
		[
			'nothing',
			{ class: 'Otter' },
			{},
			'The detection has no place: expected a box, an outline, points or a mask.',
		],
	])('%s', (_, detection, options, expected) => {
		expect(drawn(detection, options)).toEqual(expected);
	});

	it('a mask of an outline covers its pixels, and says so', () => {
		const { report, objects } = place([
			{ class: 'Moss', polygon: [40, 20, 41, 20, 41, 100, 40, 100] },
		]);
		const same = place([{ class: 'Moss', mask: MASK }]);
		expect(pixelsOf(objects[0]!)).toEqual(pixelsOf(same.objects[0]!));
		expect(report.fields).toEqual([
			{
				index: 0,
				outcome: 'repaired',
				value: 'Moss',
				repairs: [{ rule: 'filled outline', from: 'outline', to: 'mask' }],
			},
		]);
		expect(same.report.fields).toEqual([{ index: 0, outcome: 'taken', value: 'Moss' }]);
	});

	it('of two classes of one title are told by the shape of the detection', () => {
		const pier = (more: object) => place([{ class: 'Pier', ...more }]);
		const shapes = (more: object) =>
			pier(more).objects.map(({ places }) =>
				Object.keys(places.get(0)!).filter((key) => key === 'boundingBox' || key === 'polygons'),
			);
		expect(shapes({ box: BOX })).toEqual([['boundingBox']]);
		expect(shapes({ polygon: TRIANGLE })).toEqual([['polygons']]);
		const reason =
			'and the shape of the detection does not tell which is meant. Give the feature hash.';
		for (const more of [{ box: BOX, polygon: TRIANGLE }, { mask: MASK }, {}])
			expect(pier(more).refused).toEqual([
				[0, `2 classes are called "Pier" (bounding_box obPier, polygon obPierOutline), ${reason}`],
			]);
		const encord = (coordinates: object) =>
			place([{ class: 'Pier', coordinates }], { format: 'encord', numbers: 'auto' });
		expect(encord({ boundingBox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 } }).refused).toEqual([]);
		expect(encord({ point: { 0: { x: 0.1, y: 0.1 } } }).refused[0]![1]).toContain(reason);
	});

	it('on a picture of unknown size', () => {
		const row = rowOf();
		delete row.data_units.data!.width;
		delete row.data_units.data!.height;
		const unknown = (detection: object, options: Options = {}) =>
			place([detection], { numbers: 'fractions', ...options }, row);
		expect(unknown({ class: 'Otter', box: [0.1, 0.1, 0.35, 0.5] }).objects).toHaveLength(1);
		expect(
			unknown({ class: 'Reed bed', polygon: [0.1, 0.1, 0.5, 0.2, 0.3, 0.9] }).objects,
		).toHaveLength(1);
		expect(unknown({ class: 'Moss', polygon: [0.1, 0.1, 0.5, 0.2, 0.3, 0.9] }).refused).toEqual([
			[0, give('an outline', 'Moss', 'bitmask')],
		]);
		expect(
			unknown({ class: 'Otter', polygon: [0.1, 0.1, 0.5, 0.1, 0.5, 0.5, 0.1, 0.5] }).refused,
		).toEqual([[0, ask('an outline', 'Otter', 'bounding box')]]);
		expect(unknown({ class: 'Reed bed', polygon: [0, 0, 1e-5, 0, 1e-5, 1e-5] }).refused).toEqual([
			[0, 'The outline has no area.'],
		]);
	});
});
