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

	it('is cut at 256 characters, counting an emoji as one', () => {
		expect(agentReply({ message: '😀'.repeat(300) }).message).toBe('😀'.repeat(256));
		expect(agentReply({ decision: 'é'.repeat(256) }).decision).toHaveLength(256);
	});

	it('refuses a decision that cannot be the name of a pathway', () => {
		expect(() => agentReply({ decision: 'x'.repeat(257) })).toThrow('exact name of a pathway');
	});
});
