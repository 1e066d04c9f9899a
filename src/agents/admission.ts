/**
 * Decides whether a call of a custom agent starts the workflow. The checks are in an order that tells an unauthorized caller as
 * little as possible. The Label Editor shows the annotator the message of a refusal.
 *
 * A caller cannot prove who it is: it needs only the URL and valid ids, and any program can send any `Origin`. So a call is
 * accepted only for allowed projects, and only for data units that the key of the agent can see in them.
 */
import type { EncordJson } from '../encord/wire/json';
import type { LabelRowMetadata } from '../encord/calls/labelRows';
import { AuthorisationError, EncordError, NotFoundError } from '../encord/wire/errors';
import { bodyText } from './callBody';
import { headerValue, isTestCall, type CallHeaders } from './callHeaders';
import { CallRefused } from './callRefused';
import { findDataUnit } from './dataUnit';
import { isAllowedOrigin, type OriginRules } from './origin';
import { explainProblems, parseAgentCall, type AgentCall } from './payload';
import { agentReply, REPLY_STATUS, type AgentReply } from './reply';

export interface IncomingCall {
	headers: CallHeaders;
	/** The body as it was received. */
	body: Uint8Array;
}

export interface AdmissionRules {
	origins: OriginRules;
	/** Whether to accept calls without an `Origin` header, which do not come from a browser. */
	allowWithoutOrigin: boolean;
	/** Hashes of the projects that may call, in canonical form. Absent: all projects the key can see. */
	projects?: string[];
	/** Names the account that needs access to a project, for messages: `the service account of the key 1a2b3c4d…`. */
	account: () => string;
	/** Lists the label rows of the called data unit with the key of the agent. */
	listDataUnit: (call: AgentCall) => Promise<LabelRowMetadata[]>;
}

export type Admission =
	/** The call is answered at once, and no workflow starts. */
	| { kind: 'answer'; status: number; headers: Record<string, string>; body?: AgentReply }
	/** The workflow starts. Its answer must have these headers. */
	| {
			kind: 'work';
			headers: Record<string, string>;
			call: AgentCall;
			raw: EncordJson;
			row: LabelRowMetadata;
	  };

/** Decides about one call. The promise never rejects: every failure becomes an answer. */
export async function admitCall(incoming: IncomingCall, rules: AdmissionRules): Promise<Admission> {
	const headers = corsHeaders(incoming.headers, rules.origins);
	try {
		checkOrigin(incoming.headers, rules);
		if (isTestCall(incoming.headers)) return { kind: 'answer', status: REPLY_STATUS.done, headers };
		const { call, raw } = readPayload(incoming.body);
		checkProject(call, rules);
		return { kind: 'work', headers, call, raw, row: await findRow(call, rules) };
	} catch (error) {
		const { status, message } = error instanceof CallRefused ? error : explainFailure(error);
		return { kind: 'answer', status, headers, body: agentReply({ message }) };
	}
}

/** Repeats an allowed origin exactly. Without this header the browser hides the answer, errors too (protocol §12.3). */
function corsHeaders(headers: CallHeaders, origins: OriginRules): Record<string, string> {
	const origin = headerValue(headers, 'origin');
	const allowed = origin !== undefined && isAllowedOrigin(origin, origins);
	return { ...(allowed && { 'Access-Control-Allow-Origin': origin }), Vary: 'Origin' };
}

function checkOrigin(headers: CallHeaders, { origins, allowWithoutOrigin }: AdmissionRules): void {
	const origin = headerValue(headers, 'origin');
	if (origin === undefined) {
		// A test call starts no workflow, and Encord may send it from its servers.
		if (allowWithoutOrigin || isTestCall(headers)) return;
		throw new CallRefused(
			REPLY_STATUS.forbidden,
			'This agent only answers the Encord app in a browser. An option of the Encord Trigger allows calls without an Origin header.',
		);
	}
	if (isAllowedOrigin(origin, origins)) return;
	throw new CallRefused(
		REPLY_STATUS.forbidden,
		'This agent does not answer this web address. If it is your Encord app, add it to the allowed origins of the Encord Trigger.',
	);
}

function readPayload(body: Uint8Array): { call: AgentCall; raw: EncordJson } {
	const result = parseAgentCall(bodyText(body), { missingFrame: 'zero' });
	if (result.ok) return result;
	throw new CallRefused(REPLY_STATUS.problem, explainProblems(result.problems));
}

function checkProject({ projectHash }: AgentCall, { projects }: AdmissionRules): void {
	if (projects === undefined || projects.includes(projectHash)) return;
	throw new CallRefused(
		REPLY_STATUS.forbidden,
		'This agent does not serve this project. Add the project to the list in the Encord Trigger.',
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
		`The agent cannot see this data unit in this project. Invite ${account()} to the project.`,
	);
}

/** Status and message for a failure before the workflow started. The message has no internals the caller must not see. */
export function explainFailure(error: unknown): { status: number; message: string } {
	if (error instanceof EncordError) {
		return {
			status: REPLY_STATUS.upstream,
			message: `The agent got no data from Encord. ${error.sentence}`,
		};
	}
	return { status: REPLY_STATUS.failed, message: 'The agent failed before its work started.' };
}
