/**
 * Whether a request becomes work: everything a custom agent checks before a workflow starts, in the order that tells a
 * stranger least. The caller gives HTTP in and gets HTTP out; every refusal has a sentence the annotator sees in the Label
 * Editor. Knowing the URL and valid ids is all a caller can prove (an `Origin` can be made up), so what a call can do is
 * bounded here: allowed projects only, and only data units our own key finds in them.
 */
import { isUtf8 } from 'node:buffer';
import type { EncordJson } from '../encord/wire/json';
import type { LabelRowMetadata } from '../encord/calls/labelRows';
import { AuthorisationError, EncordError, NotFoundError } from '../encord/wire/errors';
import { headerValue, isTestCall, type CallHeaders } from './callHeaders';
import { findDataUnit } from './dataUnit';
import { isAllowedOrigin, type OriginRules } from './origin';
import { explainProblems, parseAgentCall, type AgentCall } from './payload';
import { agentReply, REPLY_STATUS, type AgentReply } from './reply';

/** A payload has less than 1 KiB; selected objects may add some. */
export const MAX_BODY_BYTES = 64 * 1024;

export interface IncomingCall {
	headers: CallHeaders;
	/** Exact bytes. */
	body: Uint8Array;
}

export interface AdmissionRules {
	origins: OriginRules;
	/** Also calls without an `Origin` header: tools, and anything else that is no browser. */
	allowWithoutOrigin: boolean;
	/** Canonical project hashes that may call; absent: any project the key sees. */
	projects?: string[];
	/** How the account that needs access is named to people, e.g. `the service account of the key 1a2b3c4d…`. */
	account: () => string;
	/** Label rows of a data unit in a project, listed with our own key. */
	listDataUnit: (call: AgentCall) => Promise<LabelRowMetadata[]>;
}

export type Admission =
	/** Answer at once; nothing else happens. */
	| { kind: 'answer'; status: number; headers: Record<string, string>; body?: AgentReply }
	/** Start the work; these headers go with whatever it answers. */
	| {
			kind: 'work';
			headers: Record<string, string>;
			call: AgentCall;
			raw: EncordJson;
			row: LabelRowMetadata;
	  };

/** Why a call is turned away. */
class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** Decides about one call. Never rejects. */
export async function admitCall(incoming: IncomingCall, rules: AdmissionRules): Promise<Admission> {
	const headers = corsHeaders(incoming.headers, rules.origins);
	try {
		checkOrigin(incoming.headers, rules);
		if (isTestCall(incoming.headers)) return { kind: 'answer', status: REPLY_STATUS.done, headers };
		const { call, raw } = readPayload(incoming.body);
		checkProject(call, rules);
		return { kind: 'work', headers, call, raw, row: await locate(call, rules) };
	} catch (error) {
		const { status, message } = error instanceof Refusal ? error : explainFailure(error);
		return { kind: 'answer', status, headers, body: agentReply({ message }) };
	}
}

/** An allowed origin is echoed exactly, so that the browser shows the answer, errors included (protocol §12.3). */
function corsHeaders(headers: CallHeaders, origins: OriginRules): Record<string, string> {
	const origin = headerValue(headers, 'origin');
	const allowed = origin !== undefined && isAllowedOrigin(origin, origins);
	return { ...(allowed && { 'Access-Control-Allow-Origin': origin }), Vary: 'Origin' };
}

function checkOrigin(headers: CallHeaders, { origins, allowWithoutOrigin }: AdmissionRules): void {
	const origin = headerValue(headers, 'origin');
	if (origin === undefined) {
		// A test call does no work, and Encord may send it from its servers.
		if (allowWithoutOrigin || isTestCall(headers)) return;
		throw new Refusal(
			REPLY_STATUS.forbidden,
			'This agent only answers the Encord app in a browser. An option of the Encord Trigger allows calls without an Origin header.',
		);
	}
	if (isAllowedOrigin(origin, origins)) return;
	throw new Refusal(
		REPLY_STATUS.forbidden,
		'This agent does not answer this web address. If it is your Encord app, add it to the allowed origins of the Encord Trigger.',
	);
}

function readPayload(body: Uint8Array): { call: AgentCall; raw: EncordJson } {
	if (body.byteLength > MAX_BODY_BYTES) {
		throw new Refusal(
			REPLY_STATUS.tooLarge,
			`The request is larger than ${MAX_BODY_BYTES / 1024} KiB. A call of an agent is far smaller.`,
		);
	}
	if (!isUtf8(body))
		throw new Refusal(
			REPLY_STATUS.problem,
			'The request is no UTF-8 text; accepted: a JSON object.',
		);
	const result = parseAgentCall(Buffer.from(body).toString('utf8'), { missingFrame: 'zero' });
	if (result.ok) return result;
	throw new Refusal(REPLY_STATUS.problem, explainProblems(result.problems));
}

function checkProject({ projectHash }: AgentCall, { projects }: AdmissionRules): void {
	if (projects === undefined || projects.includes(projectHash)) return;
	throw new Refusal(
		REPLY_STATUS.forbidden,
		'This agent does not serve this project. Add the project to the list in the Encord Trigger.',
	);
}

async function locate(
	call: AgentCall,
	{ account, listDataUnit }: AdmissionRules,
): Promise<LabelRowMetadata> {
	const rows = await listDataUnit(call).catch((error: unknown) => {
		if (error instanceof AuthorisationError || error instanceof NotFoundError) return [];
		throw error;
	});
	const row = findDataUnit(rows, call.dataHash);
	if (row) return row;
	// One text for unknown, foreign and invisible, so that nobody can probe which ids exist.
	throw new Refusal(
		REPLY_STATUS.forbidden,
		`The agent cannot see this data unit in this project. Invite ${account()} to the project.`,
	);
}

/** What went wrong between us and Encord before the work started, without anything the caller should not read. */
export function explainFailure(error: unknown): { status: number; message: string } {
	if (error instanceof EncordError) {
		return {
			status: REPLY_STATUS.upstream,
			message: `The agent got no data from Encord. ${error.sentence}`,
		};
	}
	return { status: REPLY_STATUS.failed, message: 'The agent failed before its work started.' };
}
