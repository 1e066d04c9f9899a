/** Channels, turns and nested thoughts: where the answer begins and ends, and when it cannot be told. */
import { describe, expect, it } from '@jest/globals';
import { withoutThinking } from '../../../src/reply/text/thinking';

const repairs = [{ rule: 'thinking and chat tokens set aside', from: '', to: '' }];
const is = (text: string) => ({ text, repairs });
const THINKING = { refused: 'The reply holds thinking only, and no answer.' };
const OPEN = { refused: 'The thinking is not closed, so the answer may be missing or part of it.' };
const MORE = { refused: 'The reply has more than its channels, before or behind them.' };
const TURNS = {
	refused: 'The reply goes on with turns of the conversation that are not the answer.',
};
const final = '<|channel|>final<|message|>';

describe('the final channel', () => {
	it.each<[string, object]>([
		[`${final}a`, is('a')],
		[`${final.toUpperCase()}a`, is('a')],
		['<|channel|> final <|constrain|>json<|message|>a', is('a')],
		['<|channel|>final json<|message|>a', is('a')],
		[`<|start|>assistant${final}a<|return|>`, is('a')],
		[` <|start|> assistant ${final}a<|end|>`, is('a')],
		[`${final}a<|end|><|start|>`, is('a')],
		[`${final}a<|call|>`, is('a')],
		[`<|channel|>analysis<|message|>x<|end|>${final}a`, is('a')],
		[`<|channel|>analysis<|message|>x${final}a<|channel|>commentary<|message|>y`, is('a')],
		[`${final}<|end|>`, THINKING],
		[
			'<|channel|>analysis<|message|>x',
			{ refused: 'The reply holds thinking only, and no final channel.' },
		],
		[`${final}a${final}a`, { refused: 'The reply has several final channels.' }],
		[`x${final}a`, MORE],
		[`x<|start|>assistant${final}a`, MORE],
		[`${final}a<|end|>b`, MORE],
		[`<|channel|>analysis<|message|>x<|end|>${final}a<|return|>b`, MORE],
		[`{"x": "${final}"}`, { text: `{"x": "${final}"}`, repairs: [] }],
	])('of %j', (text, expected) => expect(withoutThinking(text)).toEqual(expected));

	it.each(['analysis', 'commentary'])('is found where its marks are lost, behind %s', (name) => {
		expect(withoutThinking(`${name}Well.assistantfinala`)).toEqual(is('a'));
		expect(withoutThinking(` ${name}{"x": 1}assistantfinalx assistantfinal b`)).toEqual(is('b'));
		for (const begin of ['W', '"', '{', '[', '<'])
			expect(withoutThinking(`${name}${begin}ell.`)).toEqual({
				refused: 'The reply holds thinking only (a channel "analysis"), and no final answer.',
			});
		for (const text of [`${name} of it`, `${name}: a`, `An ${name}X`, name])
			expect(withoutThinking(text)).toEqual({ text, repairs: [] });
	});
});

describe('a turn', () => {
	it.each<[string, object]>([
		['<|start_header_id|> assistant <|end_header_id|>a', is('a')],
		['<|header_start|>assistant<|header_end|>a', is('a')],
		['<|im_start|> model a', is('a')],
		['<start_of_turn> model\na<end_of_turn>', is('a')],
		['<s><|assistant|>a</s>', is('a')],
		['<|model|>a', is('a')],
		['<|im_end|>\n<|im_start|>assistant\na', is('a')],
		['b<|im_start|>assistant\na', { refused: 'The reply has two turns of the model.' }],
		['<|im_start|>assistant\na<|im_start|>assistant\na', TURNS],
		['a<|im_start|>tool\nb', TURNS],
		['a[INST]', TURNS],
		['a<|system|>b', TURNS],
		['{"x": "[INST]"}', { text: '{"x": "[INST]"}', repairs: [] }],
		['{"x": "<|user|>"}<|im_end|>', is('{"x": "<|user|>"}')],
	])('in %j', (text, expected) => expect(withoutThinking(text)).toEqual(expected));
});

describe('thoughts', () => {
	it.each<[string, object]>([
		['a<think>x</think>b', is('ab')],
		['<think>x</think>b<think>y</think>', is('b')],
		['<think>x<think>y</think>z</think>b', is('b')],
		['<think> \n<think>y</think>b', is('b')],
		['<think>x<think>y</think>b', OPEN],
		['<think>x<thought>y</thought>z</think>b', is('b')],
		['<think><thinking>y</thinking>b', is('b')],
		['<think>x</thinking>b', is('b')],
		['a<think', { text: 'a<think', repairs: [] }],
		['a<thinker>b', { text: 'a<thinker>b', repairs: [] }],
		['a</thinker>b', { text: 'a</thinker>b', repairs: [] }],
		['x</think>y</think>b', is('b')],
		['x</think>', THINKING],
		['[THINK]x[/THINK]b', is('b')],
		['[THINK]{"x": 1}[/THINK]{"y": 2}', is('{"y": 2}')],
		['["[THINK]"]', { text: '["[THINK]"]', repairs: [] }],
		['["<think>"] <think>x</think>', is('["<think>"]')],
		[`<think ${'a'.repeat(150)}>x</think>b`, is('b')],
	])('in %j', (text, expected) => expect(withoutThinking(text)).toEqual(expected));

	it('are set aside without a report where only white space was', () => {
		expect(withoutThinking(' \n a \n')).toEqual({ text: 'a', repairs: [] });
	});
});

it.each([
	...[
		'<|im_end|>',
		'<|/x y-z|>',
		'<|A▁b|>',
		'<｜a b▁c｜>',
		'<s>',
		'</s>',
		'<eos>',
		'<BOS>',
		'<pad>',
	],
])('%s is a token, which is no part of the answer', (token) => {
	expect(withoutThinking(`${token}a${token} b${token}`)).toEqual(is('a b'));
	expect(withoutThinking(token)).toEqual(THINKING);
});

it.each(['<|1x|>', '<||>', '<x>', '<｜｜>', `<｜${'x'.repeat(41)}｜>`, '<ss>', '<|a', '< s>'])(
	'%s is no token',
	(text) => expect(withoutThinking(`a${text}b`)).toEqual({ text: `a${text}b`, repairs: [] }),
);
