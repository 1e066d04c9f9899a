import { expect, it } from '@jest/globals';

it.each<[unknown, unknown]>([
	[[undefined], []],
	[[1, undefined], [1]],
	[{ a: [undefined] }, { a: [] }],
	[{ a: [[1, undefined]] }, { a: [[1]] }],
])('tells %j from %j', (a, b) => {
	expect(() => expect(a).toEqual(b)).toThrow();
	expect(() => expect(b).toEqual(a)).toThrow();
	expect(() => expect(a).toMatchObject(b as object)).toThrow();
});
