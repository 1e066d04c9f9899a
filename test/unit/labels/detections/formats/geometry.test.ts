import { describe, expect, it } from '@jest/globals';

import {
	coordinatesFor,
	readGeometry,
} from '../../../../../src/labels/detections/formats/geometry';
import { readYolo } from '../../../../../src/labels/detections/formats/yolo';

const size = { width: 200, height: 100 };
const box = { x: 0.1, y: 0.2, w: 0.3, h: 0.4 };
const rounded = (value: unknown): unknown =>
	JSON.parse(
		JSON.stringify(value, (_, each: unknown) =>
			typeof each === 'number' ? Number(each.toFixed(9)) : each,
		),
	);

describe('where a detection says its object is', () => {
	it.each([
		['a list under box', { box: [20, 20, 80, 60] }, 'xyxy', 'pixels'],
		['four named corners', { bbox: { x1: 20, y1: 20, x2: 80, y2: 60 } }, 'xyxy', 'pixels'],
		[
			'corner and size by name, whatever order is chosen',
			{ x: 20, y: 20, width: 60, height: 40 },
			'xyxy',
			'pixels',
		],
		['center and size by name', { x: 50, y: 40, width: 60, height: 40 }, 'cxcywh', 'pixels'],
		['a grid of 1000, y first', { box_2d: [200, 100, 600, 400] }, 'yxyx', 'grid1000'],
		['COCO', { bbox: [20, 20, 60, 40] }, 'coco', 'fractions'],
		['YOLO', { box: [0.25, 0.4, 0.3, 0.4] }, 'yolo', 'pixels'],
		[
			'Pascal VOC',
			{ bndbox: { xmin: '20', ymin: '20', xmax: '80', ymax: '60' } },
			'pascalVoc',
			'fractions',
		],
	] as const)('%s', (_, detection, format, scale) => {
		expect(
			rounded(coordinatesFor('bounding_box', readGeometry(detection, format, scale, size), size)),
		).toEqual({ boundingBox: box });
	});

	it('says what it looked for when there is none', () => {
		expect(() => readGeometry({ class: 'car' }, 'xyxy', 'pixels', size)).toThrow(
			'The detection has no place: expected a box under one of box, bbox',
		);
	});

	const polygon = { segmentation: [[20, 20, 80, 20, 80, 60, 20, 60]] };
	it.each([
		['polygon', polygon, { polygons: [[[0.1, 0.2, 0.4, 0.2, 0.4, 0.6, 0.1, 0.6]]] }],
		['bounding_box', polygon, { boundingBox: box }],
		[
			'rotatable_bounding_box',
			{ bbox: [20, 20, 60, 40], angle: 30 },
			{ rotatableBoundingBox: { ...box, theta: 30 } },
		],
		[
			'polygon',
			{ bbox: [20, 20, 60, 40] },
			{ polygons: [[[0.1, 0.2, 0.4, 0.2, 0.4, 0.6, 0.1, 0.6]]] },
		],
		['point', { bbox: [20, 20, 60, 40] }, { point: { x: 0.25, y: 0.4 } }],
		[
			'polyline',
			{
				points: [
					[20, 20],
					[80, 60],
				],
			},
			{
				polyline: [
					{ x: 0.1, y: 0.2 },
					{ x: 0.4, y: 0.6 },
				],
			},
		],
		[
			'skeleton',
			{ points: [{ name: 'nose', x: 20, y: 20 }] },
			{ skeleton: [{ name: 'nose', x: 0.1, y: 0.2 }] },
		],
	])('drawn as %s from %j', (shape, detection, expected) => {
		expect(
			rounded(coordinatesFor(shape, readGeometry(detection, 'coco', 'pixels', size), size)),
		).toEqual(expected);
	});

	it('a mask is drawn as it is, or as its box', () => {
		const detection = { segmentation: { size: [4, 4], counts: [5, 2, 2, 2, 5] } };
		const small = { width: 4, height: 4 };
		const geometry = readGeometry(detection, 'coco', 'pixels', small);
		expect(coordinatesFor('bitmask', geometry, small)).toMatchObject({
			bitmask: { width: 4, height: 4 },
		});
		expect(coordinatesFor('bounding_box', geometry, small)).toEqual({
			boundingBox: { x: 0.25, y: 0.25, w: 0.5, h: 0.5 },
		});
	});

	it('says what cannot become what', () => {
		expect(() =>
			coordinatesFor(
				'bitmask',
				readGeometry({ bbox: [20, 20, 60, 40] }, 'coco', 'pixels', size),
				size,
			),
		).toThrow('The detection has box, which cannot be drawn as bitmask.');
	});
});

describe('YOLO text', () => {
	it('is one detection a line, with class names by number', () => {
		expect(
			readYolo('0 0.25 0.4 0.3 0.4\n1 0.5 0.5 0.1 0.1 0.9\n\n1 0 0 1 0 1 1\n', ['cat', 'dog']),
		).toEqual([
			{ class: 'cat', box: [0.25, 0.4, 0.3, 0.4] },
			{ class: 'dog', box: [0.5, 0.5, 0.1, 0.1], confidence: 0.9 },
			{ class: 'dog', polygon: [0, 0, 1, 0, 1, 1] },
		]);
	});

	it.each([
		['an empty text in a box', { box: { x: '', y: 1, w: 2, h: 3 } }],
		['a truth value in a box', { box: { x: true, y: 1, w: 2, h: 3 } }],
		[
			'null in a polygon',
			{
				polygon: [
					[null, 1],
					[2, 3],
					[4, 5],
				],
			},
		],
		['an angle that is a word', { box: [20, 20, 80, 60], theta: 'left' }],
	])('refuses %s, which is no number', (_what, detection) =>
		expect(() => readGeometry(detection, 'xyxy', 'pixels', size)).toThrow(RangeError),
	);

	it('reads an angle that is text', () =>
		expect(readGeometry({ box: [20, 20, 80, 60], theta: '30' }, 'xyxy', 'pixels', size).theta).toBe(
			30,
		));

	it('names the line that is none', () => {
		expect(() => readYolo('0 0.25 0.4 0.3 0.4\ncat 1 2 3 4')).toThrow('Line 2 is not YOLO');
	});
});
