import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { agentReply, REPLY_STATUS, type AgentReply } from '../../../../src/agents/reply';
import { collection, shownWhen, type Field } from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { choice, notice, number, text } from '../../../shared/fields/form/values';
import { callAnswered, whyNobodyWaits } from '../../../shared/n8n/callWaiting';
import { defineOperation } from '../../../shared/runtime/operation';

const outcome = choice({
	displayName: 'Outcome',
	name: 'outcome',
	type: 'options',
	default: 'done',
	description: 'How the call ended',
	options: [
		{
			name: 'Custom Status',
			value: 'custom',
			description: 'Answer with an HTTP status of your own',
		},
		{
			name: 'Done',
			value: 'done',
			description: 'The agent did its work; the Label Editor reloads the labels',
		},
		{
			name: 'Problem',
			value: 'problem',
			description: 'The agent could not do its work (status 400); the message says why',
		},
	],
});

const message = text({
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. Found 3 cats on frame {{ $json.frame }}',
	description:
		'Plain text for the person who triggered the agent, at most 256 characters; longer text is cut. Messages of several items become one, a line each.',
});

const statusCode = shownWhen(
	number({
		displayName: 'Status Code',
		name: 'statusCode',
		type: 'number',
		typeOptions: { minValue: 200, maxValue: 599, numberPrecision: 0 },
		default: 200,
		description: 'HTTP status of the answer',
	}),
	{ outcome: ['custom'] },
);

const replyFields: Field<{ status: number; message: string }> = {
	properties: [outcome.property, message.property, statusCode.property],
	read(form) {
		const selected = outcome.read(form);
		const status = selected === 'custom' ? statusCode.read(form) : REPLY_STATUS[selected];
		return { status, message: message.read(form) };
	},
};

export const replyToAgentCall = defineOperation({
	resource: 'agent',
	name: 'reply',
	displayName: 'Reply',
	action: 'Reply to the call of a custom agent',
	description:
		'Answer the call that started this workflow: the message appears in the Label Editor of the person who triggered the agent',
	inputs: {
		notice: notice({
			displayName:
				'Set <b>Reply</b> in the Encord Trigger to "By the Reply Operation" for this to reach the caller. The first run of this node answers; the workflow may go on afterwards.',
			name: 'replyNotice',
			type: 'notice',
			default: '',
		}),
		reply: replyFields,
		options: collection(
			{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
			{
				decision: text({
					displayName: 'Pathway (Decision)',
					name: 'decision',
					type: 'string',
					default: '',
					placeholder: 'e.g. accept',
					description:
						'Name of the pathway the task takes, for calls of an agent stage in Auto mode. Must be the exact name. The Label Editor ignores it.',
				}),
			},
		),
	},
	readOnly: false,
	safeForAgents: true,
	example: { replied: true, status: 200, message: 'Found 3 cats on frame 12' },
	async run(batch, items) {
		if (items.length === 0) return;
		await batch.together(items, async () => {
			const { status, body } = merged(
				items.map(({ reply, options }) => ({ ...reply, decision: options.decision ?? '' })),
			);
			const response: IN8nHttpFullResponse = {
				body: { ...body },
				headers: { 'content-type': 'application/json; charset=utf-8' },
				statusCode: status,
			};
			const reason = whyNobodyWaits(batch.n8n);
			if (reason !== undefined) {
				// Whoever looks at the output must not believe that an answer went out; the workflow goes on all the same.
				for (const { index } of items)
					batch.ok(index, { ...batch.items[index]?.json, replied: false, reason });
				return;
			}
			await batch.n8n.sendResponse(response);
			callAnswered(batch.n8n);
			for (const { index } of items) batch.ok(index, { replied: true, status, ...body });
		});
	},
});

interface Reply {
	status: number;
	message: string;
	/** Name of a pathway; empty for none. */
	decision: string;
}

/**
 * Merges the replies of all items, because a call gets one reply: joins the messages, takes the highest status. The
 * decisions must be equal.
 */
function merged(replies: Reply[]): { status: number; body: AgentReply } {
	const decisions = [
		...new Set(replies.map(({ decision }) => decision).filter((decision) => decision !== '')),
	];
	if (decisions.length > 1) {
		throw new InputError(
			`The items decide on different pathways: ${decisions
				.slice(0, 5)
				.map((name) => `"${name}"`)
				.join(', ')}`,
			'A call has one answer. Reduce the items to one before this node.',
		);
	}
	const messages = [
		...new Set(replies.map(({ message }) => message).filter((message) => message !== '')),
	];
	return {
		status: Math.max(...replies.map(({ status }) => status)),
		body: agentReply({ message: messages.join('\n'), decision: decisions[0] }),
	};
}
