/** Headers of a request besides its signature (protocol §2.2–2.4). `Content-Length` is left to the HTTP layer. */
import { randomBytes } from 'node:crypto';
import { name, version } from '../../../package.json';

/** How this package names itself to Encord. */
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
 * A new trace for every request, or the next span of an incoming one, so that Encord can correlate its call with ours.
 * @param incoming `X-Cloud-Trace-Context` of the call that caused this one
 */
export function nextTrace(incoming?: string): string {
	const traceId = /^[0-9a-f]{32}(?=\/|;|$)/i.exec(incoming?.trim() ?? '')?.[0];
	if (traceId === undefined) return `${randomBytes(16).toString('hex')}/1;o=1`;
	return `${traceId}/${randomBytes(8).readBigUInt64BE()};o=1`;
}

/** The id of a trace, as quoted to Encord's support. */
export function traceIdOf(trace: string): string {
	return trace.split('/', 1)[0] ?? trace;
}
