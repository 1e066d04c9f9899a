/**
 * Gemini: `box_2d` is [ymin, xmin, ymax, xmax] on a grid of 1000; points and outlines are y first too. Source: Gemini API
 * documentation, image understanding.
 */
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { hasKey } from '../parts/marks';

export const gemini: Format = {
	name: 'gemini',
	title: 'Gemini',
	description: 'Box_2d with y first, on a grid of 1000',
	isChoice: true,
	recognizes: (data) => hasKey(data, 'box_2d'),
	read: (data, context) =>
		readEntries(data, { order: 'yxyx', unit: 'grid1000', by: 'Gemini' }, context),
};
