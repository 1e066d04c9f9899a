/** Several answers in one reply, and data of JavaScript as a reply. */
import { describe, expect, it } from '@jest/globals';
import { readReply } from '../../../src/reply/readReply';

const isName = (key: string) => key === 'Fruit';
const apple = { Fruit: 'Apple' };

describe('several answers of a reply', () => {
	const read = (input: unknown) => readReply(input, { isName });

	it('are one where they are the same, an empty one aside', () => {
		expect(read({ output: apple, text: '' })).toMatchObject({ value: apple });
		expect(read({ output: apple, text: '{"Fruit":"Apple"}' })).toMatchObject({ value: apple });
		expect(read({ output: apple, text: { Fruit: 'Pear' } })).toEqual({
			refused: 'The reply has several answers that do not agree.',
		});
		expect(read({ output: apple, text: 'Pear' })).toEqual({
			refused: 'The reply has several answers that do not agree.',
		});
		expect(read({ output: '```\n```', text: '' })).toMatchObject({ text: expect.any(String) });
	});

	it('of which one is refused are refused with its reason', () => {
		expect(read({ output: apple, text: '<think>x' })).toEqual({
			refused: 'The thinking is not closed, so the answer may be missing or part of it.',
		});
		expect(
			read({
				tool_calls: [
					{ name: 'f', arguments: '{"Fruit": "App' },
					{ name: 'f', arguments: apple },
				],
			}),
		).toEqual({ refused: 'The reply was cut off: brackets or quotes are open.' });
	});

	it('as calls are a list, whose texts and data keep their order', () => {
		const calls = [
			{ name: 'f', arguments: '{"Fruit": 1.50}' },
			{ name: 'f', arguments: 'ripe' },
			{ name: 'f', arguments: apple },
		];
		expect(read(calls)).toEqual({
			value: [{ Fruit: expect.objectContaining({ text: '1.50' }) }, 'ripe', apple],
			repairs: [expect.objectContaining({ rule: 'wrapper', to: '' })],
			around: '',
			spelled: false,
		});
		expect(read(calls.slice(0, 2))).toMatchObject({ spelled: true });
	});

	it('are opened within 24 wrappers', () => {
		const wrapped = (times: number): unknown =>
			times === 0 ? apple : { output: wrapped(times - 1) };
		expect(read(wrapped(23))).toMatchObject({ value: apple });
		expect(read(wrapped(24))).toEqual({ refused: 'The reply is wrapped too many times.' });
	});
});

describe('data of JavaScript', () => {
	it('is read as JSON has it', () => {
		const named = { isName: (key: string) => key.length === 1 };
		expect(
			readReply(
				{
					a: undefined,
					b: () => 1,
					c: null,
					d: new Date(0),
					e: 5n,
					f: Symbol('x'),
					g: [undefined, true],
				},
				named,
			),
		).toEqual({
			value: {
				c: null,
				d: '1970-01-01T00:00:00.000Z',
				e: expect.objectContaining({ text: '5' }),
				f: null,
				g: [null, true],
			},
			repairs: [],
			around: '',
			spelled: false,
		});
		expect(readReply(undefined, named)).toMatchObject({ value: null });
		expect(readReply(5, named)).toMatchObject({ value: 5 });
		expect(readReply(false, named)).toMatchObject({ value: false });
	});

	it('ends at two hundred levels', () => {
		const deep = (levels: number): unknown => (levels === 0 ? 'x' : { a: deep(levels - 1) });
		const named = { isName: (key: string) => key === 'a' };
		const depthOf = (value: unknown): number =>
			typeof value === 'object' && value !== null ? 1 + depthOf((value as { a: unknown }).a) : 0;
		const end = (value: unknown): unknown =>
			typeof value === 'object' && value !== null ? end((value as { a: unknown }).a) : value;
		const kept = (levels: number) => (readReply(deep(levels), named) as { value: unknown }).value;
		expect([depthOf(kept(200)), end(kept(200))]).toEqual([200, 'x']);
		expect([depthOf(kept(300)), end(kept(300))]).toEqual([201, null]);
	});
});
