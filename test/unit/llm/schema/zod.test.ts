/** What a zod schema of a shape takes and refuses, and with which words. */
import { describe, expect, it } from '@jest/globals';
import type { Shape } from '../../../../src/llm/schema/shape';
import { READING, zodOf, type Strictness } from '../../../../src/llm/schema/write/zod';

const UNBOUND: Strictness = { ...READING, bounds: false };
const read = (shape: Shape, value: unknown, strictness?: Strictness) => {
	const result = zodOf(shape, strictness).safeParse(value);
	return result.success ? result.data : result.error.issues.map(({ message }) => message);
};

describe('a text', () => {
	const text: Shape = { kind: 'text', maximum: 3 };

	it('has characters up to its limit, however many units they take', () => {
		for (const value of ['', 'abc', '🙂🙂🙂']) expect(read(text, value)).toBe(value);
		for (const value of ['abcd', '🙂🙂🙂🙂'])
			expect(read(text, value)).toEqual(['at most 3 characters']);
		expect(read({ kind: 'text' }, 'x'.repeat(5000))).toBe('x'.repeat(5000));
		expect(read(text, 'abcd', UNBOUND)).toBe('abcd');
	});

	it('has no half of a character', () => {
		for (const half of ['\ud83d', 'a\ude42'])
			expect(read(text, half)).toEqual(['text with half a character in it']);
		expect(read(text, '\ud83d', UNBOUND)).toBe('\ud83d');
		expect(read(text, 5)).toEqual(['Expected string, received number']);
	});
});

describe('a number', () => {
	it.each<[object, number, string | undefined]>([
		[{}, -1.5, undefined],
		[{}, Infinity, 'Number must be finite'],
		[{ whole: true }, 2, undefined],
		[{ whole: true }, 2.5, 'Expected integer, received float'],
		[{ whole: false }, 2.5, undefined],
		[{ minimum: 0 }, 0, undefined],
		[{ minimum: 0 }, -1, 'Number must be greater than or equal to 0'],
		[{ maximum: 1 }, 1, undefined],
		[{ maximum: 1 }, 2, 'Number must be less than or equal to 1'],
		[{ minimum: 0, maximum: 1 }, 2, 'Number must be less than or equal to 1'],
		[{ minimum: 0, maximum: 1 }, -1, 'Number must be greater than or equal to 0'],
	])('of %j: %d', (limits, value, fault) => {
		const shape: Shape = { kind: 'number', ...limits };
		expect(read(shape, value)).toEqual(fault === undefined ? value : [fault]);
		// Without bounds only the kind of number is checked.
		if (fault?.startsWith('Expected') !== true) expect(read(shape, value, UNBOUND)).toBe(value);
		else expect(read(shape, value, UNBOUND)).toEqual([fault]);
	});
});

describe('a list', () => {
	const list = (limits: object): Shape => ({ kind: 'list', of: { kind: 'number' }, ...limits });

	it('is as long as its limits say', () => {
		const few = 'Array must contain at least 2 element(s)';
		const many = 'Array must contain at most 2 element(s)';
		expect(read(list({ minimum: 2 }), [1])).toEqual([few]);
		expect(read(list({ minimum: 2 }), [1, 2, 3])).toEqual([1, 2, 3]);
		expect(read(list({ maximum: 2 }), [])).toEqual([]);
		expect(read(list({ maximum: 2 }), [1, 2, 3])).toEqual([many]);
		expect(read(list({ minimum: 2, maximum: 2 }), [1, 2, 3])).toEqual([many]);
		expect(read(list({ minimum: 2, maximum: 2 }), [1])).toEqual([few]);
		expect(read(list({}), [])).toEqual([]);
		expect(read(list({ minimum: 2, maximum: 2 }), [1], UNBOUND)).toEqual([1]);
	});
});

it.each<[unknown, unknown]>([
	...['1', 'on', 't', 'true', 'y', 'yes', 1, 'YES', true].map((word): [unknown, boolean] => [
		word,
		true,
	]),
	...['0', 'off', 'f', 'false', 'n', 'no', 0, 'Off', false].map((word): [unknown, boolean] => [
		word,
		false,
	]),
	['maybe', ['Expected boolean, received string']],
	[2, ['Expected boolean, received number']],
	[null, ['Expected boolean, received null']],
])('the flag %j is %j', (value, flag) => expect(read({ kind: 'flag' }, value)).toEqual(flag));

describe('a choice', () => {
	it('is one of its options, and nothing without any', () => {
		const choice: Shape = { kind: 'choice', options: ['Red', 'Blue'] };
		expect(read(choice, 'Blue')).toBe('Blue');
		expect(read(choice, 'blue')).toEqual([
			"Invalid enum value. Expected 'Red' | 'Blue', received 'blue'",
		]);
		expect(read({ kind: 'choice', options: [] }, 'Red')).toEqual([
			'Expected never, received string',
		]);
		expect(read({ kind: 'constant', value: 'Red' }, 'Red')).toBe('Red');
		expect(read({ kind: 'constant', value: 'Red' }, 'Blue')).toEqual([
			'Invalid literal value, expected "Red"',
		]);
	});
});

describe('a record', () => {
	const record = (required: boolean, nullable: boolean): Shape => ({
		kind: 'record',
		fields: [{ name: 'a', shape: { kind: 'number' }, required, nullable, description: 'How many' }],
	});
	const required: Strictness = { ...READING, allRequired: true };

	it.each<[boolean, boolean, Strictness, boolean, boolean]>([
		[true, false, READING, false, false],
		[true, true, READING, false, true],
		[false, false, READING, true, false],
		[false, true, READING, true, true],
		[true, false, required, false, false],
		[true, true, required, false, true],
		[false, false, required, false, true],
		[false, true, required, false, true],
	])(
		'with a field that is required (%p) and nullable (%p), read with %j, may lack it: %p, and be null there: %p',
		(isRequired, nullable, strictness, absent, empty) => {
			const shape = record(isRequired, nullable);
			expect(read(shape, { a: 1 }, strictness)).toEqual({ a: 1 });
			expect(read(shape, {}, strictness)).toEqual(absent ? {} : ['Required']);
			expect(read(shape, { a: null }, strictness)).toEqual(
				empty ? { a: null } : ['Expected number, received null'],
			);
		},
	);

	it('refuses other fields where it is closed, and leaves them out otherwise', () => {
		const value = { a: 1, b: 2 };
		expect(read(record(true, false), value)).toEqual(["Unrecognized key(s) in object: 'b'"]);
		expect(read(record(true, false), value, { ...READING, closed: false })).toEqual({ a: 1 });
	});

	it('is told from the others of a union by its tag', () => {
		const variant = (option: string, name: string) => ({
			kind: 'record' as const,
			fields: [
				{
					name: 'kind',
					shape: { kind: 'choice', options: [option] } as Shape,
					required: true,
					nullable: false,
				},
				{ name, shape: { kind: 'number' } as Shape, required: true, nullable: false },
			],
		});
		const union: Shape = {
			kind: 'union',
			tag: 'kind',
			variants: [variant('A', 'x'), variant('B', 'y')],
		};
		expect(read(union, { kind: 'B', y: 1 })).toEqual({ kind: 'B', y: 1 });
		expect(read(union, { kind: 'B', x: 1 })).toEqual([
			'Required',
			"Unrecognized key(s) in object: 'x'",
		]);
		expect(read(union, { kind: 'C' })).toEqual(["Invalid discriminator value. Expected 'A' | 'B'"]);
	});
});
