/** Handles a request to the trigger's URL, whatever its event. */
import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { encordSettings, type EncordSettings } from '../../credentials/settings';
import { signingSecrets } from '../../credentials/signingSecrets';
import { admitCall, type Admission } from '../../src/agents/admission';
import { TELL } from '../../src/agents/failureWords';
import { headerValue } from '../../src/agents/callHeaders';
import { ENCORD_APP_URLS } from '../../src/agents/editorUrl';
import type { Notification } from '../../src/agents/notification';
import { RateLimit } from '../../src/agents/rateLimit';
import { REPLY_STATUS } from '../../src/agents/reply';
import type { EncordClient } from '../../src/encord/client';
import { KeyError } from '../../src/encord/auth/keyErrors';
import { AuthenticationError, ValidationError } from '../../src/encord/wire/errors';
import { triggerForm } from '../shared/fields/form/form';
import { InputError } from '../shared/fields/form/inputError';
import { readable } from '../shared/runtime/readable';
import { clientWith } from '../shared/n8n/client';
import { RememberedCredential } from '../shared/n8n/rememberedCredential';
import { startCall, type Answer } from './agentCall';
import { originRules } from './callerFields';
import { eventsOf, form, type TriggerSettings } from './form';

/** Time limit for calls to Encord, because the annotator waits for the reply. */
const CHECK_TIMEOUT_MS = 30_000;
/** How often one data unit can be called. */
const CALLS_PER_UNIT_AND_MINUTE = 60;

const encord = new RememberedCredential<EncordSettings>('encordApi', encordSettings);
const secrets = new RememberedCredential<string[]>('encordWebhookSecretApi', signingSecrets);
const rates = new RateLimit();

/**
 * Replies to a request or starts the workflow. It never throws: n8n would reply with an error of its own and store a failed execution
 * for every request to the URL (n8n §2).
 */
export async function receive(n8n: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await receiveRequest(n8n, form.read(triggerForm(n8n)));
	} catch (error) {
		const {
			message: what,
			advice,
			description = advice,
		} = error as Error & Partial<Record<'advice' | 'description', string>>;
		n8n.logger.error(`Encord Trigger: ${[what, description].filter(Boolean).join(' ')}`);
		const { status, message } = unexpected(error);
		return send(n8n, {
			kind: 'answer',
			status,
			headers: fallbackHeaders(n8n),
			body: { message },
			log: message,
		});
	}
}

/** What a caller hears of an error in n8n or in the form: what it can do, and nothing of the credential. */
function unexpected(error: unknown): { status: number; message: string } {
	// `ValidationError` is that of a credential's address; n8n throws the others where no credential is chosen, or it was deleted.
	const isSetUpWrong =
		[InputError, KeyError, ValidationError, NodeOperationError].some(
			(known) => error instanceof known,
		) || (error as Error).name === 'CredentialNotFoundError';
	return isSetUpWrong
		? {
				status: REPLY_STATUS.failed,
				message: `${TELL} this agent is not set up completely.`,
			}
		: {
				status: REPLY_STATUS.unavailable,
				message:
					'n8n could not start this agent. Try again in a minute. If it stays, tell whoever runs this workflow.',
			};
}

async function receiveRequest(
	n8n: IWebhookFunctions,
	chosen: TriggerSettings,
): Promise<IWebhookResponseData> {
	const openClient = clientOf(n8n);
	const admission = await admit(n8n, chosen, openClient);
	switch (admission.kind) {
		case 'answer':
			return send(n8n, admission);
		case 'event':
			return {
				workflowData: [[{ json: await eventItem(n8n, admission, chosen.value.raw) }]],
				webhookResponse: {},
			};
		case 'work': {
			// Only this event accepts calls.
			if (chosen.option !== 'customAgentCalled') throw new Error('The call is not for this event');
			const { appUrl } = await encord.of(n8n);
			const context = { settings: chosen.value, appUrl, openClient };
			const started = await startCall(n8n, admission, context);
			return started.kind === 'answer' ? send(n8n, started) : started.response;
		}
	}
}

