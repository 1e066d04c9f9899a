import { describe, expect, it } from '@jest/globals';

import { enclosingBox } from '../../../../../src/geometry/box';
import { extent, numbersFromBox } from '../../../../../src/labels/detections/formats/boxNumbers';

const size = { width: 200, height: 100 };
const box = { x: 0.1, y: 0.2, w: 0.3, h: 0.4 };

describe('boxes as four numbers', () => {
	it.each([
		['xyxy', 'pixels', [20, 20, 80, 60]],
		['xywh', 'pixels', [20, 20, 60, 40]],
		['cxcywh', 'pixels', [50, 40, 60, 40]],
		['yxyx', 'grid1000', [200, 100, 600, 400]],
		['xyxy', 'fractions', [0.1, 0.2, 0.4, 0.6]],
	] as const)('%s in %s', (order, scale, numbers) => {
		const written = numbersFromBox(box, order, scale, size);
		written.forEach((number, at) => expect(number).toBeCloseTo(numbers[at]!, 9));
	});

	it('asks for the image size when numbers are pixels', () => {
		expect(() => numbersFromBox(box, 'xywh', 'pixels')).toThrow(
			new RangeError(
				'Pixels need the size of the image, which is unknown here. Give fractions of the image size instead.',
			),
		);
	});

	it('is the smallest box around points', () => {
		expect(enclosingBox([0.5, 0.1, 0.2, 0.4, 0.3, 0.9])).toEqual({
			x: 0.2,
			y: 0.1,
			w: 0.3,
			h: 0.8,
		});
		expect(enclosingBox([])).toBeUndefined();
	});
});

it.each([
	['pixels', { width: 200, height: 100 }],
	['fractions', { width: 1, height: 1 }],
	['grid1000', { width: 1000, height: 1000 }],
] as const)('the whole image in %s is %j', (scale, expected) => {
	expect(extent(scale, size)).toEqual(expected);
	if (scale !== 'pixels') expect(extent(scale, undefined)).toEqual(expected);
});
