/** Sends calls of both API generations: signed anew for every attempt, retried where safe, ending in JSON or a typed error. */
import { gunzip as gunzipCallback } from 'node:zlib';
import { promisify } from 'node:util';
import { attemptOnce } from './attempt';
import type { ClientOptions } from './client';
import { envelopeError, statusError, type CallContext } from './errorReplies';
import { NetworkError, ProtocolError } from './errors';
import type { HttpMethod, HttpRequest } from './http';
import { nextTrace, traceIdOf, USER_AGENT, v1Headers, v2Headers, type V1Resource } from './requestHeaders';
import { withRetries, type RawReply } from './retry';
import { signV1, signV2, v1Url, v2Url, type QueryValue } from './signature';
import { cancellableSleep } from './sleep';
import { v1Envelope, type V1Query } from './v1Envelope';

const gunzip = promisify(gunzipCallback);
const DEFAULT_TIMEOUT_MS = 180_000;
const DEFAULT_TOTAL_TIMEOUT_MS = 300_000;

export interface V2Call {
	/** As it reads after "while" in an error message: `reading the project`. */
	what: string;
	method: HttpMethod;
	/** Below `v2/public/`, its parts checked and encoded. */
	path: string;
	params?: Record<string, QueryValue>;
	/** JSON value; absent means no body. */
	body?: unknown;
	/** Default: GET, POST and PUT may be repeated, PATCH and DELETE not (PROTOCOL §4). Creations say no. */
	safeToRepeat?: boolean;
}

export interface V1Call {
	what: string;
	resource: V1Resource;
	query: V1Query;
	/** Bytes of the envelope when the caller has built them already. */
	body?: Buffer;
	safeToRepeat: boolean;
}

export interface Transport {
	/** JSON of a 200, undefined for a 204. */
	v2(call: V2Call): Promise<unknown>;
	/** `response` of a successful envelope. */
	v1(call: V1Call): Promise<unknown>;
}

export function createTransport(options: ClientOptions): Transport {
	const now = options.now ?? Date.now;
	const sleep = options.sleep ?? cancellableSleep;
	const totalTimeoutMs = options.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS;

	/** `sign` is called once per attempt, because a signature is dated. */
	async function exchange(
		call: Pick<CallContext, 'what' | 'call'>,
		safeToRepeat: boolean,
		sign: (trace: string) => HttpRequest,
	) {
		let trace = '';
		const { reply, mayHaveBeenApplied } = await withRetries(
			(allowedMs) => {
				trace = nextTrace(options.traceContext);
				const timeoutMs = Math.min(options.timeoutMs ?? DEFAULT_TIMEOUT_MS, allowedMs);
				return attemptOnce(options.send, sign(trace), timeoutMs, options.signal);
			},
			{ safeToRepeat, totalTimeoutMs, signal: options.signal, now, sleep },
		);
		const context: CallContext = { ...call, traceId: traceIdOf(trace), mayHaveBeenApplied };
		return { reply, context, json: await jsonOf(reply) };
	}

	return {
		async v2(call) {
			const { method, path, params } = call;
			const url = v2Url(options.apiUrl, path, params);
			const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body), 'utf8');
			const safeToRepeat = call.safeToRepeat ?? ['GET', 'POST', 'PUT'].includes(method);
			const { reply, context, json } = await exchange(
				{ what: call.what, call: `${method} ${path}` },
				safeToRepeat,
				(trace) => ({
					method,
					url,
					body,
					headers: {
						...v2Headers({ userAgent: USER_AGENT, trace }, body),
						...signV2(options.key, { method, url, body }, now()),
					},
				}),
			);
			// Success is exactly 200 or 204 (PROTOCOL §4).
			if (reply.status === 204) return undefined;
			if (reply.status !== 200) throw statusError({ ...reply, json }, context, now());
			if (json === undefined && reply.body.length > 0) throw notJson(context);
			return json;
		},

		async v1(call) {
			const body = call.body ?? v1Envelope(call.query);
			const url = v1Url(options.apiUrl, call.resource.type === 'user' ? 'user' : 'resource');
			const name = `v1 ${call.query.queryMethod} ${call.query.queryType}`;
			const { reply, context, json } = await exchange({ what: call.what, call: name }, call.safeToRepeat, (trace) => ({
				method: 'POST',
				url,
				body,
				headers: { ...v1Headers({ userAgent: USER_AGENT, trace }, call.resource), ...signV1(options.key, body) },
			}));
			return responseOf(reply, json, context, now());
		},
	};
}

/** The envelope decides, whatever the HTTP status is; a reply without one is judged by its status (PROTOCOL §3). */
function responseOf(reply: RawReply, json: unknown, context: CallContext, nowMs: number): unknown {
	if (typeof json === 'object' && json !== null && 'status' in json && typeof json.status === 'number') {
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

/** Undefined when the body is empty or not JSON. */
async function jsonOf({ headers, body }: RawReply): Promise<unknown> {
	const bytes = headers['content-encoding']?.toLowerCase() === 'gzip' && body.length > 0 ? await unpack(body) : body;
	try {
		return JSON.parse(bytes.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

async function unpack(body: Buffer): Promise<Buffer> {
	try {
		return await gunzip(body);
	} catch {
		throw new NetworkError('The answer was cut off or damaged on the way.', { mayHaveBeenApplied: true });
	}
}
