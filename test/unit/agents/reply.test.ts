import { describe, expect, it } from '@jest/globals';
import { agentReply } from '../../../src/agents/reply';

describe('the reply of an agent', () => {
	it.each([
		[{}, {}],
		[{ message: '  done \n' }, { message: 'done' }],
		[{ message: '   ', decision: '\t' }, {}],
		[{ decision: ' Cat ' }, { decision: 'Cat' }],
		[
			{ message: 'ok', decision: 'Cat' },
			{ message: 'ok', decision: 'Cat' },
		],
	])('%j becomes %j', (reply, body) => {
		expect(agentReply(reply)).toEqual(body);
	});

	it.each<[string, string, string]>([
		['256 characters', 'a'.repeat(256), 'a'.repeat(256)],
		['a long word', 'a'.repeat(257), `${'a'.repeat(255)}…`],
		['emoji', '😀'.repeat(300), `${'😀'.repeat(255)}…`],
		['words', `${'word '.repeat(50)}and more of it`, `${'word '.repeat(50)}and…`],
		['a word that ends at the cut', `${'a'.repeat(255)} b`, `${'a'.repeat(255)}…`],
		['a word that is cut off', `${'a'.repeat(200)} ${'b'.repeat(60)}`, `${'a'.repeat(200)}…`],
		['one space near the beginning', `a ${'b'.repeat(300)}`, `a ${'b'.repeat(253)}…`],
	])('keeps %s, at most 256 characters, whole words and an ellipsis', (_name, message, kept) => {
		expect(agentReply({ message }).message).toBe(kept);
		expect([...kept].length).toBeLessThanOrEqual(256);
	});

	it('may have a decision of 256 characters', () =>
		expect(agentReply({ decision: 'é'.repeat(256) }).decision).toHaveLength(256));

	it('refuses a decision that cannot be the name of a pathway', () => {
		expect(() => agentReply({ decision: 'x'.repeat(257) })).toThrow('exact name of a pathway');
	});
});
