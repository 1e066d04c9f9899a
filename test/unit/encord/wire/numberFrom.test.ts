/** Which values of JSON are a number. */
import { expect, it } from '@jest/globals';

import { numberFrom } from '../../../../src/encord/wire/numberFrom';

it.each<[unknown, number]>([
	[5, 5],
	[-0.5, -0.5],
	[Infinity, Infinity],
	['5', 5],
	[' 1e3 ', 1000],
	['0', 0],
	['', Number.NaN],
	[' ', Number.NaN],
	['five', Number.NaN],
	['1,5', Number.NaN],
	[null, Number.NaN],
	[undefined, Number.NaN],
	[true, Number.NaN],
	[[1], Number.NaN],
	[{}, Number.NaN],
])('%j is the number %d', (value, number) => expect(numberFrom(value)).toBe(number));
