/** The parts of a message: texts, thoughts and calls of tools, in the forms of the model APIs. */
import { describe, expect, it } from '@jest/globals';
import { contentBlocks, isApiType } from '../../../src/reply/wrappers/contentBlocks';
import { toolArguments, toolCalls } from '../../../src/reply/wrappers/toolCall';
import { unwrap } from '../../../src/reply/wrappers/unwrap';

const isName = (key: string) => key === 'Fruit';
const apple = { Fruit: 'Apple' };
const open = (value: unknown) => unwrap(value as never, { isName });
const blocks = (...list: unknown[]) => contentBlocks(list as never, isName);

describe('a block', () => {
	it.each(
		'thinking redacted_thinking reasoning reasoning_text summary_text thought reasoning_content Thinking'.split(
			' ',
		),
	)('of type %s is a thought, which is left out', (type) => {
		expect(blocks({ type, text: 'x', input: { a: 1 }, name: 'f' })).toEqual({
			texts: [],
			calls: [],
		});
		expect(blocks({ type, text: 'x' }, { type: 'text', text: 'y' })).toEqual({
			texts: ['y'],
			calls: [],
		});
	});

	it.each('text output_text message output_message assistant'.split(' '))(
		'of type %s is a text',
		(type) => {
			expect(blocks({ type, text: 'x' })).toEqual({ texts: ['x'], calls: [] });
			expect(blocks({ type, content: [1] })).toEqual({ texts: [[1]], calls: [] });
			expect(blocks({ type, text: null })).toEqual({ texts: [], calls: [] });
			expect(blocks({ type })).toBeUndefined();
		},
	);

	it.each(
		'tool_result function_call_output image image_url input_text input_image web_search_call refusal server_tool_use'.split(
			' ',
		),
	)('of type %s is not what the model answers', (type) => {
		expect(blocks({ type, text: 'x', content: 'y' })).toEqual({ texts: [], calls: [] });
	});

	it.each<[object, object | undefined]>([
		[{ text: 'x' }, { texts: ['x'], calls: [] }],
		[
			{ text: 'x', thoughtSignature: 'a', annotations: [] },
			{ texts: ['x'], calls: [] },
		],
		[
			{ text: 'x', thought: true },
			{ texts: [], calls: [] },
		],
		[
			{ text: 'x', thought: false },
			{ texts: ['x'], calls: [] },
		],
		[{ text: 'x', other: 1 }, undefined],
		[{ text: 5 }, undefined],
		[{ text: 'x', Fruit: 'Apple' }, undefined],
		[
			{ type: 'text', text: 'x', Fruit: 'Apple' },
			{ texts: ['x'], calls: [] },
		],
		[{ functionCall: { name: 'f', args: apple } }, { texts: [], calls: [apple] }],
		[{ functionCall: { name: 'f' } }, { texts: [], calls: [] }],
		[{ functionCall: 'f' }, undefined],
		[
			{ type: 'tool_use', name: 'f', input: apple },
			{ texts: [], calls: [apple] },
		],
		[{ type: 'tool_use', name: 'f' }, undefined],
		[
			{ type: 'refusal', refusal: 'No.' },
			{ texts: [], calls: [], refusal: 'No.' },
		],
		[
			{ type: 'refusal', refusal: '' },
			{ texts: [], calls: [] },
		],
		[{ type: 'other', text: 'x' }, undefined],
	])('%j is %j', (block, expected) => {
		expect(blocks(block)).toEqual(expected);
	});

	it('is none beside what is none, and in an empty list', () => {
		expect(blocks({ text: 'x' }, 'y')).toBeUndefined();
		expect(blocks({ text: 'x' }, apple)).toBeUndefined();
		expect(blocks()).toBeUndefined();
		expect(blocks('x')).toBeUndefined();
	});
});

it.each(
	'message response completion chat.completion text output_text tool_use tool_call function_call thinking reasoning'.split(
		' ',
	),
)('%s is a type of an API', (type) => {
	expect(isApiType(type)).toBe(true);
	expect(isApiType(`${type}s`)).toBe(false);
	expect(isApiType(`a${type}`)).toBe(false);
	// A question may be called "type".
	const named = { isName: (key: string) => key === 'type' };
	expect(unwrap({ type, output: apple }, named)).not.toBeUndefined();
	expect(unwrap({ type: 'ripe', output: apple }, named)).toBeUndefined();
});

