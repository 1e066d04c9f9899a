import { describe, expect, it } from '@jest/globals';
import { readReply } from '../../../src/reply/readReply';

const read = (input: unknown) => {
	const reply = readReply(input, {
		isName: (key) => ['Fruit', 'Count'].includes(key),
		isAnswer: (value) => ['Apple', 'Pear'].includes(String(value)),
	});
	return 'value' in reply ? reply.value : reply;
};
const json = '{"Fruit": "Apple"}';
const refused = { refused: expect.any(String) };

describe('JSON in a line', () => {
	it.each([
		'The JSON is {}',
		'Sure, here you go: {}',
		'Le résultat :\n{}',
		'答えは次のとおりです。{}',
		'> {}',
		'✅ {}',
		'{} Have a good day!',
		'{}\n\nThe skin is red and shiny.',
		'### Answer\n\n{}',
	])('is the answer when a sentence only hands it over: %s', (text) =>
		expect(read(text.replace('{}', json))).toEqual({ Fruit: 'Apple' }),
	);

	it.each([
		'Somebody told me {}',
		'Nobody would write {}',
		'{} was my first idea.',
		'Ei ole {}',
		'{}じゃない',
		'If it were red, {}',
		'"rejected": {}',
		'\n  "3-5": {}\n}',
		'Frame 7: {}',
		'At 00:12: {}',
		'Seconds 3 to 9:\n```json\n{}\n```',
		'{}\nEs war ein Fehler.',
		'{}\nこれはりんごではありません。',
		'Initially: {}',
	])('is refused when the sentence may say anything about it: %s', (text) =>
		expect(read(text.replace('{}', json))).toEqual(refused),
	);
});

describe('several answers of one reply', () => {
	const pear = { Fruit: 'Pear' };
	it.each<[string, unknown]>([
		['JSON as text and data in a list', [json, pear]],
		['a wrapped and a plain answer', [{ output: { Fruit: 'Apple' } }, pear]],
		['a wrapped and a plain answer as text', `{"output": ${json}}\n{"Fruit": "Pear"}`],
		['lists of one', [[{ Fruit: 'Apple' }], [pear]]],
		['titled lines and data', ['Fruit: Apple', pear]],
	])('are all heard: %s', (_what, input) =>
		expect(read(input)).toEqual([{ Fruit: 'Apple' }, pear]),
	);

	it.each<[string, unknown]>([
		['a bare answer above', `Pear\n${json}`],
		['a bare answer in a fence below a line', 'Fruit: Pear\n```\nApple\n```'],
		['a text that denies it in the list', [{ Fruit: 'Apple' }, 'That was wrong.']],
		[
			'a bare answer beside the tool call',
			{
				content: [
					{ type: 'text', text: 'Pear' },
					{ type: 'tool_use', name: 'f', input: { Fruit: 'Apple' } },
				],
			},
		],
		[
			'text behind the final channel',
			`<|channel|>final<|message|>${json}<|return|>{"Fruit": "Pear"}`,
		],
		['thinking that opens again', `<think>one <think>two</think> ${json}`],
	])('are refused: %s', (_what, input) => expect(read(input)).toEqual(refused));

	it.each<object>([
		{ Fruit: 'Apple', valid: false },
		{ Fruit: 'Apple', unsure: true },
		{ Fruit: 'Apple', error: 'the picture did not load' },
	])('are refused when a key takes them back: %j', (input) => expect(read(input)).toEqual(refused));

	it('are one when the tag of thinking is only doubled', () =>
		expect(read(`<think>\n<think>Pear?</think>${json}`)).toEqual({ Fruit: 'Apple' }));
});

describe('JSON as models spell it', () => {
	it('may close a bracket once more, where it is closed', () => {
		expect(read('{"Fruit": ["Apple"]], "Count": 3}')).toEqual({ Fruit: ['Apple'], Count: 3 });
		expect(read('{"Fruit": ["Apple"], "Pear"], "Count": 3}')).toEqual(refused);
		expect(read('{"Fruit": "Apple"}}, "Count": 3}')).toEqual(refused);
	});

	it('may have comments behind # and quotes that open low', () =>
		expect(read('{\n  # not "Pear"\n  „Fruit“: „Apple“\n}')).toEqual({ Fruit: 'Apple' }));
});
