/**
 * Makes `toEqual` and `toMatchObject` compare the lengths of lists. Jest takes `[1, undefined]` for equal to `[1]`, so a test that
 * expects an empty list passes where there is a member without a value.
 */
import { expect } from '@jest/globals';

expect.addEqualityTesters([
	(a: unknown, b: unknown) =>
		Array.isArray(a) && Array.isArray(b) && a.length !== b.length ? false : undefined,
]);
