/** How JSON stands in the text around it, and what becomes of several answers. */
import { describe, expect, it } from '@jest/globals';
import { readReply } from '../../../src/reply/readReply';
import { embeddedIn, placeBefore } from '../../../src/reply/text/embedding';

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

describe('the text in front of JSON', () => {
	const inSentence = 'It stands in the middle of a sentence.';
	const ofKey = 'It is the value of a key, and the rest of its object is missing.';

	it.each('sure here json answer analysing follows ll'.split(' '))(
		'hands it over with "%s"',
		(word) => {
			expect(embeddedIn(`${word} `, '')).toBeUndefined();
			expect(embeddedIn(`Here’s, ${word.toUpperCase()} `, '')).toBeUndefined();
			expect(embeddedIn(`${word}qq `, '')).toBe(inSentence);
			expect(embeddedIn('', ` ${word}`)).toBeUndefined();
			expect(embeddedIn('', ` ${word}qq`)).toBe(inSentence);
		},
	);

	it.each([...':：.。!！…—–>)]|=-'])('ends its sentence with %s', (mark) => {
		expect(embeddedIn(`Somebody said${mark}`, '')).toBeUndefined();
		expect(embeddedIn(`Somebody said${mark} **_~'"” \``, '')).toBeUndefined();
		expect(embeddedIn(`Somebody${mark}said`, '')).toBe(inSentence);
		expect(embeddedIn(`Somebody said${mark}\nand`, '')).toBeUndefined();
		expect(embeddedIn(`Somebody said${mark}\nbut`, '')).toBe(inSentence);
	});

	it.each([...' \t>*_#|~`\'"([•‣◦·-', '✅', '❤️', '3. ', '12) '])(
		'may begin its line with %j',
		(mark) => {
			expect(embeddedIn(mark, '')).toBeUndefined();
			expect(embeddedIn(`x\n${mark}${mark}`, '')).toBeUndefined();
			expect(embeddedIn(`${mark}x`, '')).toBe(inSentence);
		},
	);

	it.each(['123. x', '3.x', '3', 'x 3. '])('is a sentence that goes on: %j', (lead) => {
		expect(embeddedIn(lead, '')).toBe(lead === 'x 3. ' ? undefined : inSentence);
	});

	it.each(['"a":', "'a' : ", '“a” =', '‘a’:\n', '„a“: [', '«a»: ( ', '"a":\t[ '])(
		'is a key: %j',
		(before) => {
			expect(embeddedIn(before, '')).toBe(ofKey);
			expect(embeddedIn(before.replace(/[:=]/, ''), '')).not.toBe(ofKey);
			expect(embeddedIn(`${before}x`, '')).not.toBe(ofKey);
		},
	);

	it.each([
		'frame',
		'frames',
		'slice',
		'pages',
		'segment',
		'clips',
		'second',
		'minutes',
		'timestamps',
		'FRAME',
	])('says where it holds: %s', (word) => {
		for (const place of [
			`${word} 7`,
			`${word}7`,
			`${word} no. 7`,
			`${word} no 7`,
			`${word} number 7`,
			`${word} # 7`,
			`${word} #7`,
		])
			expect(placeBefore(`Here,\nat ${place}0: \n`)).toBe(place);
		expect(placeBefore(`x${word} 7`)).toBeUndefined();
		expect(placeBefore(`${word} seven`)).toBeUndefined();
		expect(placeBefore(`${word} 7\nHere:`)).toBeUndefined();
	});

	it.each([
		'0:12',
		'00:12',
		'7s',
		'7 s',
		'7 sec',
		'7 secs',
		'7 second',
		'7 seconds',
		'7 ms',
		'7 min',
		'7 mins',
		'7 h',
		'7 hrs',
		'7 hour',
		'7 hours',
		'7 minute',
		'7 minutes',
	])('says at which time it holds: %s', (time) => {
		expect(placeBefore(`At ${time}: `)).toBe(time);
		expect(placeBefore(`At ${time.replace(/\d/g, 'x')}: `)).toBeUndefined();
	});

	it.each(['0:1', '7 m', '7 moments', 'Answer 7:'])('says nothing of the kind: %s', (text) => {
		expect(placeBefore(text)).toBeUndefined();
	});
});

describe('the text behind JSON', () => {
	const inSentence = 'It stands in the middle of a sentence.';

	it.each([
		' was it',
		'.was it'.slice(1),
		', was it',
		'– was it',
		'— was it',
		'-was it',
		'` * _ ~ \' ") ] was it',
		' じゃない',
		',じゃ',
	])('goes on with the sentence: %j', (after) => {
		expect(embeddedIn('', after)).toBe(inSentence);
		expect(embeddedIn('', `${after}\nWas`)).toBe(inSentence);
		expect(embeddedIn('', `\n${after}`)).toBeUndefined();
	});

	it.each([
		'',
		' ',
		'. was it',
		'; was it',
		' Was it',
		', Was it',
		', , was it',
		' 7 was it',
		'( was it',
	])('begins a new one: %j', (after) => {
		expect(embeddedIn('', after)).toBeUndefined();
	});
});
