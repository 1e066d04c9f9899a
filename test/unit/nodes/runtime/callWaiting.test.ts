/** Whether somebody waits for the answer of an execution, and the call that started it. */
import { describe, expect, it } from '@jest/globals';
import type { IExecuteFunctions } from 'n8n-workflow';
import { callAnswered, callItem, whyNobodyWaits } from '../../../../nodes/shared/n8n/callWaiting';

interface Trigger {
	name?: string;
	type?: string;
	disabled?: boolean;
	parameters?: object;
	/** Whether it has run; undefined: n8n throws. */
	ran?: boolean;
}

let executions = 0;
function execution(
	triggers: Trigger[],
	{
		mode = 'webhook',
		answers = true,
		callers = {} as Record<string, Trigger[]>,
		id = `execution ${++executions}`,
	} = {},
): IExecuteFunctions {
	const complete = (all: Trigger[]) =>
		all.map((one) => ({ name: 'Call', type: 'n8n-nodes-encord.encordTrigger', ran: true, ...one }));
	const every = complete([...triggers, ...Object.values(callers).flat()]);
	return {
		...(answers ? { sendResponse: async () => undefined } : {}),
		getMode: () => mode,
		getExecutionId: () => id,
		getNode: () => ({ name: 'Reply' }),
		getParentNodes: (name: string) => complete(name === 'Reply' ? triggers : (callers[name] ?? [])),
		getExecuteData: () => ({
			source:
				Object.keys(callers).length > 0
					? { main: [null, ...Object.keys(callers).map((previousNode) => ({ previousNode }))] }
					: null,
		}),
		getWorkflowDataProxy: () => ({
			$: (name: string) => {
				const found = every.find((one) => one.name === name)!;
				if (found.ran === undefined) throw new Error('no data');
				return { isExecuted: found.ran, first: () => ({ json: { call: name } }) };
			},
		}),
	} as unknown as IExecuteFunctions;
}

const webhook = { name: 'Hook', type: 'n8n-nodes-base.webhook' };
const byItself = /^The trigger answers the call itself/;
const nobody = 'No call of an agent started this execution.';

describe('somebody waits', () => {
	it.each<[string, Trigger[]]>([
		['of an Encord Trigger, unless its form says something else', [{}]],
		['of an Encord Trigger that leaves the answer', [{ parameters: { reply: 'responseNode' } }]],
		[
			'of a webhook that leaves the answer',
			[{ ...webhook, parameters: { responseMode: 'responseNode' } }],
		],
		['of one of several triggers', [{ ...webhook, parameters: {} }, { name: 'B' }]],
	])('for an answer %s', (_what, triggers) =>
		expect(whyNobodyWaits(execution(triggers))).toBeUndefined(),
	);

	it('for an answer of a tool, where the agent was called', () =>
		expect(whyNobodyWaits(execution([], { callers: { Agent: [{}] } }))).toBeUndefined());
});

describe('nobody waits', () => {
	it.each<[string, Trigger[], string | RegExp]>([
		['the trigger answers at once', [{ parameters: { reply: 'immediately' } }], byItself],
		['the webhook answers itself', [webhook], byItself],
		[
			'the webhook answers with its last node',
			[{ ...webhook, parameters: { responseMode: 'lastNode' } }],
			byItself,
		],
		['no trigger is before', [], nobody],
		['the trigger is of another kind', [{ type: 'n8n-nodes-base.scheduleTrigger' }], nobody],
		[
			'the name of the type only ends like it',
			[{ type: 'n8n-nodes-other.myencordTrigger' }],
			nobody,
		],
		['the trigger is turned off', [{ disabled: true }], nobody],
		['the trigger has not run', [{ ran: false }], nobody],
		['n8n knows nothing of the trigger', [{ ran: undefined } as Trigger], nobody],
	])('where %s', (_what, triggers, why) =>
		expect(whyNobodyWaits(execution(triggers))).toMatch(why),
	);

	it.each([
		[{ mode: 'integrated' }, /^This is a sub-workflow/],
		[{ mode: 'retry' }, /^This execution was retried/],
		[{ answers: false }, /^An AI Agent cannot answer the call with this tool/],
	])('in an execution of %j', (more, why) =>
		expect(whyNobodyWaits(execution([{}], more))).toMatch(why),
	);

	it('when there is an answer already, of this execution and no other', () => {
		const n8n = execution([{}]);
		callAnswered(n8n);
		expect(whyNobodyWaits(n8n)).toBe('The call has been answered already.');
		expect(whyNobodyWaits(execution([{}]))).toBeUndefined();
	});

	it('is remembered of the last ten thousand executions', () => {
		const first = execution([{}], { id: 'first' });
		callAnswered(first);
		for (let at = 1; at < 10_000; at += 1)
			callAnswered({ getExecutionId: () => `later ${at}` } as unknown as IExecuteFunctions);
		expect(whyNobodyWaits(first)).toBeDefined();
		callAnswered({ getExecutionId: () => 'last' } as unknown as IExecuteFunctions);
		expect(whyNobodyWaits(first)).toBeUndefined();
	});
});

describe('the call', () => {
	it('is the item of the Encord Trigger that ran', () => {
		expect(callItem(execution([{ ...webhook }, { name: 'B' }]))).toEqual({ call: 'B' });
		expect(callItem(execution([webhook]))).toBeUndefined();
		expect(callItem(execution([{ ran: false }]))).toBeUndefined();
		expect(callItem(execution([], { callers: { Agent: [{ name: 'C' }] } }))).toEqual({ call: 'C' });
	});
});
