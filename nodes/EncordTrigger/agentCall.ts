/** A call of a custom agent: a reply without a run, or the items that start the workflow. */
import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { encordSettings } from '../../credentials/settings';
import { admitCall, type Admission } from '../../src/agents/admission';
import { headerValue } from '../../src/agents/callHeaders';
import type { AgentCall } from '../../src/agents/payload';
import { agentReply, REPLY_STATUS } from '../../src/agents/reply';
import { SingleFlight } from '../../src/agents/singleFlight';
import type { EncordClient } from '../../src/encord/client';
import { encordClient } from '../shared/n8n/client';
import { labelRowSummary } from '../shared/output/labelRow';
import { explainFetchFailure, fetchWithCall } from './fetchWithCall';
import { originRules, type AgentCallSettings, type TriggerSettings } from './form';

/** Time limit for calls to Encord, because the annotator waits for the reply. */
const CHECK_TIMEOUT_MS = 30_000;
/** Maximum time for which an unanswered run blocks further calls for the same data unit. */
const MAX_RUN_MS = 15 * 60_000;

const activeRuns = new SingleFlight(MAX_RUN_MS);

type Work = Extract<Admission, { kind: 'work' }>;

/** An answer that is given without starting the workflow. */
export type Answer = Extract<Admission, { kind: 'answer' }>;

/** The result of a request: a reply at once, or n8n starts the workflow. */
export type Received = Answer | { kind: 'start'; response: IWebhookResponseData };

/** Decides about a call, and fetches what the workflow starts with. @throws when the credential cannot be read */
export async function receiveAgentCall(
	n8n: IWebhookFunctions,
	settings: AgentCallSettings,
): Promise<Received> {
	const { admission, ...context } = await admit(n8n, settings);
	return admission.kind === 'answer' ? admission : await start(n8n, admission, context);
}

/** The data from the form and the credential that is needed to handle a call. */
interface CallContext {
	settings: AgentCallSettings;
	/** Empty when the credential has no app address. */
	appUrl: string;
	openClient: () => Promise<EncordClient>;
}

async function admit(
	n8n: IWebhookFunctions,
	settings: AgentCallSettings,
): Promise<CallContext & { admission: Admission }> {
	const { key, appUrl } = encordSettings(await n8n.getCredentials('encordApi'));
	const headers = n8n.getHeaderData();
	const openClient = async () =>
		await encordClient(n8n, {
			traceContext: headerValue(headers, 'x-cloud-trace-context'),
			totalTimeoutMs: CHECK_TIMEOUT_MS,
		});
	const admission = await admitCall(
		{ headers, body: bodyOf(n8n) },
		{
			origins: originRules(appUrl, settings),
			allowWithoutOrigin: settings.allowWithoutOrigin,
			projects: settings.projects,
			account: () => `the service account of the key ${key.publicKeyHex.slice(0, 16)}…`,
			listDataUnit: async ({ projectHash, dataHash }) => {
				const client = await openClient();
				return await client.listLabelRows(projectHash, {
					dataHashes: [dataHash],
					includeChildren: true,
					includeClientMetadata: settings.clientMetadata,
				});
			},
		},
	);
	return { admission, settings, appUrl, openClient };
}

/** The unparsed body. For nodes of version 1, n8n reads every body except forms with files, which agent calls are not. */
function bodyOf(n8n: IWebhookFunctions): Uint8Array {
	return n8n.getRequestObject().rawBody ?? Buffer.alloc(0);
}

async function start(
	n8n: IWebhookFunctions,
	work: Work,
	{ settings, appUrl, openClient }: CallContext,
): Promise<Received> {
	const { headers, call, raw, row } = work;
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
		return { kind: 'answer', status: REPLY_STATUS.busy, headers, body: { message } };
	}
	const signal = whenClosed(n8n, release);
	const json: IDataObject = {
		event: 'customAgentCalled' satisfies TriggerSettings['option'],
		projectHash: call.projectHash,
		dataHash: call.dataHash,
		frame: call.frame,
		objectHashes: call.objectHashes ?? [],
		editorUrl: editorUrl(appUrl, call),
		labelRow: labelRowSummary(call.projectHash, row),
		raw: raw as IDataObject,
	};
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
		n8n.logger.warn(`Encord Trigger: nothing was fetched. ${(error as Error).message}`);
		return { kind: 'answer', headers, ...explainFetchFailure(error) };
	}
	const response = n8n.getResponseObject();
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
 * Calls `release` when the connection closes, after the reply or because the caller left.
 * @returns a signal that aborts at the same time
 */
function whenClosed(n8n: IWebhookFunctions, release: () => void): AbortSignal {
	const response = n8n.getResponseObject();
	const closed = new AbortController();
	const end = () => {
		release();
		closed.abort();
	};
	// When the caller has left already, no event tells when the work ends.
	if (response.closed) release();
	else response.once('close', end);
	return closed.signal;
}

/** URL of the frame in the Label Editor; null when the credential has no app address. */
function editorUrl(appUrl: string, { projectHash, dataHash, frame }: AgentCall): string | null {
	return appUrl === '' ? null : `${appUrl}/label_editor/${projectHash}/${dataHash}/${frame}`;
}
