/** When two answers are the same one, and how an answer is written in a table. */
import { describe, expect, it } from '@jest/globals';
import {
	answerPairs,
	answerText,
	sameAnswer,
} from '../../../../src/labels/comparing/answerAgreement';
import { comparedOrReason, NotComparable } from '../../../../src/labels/comparing/refused';

describe('two answers', () => {
	it.each<[unknown, unknown]>([
		['Sunny', 'Sunny'],
		['  a \n cat ', 'a cat'],
		['caf\u00e9', 'cafe\u0301'],
		[
			['Dent', 'Rust'],
			['Rust', 'Dent'],
		],
		[
			['Dent', 'Dent'],
			[' Dent', 'Dent'],
		],
		[[], []],
		[4, 4],
		[null, null],
	])('%j and %j are the same', (a, b) => expect(sameAnswer(a, b, 0)).toBe(true));

	it.each<[unknown, unknown]>([
		['Sunny', 'sunny'],
		['a cat', 'acat'],
		[['Dent'], ['Dent', 'Rust']],
		[['Dent'], []],
		[['Dent, Rust'], ['Dent', 'Rust']],
		[['Dent'], 'Dent'],
		[4, 5],
		[undefined, 'Sunny'],
		['Sunny', undefined],
		[undefined, undefined],
		[null, ''],
	])('%j and %j are not', (a, b) => expect(sameAnswer(a, b, 0)).toBe(false));

	it.each<[number, number, boolean]>([
		[10, 10.5, true],
		[10.5, 10, true],
		[10, 10.51, false],
		[10.51, 10, false],
	])('of numbers, %d and %d within 0.5 are the same: %j', (a, b, same) =>
		expect(sameAnswer(a, b, 0.5)).toBe(same),
	);
});

it('every attribute that one side answered is a pair, and nothing stands for no answer', () => {
	const person = { Make: 'Volvo', Speed: 10 };
	const agent = { Speed: 11, Plate: 'A1' };
	expect(answerPairs(person, agent, 1)).toEqual([
		{ attribute: 'Make', person: 'Volvo', agent: undefined, same: false },
		{ attribute: 'Speed', person: 10, agent: 11, same: true },
		{ attribute: 'Plate', person: undefined, agent: 'A1', same: false },
	]);
	expect(answerPairs({}, {}, 0)).toEqual([]);
});

it.each<[unknown, string | null]>([
	[undefined, null],
	[[], '(none)'],
	[['Dent', 'Rust'], 'Dent, Rust'],
	['Sunny', 'Sunny'],
	[4.5, '4.5'],
	[true, 'true'],
])('the answer %j is written as %j', (answer, text) => expect(answerText(answer)).toBe(text));

describe('a comparison', () => {
	it('gives its result', () => expect(comparedOrReason(() => 5)).toBe(5));

	it('gives the reason why nothing can be compared, with what to do', () => {
		const refused = new NotComparable('It has two', 'Take one.');
		const found = comparedOrReason(() => {
			throw refused;
		});
		expect(found).toBe(refused);
		expect(refused).toMatchObject({
			...{ name: 'NotComparable', message: 'It has two', advice: 'Take one.' },
		});
	});

	it('does not hide other errors', () =>
		expect(() =>
			comparedOrReason(() => {
				throw new TypeError('broken');
			}),
		).toThrow(new TypeError('broken')));
});
