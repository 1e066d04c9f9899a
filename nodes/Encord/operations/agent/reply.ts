import type { IN8nHttpFullResponse } from 'n8n-workflow';
import { agentReply, REPLY_STATUS, type AgentReply } from '../../../../src/agents/reply';
import type { Ask } from '../../../shared/runtime/batch';
import { InputError } from '../../../shared/runtime/errors';
import { defineOperation } from '../../../shared/runtime/operation';

interface Reply {
	status: number;
	message: string;
	decision: string;
}

export const replyToAgentCall = defineOperation({
	resource: 'agent',
	name: 'reply',
	displayName: 'Reply',
	action: 'Reply to the call of a custom agent',
	description:
		'Answer the call that started this workflow: the message appears in the Label Editor of the person who triggered the agent',
	fields: [
		{
			displayName:
				'Set <b>Reply</b> in the Encord Trigger to "By the Reply Operation" for this to reach the caller. The first run of this node answers; the workflow may go on afterwards.',
			name: 'replyNotice',
			type: 'notice',
			default: '',
		},
		{
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
		},
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. Found 3 cats on frame {{ $json.frame }}',
			description:
				'Plain text for the person who triggered the agent, at most 256 characters; what is longer is cut. Messages of several items become one, a line each.',
		},
		{
			displayName: 'Status Code',
			name: 'statusCode',
			type: 'number',
			typeOptions: { minValue: 200, maxValue: 599, numberPrecision: 0 },
			default: 200,
			description: 'HTTP status of the answer',
			displayOptions: { show: { outcome: ['custom'] } },
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Pathway (Decision)',
					name: 'decision',
					type: 'string',
					default: '',
					placeholder: 'e.g. accept',
					description:
						'Name of the pathway the task takes, for calls of an agent stage in Auto mode. Must be the exact name. The Label Editor ignores it.',
				},
			],
		},
	],
	readOnly: false,
	example: { replied: true, status: 200, message: 'Found 3 cats on frame 12' },
	async run(batch) {
		const replies = batch.read(
			(index): Reply => ({
				status: statusOf(
					batch.param<string>('outcome', index),
					batch.param('statusCode', index, REPLY_STATUS.done),
				),
				message: batch.text('message', index),
				decision: String(batch.option('decision', index) ?? '').trim(),
			}),
		);
		if (replies.length === 0) return;
		await batch.together(replies, async () => {
			const { status, body } = merged(replies);
			const response: IN8nHttpFullResponse = {
				body: { ...body },
				headers: { 'content-type': 'application/json; charset=utf-8' },
				statusCode: status,
			};
			await batch.n8n.sendResponse(response);
			for (const { index } of replies) batch.ok(index, { replied: true, status, ...body });
		});
	},
});

function statusOf(outcome: string, custom: unknown): number {
	if (outcome === 'done') return REPLY_STATUS.done;
	if (outcome === 'problem') return REPLY_STATUS.problem;
	const status = Number(custom);
	if (!Number.isInteger(status) || status < 200 || status > 599) {
		throw new InputError(
			`${String(custom)} is no HTTP status for an answer`,
			'Use a whole number from 200 to 599.',
		);
	}
	return status;
}

/** A call has one answer: messages are joined, the gravest status counts, decisions must agree. */
function merged(replies: Array<Ask<Reply>>): { status: number; body: AgentReply } {
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
