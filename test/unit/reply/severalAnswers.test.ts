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

describe('a list of answers', () => {
	const read = (input: unknown) =>
		readReply(input, { isName, isAnswer: (value) => value === 'Apple' || value === 'Pear' });
	const pear = { Fruit: 'Pear' };
	const DENIED = 'A sentence beside the answer denies, doubts or corrects it:';
	const text = '{"Fruit": "Apple"}';

	it.each<[string, unknown[], unknown[]]>([
		['JSON as text', [text, pear], [apple, pear]],
		['JSON in a fence', ['```\n{"Fruit": "Apple"}\n```', pear], [apple, pear]],
		['JSON in another fence', ['~~~\n{"Fruit": "Apple"}\n~~~', pear], [apple, pear]],
		['an answer in a tag', [' <answer>Apple</answer>', pear], ['Apple', pear]],
		['a list as text', ['["Apple"]', pear], ['Apple', pear]],
		['a line with a title', ['Fruit: Apple', pear], [apple, pear]],
		['a row of a table', ['| Fruit | Apple |', pear], [apple, pear]],
		['a line with a wide colon', ['Fruit：Apple', pear], [apple, pear]],
		[
			'a line with a title beside JSON as text',
			['Fruit: Apple', '{"Fruit": "Pear"}'],
			[apple, pear],
		],
		['a wrapper', [{ output: apple }, pear, 'Apple'], [apple, pear, 'Apple']],
		['a list of one', [[apple], pear], [apple, pear]],
	])('is opened: %s', (_what, list, value) => {
		expect(read(list)).toMatchObject({ value, around: '' });
	});

	it.each<unknown[][]>([
		[['Fruit: Apple', 'Count: 3']],
		[['Apple', 'not this']],
		[['Apple', 'Pear']],
		[[apple, pear]],
		[[apple, 'Enjoy!']],
		[[3, 'maybe 4']],
	])('is left as it is where nothing in it is wrapped: %j', (list) => {
		expect(read(list)).toEqual({ value: list, repairs: [], around: '', spelled: false });
	});

	it('is refused with a text that denies, doubts or corrects', () => {
		expect(read([apple, 'Perhaps.'])).toEqual({ refused: `${DENIED} "Perhaps."` });
		expect(read([text, 'Perhaps.'])).toEqual({ refused: `${DENIED} "Perhaps."` });
		expect(read([['Apple'], 'I guess.'])).toEqual({ refused: `${DENIED} "I guess."` });
	});

	it('has numbers as they were written where all were texts', () => {
		const numbers = ['{"Fruit": 1}', '{"Fruit": 2}'];
		expect(read(numbers)).toMatchObject({ spelled: true });
		expect(read([numbers[0], pear])).toMatchObject({ spelled: false });
		expect(read(JSON.stringify(numbers))).toMatchObject({
			value: [{ Fruit: 1 }, { Fruit: 2 }],
			spelled: true,
		});
	});
});

describe('text beside a call', () => {
	const OTHER = { refused: 'The text beside the tool call has another answer.' };
	const read = (content: unknown, args: unknown = apple) =>
		readReply(
			{ content, tool_calls: [{ name: 'f', arguments: args }] },
			{ isName, isAnswer: (value) => ['Apple', 'Pear', '3'].includes(String(value)) },
		);

	it.each<[unknown, string]>([
		['Enjoy!', 'Enjoy!'],
		['Apple', 'Apple'],
		['{"Fruit":"Apple"}', '{"Fruit":"Apple"}'],
		[apple, ''],
	])('may say the same, or nothing: %j', (content, around) => {
		expect(read(content)).toMatchObject({ value: apple, around });
	});

	it.each<[unknown, object]>([
		['Pear', OTHER],
		['3', OTHER],
		['{"Fruit": "Pear"}', OTHER],
		[{ Fruit: 'Pear' }, OTHER],
		[
			'Not sure.',
			{
				refused: 'A sentence beside the answer denies, doubts or corrects it: "Not sure."',
			},
		],
		['{"Fruit": "App', { refused: 'The reply was cut off: brackets or quotes are open.' }],
	])('may say nothing else: %j', (content, refused) => expect(read(content)).toEqual(refused));

	it('may repeat a number of the call', () => {
		expect(read('3', { Fruit: 3 })).toMatchObject({ value: { Fruit: 3 } });
		expect(read('3', '{"Fruit": 3.0}')).toEqual(OTHER);
	});

	it('is compared with the text of the call, too', () => {
		expect(read(apple, 'ripe')).toEqual(OTHER);
		expect(read('Pear', 'Pear')).toEqual(OTHER);
	});
});
