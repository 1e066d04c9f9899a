/** Text around answers: fences, tags, brackets and lines with titles. */
import { describe, expect, it } from '@jest/globals';
import { taggedAnswer } from '../../../src/reply/text/answerTag';
import { candidatesIn } from '../../../src/reply/text/candidates';
import { fencedIn } from '../../../src/reply/text/fences';
import { titledLines } from '../../../src/reply/text/titledLines';

describe('a fence', () => {
	it.each<[string, object | undefined]>([
		['```\na\n```', { content: 'a', around: '', closed: true, count: 1 }],
		['```json\na\nb\n```', { content: 'a\nb', around: '', closed: true, count: 1 }],
		['~~~ c++ \na\n~~~', { content: 'a', around: '', closed: true, count: 1 }],
		['x\n  ```\na\n  ```\ny', { content: 'a', around: 'x\n\ny', closed: true, count: 1 }],
		['```\r\na\r\n```\r\ny', { content: 'a', around: 'y', closed: true, count: 1 }],
		['```\na', { content: 'a', around: '', closed: false, count: 1 }],
		['```\na\n```\n```\nb\n```', { content: 'a', around: '```\nb\n```', closed: true, count: 2 }],
		['```\na\n~~~', { content: 'a\n~~~', around: '', closed: true, count: 1 }],
		['`a`', { content: 'a', around: '', closed: true, count: 1 }],
		[' ```a``` ', { content: 'a', around: '', closed: true, count: 1 }],
		['`a` b', undefined],
		['a', undefined],
		['a ```\nb\n```', undefined],
	])('in %j', (text, expected) => {
		expect(fencedIn(text)).toEqual(expected);
	});
});

describe('the tags of an answer', () => {
	it.each([
		'answer',
		'final_answer',
		'final',
		'output',
		'json',
		'result',
		'response',
		'tool_call',
		'function_call',
		'ANSWER',
	])('are <%s>', (name) => {
		expect(taggedAnswer(`a <${name}>b</${name} > c`)).toEqual({
			contents: ['b'],
			around: 'a \n c',
			open: false,
		});
		expect(taggedAnswer(`a <${name}>b`)).toEqual({ contents: ['b'], around: 'a \n', open: true });
	});

	it.each<[string, object | undefined]>([
		['<answer>a</answer><answer>b</answer>', { contents: ['a', 'b'], around: '\n\n', open: false }],
		[
			'<answer><json>a</json></answer>',
			{ contents: ['<json>a</json>'], around: '\n', open: false },
		],
		['a</answer>', { contents: ['a'], around: '', open: false }],
		['a</result> ', { contents: ['a'], around: '', open: false }],
		['a</answer> b', undefined],
		['{"a": "<answer>b</answer>"}', undefined],
		[
			'<answer>{"a": "</answer>"}</answer>',
			{ contents: ['{"a": "</answer>"}'], around: '\n', open: false },
		],
		['<b>a</b>', undefined],
		['a', undefined],
	])('in %j', (text, expected) => {
		expect(taggedAnswer(text)).toEqual(expected);
	});
});

describe('brackets in a text', () => {
	it.each<[string, object]>([
		[
			'a {"b": 1} c',
			{
				found: [{ start: 2, end: 10, text: '{"b": 1}' }],
				around: 'a   c',
				together: true,
				cut: false,
				torn: false,
			},
		],
		[
			'{"a": 1}\n, {"b": 2}',
			{
				found: [expect.anything(), expect.anything()],
				around: ' \n,  ',
				together: true,
				cut: false,
				torn: false,
			},
		],
		[
			'{"a": 1} or {"b": 2}',
			{
				found: [expect.anything(), expect.anything()],
				around: '  or  ',
				together: false,
				cut: false,
				torn: false,
			},
		],
		['{"a": 1', { found: [], around: '{"a": 1', together: true, cut: true, torn: false }],
		['a {b', { found: [], around: 'a {b', together: true, cut: false, torn: false }],
		[
			'{"a": 1}, "b": 2}',
			{ found: [expect.anything()], around: ' , "b": 2}', together: true, cut: false, torn: true },
		],
		['"b": 2}', { found: [], around: '"b": 2}', together: true, cut: false, torn: false }],
		[
			'{"a": 1} :-]',
			{ found: [expect.anything()], around: '  :-]', together: true, cut: false, torn: true },
		],
		[
			'```json\n{}\n```',
			{ found: [expect.anything()], around: ' \n \n ', together: true, cut: false, torn: false },
		],
		[
			'json {}',
			{ found: [expect.anything()], around: '  ', together: true, cut: false, torn: false },
		],
	])('%j', (text, expected) => {
		expect(candidatesIn(text)).toEqual(expected);
	});
});

