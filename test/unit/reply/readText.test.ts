/** Texts with JSON in them: what is taken, what is reported as repaired, and why a text is refused. */
import { describe, expect, it } from '@jest/globals';
import { readText } from '../../../src/reply/text/readText';

const isWrapper = (key: string) => key === 'output';
const reader =
	(bareText = false) =>
	(text: string) =>
		readText(
			text,
			{
				isName: (key) => ['Fruit', 'Count', 'Note'].includes(key),
				isAnswer: (value) => ['Apple', 'Pear', '[1]', '{"x": 1}', '"y'].includes(String(value)),
				bareText,
			},
			isWrapper,
		);
const read = reader();
const exact = reader(true);
const DIFFER = { refused: 'The reply has several answers that do not agree.' };
const CUT = { refused: 'The reply was cut off: brackets or quotes are open.' };
const json = '{"Fruit": "Apple"}';
const apple = { Fruit: 'Apple' };
const plain = (text: string) => ({ text, repairs: [], around: '' });
const data = (value: unknown) => ({ value, repairs: [], around: '' });

describe('a text as a whole', () => {
	it('is an answer literally, whatever else it could be', () => {
		for (const text of ['Apple', '[1]', '{"x": 1}', '"y'])
			expect(read(` ${text}\n`)).toEqual(plain(text));
		expect(read('\uFEFF Apple')).toEqual(plain('Apple'));
	});

	it('is JSON', () => {
		expect(read(` ${json}\n`)).toEqual(data(apple));
		expect(read(`\uFEFF${json}`)).toEqual(data(apple));
		expect(read('{"other": 1}')).toEqual(data({ other: 1 }));
		expect(read('[]')).toEqual(data([]));
		expect(read('{"a": 1, "a": 2}')).toEqual({
			refused: 'The key "a" is used twice, with different values.',
		});
		for (const text of ['5', 'true', 'null', '"a"', '"a [b]"'])
			expect(read(text)).toEqual(plain(text));
	});

	it.each([json, ' [1]', '"Pear"', ' {'])('is JSON that holds %j as text', (inner) => {
		const text = JSON.stringify(inner);
		expect(read(text)).toEqual({
			value: inner,
			repairs: [{ rule: 'JSON as text', from: text, to: inner }],
			around: '',
		});
	});

	it('stands behind thinking', () => {
		const thinking = { rule: 'thinking and chat tokens set aside', from: '', to: '' };
		expect(read('<think>x</think>Apple')).toEqual({ ...plain('Apple'), repairs: [thinking] });
		expect(read(`<think>x</think>${JSON.stringify(json)}`)).toEqual({
			value: json,
			repairs: [thinking, { rule: 'JSON as text', from: JSON.stringify(json), to: json }],
			around: '',
		});
		expect(read('<think>x</think>{"a": 1, "a": 2}')).toEqual({
			refused: 'The key "a" is used twice, with different values.',
		});
	});
});

describe('JSON as the text that is kept', () => {
	it.each([
		'{"a": 1}',
		'[1, 2]',
		'[]',
		'{}',
		'{"a": {"b": [{"c": "d"}]}}',
		'{"choices": 1}',
		'[{"type": "text"}]',
		'[{"type": 1, "text": "x"}]',
		'["text"]',
		'[{"text": "x"}]',
	])('%s', (text) => {
		expect(exact(text)).toEqual(plain(text));
	});

	it.each([
		json,
		'[{"Fruit": 1}]',
		'{"a": {"b": {"c": {"Fruit": 1}}}}',
		'{"a": ["Fruit"]}',
		'["Note"]',
		'{"choices": []}',
		'{"candidates": []}',
		'{"message": {}}',
		'{"content": []}',
		'[{"type": "text", "text": "x"}]',
		'[{"type": "a", "content": "x"}, {"type": "b", "text": "y"}]',
	])('is not %s, which names a question or is the reply of an API', (text) => {
		expect(exact(text)).toEqual(data(JSON.parse(text)));
	});

	it('is not clear where a key may be a wrapper', () => {
		const refused = { refused: 'It is not clear whether the JSON is the text or holds it.' };
		expect(exact('{"output": "x"}')).toEqual(refused);
		expect(exact('{"a": 1, "output": "x"}')).toEqual(refused);
		expect(exact('[{"output": "x"}]')).toEqual(plain('[{"output": "x"}]'));
	});

	it('names a question within four levels', () => {
		const nested = (levels: number) => `${'['.repeat(levels)}"Fruit"${']'.repeat(levels)}`;
		expect(exact(nested(4))).toEqual(data(JSON.parse(nested(4))));
		expect(exact(nested(5))).toEqual(plain(nested(5)));
	});

	it('may stand in other text', () => {
		for (const text of ['A sign {a: 1, a: 2}', 'It says {"a": 1, "a": 2}', 'x [1] y'])
			expect(exact(text)).toEqual(plain(text));
		for (const text of [
			'{"a": 1, \'a\': 2}',
			'```\n{"a": 1, \'a\': 2}\n```',
			'json {"a": 1, \'a\': 2}',
		])
			expect(exact(text)).toEqual({
				refused: 'The key "a" is used twice, with different values.',
			});
		expect(exact(`It says:\n${json}`)).toMatchObject({ value: apple, around: 'It says:' });
	});
});

