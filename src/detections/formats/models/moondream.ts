/**
 * Moondream: {"objects": [{x_min, y_min, x_max, y_max}]} and {"points": [{x, y}]} as fractions, without a class. Source:
 * docs.moondream.ai, /detect and /point.
 */
import { numberFrom } from '../../../encord/wire/numberFrom';
import type { Format } from '../format';
import { readEntries } from '../parts/entries';
import { isListWith, isMap, mapsIn } from '../parts/json';

const CORNERS = ['x_min', 'y_min', 'x_max', 'y_max'];
/** A fraction may be rounded to a little more than 1. */
const MOST = 1.5;

export const moondream: Format = {
	name: 'moondream',
	title: 'Moondream',
	description: 'X_min, y_min, x_max, y_max as fractions, without a class: give a default class',
	isChoice: true,
	recognizes: (data) =>
		isMap(data) &&
		isListWith(data.objects, ...CORNERS) &&
		mapsIn(data.objects).every(
			(entry) =>
				!('label' in entry) &&
				!('class' in entry) &&
				// Others write pixels under the same names.
				CORNERS.every((name) => !(numberFrom(entry[name]) > MOST)),
		),
	read: (data, context) => readEntries(data, { unit: 'fractions', by: 'Moondream' }, context),
};
