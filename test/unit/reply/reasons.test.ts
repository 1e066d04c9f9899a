/** Replies that are refused, each with the reason that people read. */
import { describe, expect, it } from '@jest/globals';
import { readReply } from '../../../src/reply/readReply';

const reasonOf = (input: unknown, bareText = false) => {
	const reply = readReply(input, {
		isName: (key) => ['Fruit', 'Count', 'Note'].includes(key),
		isAnswer: (value) => ['Apple', 'Pear'].includes(String(value)),
		isText: (key) => key === 'Note',
		bareText,
	});
	return 'refused' in reply ? reply.refused : reply;
};
const json = '{"Fruit": "Apple"}';
const apple = { Fruit: 'Apple' };
const calling = (content: unknown) => ({
	content,
	tool_calls: [{ function: { name: 'f', arguments: json } }],
});
const wrapped = (times: number): unknown => (times === 0 ? json : { output: wrapped(times - 1) });

const CUT = 'The reply was cut off: brackets or quotes are open.';
const DIFFER = 'The reply has several answers that do not agree.';
const DOUBT = 'A sentence beside the answer denies, doubts or corrects it:';
const BESIDE_CALL = 'The text beside the tool call has another answer.';
const THINKING = 'The reply holds thinking only';
const ERROR = 'The reply is an error instead of an answer.';
const MORE = 'The reply has more than its channels, before or behind them.';
const TURNS = 'The reply goes on with turns of the conversation that are not the answer.';
const SENTENCE =
	'It is not clear whether the JSON is the answer. It stands in the middle of a sentence.';

describe('a text', () => {
	it.each([
		['Apple {', CUT],
		['Apple [', CUT],
		['{"Fruit": "Apple" // behind', CUT],
		['{"Fruit": "Apple" /* behind }', CUT],
		['{"Fruit": "Apple"]}', CUT],
		['{"Fruit": "Apple", ...}', 'The JSON cannot be read with certainty: dots stand for something'],
		['{"Note": "a "big" one", "Count": 3}', 'a quote inside of a text is not escaped'],
		[
			'{"Fruit": "Apple", "Fruit": "Pear"}',
			'The key "Fruit" is used twice, with different values.',
		],
		['{"Fruit": "Apple"}, "Count": 3}', 'The JSON goes on behind a bracket that closes it.'],
		['{"Fruit": }', 'The JSON is broken in a way that leaves more than one reading.'],
		['```\nApple\n```\n```\nPear\n```', DIFFER],
		['Fruit: Apple\nCount: 4\n{"Fruit": "Apple", "Count": 3}', DIFFER],
		['Fruit: Apple\nFruit: Pear', '"Fruit" is answered twice, with different values.'],
		[
			'| Note | Count |\n|---|---|\n| red | 3 |',
			'The table has the titles side by side: "| Note |',
		],
		['Count: 3\n{"Fruit": 3, "Count": 4}', DIFFER],
		['{"Count": 1.0}\nIn short: {"Count": 1}', DIFFER],
		[`**Pear**\n${json}`, DIFFER],
		['Note: "red"', 'It is not clear whether the quotes belong to the text of "Note".'],
		[`Seconds 3 to 9: ${json}`, 'The text says where the answer holds: "Seconds 3".'],
		['Fruit:', 'The line "Fruit:" has no answer behind its title.'],
		['Fruit: Apple\nor so', 'It is not clear which answer the line "or so" belongs to.'],
		['{"Fruit": ["Apple", "Plum"]}\nIn short: {"Fruit": ["Apple", "Pear"]}', DIFFER],
		[`Is it? It is. ${json}`, `${DOUBT} "Is it?"`],
		[`It is ripe. Or not. ${json}`, `${DOUBT} "Or not."`],
		[`The fruit ${json} is green`, SENTENCE],
		[`In frame 3: ${json}`, 'The text says where the answer holds: "frame 3".'],
		['<answer>Apple', CUT],
		['<answer>Apple</answer> or <answer>Pear</answer>', DIFFER],
		['<answer>Apple</answer> I guess.', `${DOUBT} "I guess."`],
		[
			'<answer>Apple</answer> {"Fruit": "Pear"}',
			'An answer stands in the tags and another one outside of them.',
		],
		[`<function=x>${json}`, 'The reply is a tool call in a form that is not known.'],
		[`<think>${json}`, 'The thinking is not closed'],
		['<think>Apple</think>', THINKING],
		['analysisIt may be an apple', THINKING],
		['<|channel|>analysis<|message|>Apple', THINKING],
		[`<|channel|>final<|message|>${json}<|end|>Pear`, MORE],
		[`Pear<|channel|>final<|message|>${json}`, MORE],
		[
			'<|channel|>final<|message|>Apple<|end|><|start|>assistant<|channel|>final<|message|>Pear',
			'The reply has several final channels.',
		],
		[`<|im_start|>user\nWhich fruit?<|im_end|>${json}`, TURNS],
		[`<|im_start|>assistant\n${json}<|im_end|><|im_start|>user\nNo.`, TURNS],
		[`Pear <|im_start|>assistant\n${json}`, 'The reply has two turns of the model.'],
	])('%s', (text, reason) => expect(reasonOf(text)).toContain(reason));
});