/** Makes the client when it is needed first, because a refused call needs none. */
function clientOf(n8n: IWebhookFunctions): () => Promise<EncordClient> {
	let client: EncordClient | undefined;
	return async () =>
		(client ??= clientWith(n8n, await encord.of(n8n), {
			traceContext: headerValue(n8n.getHeaderData(), 'x-cloud-trace-context'),
			totalTimeoutMs: CHECK_TIMEOUT_MS,
		}));
}

async function admit(
	n8n: IWebhookFunctions,
	{ option, value: settings }: TriggerSettings,
	openClient: () => Promise<EncordClient>,
): Promise<Admission> {
	const endpoint = `${n8n.getWorkflow().id}/${n8n.getNode().id}/${n8n.getMode()}`;
	const callsPerMinute = 'callsPerMinute' in settings ? settings.callsPerMinute : 1;
	return await admitCall(
		{ headers: n8n.getHeaderData(), body: await bodyOf(n8n) },
		{
			events: eventsOf(option),
			...settings,
			now: Date.now,
			origins: async () => originRules([(await encord.of(n8n)).appUrl], settings),
			// Until the credential is known, a page of any of Encord's apps may read why its request was refused.
			knownOrigins: () => {
				const appUrl = encord.known(n8n)?.appUrl;
				return originRules(appUrl === undefined ? ENCORD_APP_URLS : [appUrl], settings);
			},
			secrets: async () => (secrets.isChosen(n8n) ? await secrets.of(n8n) : []),
			countCall: ({ projectHash, dataHash }) =>
				rates.use(endpoint, callsPerMinute) ||
				rates.use(`${endpoint}/${projectHash}/${dataHash}`, CALLS_PER_UNIT_AND_MINUTE),
			account: async () =>
				`the service account of the key ${(await encord.of(n8n)).key.publicKeyHex.slice(0, 16)}…`,
			listDataUnit: async ({ projectHash, dataHash }) => {
				const client = await openClient();
				const listing = client.listLabelRows(projectHash, {
					dataHashes: [dataHash],
					includeChildren: true,
					includeClientMetadata: 'clientMetadata' in settings && settings.clientMetadata,
				});
				return await listing.catch((error: unknown) => {
					// The key may have been changed in n8n a moment ago.
					if (error instanceof AuthenticationError) encord.forget(n8n);
					throw error;
				});
			},
		},
	);
}

/** The unparsed body. n8n reads JSON, forms and text before it asks the node (n8n §2); the rest is read here. */
async function bodyOf(n8n: IWebhookFunctions): Promise<Uint8Array> {
	const request = n8n.getRequestObject() as ReturnType<IWebhookFunctions['getRequestObject']> & {
		readRawBody?: () => Promise<void>;
	};
	if (request.rawBody === undefined) await request.readRawBody?.();
	return request.rawBody ?? Buffer.alloc(0);
}

/** Encord says IDs only; the addresses of the files are made from them. */
async function eventItem(
	n8n: IWebhookFunctions,
	{ notification, raw }: { notification: Notification; raw: object },
	withRaw: boolean,
): Promise<IDataObject> {
	const json = { ...notification, ...(withRaw ? { raw: raw as IDataObject } : {}) };
	if (!('dataHashes' in notification)) return readable(json);
	// An event is not lost for the sake of its links.
	const appUrl = await encord.of(n8n).then(
		(settings) => settings.appUrl,
		() => '',
	);
	return readable(json, appUrl);
}

/** Replies without starting the workflow. An n8n editor that listens for a test event continues to listen. */
function send(
	n8n: IWebhookFunctions,
	{ status, headers, body, log }: Answer,
): IWebhookResponseData {
	n8n.logger.info(`Encord Trigger: answered ${status} without a run. ${log}`);
	const response = n8n.getResponseObject();
	// n8n has already set this header to the caller's origin (n8n §2).
	response.removeHeader('Access-Control-Allow-Origin');
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.status(status);
	if (body) response.json(body);
	else response.end();
	return { noWebhookResponse: true };
}

/** Headers for replies when the allowed origins are unknown: only Encord's own apps can read the reply. */
function fallbackHeaders(n8n: IWebhookFunctions): Record<string, string> {
	const { origin } = n8n.getHeaderData();
	return {
		...(origin && ENCORD_APP_URLS.includes(origin) && { 'Access-Control-Allow-Origin': origin }),
		Vary: 'Origin',
	};
}
