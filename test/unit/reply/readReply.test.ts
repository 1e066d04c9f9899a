import { describe, expect, it } from '@jest/globals';
import { readReply } from '../../../src/reply/readReply';
import { WrittenNumber } from '../../../src/reply/value';
import { comesToAnEnd } from '../comesToAnEnd';

const NAMES = ['Fruit', 'Count', 'Note'];
const read = (input: unknown, bareText = false) => {
	const reply = readReply(input, {
		isName: (key) => NAMES.includes(key),
		isAnswer: (value) => ['Apple', 'Pear'].includes(String(value)),
		bareText,
	});
	return 'refused' in reply ? undefined : 'text' in reply ? reply.text : reply.value;
};
const reasonOf = (input: unknown, bareText = false) => {
	const reply = readReply(input, { isName: (key) => NAMES.includes(key), bareText });
	return 'refused' in reply ? reply.refused : undefined;
};
const apple = { Fruit: 'Apple' };
const json = '{"Fruit": "Apple"}';

describe('an answer is found', () => {
	it.each<[string, unknown]>([
		['alone', json],
		['in a fence', `\`\`\`json\n${json}\n\`\`\``],
		['in a fence that is not closed', `\`\`\`json\n${json}`],
		['between sentences', `Of course! ${json} Anything else?`],
		['twice, the same', `${json}\nIn short: ${json}`],
		['after closed thinking', `<think>{"Fruit": "Pear"}</think>${json}`],
		['after thinking whose opening tag is missing', `{"Fruit": "Pear"} or so.\n</think>\n${json}`],
		[
			'in the final channel',
			`<|channel|>analysis<|message|>Pear<|end|><|start|>assistant<|channel|>final<|message|>${json}<|return|>`,
		],
		['between chat tokens', `<|im_start|>assistant\n${json}<|im_end|>`],
		['in a tag', `<answer>${json}</answer>`],
		['with a closing bracket too many', `${json}}`],
		['with comments', '{"Fruit": "Apple" /* or a pear */}'],
		['with keys and texts in other quotes', "{Fruit: 'Apple',}"],
		['as JSON text in JSON', JSON.stringify(json)],
		['in wrappers', { output: { result: { data: [{ text: json }] } } }],
		['in choices', { choices: [{ finish_reason: 'stop', message: { content: json } }] }],
		['in parts of one text', { parts: [{ text: '{"Fruit": "App' }, { text: 'le"}' }] }],
		[
			'beside thoughts',
			[
				{ type: 'thinking', thinking: 'Pear' },
				{ type: 'text', text: json },
			],
		],
		[
			'in a tool call',
			{ content: null, tool_calls: [{ function: { name: 'f', arguments: json } }] },
		],
		['under one unknown key', { verdict: apple }],
		['in quotes that open and close differently', '{“Fruit": “Apple”}'],
		['beside an ID', { id: 'x', verdict: apple }],
		['beside a key for frames that is blank', { frames: '', output: json }],
		['beside a part that is empty', { text: null, output: json }],
		['beside several notes that say nothing', { output: json, by: 'me', remark: 'red' }],
		['in a list of one', [apple]],
		['as a row of a table without a head', '| **Fruit** | Apple |'],
		['under one unknown key, as text', { verdict: json }],
		['behind thinking that opens twice', `<think>a <think>Pear</think> c</think>${json}`],
		['behind thinking whose tag is doubled', `<think><think>Pear</think>${json}`],
		['behind thinking in other tags', `[THINK]Pear[/THINK]◁think▷Pear◁/think▷${json}`],
		['behind a channel mark with spaces', `<|start|> assistant <|channel|>final<|message|>${json}`],
		['behind the marks of lost channels', `analysisPear assistantfinal${json}`],
		['before a closing tag alone', `${json}</answer>`],
		['beside lines that say the same', `Fruit: Apple\n${json}`],
		[
			'beside the result of a tool',
			[
				{ type: 'tool_result', content: 'Pear' },
				{ type: 'text', text: json },
			],
		],
		[
			"in the model's own message",
			[
				{ role: 'user', content: 'Pear' },
				{ role: 'assistant', content: json },
			],
		],
		[
			'in the part that is no thought',
			{ parts: [{ text: 'Pear', thought: true }, { text: json }] },
		],
		['beside a state', { text: json, state: 'queued' }],
		['beside a status that is a number', { status: 5, output: json }],
		['beside a truth value', { result: true, text: json }],
		['beside the word that there is no error', { error: false, done: true, output: json }],
		[
			'beside the name of its kind',
			{ object: 'chat.completion', choices: [{ message: { content: json } }] },
		],
		['beside the time of the reply', { timestamp: '2024-05-01T00:00:00Z', output: json }],
		['beside notes that name nothing', { output: apple, notes: { by: 'me' } }],
		['with a reason of a whole reply', { stop_reason: 'eos_token', text: json }],
		['in the input of a call', { name: 'answer', input: apple }],
		[
			'beside a call that says the same',
			{ content: json, tool_calls: [{ function: { name: 'f', arguments: json } }] },
		],
		['in twenty wrappers', Array.from({ length: 20 }).reduce((output) => ({ output }), json)],
	])('%s', (_where, input) => expect(read(input)).toEqual(apple));

	it('as a bare option, also in a fence and between introductions', () => {
		expect(read('Apple')).toBe('Apple');
		expect(read('```\nApple\n```')).toBe('Apple');
		expect(read('Here is my answer:\n\nApple')).toBe('Apple');
	});

	it('in sentences, unless a line of them is no introduction', () => {
		expect(read('Here is my answer:\n \nApple\nHope this helps!')).toBe('Apple');
		const text = 'Here is my answer:\nPear tree\nApple';
		expect(read(text)).toBe(text);
	});

	it('with what is spelled otherwise, and nothing lost', () => {
		expect(read('{"Note": "she \\"said\\"\n# so", Fruit: \'Apple\'}')).toEqual({
			Note: 'she "said"\n# so',
			Fruit: 'Apple',
		});
		expect(read('{"Note": "a \\" // b", "Fruit": "Apple" // c\n}')).toEqual({
			Note: 'a " // b',
			Fruit: 'Apple',
		});
		expect(read('{"Fruit": "Apple", // a "pear"?\n# one [fruit\n"Count": 3 /* or } */}')).toEqual({
			Fruit: 'Apple',
			Count: 3,
		});
		expect(read('{"Fruit": "Apple", Note: http://a.b/c}')).toEqual({
			Fruit: 'Apple',
			Note: 'http://a.b/c',
		});
	});

	it('with tags and tokens in its texts', () =>
		expect(read('Here it is: {"Note": "<|im_end|> and <answer>x</answer>", "Count": 3}')).toEqual({
			Note: '<|im_end|> and <answer>x</answer>',
			Count: 3,
		}));

	it('with a bracket too many, which is left out', () =>
		expect(read('Sure: {"Fruit": ["Apple", "Plum"]]}')).toEqual({ Fruit: ['Apple', 'Plum'] }));

	it('as texts that differ in white space alone', () => {
		expect(read([{ output: ' Apple ' }, { output: 'Apple' }])).toBe('Apple');
		expect(read({ choices: [{ text: 'Apple\n' }, { text: 'Apple' }] })).toBe('Apple');
		expect(read({ content: [{ text: 'Apple', annotations: [] }] })).toBe('Apple');
	});

	it('twice, also as a list', () => {
		const list = '{"Note": ["red", "ripe"]}';
		expect(read(`${list}\nIn short: ${list}`)).toEqual({ Note: ['red', 'ripe'] });
	});

	it('in several calls, as a list', () => {
		const calls = [json, '{"Count": 3}'].map((text) => ({ name: 'f', arguments: text }));
		expect(read(calls)).toEqual([apple, { Count: 3 }]);
		expect(read({ tool_calls: calls.map((call) => ({ function: call })) })).toEqual([
			apple,
			{ Count: 3 },
		]);
	});

	it.each<[unknown]>([
		[{ output: apple, notes: { Fruit: 'Pear' } }],
		[{ output: json, by: 'me', pick: 'Pear' }],
		[{ output: json, unsure: 'of it', by: 'me' }],
		[{ label: 'Fruit', output: 'Apple' }],
		[{ id: apple }],
		[{ end_frame: 3, output: json }],
		[{ segment: 1, output: json }],
		[{ pages: [1], output: json }],
		[{ type: 'message', Fruit: 'Apple' }],
		[{ type: 'kind', properties: { a: 1 } }],
		[[3]],
		[{ output: apple, unsure: 'of the color' }],
		[{ frame: 3, output: apple }],
		[{ time: '00:12', output: json }],
		[{ frame_3: apple }],
		[{ first: apple }],
		[{ name: 'Soil', answer: 'Dry' }],
		[{ Fruit: 'Apple', valid: true, invalid: false, checked: true }],
		[['Apple', 'Pear']],
	])('in data that is left as it is, because more is said: %j', (data) =>
		expect(read(data)).toEqual(data),
	);

	it('with what stands beside it in a choice', () => {
		expect(read({ choices: [{ text: 'Apple', index: 0 }] })).toBe('Apple');
		const more = { text: 'Apple', other: { Fruit: 'Pear' } };
		expect(read({ choices: [more] })).toEqual(more);
	});

	it('in data of JavaScript', () =>
		expect(
			read({ Note: new Date(0), Count: 12345678901234567890n, Fruit: undefined, f: () => 1 }),
		).toEqual({
			Note: '1970-01-01T00:00:00.000Z',
			Count: new WrittenNumber('12345678901234567890'),
		}));

	it('as lines and as a table', () => {
		expect(read('Fruit: Apple\nFruit: Apple')).toEqual(apple);
		expect(read('| Fruit | Apple |\n|---|---|\n| Count | 3 |')).toEqual({
			Fruit: 'Apple',
			Count: '3',
		});
		expect(read('| Key | Value |\n|:---|---:|\n| Fruit | Apple |')).toEqual(apple);
		expect(read('- **Fruit**: Apple\n- Count: 3')).toEqual({ Fruit: 'Apple', Count: '3' });
		expect(read('| Key | Value |\n|---|---|\n| Fruit | Apple |')).toEqual(apple);
	});

	it('as lines of JSON, which belong together', () =>
		expect(read('{"Fruit": "Apple"}\n{"Count": 3}')).toEqual([apple, { Count: 3 }]));
});

