/** Thinking, turns and tokens of chat templates around an answer. */
import { describe, expect, it } from '@jest/globals';
import { withoutThinking } from '../../../src/reply/text/thinking';

describe('thinking', () => {
	const repairs = [{ rule: 'thinking and chat tokens set aside', from: '', to: '' }];

	it.each(
		'think thinking thought thoughts reasoning reason reflection analysis scratchpad seed:think antthinking ant-thinking antml:thinking THINK'.split(
			' ',
		),
	)('stands in <%s>', (name) => {
		expect(withoutThinking(`<${name}>a</${name}>b`)).toEqual({ text: 'b', repairs });
		expect(withoutThinking(`<${name} level="1">a</${name} >b`)).toEqual({ text: 'b', repairs });
		expect(withoutThinking(`a</${name}>b`)).toEqual({ text: 'b', repairs });
		expect(withoutThinking(`<${name}>a`)).toEqual({
			refused: 'The thinking is not closed, so the answer may be missing or part of it.',
		});
		expect(withoutThinking(`<${name}>a</${name}>`)).toEqual({
			refused: 'The reply holds thinking only, and no answer.',
		});
		expect(withoutThinking(`{"x": "<${name}>a"}`)).toEqual({
			text: `{"x": "<${name}>a"}`,
			repairs: [],
		});
	});

	it.each([
		['[THINK]', '[/THINK]'],
		['<|thought|>', '<|/thought|>'],
		['<|begin_of_thought|>', '<|end_of_thought|>'],
		['<|think|>', '<|/think|>'],
		['◁think▷', '◁/think▷'],
	])('stands between %s and %s', (open, close) => {
		expect(withoutThinking(`${open}a${close}b`)).toEqual({ text: 'b', repairs });
		expect(withoutThinking(`${open}a`)).toHaveProperty('refused');
	});

	it.each(
		'<|im_end|> <|eot_id|> <｜end▁of▁sentence｜> <s> </s> <end_of_turn> <eos> <bos> <pad> <|/x|>'.split(
			' ',
		),
	)('may leave the token %s', (token) => {
		expect(withoutThinking(`a${token}`)).toEqual({ text: 'a', repairs });
		expect(withoutThinking(`{"x": "${token}"}`)).toEqual({
			text: `{"x": "${token}"}`,
			repairs: [],
		});
	});

	it.each([
		'<|im_start|>assistant\n',
		'<|start_header_id|>assistant<|end_header_id|>',
		'<start_of_turn>model\n',
		'<|assistant|>',
		'<|im_start|>ai ',
	])('ends with the turn of the model: %s', (turn) => {
		expect(withoutThinking(`${turn}b`)).toEqual({ text: 'b', repairs });
		expect(withoutThinking(`a${turn}b`)).toEqual({
			refused: 'The reply has two turns of the model.',
		});
		expect(withoutThinking(`${turn}b${turn}c`)).toEqual({
			refused: 'The reply goes on with turns of the conversation that are not the answer.',
		});
	});

	it.each([
		'<|im_start|>user\n',
		'<|user|>',
		'[INST]',
		'[/INST]',
		'<start_of_turn>user',
		'<|system|>',
	])('does not go on with the turn of others: %s', (turn) => {
		expect(withoutThinking(`b${turn}c`)).toEqual({
			refused: 'The reply goes on with turns of the conversation that are not the answer.',
		});
	});

	it('is none in plain text', () => {
		expect(withoutThinking(' a < b [c] ◁ d ')).toEqual({ text: 'a < b [c] ◁ d', repairs: [] });
		expect(withoutThinking('')).toEqual({ text: '', repairs: [] });
	});
});
