/** Runs the query calls. All have the same envelope; a table has one entry per call (protocol §3). */
import { z } from 'zod';
import { projectOf, type Context } from '../calls/context';
import type { Project } from '../state/entities';
import { jsonBody, sendJson, type Exchange } from '../calls/exchange';
import { Refusal } from '../calls/refusal';

const envelopeSchema = z.object({
	query_type: z.string(),
	query_method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
	values: z.object({ uid: z.unknown(), payload: z.unknown() }),
});

export interface V1Call extends Context {
	uid: unknown;
	/** The payload as the schema reads it. @throws Refusal */
	payload<T>(schema: z.ZodType<T, z.ZodTypeDef, unknown>): T;
	/** The project that `ResourceID` names. @throws Refusal */
	project(): Project;
	resourceId: string;
}

export interface V1Route {
	/** `<query_type>.<query_method>`; also the name of the call in counters and fault rules. */
	call: string;
	/** `user` calls go to `/public/user`, the others to `/public`. */
	scope: 'user' | 'resource';
	handle(call: V1Call): unknown;
}

export type Envelope = z.infer<typeof envelopeSchema>;

/** The envelope of a request, or null when the body is not one. */
export function envelopeOf(exchange: Exchange): Envelope | null {
	try {
		return envelopeSchema.safeParse(jsonBody(exchange)).data ?? null;
	} catch {
		return null;
	}
}

export function callNameV1(envelope: Envelope | null): string {
	return envelope ? `${envelope.query_type}.${envelope.query_method}` : 'v1.unreadable';
}

/** Sends an error: a list of one code. The HTTP status is 200, because clients do not read it, except for authentication. */
export function sendV1Refusal(exchange: Exchange, refusal: Refusal): void {
	const body = { status: refusal.status, response: [refusal.code], payload: refusal.payload };
	sendJson(exchange, refusal.status === 401 ? 401 : 200, body);
}

export function runV1(
	routes: V1Route[],
	envelope: Envelope | null,
	exchange: Exchange,
	context: Context,
): void {
	if (!envelope)
		throw new Refusal(
			400,
			'The body must be {"query_type", "query_method", "values": {"uid", "payload"}}',
		);
	const name = callNameV1(envelope);
	const scope = exchange.path === '/public/user' ? 'user' : 'resource';
	const route = routes.find((candidate) => candidate.call === name && candidate.scope === scope);
	if (!route) throw new Refusal(405, `${name} is not a query of ${exchange.path}`);
	const resourceId = String(exchange.request.headers.resourceid ?? '').toLowerCase();
	const call: V1Call = {
		...context,
		uid: envelope.values.uid ?? null,
		resourceId,
		project: () => projectOf(context, resourceId),
		payload: (schema) => {
			const parsed = schema.safeParse(envelope.values.payload ?? {});
			if (parsed.success) return parsed.data;
			const issue = parsed.error.issues[0];
			throw new Refusal(
				400,
				`payload.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`,
			);
		},
	};
	sendJson(exchange, 200, {
		status: 200,
		response: context.store.transact(() => route.handle(call)),
	});
}
