/** Runs the REST calls: finds the route, parses query and body, and sends the reply (protocol §1, §4). */
import type { z } from 'zod';
import type { Context } from '../calls/context';
import { jsonBody, sendJson, sendNothing, type Exchange } from '../calls/exchange';
import { Refusal } from '../calls/refusal';

export const V2_PREFIX = '/v2/public/';

export interface V2Call extends Context {
	/** Values of the `:names` of the path. */
	params: Record<string, string>;
	query: URLSearchParams;
	/** The request body as the schema reads it. @throws Refusal 400 naming the field */
	body<T>(schema: z.ZodType<T, z.ZodTypeDef, unknown>): T;
}

export interface V2Route {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below `/v2/public/`; `:name` matches one segment. */
	path: string;
	/** Name of the call in counters and fault rules. */
	call: string;
	/** The reply; undefined answers 204. */
	handle(call: V2Call): unknown;
}

export interface V2Match {
	route: V2Route;
	params: Record<string, string>;
}

function paramsOf(pattern: string, segments: string[]): Record<string, string> | null {
	const parts = pattern.split('/');
	if (parts.length !== segments.length) return null;
	const params: Record<string, string> = {};
	for (const [index, part] of parts.entries()) {
		const segment = decodeURIComponent(segments[index] ?? '');
		if (part.startsWith(':')) params[part.slice(1)] = segment.toLowerCase();
		else if (part !== segment) return null;
	}
	return params;
}

/** The route of a request, or the status to refuse it with: 405 when the path exists for another method, else 404. */
export function matchV2(routes: V2Route[], method: string, path: string): V2Match | 404 | 405 {
	const segments = path.slice(V2_PREFIX.length).replace(/\/$/, '').split('/');
	let known = false;
	for (const route of routes) {
		const params = paramsOf(route.path, segments);
		if (params && route.method === method) return { route, params };
		known ||= params !== null;
	}
	return known ? 405 : 404;
}

export function runV2(match: V2Match, exchange: Exchange, context: Context): void {
	const call: V2Call = {
		...context,
		params: match.params,
		query: exchange.query,
		body: (schema) => {
			const parsed = schema.safeParse(jsonBody(exchange));
			if (parsed.success) return parsed.data;
			const issue = parsed.error.issues[0];
			throw new Refusal(
				400,
				`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not valid'}`,
			);
		},
	};
	const reply = context.store.transact(() => match.route.handle(call));
	if (reply === undefined) sendNothing(exchange);
	else sendJson(exchange, 200, reply);
}

/** `True` as Python writes it, `true` as everybody else does (protocol §2.3). */
export function flag(query: URLSearchParams, name: string): boolean {
	return /^true$/i.test(query.get(name) ?? '');
}

/** Entries on a page: what the query asks for, up to 1000. */
export function pageSizeOf({ query, pageSize }: V2Call): number {
	return Math.min(Number(query.get('pageSize')) || pageSize, 1000);
}

/** The values of a key that may be repeated. Without any value the filter does not restrict. */
export function anyOf(query: URLSearchParams, name: string): (value: string | null) => boolean {
	const values = new Set(query.getAll(name));
	return (value) => values.size === 0 || (value !== null && values.has(value));
}
