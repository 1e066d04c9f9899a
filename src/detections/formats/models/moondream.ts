/**
 * Moondream: {"objects": [{x_min, y_min, x_max, y_max}]} and {"points": [{x, y}]} as fractions, without a class. Source:
 * docs.moondream.ai, /detect and /point.
 */
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { isListWith, isMap, mapsIn } from '../parts/json';

export const moondream: Format = {
	name: 'moondream',
	title: 'Moondream',
	description: 'X_min, y_min, x_max, y_max as fractions, without a class: give a default class',
	isChoice: true,
	recognizes: (data) =>
		isMap(data) &&
		isListWith(data.objects, 'x_min', 'y_min', 'x_max', 'y_max') &&
		mapsIn(data.objects).every((entry) => !('label' in entry) && !('class' in entry)),
	read: (data, context) => readEntries(data, { unit: 'fractions', by: 'Moondream' }, context),
};
