/**
 * Decides whether a request to the trigger's URL starts the workflow. The cheap checks come first: size, JSON, who called, the project;
 * only then Encord is asked. An unauthorized caller is told as little as possible. The Label Editor shows the annotator the message of
 * a refusal.
 *
 * Who called proves little (see `identifyCaller`), and even a signed call may be about somebody else's project. So a call is accepted only
 * for allowed projects, and only for data units that the key of the agent can see in them.
 */
import type { EncordJson } from '../encord/wire/json';
import type { LabelRowMetadata } from '../encord/calls/labelRows';
import { AuthorisationError, NotFoundError } from '../encord/wire/errors';
import { identifyCaller, type Caller, type CallerRules } from './caller';
import { bodyText, jsonIn } from './callBody';
import { headerValue, isTestCall, type CallHeaders } from './callHeaders';
import { CallRefused } from './callRefused';
import { findDataUnit } from './dataUnit';
import {
	isNotification,
	readNotification,
	type Notification,
	type NotificationEvent,
} from './notification';
import { isAllowedOrigin, type OriginRules } from './origin';
import { explainProblems, parseAgentCall, type AgentCall } from './payload';
import { explainFailure, TELL } from './failureWords';
import { agentReply, REPLY_STATUS, type AgentReply } from './reply';

export interface IncomingCall {
	headers: CallHeaders;
	/** The body as it was received. */
	body: Uint8Array;
}

/** What can start a workflow: somebody called the agent, or a stage sent an event. */
export type TriggerEvent = 'customAgentCalled' | NotificationEvent;

export interface AdmissionRules extends CallerRules {
	/** What starts this workflow. */
	events: readonly TriggerEvent[];
	/** The allowed origins as far as they are known without asking anybody; for answers to requests that are refused before that. */
	knownOrigins: () => OriginRules;
	/** Hashes of the projects that may call, in canonical form. Absent: all projects the key can see. */
	projects?: string[];
	/**
	 * Counts the call.
	 * @returns seconds until it would be accepted; 0 when it is
	 */
	countCall: (call: AgentCall) => number;
	/** Names the account that needs access to a project, for messages: `the service account of the key 1a2b3c4d…`. */
	account: () => Promise<string>;
	/** Lists the label rows of the called data unit with the key of the agent. */
	listDataUnit: (call: AgentCall) => Promise<LabelRowMetadata[]>;
}

export type Admission =
	/** The call is answered at once, and no workflow starts. */
	| {
			kind: 'answer';
			status: number;
			headers: Record<string, string>;
			body?: AgentReply;
			/** What the log says about it. */
			log: string;
	  }
	/** The workflow starts with a call. Its answer must have these headers. */
	| {
			kind: 'work';
			headers: Record<string, string>;
			caller: Caller;
			call: AgentCall;
			raw: EncordJson;
			row: LabelRowMetadata;
	  }
	/** The workflow starts with an event. */
	| { kind: 'event'; caller: Caller; notification: Notification; raw: EncordJson };

/** Decides about one request. @throws what the rules throw when the trigger is not set up; any other failure becomes an answer */
export async function admitCall(incoming: IncomingCall, rules: AdmissionRules): Promise<Admission> {
	const { headers } = incoming;
	const isTest = isTestCall(headers);
	let body: EncordJson | undefined;
	try {
		const text = bodyText(incoming.body);
		if (!isTest) body = objectIn(text);
	} catch (error) {
		return refusal(error, corsHeaders(headers, rules.knownOrigins()));
	}
	let caller: Caller;
	try {
		caller = await identifyCaller(incoming, rules);
	} catch (error) {
		if (!(error instanceof CallRefused)) throw error;
		return refusal(error, corsHeaders(headers, rules.knownOrigins()));
	}
	const cors = corsHeaders(
		headers,
		caller === 'labelEditor' ? await rules.origins() : rules.knownOrigins(),
	);
	if (body === undefined)
		return {
			kind: 'answer',
			status: REPLY_STATUS.done,
			headers: cors,
			log: 'A test call of Encord.',
		};
	return isNotification(body)
		? admitEvent(body, caller, cors, rules)
		: await admitAgentCall(body, caller, cors, rules);
}

async function admitAgentCall(
	body: EncordJson,
	caller: Caller,
	headers: Record<string, string>,
	rules: AdmissionRules,
): Promise<Admission> {
	try {
		const { call, raw } = readPayload(body);
		if (!rules.events.includes('customAgentCalled')) {
			// To acknowledge it would make Encord believe that an agent has done its work.
			throw new CallRefused(
				REPLY_STATUS.problem,
				`${TELL} this address takes events of stages, not calls of an agent.`,
				'Choose the event "Custom Agent Called" in the Encord Trigger.',
			);
		}
		checkProject(call, rules);
		checkRate(call, rules);
		return { kind: 'work', headers, caller, call, raw, row: await findRow(call, rules) };
	} catch (error) {
		return refusal(error, headers);
	}
}