describe('an answer tag', () => {
	const tag = { rule: 'answer tag', from: '', to: '' };

	it('holds what would be read without it', () => {
		expect(read('Well. <answer> Apple </answer> Bye.')).toEqual({
			text: 'Apple',
			around: 'Well. \n Bye.',
			repairs: [tag],
		});
		expect(read(`<answer>Here: ${json}</answer>`)).toEqual({
			value: apple,
			around: 'Here:',
			repairs: [{ rule: 'sentences around the answer', from: 'Here:', to: '' }, tag],
		});
		expect(read(`<answer>${json}`)).toEqual({ value: apple, around: '', repairs: [tag] });
		expect(read(`<answer>${json}</answer> <json> {"Fruit":"Apple"}</json>`)).toMatchObject({
			value: apple,
		});
		expect(read('<answer>Apple</answer><answer>Apple</answer>')).toMatchObject({ text: 'Apple' });
		expect(read(`<answer>${json}</answer> [1] {"a": 1} {b}`)).toMatchObject({ value: apple });
	});

	it.each<[string, object]>([
		['<answer>Apple', CUT],
		[`<answer>${json}</answer><answer>Apple</answer>`, DIFFER],
		['<answer>Apple</answer><answer>Pear</answer>', DIFFER],
		['<answer>Apple</answer><answer>{"a</answer>', CUT],
		[
			'<answer>{"a": 1, "a": 2}</answer>',
			{ refused: 'The key "a" is used twice, with different values.' },
		],
		[
			'<answer>Apple</answer> {"output": 1}',
			{ refused: 'An answer stands in the tags and another one outside of them.' },
		],
		[
			`<answer>Apple</answer> {'Fruit': 1}`,
			{ refused: 'An answer stands in the tags and another one outside of them.' },
		],
		[
			'<answer>Apple</answer> Perhaps.',
			{ refused: 'A sentence beside the answer denies, doubts or corrects it: "Perhaps."' },
		],
	])('is refused: %j', (text, refused) => {
		expect(read(text)).toEqual(refused);
	});

	it.each([
		'<tool_call name="f">',
		'</tool_call>',
		'<function=f>',
		'<parameter=a>',
		'<invoke name="f">',
		'<TOOL_USE>',
		'</parameter>',
	])('is not %s', (mark) => {
		expect(read(`${mark}Apple`)).toEqual({
			refused: 'The reply is a tool call in a form that is not known. JSON would be accepted.',
		});
		expect(read(`${mark.replace(/[<>]/g, '')}Apple`)).toHaveProperty('text');
		expect(read(`${mark.replace(/(\w)(?=\W*[ =>])/, '$1s')}Apple`)).toHaveProperty('text');
	});
});

