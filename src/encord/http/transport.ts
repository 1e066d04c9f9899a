/** Sends calls of both API generations; returns JSON or throws a typed error. */
import type { ClientOptions } from './options';
import { envelopeError, statusError, type CallContext } from './errorReplies';
import { ProtocolError } from '../wire/errors';
import { exchangeWith, type Exchange } from './exchange';
import type { HttpMethod } from '../wire/send';
import { USER_AGENT, v1Headers, v2Headers, type V1Resource } from './headers';
import type { RawReply } from './retry';
import { signV1, signV2, v1Url, v2Url, type QueryValue } from '../auth/signature';
import { v1Envelope, type V1Query } from './v1Envelope';

export interface V2Call {
	/** Completes "while …" in an error message: `reading the project`. */
	what: string;
	method: HttpMethod;
	/** Path below `v2/public/`; its segments are checked and encoded already. */
	path: string;
	params?: Record<string, QueryValue>;
	/** JSON value; absent means no body. */
	body?: unknown;
	/** Default: true for GET, POST and PUT, false for PATCH and DELETE (protocol §4). Calls that create something set false. */
	safeToRepeat?: boolean;
}

export interface V1Call {
	what: string;
	resource: V1Resource;
	query: V1Query;
	/** Bytes of the envelope when the caller has built them already. */
	body?: Buffer;
	safeToRepeat: boolean;
	/** See RetryPolicy. */
	mayRepeat?: () => Promise<boolean>;
}

export interface Transport {
	/** JSON of a 200, undefined for a 204. */
	v2(call: V2Call): Promise<unknown>;
	/** `response` of a successful envelope. */
	v1(call: V1Call): Promise<unknown>;
}

export function createTransport(options: ClientOptions): Transport {
	const exchange = exchangeWith(options);
	return {
		v2: async (call) => await sendV2(call, options, exchange),
		v1: async (call) => await sendV1(call, options, exchange),
	};
}

async function sendV2(
	call: V2Call,
	{ apiUrl, key, now = Date.now }: ClientOptions,
	exchange: Exchange,
): Promise<unknown> {
	const { what, method, path } = call;
	const url = v2Url(apiUrl, path, call.params);
	const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body), 'utf8');
	const safeToRepeat = call.safeToRepeat ?? ['GET', 'POST', 'PUT'].includes(method);
	const { reply, context, json } = await exchange(
		{ what, call: `${method} ${path}` },
		{ safeToRepeat },
		(trace) => ({
			method,
			url,
			body,
			headers: {
				...v2Headers({ userAgent: USER_AGENT, trace }, body),
				...signV2(key, { method, url, body }, now()),
			},
		}),
	);
	// Success is exactly 200 or 204 (protocol §4).
	if (reply.status === 204) return undefined;
	if (reply.status !== 200) throw statusError({ ...reply, json }, context, now());
	if (json === undefined && reply.body.length > 0) throw notJson(context);
	return json;
}

async function sendV1(
	call: V1Call,
	{ apiUrl, key, now = Date.now }: ClientOptions,
	exchange: Exchange,
): Promise<unknown> {
	const { what, resource, query, safeToRepeat, mayRepeat } = call;
	const body = call.body ?? v1Envelope(query);
	const url = v1Url(apiUrl, resource.type === 'user' ? 'user' : 'resource');
	const name = `v1 ${query.queryMethod} ${query.queryType}`;
	const { reply, context, json } = await exchange(
		{ what, call: name },
		{ safeToRepeat, ...(mayRepeat && { mayRepeat }) },
		(trace) => ({
			method: 'POST',
			url,
			body,
			headers: { ...v1Headers({ userAgent: USER_AGENT, trace }, resource), ...signV1(key, body) },
		}),
	);
	return responseOf(reply, json, context, now());
}

/**
 * The status inside the envelope counts, not the HTTP status. Only a reply without an envelope is judged by its HTTP status
 * (protocol §3).
 */
function responseOf(reply: RawReply, json: unknown, context: CallContext, nowMs: number): unknown {
	if (
		typeof json === 'object' &&
		json !== null &&
		'status' in json &&
		typeof json.status === 'number'
	) {
		const envelope = { response: undefined, ...json, status: json.status };
		if (envelope.status === 200) return envelope.response;
		throw envelopeError(envelope, context);
	}
	if (reply.status >= 300) throw statusError({ ...reply, json }, context, nowMs);
	throw notJson(context);
}

function notJson(context: CallContext): ProtocolError {
	return new ProtocolError(`The answer is not what Encord's API sends (while ${context.what}).`, {
		call: context.call,
		traceId: context.traceId,
	});
}
