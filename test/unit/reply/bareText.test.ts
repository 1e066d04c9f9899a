/** Texts without JSON: what is taken as the answer, what is reported as repaired, and when nothing is taken. */
import { describe, expect, it } from '@jest/globals';
import { bareText } from '../../../src/reply/text/bareText';
import { candidatesIn } from '../../../src/reply/text/candidates';

const expected = {
	isName: (key: string) => ['Fruit', 'Count', 'Note'].includes(key),
	isAnswer: (value: unknown) => ['Apple', 'Pear', 'Fruit: Apple'].includes(String(value)),
};
const read = (text: string, exact = false) =>
	bareText(text, candidatesIn(text), { ...expected, bareText: exact });
const CUT = 'The reply was cut off: brackets or quotes are open.';
const DIFFER = 'The reply has several answers that do not agree.';
const doubted = (sentence: string) => ({
	refused: `A sentence beside the answer denies, doubts or corrects it: "${sentence}"`,
});
const plain = (text: string) => ({ text, repairs: [], around: '' });

describe('a bare answer', () => {
	it.each([
		'Sure!',
		'Certainly, it is:',
		'Of course.',
		'Okay',
		'ok then',
		'* Here you go',
		'Based on the picture',
		'Looking at it',
		'After a look',
		'The answer is below',
		'My answer',
		'I hope it helps',
		'Hope it helps',
		'Let me know',
		'Thank you',
		'Das Ergebnis:',
		'答案：',
		'It is: ',
	])('stands below or above %j', (line) => {
		const reported = {
			text: 'Apple',
			around: line.trim(),
			repairs: [{ rule: 'sentences around the answer', from: line.trim(), to: '' }],
		};
		expect(read(`${line}\n\n  Apple`)).toEqual(reported);
		expect(read(`Apple\n${line}`)).toEqual(reported);
	});

	it.each([
		'Surely red',
		'A red one',
		'She says here',
		'It is: red',
		'Theanswer',
		'Not sure',
		'Here is no answer:',
		'Sure, or maybe:',
		'Pear',
		'Sure:\nPear',
	])('does not stand below %j', (line) => {
		expect(read(`${line}\nApple`)).toEqual(plain(`${line}\nApple`));
	});

	it.each([
		'*Apple*',
		'**Apple**',
		'__Apple__',
		'`Apple`.',
		'"Apple."',
		"'Apple'",
		'* Apple',
		'Apple .',
	])('may be written as %s', (line) => {
		expect(read(`Here:\n${line}`)).toMatchObject({ text: 'Apple', around: 'Here:' });
	});

	it.each(['-Apple', 'Apple!', '(Apple)', 'Ap*ple'])('is not %s', (line) => {
		expect(read(`Here:\n${line}`)).toEqual(plain(`Here:\n${line}`));
	});

	it('has at most seven lines around it', () => {
		const lines = (count: number) => `${Array(count).fill('Sure!').join('\n')}\nApple`;
		expect(read(lines(7))).toMatchObject({
			text: 'Apple',
			around: Array(7).fill('Sure!').join('\n'),
		});
		expect(read(lines(8))).toEqual(plain(lines(8)));
		expect(read('Apple')).toEqual(plain('Apple'));
	});

	it('wins over the lines of title and answer that it could be', () => {
		expect(read('Fruit: Apple')).toEqual(plain('Fruit: Apple'));
		expect(read('Fruit: Pear')).toEqual({
			value: { Fruit: 'Pear' },
			around: '',
			repairs: [{ rule: 'lines of title and value', from: 'Fruit: Pear', to: '' }],
		});
	});
});

describe('lines of titles and answers', () => {
	it('have the sentences around them, which may not deny them', () => {
		const text = 'I looked.\nCount: 3\n\nBye.';
		expect(read(text)).toEqual({
			value: { Count: '3' },
			around: 'I looked.\nBye.',
			repairs: [{ rule: 'lines of title and value', from: text, to: '' }],
		});
		expect(read('I am not sure.\nCount: 3')).toEqual(doubted('I am not sure.'));
		expect(read('Count: 3\nCount: 4')).toEqual({
			refused: '"Count" is answered twice, with different values.',
		});
	});
});

