/** What the controls share: their form, their body, and how they name a project. */
import type { z } from 'zod';
import { jsonBody, type Exchange } from '../calls/exchange';
import { Refusal, found } from '../calls/refusal';
import type { Host } from '../server/host';
import type { Project } from '../state/entities';

export interface Control {
	method: string;
	path: string;
	/** The reply; undefined answers 204. */
	handle(host: Host, exchange: Exchange): unknown;
}

/** The body of a control. @throws Refusal 400 naming the field */
export function bodyOf<T>(exchange: Exchange, schema: z.ZodType<T, z.ZodTypeDef, unknown>): T {
	const parsed = schema.safeParse(jsonBody(exchange));
	if (parsed.success) return parsed.data;
	throw new Refusal(
		400,
		`${parsed.error.issues[0]?.path.join('.') || 'body'}: ${parsed.error.issues[0]?.message ?? 'is not valid'}`,
	);
}

/** By hash or title. */
export function projectNamed(host: Host, name: string): Project {
	const { projects } = host.store;
	return found(
		projects.get(name) ?? projects.all().find(({ title }) => title === name),
		`Project ${name}`,
	);
}
