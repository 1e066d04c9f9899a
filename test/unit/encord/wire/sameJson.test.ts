import { describe, expect, it } from '@jest/globals';
import { sameJson } from '../../../../src/encord/wire/sameJson';

const same: Array<[unknown, unknown]> = [
	[1, 1],
	[null, null],
	['a', 'a'],
	[
		{ a: [1, { b: null }], c: 'd' },
		{ c: 'd', a: [1, { b: null }] },
	],
];
const different: Array<[unknown, unknown]> = [
	[1, '1'],
	[null, {}],
	[{}, null],
	['a', {}],
	[{}, 'a'],
	[[], {}],
	[
		[1, 2],
		[2, 1],
	],
	[[1], [1, 2]],
	[{ a: 1 }, { a: 1, b: 2 }],
	[{ a: undefined }, { b: 1 }],
	[{ a: { b: 1 } }, { a: { b: 2 } }],
];

describe('two values', () => {
	it.each(same)('%j and %j are the same', (a, b) => expect(sameJson(a, b)).toBe(true));
	it.each(different)('%j and %j differ', (a, b) => expect(sameJson(a, b)).toBe(false));
});