describe('the report of a reply', () => {
	const told = (input: unknown) => {
		const reply = readReply(input, {
			isName: (key) => NAMES.includes(key),
			isAnswer: (value) => ['Apple', 'Pear'].includes(String(value)),
		});
		return 'refused' in reply
			? reply
			: { rules: reply.repairs.map(({ rule }) => rule), around: reply.around };
	};
	it.each<[unknown, string[], string]>([
		[json, [], ''],
		[{ output: json }, ['wrapper'], ''],
		[`\`\`\`json\n${json}\n\`\`\``, ['code fence'], ''],
		['```\nApple\n```', ['code fence'], ''],
		[`Of course! ${json} Enjoy!`, ['sentences around the answer'], 'Of course!   Enjoy!'],
		['Here is my answer:\n\nApple', ['sentences around the answer'], 'Here is my answer:'],
		['Here you are:\nFruit: Apple', ['lines of title and value'], 'Here you are:'],
		[`\n${json}\n `, [], ''],
		['Count: 3\n{"Fruit": "Apple", "Count": 3}', ['sentences around the answer'], 'Count: 3'],
		[`<answer>${json}</answer> Enjoy!`, ['answer tag'], 'Enjoy!'],
		[`<think>Hm.</think>${json}`, ['thinking and chat tokens set aside'], ''],
		["{Fruit: 'Apple'}", ['spelling of JSON'], ''],
		[JSON.stringify(json), ['JSON as text'], ''],
		[{ content: apple, tool_calls: [{ name: 'f', arguments: json }] }, ['wrapper'], ''],
		[{ content: 'Enjoy!', tool_calls: [{ name: 'f', arguments: json }] }, ['wrapper'], 'Enjoy!'],
	])('names the rules and the sentences: %j', (input, rules, around) =>
		expect(told(input)).toEqual({ rules, around }),
	);
});