describe('a fence', () => {
	it('holds the answer', () => {
		expect(read('I looked.\n```\n Apple \n```\nBye.')).toEqual({
			text: 'Apple',
			around: 'I looked.\n\nBye.',
			repairs: [{ rule: 'code fence', from: 'I looked.\n```\n Apple \n```\nBye.', to: ' Apple ' }],
		});
		expect(read('```\nI looked.\nCount: 3\n```')).toEqual({
			value: { Count: '3' },
			around: 'I looked.',
			repairs: [
				{ rule: 'lines of title and value', from: 'I looked.\nCount: 3', to: '' },
				{
					rule: 'code fence',
					from: '```\nI looked.\nCount: 3\n```',
					to: 'I looked.\nCount: 3',
				},
			],
		});
	});

	it.each<[string, object]>([
		['```\nApple\n```\n```\nApple\n```', { refused: DIFFER }],
		['It is not:\n```\nApple\n```', doubted('It is not:')],
		['```\nApple\n```\nProbably.', doubted('Probably.')],
		['Count: 3\n```\nApple\n```', { refused: DIFFER }],
		['Count:\n```\nApple\n```', { refused: DIFFER }],
		[
			'```\nCount: 3\nCount: 4\n```',
			{ refused: '"Count" is answered twice, with different values.' },
		],
		['```\nI guess.\nCount: 3\n```', doubted('I guess.')],
		['Apple {', { refused: CUT }],
		['I cannot help with that.', { refused: 'The model apologized instead of answering.' }],
	])('or a text does not: %j', (text, refused) => {
		expect(read(text)).toEqual(refused);
	});

	it('that is empty is no answer', () => {
		expect(read('```\n \n```')).toEqual(plain('```\n \n```'));
	});
});

describe('a text that is kept exactly', () => {
	it('loses a fence around it', () => {
		expect(read('```\n a {b}\n\n```', true)).toEqual({
			text: ' a {b}\n',
			around: '',
			repairs: [{ rule: 'code fence', from: '```\n a {b}\n\n```', to: ' a {b}\n' }],
		});
		expect(read('`a`', true)).toMatchObject({ text: 'a' });
		for (const blank of ['', ' ', '```\n \n```']) expect(read(blank, true)).toEqual(plain(''));
	});

	it.each([
		'a {b',
		'a\n{"b',
		'jsonp {"a',
		'"a" b',
		'a "b"',
		'"a\nb"',
		'Color: red',
		'the Note: red',
		'a\nNote: red',
		'Note red',
		'Notes: red',
	])('as it is: %j', (text) => {
		expect(read(text, true)).toEqual(plain(text));
	});

	it.each([
		'{"a',
		'[1',
		' {"a',
		'```\n{"a',
		'~~~\n{"a',
		'```json\n{"a',
		'json {"a',
		'JSON\n[1',
		'`{"a',
	])('is cut off in %j', (text) => {
		expect(read(text, true)).toEqual({ refused: CUT });
	});

	it.each([
		'Note: red',
		'Note：red',
		'**Note**: red',
		'- Note: red',
		' _Note_ : red',
		'* Note :',
		'__Note:__ x',
	])('may begin with the title: %j', (text) => {
		expect(read(text, true)).toEqual({
			refused:
				'It is not clear whether "Note:" belongs to the text. JSON with the title as key would be accepted.',
		});
	});

	it.each(['"a"', ' "a b"\n', '"a\\"b"', '""'])('may have quotes around it: %j', (text) => {
		expect(read(text, true)).toEqual({
			refused:
				'It is not clear whether the quotes around the text belong to it. JSON with the title as key would be accepted.',
		});
	});

	it.each(['a\n```\nb\n```', '```\nb\n```\na', '```\na\n```\n```\nb\n```'])(
		'may have a fence in it: %j',
		(text) => {
			expect(read(text, true)).toEqual({
				refused:
					'It is not clear whether the fence and the sentences around it belong to the text.',
			});
		},
	);

	it('is cut off where its fence is open', () => {
		expect(read('```\na', true)).toEqual({
			refused: 'The reply was cut off: its code fence is open.',
		});
	});

	it('is no apology and no error', () => {
		expect(read('I cannot help with that.', true)).toEqual({
			refused: 'The model apologized instead of answering.',
		});
		expect(read('Error: x', true)).toEqual({
			refused: 'The reply is an error instead of an answer.',
		});
	});
});