describe('a call', () => {
	it.each('arguments args input parameters action_input tool_input'.split(' '))(
		'has its arguments under %s',
		(key) => {
			for (const name of ['name', 'action', 'tool', 'tool_name', 'toolName'])
				expect(toolArguments({ [name]: 'f', [key]: apple })).toEqual(apple);
			for (const type of ['tool_use', 'tool_call', 'function_call', 'function', 'tool-call'])
				expect(toolArguments({ type, [key]: apple })).toEqual(apple);
			expect(toolArguments({ [key]: apple })).toBeUndefined();
			expect(toolArguments({ name: 5, [key]: apple })).toBeUndefined();
			expect(toolArguments({ type: 'text', [key]: apple })).toBeUndefined();
			expect(toolArguments({ name: 'f', [key]: '' })).toBeUndefined();
		},
	);

	it('may have its function below it', () => {
		expect(toolArguments({ type: 'function', function: { name: 'f', arguments: apple } })).toEqual(
			apple,
		);
		expect(toolArguments({ name: 'f', function: { name: 'f', arguments: apple } })).toBeUndefined();
		expect(toolArguments({ type: 'function', function: 'f' })).toBeUndefined();
		expect(toolArguments({ type: 'function' })).toBeUndefined();
	});

	it.each('tool_calls toolCalls function_call functionCall tool_use toolUse function'.split(' '))(
		'stands in a message under %s',
		(key) => {
			const call = { name: 'f', arguments: apple };
			expect(toolCalls({ [key]: call })).toEqual([call]);
			expect(toolCalls({ [key]: [call, 5, call] })).toEqual([call, call]);
			expect(toolCalls({ [key]: 'f' })).toEqual([]);
			expect(open({ [key]: [call] })).toEqual({ inner: [apple], together: true, beside: [] });
			expect(open({ [key]: [{ function: call }] })).toEqual({
				inner: [apple],
				together: true,
				beside: [],
			});
			expect(open({ [key]: [{ id: 1 }] })).toEqual({
				inner: [{ id: 1 }],
				together: true,
				beside: [],
			});
			expect(open({ content: 'x', [key]: [call] })).toEqual({
				inner: [apple],
				together: true,
				beside: ['x'],
			});
		},
	);
});

describe('a message', () => {
	it.each(['parts', 'content'])('has blocks under %s, whose texts are one', (key) => {
		expect(open({ [key]: [{ text: 'a' }, { text: 'b' }] })).toEqual({ inner: ['ab'] });
		expect(open({ [key]: [{ type: 'text', text: { a: 1 } }, { text: 'b' }] })).toEqual({
			inner: [{ a: 1 }, 'b'],
		});
		expect(open({ [key]: [{ type: 'thinking', thinking: 'a' }] })).toEqual({
			refused: 'The reply holds thinking only, and no answer.',
		});
		expect(open({ [key]: [{ type: 'refusal', refusal: 'No.' }, { text: 'b' }] })).toEqual({
			refused: 'The model refused to answer: No.',
		});
		expect(open({ [key]: [{ text: 'a' }, { type: 'tool_use', input: apple }] })).toEqual({
			inner: [apple],
			together: true,
			beside: ['a'],
		});
	});

	it('may be one block alone', () => {
		expect(open({ type: 'text', text: 'a' })).toEqual({ inner: ['a'] });
		expect(open({ type: 'output_text', text: 'a' })).toEqual({ inner: ['a'] });
	});

	it('may be one of a list', () => {
		const own = { role: 'assistant', content: 'x' };
		const asked = { role: 'user', content: 'y' };
		expect(open([asked, own])).toEqual({ inner: [[own]] });
		expect(open([asked, asked])).not.toMatchObject({ inner: [[]] });
		expect(open([own, own])).toEqual({ inner: [own, own] });
		for (const key of [
			'message',
			'content',
			'text',
			'output',
			'finish_reason',
			'finishReason',
			'choices',
			'delta',
			'parts',
		])
			expect(
				open([
					{ [key]: 'x', id: 1 },
					{ [key]: 'y', id: 2 },
				]),
			).toEqual({
				inner: [
					{ [key]: 'x', id: 1 },
					{ [key]: 'y', id: 2 },
				],
			});
		expect(
			open([
				{ content: 'x', id: 1 },
				{ type: 'reasoning', content: 'y', id: 2 },
				{ id: 3, text: 'z' },
			]),
		).toEqual({
			inner: [
				{ content: 'x', id: 1 },
				{ id: 3, text: 'z' },
			],
		});
		expect(open([{ note: 'x' }, { note: 'y' }])).toBeUndefined();
		expect(open([{ content: 'x', id: 1 }, apple])).toBeUndefined();
		expect(
			open([
				{ name: 'f', args: apple },
				{ name: 'f', args: 5 },
			]),
		).toEqual({ inner: [apple, 5], together: true });
	});

	it('may be the only one of a list', () => {
		for (const only of [apple, [1], 'x']) expect(open([only])).toEqual({ inner: [only] });
		expect(open([3])).toBeUndefined();
		expect(open([])).toBeUndefined();
		expect(unwrap(['Apple'], { isName, isAnswer: Array.isArray })).toBeUndefined();
	});

	it.each(['choices', 'candidates', 'generations', 'completions'])(
		'has whole answers as %s',
		(key) => {
			expect(open({ [key]: [{ text: 'a' }, { text: 'b', index: 1 }] })).toEqual({
				inner: ['a', 'b'],
			});
			expect(open({ [key]: [[{ text: 'a' }]] })).toEqual({ inner: ['a'] });
			expect(open({ [key]: [{ text: 'a', finish_reason: 'length' }] })).toEqual({
				inner: [{ text: 'a', finish_reason: 'length' }],
			});
			expect(open({ [key]: [{ text: 'a', more: 1 }] })).toEqual({
				inner: [{ text: 'a', more: 1 }],
			});
			expect(open({ [key]: 'a' })).toEqual({ inner: ['a'] });
			expect(open({ outputs: [{ text: 'a' }] })).toEqual({ inner: [[{ text: 'a' }]] });
		},
	);
});