describe('data', () => {
	it.each<[unknown, string]>([
		[wrapped(30), 'The reply is wrapped too many times.'],
		[calling('I am not sure.'), `${DOUBT} "I am not sure."`],
		[calling('Pear'), BESIDE_CALL],
		[calling('{"Fruit": "Pear"}'), BESIDE_CALL],
		[calling({ Fruit: 'Pear' }), BESIDE_CALL],
		[[{ message: { content: 'Pear' } }, { message: { content: json } }], DIFFER],
		[[apple, 'not sure'], `${DOUBT} "not sure"`],
		[{ Fruit: 'Apple', valid: false }, 'The reply takes its answers back: "valid".'],
		[{ Fruit: 'Apple', is_correct: false }, 'The reply takes its answers back: "is_correct".'],
		[{ Fruit: 'Apple', not_sure: true }, 'The reply takes its answers back: "not_sure".'],
		[{ Fruit: 'Apple', error: 'too dark' }, 'The reply takes its answers back: "error".'],
		[{ success: false, output: json }, ERROR],
		[{ is_error: true, output: json }, ERROR],
		[{ error: 'quota', output: json }, ERROR],
		[{ refusal: 'No.', output: json }, 'The model refused to answer: No.'],
		[[{ type: 'refusal', refusal: 'No.' }], 'The model refused to answer: No.'],
		[[{ type: 'thinking', thinking: 'Apple' }], THINKING],
		[{ Fruit: 'Apple', isvalid: false }, 'The reply takes its answers back: "isvalid".'],
		[{ type: 'object', properties: { Colors: {} } }, 'The reply repeats the schema'],
		[{ properties: { Colors: {} }, additionalProperties: false }, 'The reply repeats the schema'],
		[{ metadata: [{ a: 1 }, { finish_reason: 'length' }], text: json }, 'early (length).'],
		[{ $schema: 'x', Colors: {} }, 'The reply repeats the schema instead of answering it.'],
		[{ role: 'user', content: json }, 'The message is not one of the model.'],
		[{ status: 'failed', output: json }, 'stopped early (failed).'],
		[{ done: false, response: json }, 'stopped early (not done).'],
		[{ truncated: true, text: json }, 'stopped early (truncated).'],
		[{ stop_reason: 'max_tokens', text: json }, 'stopped early (max_tokens).'],
		[{ response_metadata: { finish_reason: 'length' }, text: json }, 'stopped early (length).'],
		[{ incomplete_details: { reason: 'content_filter' }, text: json }, '(content_filter).'],
		[{ generationInfo: [{ finish_reason: 'length' }], text: json }, 'stopped early (length).'],
	])('%j', (data, reason) => expect(reasonOf(data)).toContain(reason));
});

describe('the one text that was asked for', () => {
	it.each([
		['{"answer": "red"}', 'It is not clear whether the JSON is the text or holds it.'],
		['{"a', CUT],
		['```\nred', 'The reply was cut off: its code fence is open.'],
		[
			'Here:\n```\nred\n```',
			'It is not clear whether the fence and the sentences around it belong',
		],
		['Note: red', 'It is not clear whether "Note:" belongs to the text.'],
		['"red"', 'It is not clear whether the quotes around the text belong to it.'],
		['Es tut mir leid, das kann ich nicht.', 'The model apologized instead of answering.'],
		['As an AI model, I see nothing.', 'The model apologized instead of answering.'],
		['TypeError: x is no function', ERROR],
	])('%s', (text, reason) => expect(reasonOf(text, true)).toContain(reason));
});