describe('JSON in a text', () => {
	const sentences = (from: string) => ({ rule: 'sentences around the answer', from, to: '' });
	const spelling = (from: string, to: string) => ({ rule: 'spelling of JSON', from, to });
	const fence = (from: string, to: string) => ({ rule: 'code fence', from, to });
	const one = '{"Fruit":"Apple"}';

	it.each<[string, object[], string]>([
		[`Here: ${json}`, [sentences('Here:')], 'Here:'],
		["{'Fruit': 'Apple'}", [spelling("{'Fruit': 'Apple'}", one)], ''],
		[
			"Here: {'Fruit': 'Apple'}",
			[spelling("Here: {'Fruit': 'Apple'}", one), sentences('Here:')],
			'Here:',
		],
		[`\`${json}\``, [fence(`\`${json}\``, one)], ''],
		[`~~~\n${json}\n~~~`, [fence(`~~~\n${json}\n~~~`, one)], ''],
		[`\`\`\`json\n${json}\n\`\`\``, [fence(`\`\`\`json\n${json}\n\`\`\``, one)], ''],
		[`${json}\n${json}`, [], ''],
		[`${json}\nSee [2] and {x}.`, [sentences('See   and  .\n[2]\n{x}')], 'See   and  .\n[2]\n{x}'],
		[`Fruit: Apple\n${json}`, [sentences('Fruit: Apple')], 'Fruit: Apple'],
		[`fruit : apple\n${json}`, [sentences('fruit : apple')], 'fruit : apple'],
		[`apple\n\n${json}`, [sentences('apple')], 'apple'],
		[`* Apple.\n\n${json}`, [sentences('* Apple.')], '* Apple.'],
		[`- Color: red\n\n${json}`, [sentences('- Color: red')], '- Color: red'],
	])('%j', (text, repairs, around) => {
		const reading = read(text);
		expect(reading).toEqual({ value: apple, repairs, around });
	});

	it.each<[string, unknown]>([
		['{"Fruit": "Apple"}\n{"Count": 3}', [apple, { Count: 3 }]],
		['```json\n{"Fruit": "Apple"}\n{"Count": 3}\n```', [apple, { Count: 3 }]],
		["{'a': 1}", { a: 1 }],
		["`{'a': 1}`", { a: 1 }],
		["```json\n{'a': 1}\n```", { a: 1 }],
		['```\n[1,]\n```', [1]],
		['```\n["Fruit",]\n```', ['Fruit']],
		['It is: ["Fruit"]', ['Fruit']],
		['It is: {"a": {"output": 1}}', { a: { output: 1 } }],
	])('%j is data', (text, value) => {
		expect(read(text)).toMatchObject({ value });
	});

	it.each<[string, object]>([
		['{"Fruit": "Apple"},\n{"Count": 3},', DIFFER],
		['{"Fruit": "Apple"}\nand {"Count": 3}', DIFFER],
		['{"Fruit": "Apple"}\nThen: {"Count": 3}', DIFFER],
		['{"Fruit": "Apple"}\n{"a": 1}\n{"Count": 3}', DIFFER],
		[`${json}\n{"Fruit": "Pea`, CUT],
		[`Pear\n${json}`, DIFFER],
		[`- "Pear".\n${json}`, DIFFER],
		[`Fruit: Pear\n${json}`, DIFFER],
		[`Count: 3\n${json}`, DIFFER],
		[`Count: 3\n[${json}]`, DIFFER],
		[`Fruit:\n${json}`, DIFFER],
		['{"Fruit": "Apple" "x" }', { refused: 'The reply has JSON that cannot be read.' }],
		[`${json} {"a": 1, 'a': 2}`, { refused: 'The key "a" is used twice, with different values.' }],
		[`${json}, "Count": 3}`, { refused: 'The JSON goes on behind a bracket that closes it.' }],
		[
			`Somebody said ${json}`,
			{
				refused:
					'It is not clear whether the JSON is the answer. It stands in the middle of a sentence.',
			},
		],
		[
			`"a": ${json}`,
			{
				refused:
					'It is not clear whether the JSON is the answer. It is the value of a key, and the rest of its object is missing.',
			},
		],
		[
			`Frame 3:\n\`\`\`json\n${json}\n\`\`\``,
			{
				refused:
					'The text says where the answer holds: "Frame 3". JSON with frames as keys would be accepted.',
			},
		],
		[
			`${json}\nOr not.`,
			{ refused: 'A sentence beside the answer denies, doubts or corrects it: "Or not."' },
		],
	])('is refused: %j', (text, refused) => {
		expect(read(text)).toEqual(refused);
	});

	it.each([
		'A box {"a": 1} is red',
		'A box [1, 2] is red',
		'A {box} is red',
		'A [box of "a" "b"] x',
		'See {"a": 1}',
	])('that names nothing is part of the sentence: %j', (text) => {
		expect(read(text)).toEqual(plain(text));
	});
});