describe('a reply is refused', () => {
	it.each<[string, unknown]>([
		['when it is cut in an object', '{"Fruit": "Apple", "No'],
		['when it is cut behind a value', '{"Fruit": "Apple"'],
		['when it is cut in a fence', '```json\n{"Fruit": "Apple",\n```'],
		['when the model reached its limit', { choices: [{ finish_reason: 'length', text: 'Apple' }] }],
		['when a wrapper inside says so', { output: [{ status: 'incomplete', content: json }] }],
		['when dots stand for the rest', '{"Fruit": "Apple", ...}'],
		['when thinking is not closed', `<think>${json}`],
		['when it is nothing but thinking', '<think>Apple</think>'],
		['when no channel is final', `<|channel|>analysis<|message|>${json}`],
		['when two objects differ', `${json} or {"Fruit": "Pear"}`],
		['when two fences differ', `\`\`\`\n${json}\n\`\`\`\n\`\`\`\n{"Fruit": "Pear"}\n\`\`\``],
		['when a key has two values', '{"Fruit": "Apple", "Fruit": "Pear"}'],
		['when choices are parts of words', { choices: [{ text: 'Ap' }, { text: 'ple' }] }],
		['when choices differ', { choices: [{ text: json }, { text: '{"Fruit": "Pear"}' }] }],
		['when a sentence denies it', `${json} would be wrong.`],
		['when a sentence doubts it', `I am not sure, but: ${json}`],
		['when a sentence says that it is the prompt', `Format: ${json}`],
		['when a sentence says how unsure it is', `${json} (low confidence)`],
		['when a line says something else', `Fruit: Pear\n${json}`],
		['when a bracket closes too early', '{"Fruit": "Apple"}, "Count": 3}'],
		['when quotes are not escaped', '{"Note": "a "big" one", "Count": 3}'],
		['when jsonrepair would drop a backslash', "{'Note': 'a\\d'}"],
		['when the marks of its channels are lost', `analysisIt may be ${json}`],
		['when jsonrepair would add a value', '{"Fruit": "Apple", "Count": }'],
		['when it repeats the schema', { type: 'object', properties: { Fruit: {} }, required: [] }],
		['when it is an error', { error: { message: 'quota' } }],
		['when the model refuses', { message: { refusal: 'No.', content: null } }],
		['when others wrote it', { role: 'user', content: json }],
	])('%s', (_when, input) => expect(reasonOf(input)).toEqual(expect.any(String)));
});

