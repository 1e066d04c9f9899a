/** Headers of a request besides its signature (protocol §2.2–2.4). `Content-Length` is set by the HTTP layer. */
import { randomBytes } from 'node:crypto';
import { name, version } from '../../../package.json';

/** The `User-Agent` header. */
export const USER_AGENT = `${name}/${version}`;

/** v1 scopes: a project, a dataset, or the key's own account. */
export type V1Resource = { type: 'project' | 'dataset'; id: string } | { type: 'user' };

export interface RequestIdentity {
	userAgent: string;
	/** Value of `X-Cloud-Trace-Context`. */
	trace: string;
}

export function v2Headers(
	{ userAgent, trace }: RequestIdentity,
	body?: Uint8Array,
): Record<string, string> {
	return {
		'Accept-Encoding': 'identity',
		'User-Agent': userAgent,
		'X-Cloud-Trace-Context': trace,
		...(body ? { 'Content-Type': 'application/json' } : {}),
	};
}

export function v1Headers(
	{ userAgent, trace }: RequestIdentity,
	resource: V1Resource,
): Record<string, string> {
	return {
		Accept: 'application/json',
		'Content-Type': 'application/json',
		'Accept-Encoding': 'gzip',
		ResourceType: resource.type === 'user' ? '' : resource.type,
		ResourceID: resource.type === 'user' ? '' : resource.id,
		'User-Agent': userAgent,
		'X-Cloud-Trace-Context': trace,
	};
}

/**
 * `X-Cloud-Trace-Context` of a request: a new trace, or the next span of an incoming trace, so that Encord can correlate its
 * call with ours.
 * @param incoming `X-Cloud-Trace-Context` of the call that caused this one
 */
export function nextTrace(incoming?: string): string {
	const traceId = /^[0-9a-f]{32}(?=\/|;|$)/i.exec(incoming?.trim() ?? '')?.[0];
	if (traceId === undefined) return `${randomBytes(16).toString('hex')}/1;o=1`;
	return `${traceId}/${randomBytes(8).readBigUInt64BE()};o=1`;
}

/** The trace ID in a header value. Encord's support can find a request by it. */
export function traceIdOf(trace: string): string {
	return trace.split('/', 1)[0] ?? trace;
}
