/** Results of Label Studio, one by one. */
import { describe, expect, it } from '@jest/globals';
import { pixelsOf, place } from '../lake';
import { placesIn, read, without } from '../readings';

describe('Label Studio', () => {
	const claim = { order: 'xywh', unit: 'percent', by: 'Label Studio' };
	const size = { original_width: 400, original_height: 200 };
	const value = { x: 10, y: 20, width: 30, height: 40, rectanglelabels: ['Otter'] };
	const result = { ...size, type: 'rectanglelabels', value };
	const box = { kind: 'box', numbers: [10, 20, 30, 40], claim };
	const detection = {
		index: 0,
		names: [['Otter']],
		places: [box],
		seen: { width: 400, height: 200 },
	};
	const points = [
		[10, 20],
		[30, 20],
		[20, 90],
	];
	const ring = points.flat();

	it.each<[string, unknown]>([
		['a list of results', [result]],
		['one result', result],
		['an annotation', { was_cancelled: false, result: [result] }],
		['a task', { annotations: [{ result: [result] }] }],
		['a list of one task', [{ annotations: [{ result: [result] }], predictions: [] }]],
		[
			'a task of which other annotations were cancelled',
			{
				annotations: [
					{ was_cancelled: true, result: [{ ...result, id: 'x' }] },
					{ result: [result] },
				],
			},
		],
		[
			'the predictions of a task without annotations',
			{ annotations: [{ was_cancelled: true, result: [] }], predictions: [{ result: [result] }] },
		],
		['the small export, below the name of the tag', { id: 4, label: [{ ...value, ...size }] }],
		['the small export alone', { ...value, ...size }],
	])('is read as %s', (_, data) => {
		expect(read('labelStudio', data)).toEqual({ detections: [detection], refused: [] });
	});

	it('gives the score and the name of the picture', () => {
		const task = {
			data: { image: '/upload/1/lake.png' },
			annotations: [{ result: [{ ...result, score: 0.5 }] }],
		};
		expect(read('labelStudio', task).detections).toEqual([
			{ ...detection, confidence: 0.5, file: '/upload/1/lake.png' },
		]);
		const inValue = { ...result, value: { ...value, score: 0.25 } };
		expect(read('labelStudio', [inValue]).detections[0]!.confidence).toBe(0.25);
	});

	it.each<[string, object, object]>([
		['a box', {}, box],
		[
			'a turned box',
			{ rotation: 30 },
			{ kind: 'turned', numbers: [10, 20, 30, 40], theta: 30, about: 'corner', claim },
		],
		['a box that is turned once round', { rotation: 360 }, box],
		['a box without a rotation', { rotation: null }, box],
	])('draws %s', (_, more, expected) => {
		expect(placesIn('labelStudio', [{ ...result, value: { ...value, ...more } }])).toEqual([
			expected,
		]);
	});

	it.each<[string, object, object]>([
		['polygonlabels', { points }, { kind: 'outline', polygons: [[ring]] }],
		['polygonlabels', { points, closed: true }, { kind: 'outline', polygons: [[ring]] }],
		['polygonlabels', { points, closed: false }, { kind: 'line', ring }],
		['polygon', { points }, { kind: 'outline', polygons: [[ring]] }],
		['vectorlabels', { points }, { kind: 'line', ring }],
		['polylinelabels', { points }, { kind: 'line', ring }],
		['keypointlabels', { x: 10, y: 20, width: 1 }, { kind: 'points', ring: [10, 20] }],
		['brushlabels', { rle: [1] }, { kind: 'unread', what: 'Label Studio region "brush"' }],
		['ellipselabels', { x: 1, y: 2 }, { kind: 'unread', what: 'Label Studio region "ellipse"' }],
	])('draws %s %j', (type, given, expected) => {
		const region = { ...size, type, value: { ...given, [type]: ['Otter'] } };
		expect(placesIn('labelStudio', [region])).toEqual([{ ...expected, claim }]);
	});

	it('takes the tool from the name of the labels where no type is given', () => {
		expect(placesIn('labelStudio', [{ ...size, points, polygonlabels: ['Otter'] }])).toEqual([
			{ kind: 'outline', polygons: [[ring]], claim },
		]);
		const bare = without(value, 'rectanglelabels');
		expect(placesIn('labelStudio', [{ ...size, value: bare }])).toEqual([box]);
		expect(placesIn('labelStudio', [{ ...size, value: { x: 1 } }])).toEqual([
			{ kind: 'unread', what: expect.stringContaining('Label Studio region "{"'), claim },
		]);
	});

	it('takes the class from a result of the same id', () => {
		const bare = without(value, 'rectanglelabels');
		const region = { ...size, id: 'a', type: 'rectangle', value: bare };
		const label = { ...size, id: 'a', type: 'labels', value: { ...bare, labels: ['Otter'] } };
		const other = { ...size, id: 'b', type: 'rectanglelabels', value };
		expect(read('labelStudio', [region, label, other]).detections).toEqual([
			detection,
			{ ...detection, index: 1 },
		]);
		const only = without(label.value, 'x', 'y', 'width', 'height');
		expect(read('labelStudio', [{ ...label, value: only }, region]).detections).toEqual([
			detection,
		]);
	});

	it.each<[string, unknown, string]>([
		[
			'several tasks',
			[{ annotations: [] }, { predictions: [] }],
			'There are 2 tasks, one for each picture. Give the one of this picture.',
		],
		[
			'several annotations',
			{ annotations: [{ result: [] }, { result: [] }] },
			'The task has 2 annotations. Give the one that is meant.',
		],
		[
			'several results alone',
			[{ result: [] }, { result: [] }],
			'The task has 2 annotations. Give the one that is meant.',
		],
		[
			'regions of several pictures',
			[{ ...result, to_name: 'a' }, { ...result, to_name: 'b' }, result],
			'The regions are of 3 pictures of the task (to_name a, b, none). Give those of this one.',
		],
		[
			'regions of several places in a list',
			[
				{ ...result, item_index: 0 },
				{ ...result, item_index: 1 },
			],
			'The regions are of 2 pictures of the task (item_index 0, 1). Give those of this one.',
		],
	])('of %s is refused', (_, data, reason) => {
		expect(() => read('labelStudio', data)).toThrow(reason);
	});

	it('refuses a picture that was turned there, and numbers that are none', () => {
		expect(placesIn('labelStudio', [{ ...result, image_rotation: 90 }])).toBe(
			'The picture was turned by 90 degrees in Label Studio.',
		);
		expect(placesIn('labelStudio', [{ ...result, image_rotation: 0 }])).toEqual([box]);
		const wrong = (more: object) =>
			placesIn('labelStudio', [{ ...result, value: { ...value, ...more } }]);
		expect(wrong({ x: 'left' })).toBe('The rectangle has "left" where a number is expected.');
		expect(wrong({ rotation: 'left' })).toBe('"rotation" has "left" where a number is expected.');
		const keypoint = { ...size, type: 'keypointlabels', value: { x: 1 } };
		expect(placesIn('labelStudio', [keypoint])).toBe(
			'The keypoint has nothing where a number is expected.',
		);
	});

	it('is told by its size beside a value or labels, or by a cancelled annotation', () => {
		const chosen = (data: unknown) => place(data, { format: 'auto', numbers: 'auto' });
		expect(chosen([{ ...value, ...size }]).objects.map((each) => pixelsOf(each))).toEqual([
			[40, 40, 120, 80],
		]);
		expect(chosen([{ was_cancelled: false, result: [] }])).toMatchObject({
			objects: [],
			refused: [],
		});
	});
});