describe('a bare text', () => {
	it.each([
		'1.50',
		'true',
		'{"a": 1}',
		'<b>5 &euro;</b>',
		'Code {x: 1} on a box',
		'He said: maybe not.',
		'A note {"Fruit": "Apple", "Fruit": "Pear"} is printed',
		'"red" and "blue"',
		'"red',
		'say {',
		'Sorry for the delay: a red door',
		'Errors are red',
	])('is kept exactly: %s', (text) => expect(read(` ${text}\n`, true)).toBe(text));

	it.each([
		"I'm sorry, but I can't describe this picture.",
		'Error: connection reset',
		'{"Note": "never closed',
		'Note: is this the title or the text?',
		'"Quotes of the sign?"',
		'Here it is:\n```\ntext\n```',
	])('is refused when it is no answer, or not clear: %s', (text) =>
		expect(reasonOf(text, true)).toEqual(expect.any(String)),
	);
});

describe('numbers in texts', () => {
	it('keep their spelling, and have none as data', () => {
		const expected = { isName: (key: string) => NAMES.includes(key) };
		expect(readReply('{"Count": 3}', expected)).toHaveProperty('spelled', true);
		expect(readReply({ output: '{"Count": 3}' }, expected)).toHaveProperty('spelled', true);
		expect(readReply({ Count: 3 }, expected)).toHaveProperty('spelled', false);
		expect(read('{"Note": 1.50, "Count": 3, "Fruit": 12345678901234567890}')).toEqual({
			Note: new WrittenNumber('1.50'),
			Count: 3,
			Fruit: new WrittenNumber('12345678901234567890'),
		});
	});
});

it('takes nothing from the prototype key', () => {
	const value = read('{"__proto__": {"Fruit": "Pear"}, "Count": 3}') as { [key: string]: unknown };
	expect(Object.keys(value)).toEqual(['__proto__', 'Count']);
	expect(value.Fruit).toBeUndefined();
});

it.each([
	'{"a":['.repeat(20_000),
	'['.repeat(100_000),
	'<think>'.repeat(20_000),
	'"{'.repeat(50_000),
	'I am sorry '.repeat(20_000),
	'[1] '.repeat(30_000),
])('comes to an end with hostile texts', (text) => comesToAnEnd(() => read(text)));

it.each([
	'{"Note": :}',
	'{"Note": =}',
	'{"Note": ?}',
	'{"Note": ___}',
	'{"Count": 3, "Note": #, "Fruit": "Pear"}',
	'{"Note": ::x}',
	'{"Count": = 5}',
	'{"Note":\n?}',
	'{"Note":\n= 5}',
])('refuses signs where a value is expected: %s', (text) =>
	expect(reasonOf(text)).toMatch(/signs stand where a value is expected/),
);

it.each([
	['{"Note": https://example.com/a}', { Note: 'https://example.com/a' }],
	['{Note: "?"}', { Note: '?' }],
	['{Fruit: $5, Count: -3}', { Fruit: '$5', Count: -3 }],
	['{Note: 👍}', { Note: '👍' }],
])('reads a value without quotes that begins with a sign: %s', (text, value) =>
	expect(read(text)).toEqual(value),
);

it.each(['"}', '<think>{"x": "</think>"}', '}', '`]'])(
	'refuses to keep a text that begins in the middle of JSON: %s',
	(text) => {
		expect(reasonOf(text, true)).toBe('The reply begins in the middle of JSON.');
	},
);

it('leaves a bracket to the question that has it as an option', () =>
	expect(['}', '"}"', ']'].map((text) => read(text))).toEqual(['}', '"}"', ']']));
