import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';
import { agentReply, isTooLongForDecision, REPLY_STATUS } from '../../../../src/agents/reply';
import { shortened } from '../../../../src/encord/wire/identifiers';
import {
	cases,
	collection,
	group,
	mapped,
	parameter,
	shownWhen,
	type Field,
} from '../../../shared/fields/form/field';
import { InputError } from '../../../shared/fields/form/inputError';
import { choice, notice, number, text } from '../../../shared/fields/form/values';
import { projectOfItemField } from '../../../shared/fields/places';
import { chosenStageField, pathwayField } from '../../../shared/fields/workflowPlaces';
import { agentStage, pathwayOf } from '../../../shared/labels/lookup';
import { callAnswered, callItem, whyNobodyWaits } from '../../../shared/n8n/callWaiting';
import type { Batch } from '../../../shared/runtime/batch';
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

/** For names that an expression gives, of a stage that is that of the call. */
const decisionByName = text({
	displayName: 'Pathway (Decision) by Name',
	name: 'decision',
	type: 'string',
	default: '',
	placeholder: 'e.g. accept',
	description:
		'Name of the pathway the task takes, for calls of an agent stage in Auto mode. It must be a pathway of the stage that called. The Label Editor ignores it.',
});

/** Chosen from the lists of the form, or an expression that gives a name. */
const decision: Field<Decision | undefined> = mapped(
	cases(
		choice({
			displayName: 'Pathway (Decision)',
			name: 'decide',
			type: 'options',
			default: 'default',
			description:
				'The way that the task takes when an agent stage in Auto mode called. The Label Editor ignores it.',
			options: [
				{
					name: 'Choose',
					value: 'choose',
					description: 'One of the pathways of the stage. An expression gives its name.',
				},
				{
					name: 'Default',
					value: 'default',
					description: 'The default pathway of the stage, or the only one',
				},
			],
		}),
		{
			choose: group({
				projectHash: projectOfItemField,
				stage: chosenStageField,
				pathway: pathwayField,
			}),
			default: undefined,
		},
	),
	({ value }) => value && { name: value.pathway, place: value },
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
		decision,
		options: collection(
			{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
			{
				decision: parameter(decisionByName.property, (form) => {
					const name = decisionByName.read(form);
					if (name.trim() !== '') return name;
					throw new InputError(
						'The decision is blank',
						'Give the name of a pathway, or remove the option to take the default pathway.',
					);
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
			const reason = whyNobodyWaits(batch.n8n);
			if (reason !== undefined) {
				// Whoever looks at the output must not believe that an answer went out; the workflow goes on all the same.
				for (const { index } of items) {
					const { json, binary } = batch.items[index]!;
					batch.ok(index, [{ json: { ...json, replied: false, reason }, binary }]);
				}
				return;
			}
			const {
				status,
				message,
				decision: decided,
			} = merged(
				items.map(({ reply, decision: chosen, options }) => ({
					...reply,
					decisions: [chosen, options.decision && { name: options.decision }].filter(
						(given) => given !== undefined && given !== '',
					),
				})),
			);
			const name = decided && (await pathwayName(batch, decided));
			const body = agentReply({ message, ...(name !== undefined && { decision: name }) });
			const response: IN8nHttpFullResponse = {
				body: { ...body },
				headers: { 'content-type': 'application/json; charset=utf-8' },
				statusCode: status,
			};
			await batch.n8n.sendResponse(response);
			callAnswered(batch.n8n);
			for (const { index } of items) batch.ok(index, { replied: true, status, ...body });
		});
	},
});

interface Decision {
	/** Name or ID of the pathway. */
	name: string;
	/** Where the form looked the pathway up. */
	place?: { projectHash: string; stage: string };
}

interface Reply {
	status: number;
	message: string;
	decisions: Decision[];
}

/**
 * Merges the replies of all items, because a call gets one reply: joins the messages, takes the highest status. The
 * decisions must be equal.
 */
function merged(replies: Reply[]): { status: number; message: string; decision?: Decision } {
	const decisions = replies.flatMap((reply) => reply.decisions);
	const names = [...new Set(decisions.map(({ name }) => name.trim()))];
	if (names.length > 1) {
		throw new InputError(
			`The items decide on different pathways: ${names
				.slice(0, 5)
				.map((name) => `"${shortened(name)}"`)
				.join(', ')}`,
			'A call has one answer. Reduce the items to one before this node.',
		);
	}
	const messages = [
		...new Set(replies.map(({ message }) => message).filter((message) => message !== '')),
	];
	return {
		status: Math.max(...replies.map(({ status }) => status)),
		message: messages.join('\n'),
		...(decisions[0] && { decision: decisions[0] }),
	};
}

/**
 * The exact name of the pathway that a decision means, for Encord knows pathways by name here. A name that it does not know would fail
 * the run in Encord, and one that is too long would silently mean the default pathway, so both are refused with the names there are.
 * @returns undefined for a call of the Label Editor, which ignores decisions
 */
async function pathwayName(batch: Batch, { name, place }: Decision): Promise<string | undefined> {
	const call = callItem(batch.n8n);
	if (call?.caller === 'labelEditor') return undefined;
	const where = stageOfCall(call) ?? place;
	if (where === undefined) {
		throw new InputError(
			'It is not known which stage called, so the decision cannot be checked',
			'Start the workflow with the Encord Trigger, or choose project, stage and pathway in this node.',
		);
	}
	const client = await batch.client();
	const stage = agentStage(await client.getProject(where.projectHash), where.stage);
	const { title, uuid } = pathwayOf(stage, name.trim());
	if (stage.pathways?.some((other) => other.title === title && other.uuid !== uuid))
		throw new InputError(
			`The stage "${stage.title}" has several pathways with the name "${shortened(title)}"`,
			'A decision names its pathway, so Encord could not tell which is meant. Rename them in Encord.',
		);
	if (!isTooLongForDecision(title)) return title;
	throw new InputError(
		`The name of the pathway "${shortened(title)}" is too long for a decision`,
		'Encord ignores decisions of more than 256 characters. Give the pathway a shorter name.',
	);
}

/** The stage in which the called data unit was. */
function stageOfCall(call: IDataObject | undefined): Decision['place'] {
	const row = call?.labelRow as IDataObject | undefined;
	const [projectHash, stage] = [call?.projectHash, row?.stageUuid];
	return typeof projectHash === 'string' && typeof stage === 'string'
		? { projectHash, stage }
		: undefined;
}
