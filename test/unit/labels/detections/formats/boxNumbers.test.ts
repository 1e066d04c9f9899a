import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { enclosingBox } from '../../../../../src/geometry/box';
import {
	BOX_ORDERS,
	SCALES,
	boxFromNumbers,
	numbersFromBox,
} from '../../../../../src/labels/detections/formats/boxNumbers';

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
		const read = boxFromNumbers(numbers, order, scale, size);
		for (const side of ['x', 'y', 'w', 'h'] as const) expect(read[side]).toBeCloseTo(box[side], 12);
	});

	it('written and read again is the same box, in every order and scale', () => {
		const fraction = fc.double({ min: 0.001, max: 0.5, noNaN: true });
		fc.assert(
			fc.property(
				fc.record({ x: fraction, y: fraction, w: fraction, h: fraction }),
				fc.constantFrom(...BOX_ORDERS),
				fc.constantFrom(...SCALES),
				(given, order, scale) => {
					const back = boxFromNumbers(
						numbersFromBox(given, order, scale, size),
						order,
						scale,
						size,
					);
					for (const side of ['x', 'y', 'w', 'h'] as const)
						expect(back[side]).toBeCloseTo(given[side], 9);
				},
			),
		);
	});

	it.each([
		[[1, 2, 3], 'xyxy', 'A box is four numbers (xyxy).'],
		[[1, 2, 3, '4'], 'xywh', 'A box is four numbers (xywh).'],
		[[80, 60, 20, 20], 'xyxy', 'has no area when it is read as xyxy'],
	] as const)('refuses %j', (numbers, order, message) => {
		expect(() => boxFromNumbers(numbers, order, 'pixels', size)).toThrow(message);
	});

	it('asks for the image size when numbers are pixels', () => {
		expect(() => boxFromNumbers([1, 2, 3, 4], 'xywh', 'pixels')).toThrow(
			'Pixels need the size of the image',
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
