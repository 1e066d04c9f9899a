/** A call of a custom agent that was admitted: the items that start the workflow, and the answer that it gets. */
import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { Admission } from '../../src/agents/admission';
import { agentReply, REPLY_STATUS } from '../../src/agents/reply';
import { SingleFlight } from '../../src/agents/singleFlight';
import type { EncordClient } from '../../src/encord/client';
import { readable } from '../shared/runtime/readable';
import { labelRowSummary } from '../shared/output/labelRow';
import { watchResponse } from './callResponse';
import { explainFetchFailure, fetchWithCall } from './fetchWithCall';
import type { AgentCallSettings } from './agentCallForm';
import { reportAsIssue, resultText } from './lateResult';

/** Maximum time for which an unanswered run blocks further calls for the same data unit. */
const MAX_RUN_MS = 15 * 60_000;

const activeRuns = new SingleFlight(MAX_RUN_MS);

type Work = Extract<Admission, { kind: 'work' }>;

/** An answer that is given without starting the workflow. */
export type Answer = Extract<Admission, { kind: 'answer' }>;

/** The result of a request: a reply at once, or n8n starts the workflow. */
export type Started = Answer | { kind: 'start'; response: IWebhookResponseData };

/** The data from the form and the credential that is needed to handle a call. */
export interface CallContext {
	settings: AgentCallSettings;
	/** Empty when the credential has no app address. */
	appUrl: string;
	openClient: () => Promise<EncordClient>;
}

/** Fetches what the workflow starts with, unless it is still at work on the same data unit. */
export async function startCall(
	n8n: IWebhookFunctions,
	work: Work,
	context: CallContext,
): Promise<Started> {
	const { settings, appUrl, openClient } = context;
	const { headers, caller, call, raw, row } = work;
	const key = [
		n8n.getWorkflow().id,
		n8n.getNode().id,
		n8n.getMode(),
		call.projectHash,
		call.dataHash,
	].join('/');
	const release = activeRuns.enter(key);
	if (!release) {
		const message =
			'This agent is still at work on this data unit. Try again when it has answered.';
		return { kind: 'answer', status: REPLY_STATUS.busy, headers, body: { message }, log: message };
	}
	const signal = whenAnswered(n8n, release, work, context);
	const json: IDataObject = readable(
		{
			event: 'customAgentCalled',
			dataTitle: row.data_title,
			caller,
			projectHash: call.projectHash,
			dataHash: call.dataHash,
			frame: call.frame,
			objectHashes: call.objectHashes ?? [],
			labelRow: labelRowSummary(call.projectHash, row),
			...(settings.raw ? { raw: raw as IDataObject } : unknownFields(raw as IDataObject)),
		},
		appUrl,
	);
	let items: INodeExecutionData[];
	try {
		items = await fetchWithCall(n8n, openClient, {
			fetch: settings.fetch,
			call,
			row,
			json,
			signal,
		});
	} catch (error) {
		const { status, body, reason } = explainFetchFailure(error);
		n8n.logger.warn(`Encord Trigger: nothing was fetched. ${reason}`);
		return { kind: 'answer', headers, status, body, log: 'Nothing was fetched.' };
	}
	const response = n8n.getResponseObject();
	// n8n has already set this header to the caller's origin (n8n §2).
	response.removeHeader('Access-Control-Allow-Origin');
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	return {
		kind: 'start',
		response: {
			workflowData: [items],
			webhookResponse: agentReply({ message: settings.message }),
		},
	};
}

/**
 * Watches the answer of the run, and calls `release` when the run is over, as far as that can be known: when the caller has its answer
 * or left.
 * @returns a signal that aborts when the connection closes
 */
function whenAnswered(
	n8n: IWebhookFunctions,
	release: () => void,
	work: Work,
	{ settings, openClient }: CallContext,
): AbortSignal {
	const response = n8n.getResponseObject();
	const closed = new AbortController();
	// When the caller has left already, no event tells when the work ends.
	if (response.closed) {
		release();
		return closed.signal;
	}
	response.once('close', () => closed.abort());
	const workflowName = n8n.getWorkflow().name ?? '';
	watchResponse(response, {
		...(settings.answerWithin > 0 && { limitMs: settings.answerWithin * 1000 }),
		stillWorking: stillWorking(work),
		failed: agentReply({
			message: `The workflow "${workflowName}" failed. Tell whoever runs it: its executions in n8n say why.`,
		}),
		onLateResult: (result) => {
			const text = resultText(workflowName, result);
			n8n.logger.info(`Encord Trigger: ${text}`);
			if (settings.lateIssue) void reportAsIssue(n8n, openClient, work.call, text);
		},
		onEnd: release,
	});
	return closed.signal;
}

/**
 * The answer when the workflow needs longer than the caller should wait. A stage in Auto mode would take an answer without a decision
 * for the default pathway, so it gets an error: the task stays, and Encord shows why.
 */
function stillWorking({ caller }: Work) {
	return caller === 'workflow'
		? {
				status: REPLY_STATUS.late,
				body: agentReply({
					message:
						'The agent still works and cannot decide in time. Use a stage in Advanced mode for agents that need longer.',
				}),
			}
		: {
				status: REPLY_STATUS.done,
				body: agentReply({ message: 'The agent still works. Reload the labels in a while.' }),
			};
}

const KNOWN_FIELDS = ['projectHash', 'dataHash', 'frame', 'objectHashes'];

/** What Encord sent beside the fields that this package knows, such as parameters of the agent; nothing when there is none. */
function unknownFields(raw: IDataObject): IDataObject {
	const others = Object.entries(raw).filter(([name]) => !KNOWN_FIELDS.includes(name));
	return others.length === 0 ? {} : { otherFields: Object.fromEntries(others) };
}