describe('lines of titles and values', () => {
	const lines = (text: string) =>
		titledLines(text, {
			isName: (key) => ['Fruit', 'Count', 'Note'].includes(key),
			isText: (key) => key === 'Note',
		});
	const apple = { value: { Fruit: 'Apple' }, around: '' };

	it.each([
		'Fruit: Apple',
		'- Fruit: Apple',
		'* Fruit: Apple',
		'• Fruit: Apple',
		'1. Fruit: Apple',
		'12) Fruit: Apple',
		'**Fruit**: Apple',
		'**Fruit:** Apple',
		'**Fruit: Apple**',
		'__Fruit__: Apple',
		'*Fruit*: Apple',
		'"Fruit": Apple',
		'`Fruit`: Apple',
		'Fruit：Apple',
		'+ **Fruit** : Apple',
		'| Fruit | Apple |',
		'| **Fruit** | Apple |',
		'|Fruit|Apple|',
	])('%s', (text) => {
		expect(lines(text)).toEqual(apple);
		expect(lines(`\n${text}\r\n\n`)).toEqual(apple);
	});

	it.each<[string, object | undefined]>([
		['Fruit: Apple\nCount: 3', { value: { Fruit: 'Apple', Count: '3' }, around: '' }],
		['Here:\nFruit: Apple\n\nBye.', { value: { Fruit: 'Apple' }, around: 'Here:\nBye.' }],
		['Fruit: Apple\n- Color: red', { value: { Fruit: 'Apple', Color: 'red' }, around: '' }],
		['- Color: red\nFruit: Apple', { value: { Fruit: 'Apple' }, around: '- Color: red' }],
		['Fruit: Apple\n\nColor: red', { value: { Fruit: 'Apple' }, around: 'Color: red' }],
		['| A | B |\n|:--|---:|\n| Fruit | Apple |', apple],
		['| A | B |\n|---|---|\n| Fruit | Apple |', apple],
		[
			'| Fruit | Apple |\n|---|---|\n| Count | 3 |',
			{ value: { Fruit: 'Apple', Count: '3' }, around: '' },
		],
		['| Fruit | Apple | x |', undefined],
		['Fruit: Apple\nFruit: Apple', apple],
		['Note: "a" b', { value: { Note: '"a" b' }, around: '' }],
		['Color: red', undefined],
		['Fruit Apple', undefined],
		['', undefined],
		['Fruit: Apple\nFruit: Pear', { refused: '"Fruit" is answered twice, with different values.' }],
		['Fruit:', { refused: 'The line "Fruit:" has no answer behind its title.' }],
		['Note: "a"', { refused: 'It is not clear whether the quotes belong to the text of "Note".' }],
		[
			'Fruit: Apple\nor Pear',
			{ refused: 'It is not clear which answer the line "or Pear" belongs to.' },
		],
		[
			'| Fruit | Count |\n|---|---|\n| Apple | 3 |',
			{
				refused:
					'The table has the titles side by side: "| Fruit | Count |". A row with title and answer for each of them would be accepted.',
			},
		],
	])('%j', (text, expected) => {
		expect(lines(text)).toEqual(expected);
	});
});
