import { describe, expect, it } from '@jest/globals';
import { unwrapped } from '../../../src/llm/wrappers';

const isName = (key: string) => key === 'boxes';

describe('a wrapped answer', () => {
	it.each<[string, unknown, unknown]>([
		['in a field of a model node', { output: { boxes: [1] } }, { boxes: [1] }],
		['in several fields', [{ message: { content: '{"boxes":[1]}' } }], { boxes: [1] }],
		['with sentences around it', 'Here: {"boxes":[1]} Done.', { boxes: [1] }],
		[
			'beside a field of the same name as a wrapper',
			{ text: 'x', boxes: [1] },
			{ boxes: [1], text: 'x' },
		],
		['that has only unknown JSON in its text', 'See {"other":1}.', 'See {"other":1}.'],
		['that is no object', 7, 7],
	])('%s is taken out', (_name, answer, expected) =>
		expect(unwrapped(answer, isName)).toEqual(expected),
	);
});
