/** n8n finds out how to answer without its expression engine, and finds the same as with it. */
import { describe, expect, it } from '@jest/globals';
import {
	resolveWebhookDescriptionField,
	webhookDescriptionIsNativelyResolvable,
	type INode,
} from 'n8n-workflow';
import { EncordTrigger } from '../../../nodes/EncordTrigger/EncordTrigger.node';

const [webhook] = new EncordTrigger().description.webhooks!;
const nodeWith = (parameters: object) => ({ parameters }) as INode;
const evaluate = (expression: unknown, $parameter: object) =>
	(
		new Function('$parameter', `return ${/^=\{\{ (.*) \}\}$/.exec(String(expression))?.[1]}`) as (
			parameter: object,
		) => unknown
	)($parameter);

describe('the description of the webhook', () => {
	it('needs no expression', () =>
		expect(webhookDescriptionIsNativelyResolvable(webhook!)).toBe(true));

	it.each([
		{ event: 'tasksReady', projectIds: ['a'] },
		{ reply: 'onReceived' },
		{ reply: 'responseNode' },
		{ reply: 'lastNode', answer: 'empty' },
		{ reply: 'lastNode', answer: 'lastItem' },
	])('has the same values with and without the engine: %j', (parameters) => {
		for (const field of ['responseMode', 'responseData'] as const)
			expect(resolveWebhookDescriptionField(nodeWith(parameters), webhook!, field)).toEqual({
				resolved: true,
				value: evaluate(webhook![field], parameters),
			});
	});
});