/**
 * An event that is not for this workflow is acknowledged: the address may serve several stages, and Encord would take anything else for
 * a failed delivery and send it again.
 */
function admitEvent(
	body: EncordJson,
	caller: Caller,
	headers: Record<string, string>,
	{ events, projects }: AdmissionRules,
): Admission {
	if (caller === 'labelEditor') {
		return refusal(
			new CallRefused(
				REPLY_STATUS.forbidden,
				"Events come from Encord's servers, not from a web page.",
			),
			headers,
		);
	}
	const read = readNotification(body);
	const passedOver = (what: string): Admission => ({
		kind: 'answer',
		status: REPLY_STATUS.done,
		headers,
		log: `Acknowledged ${what}.`,
	});
	switch (read.kind) {
		case 'unknownEvent':
			return passedOver(`an event of a kind that is not known (${quoted(read.eventType)})`);
		case 'unsupportedVersion':
			return passedOver(
				`the event "${read.event}" in version ${quoted(read.version)}, which this package cannot read: update n8n-nodes-encord`,
			);
		case 'invalid':
			return refusal(
				new CallRefused(
					REPLY_STATUS.problem,
					`The event cannot be read: ${read.problems.join('; ')}.`,
				),
				headers,
			);
		case 'event': {
			const { notification } = read;
			if (!events.includes(notification.event))
				return passedOver(
					`the event "${notification.event}", for which this workflow does not wait`,
				);
			if (projects?.includes(notification.projectHash) === false)
				return passedOver(`the event "${notification.event}" of a project that is not on the list`);
			return { kind: 'event', caller, notification, raw: body };
		}
	}
}

/** A value of a caller, short and on one line, so that it cannot make up lines of the log. */
function quoted(value: unknown): string {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function refusal(error: unknown, headers: Record<string, string>): Admission {
	const { status, message, reason } = error instanceof CallRefused ? error : explainFailure(error);
	return {
		kind: 'answer',
		status,
		headers,
		body: agentReply({ message }),
		log: reason === undefined ? message : `${message} ${reason}`,
	};
}

/** Repeats an allowed origin exactly. Without this header the browser hides the answer, errors too (protocol §12.3). */
function corsHeaders(headers: CallHeaders, origins: OriginRules): Record<string, string> {
	const origin = headerValue(headers, 'origin');
	const allowed = origin !== undefined && isAllowedOrigin(origin, origins);
	return { ...(allowed && { 'Access-Control-Allow-Origin': origin }), Vary: 'Origin' };
}

/** The JSON object in a body. @throws CallRefused */
function objectIn(text: string): EncordJson {
	const read = jsonIn(text, true);
	const fault =
		'fault' in read
			? read.fault
			: typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value)
				? undefined
				: 'is no JSON object';
	if (fault === undefined) return (read as { value: EncordJson }).value;
	throw new CallRefused(
		REPLY_STATUS.problem,
		`"body" ${fault}; accepted: a JSON object, as Encord sends it.`,
	);
}

function readPayload(body: EncordJson): { call: AgentCall; raw: EncordJson } {
	const result = parseAgentCall(body, { missingFrame: 'zero', strictJson: true });
	if (result.ok) return result;
	throw new CallRefused(REPLY_STATUS.problem, explainProblems(result.problems));
}

function checkProject({ projectHash }: AgentCall, { projects }: AdmissionRules): void {
	if (projects === undefined || projects.includes(projectHash)) return;
	throw new CallRefused(
		REPLY_STATUS.forbidden,
		'This agent does not serve this project. If it should, tell whoever runs this workflow.',
		'Add the project to the list in the Encord Trigger.',
	);
}

function checkRate(call: AgentCall, { countCall }: AdmissionRules): void {
	const seconds = countCall(call);
	if (seconds === 0) return;
	throw new CallRefused(
		REPLY_STATUS.busy,
		`This agent is called too often. Try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
	);
}

/** The label row of the called data unit. */
async function findRow(
	call: AgentCall,
	{ account, listDataUnit }: AdmissionRules,
): Promise<LabelRowMetadata> {
	const rows = await listDataUnit(call).catch((error: unknown) => {
		if (error instanceof AuthorisationError || error instanceof NotFoundError) return [];
		throw error;
	});
	const row = findDataUnit(rows, call.dataHash);
	if (row) return row;
	// The message is the same whether the ids exist or not, so that a caller cannot find out which ids exist.
	throw new CallRefused(
		REPLY_STATUS.forbidden,
		`${TELL} its key cannot see this data unit in this project.`,
		`Invite ${await account()} to the project.`,
	);
}
