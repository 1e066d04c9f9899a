/** Rules that make calls go wrong on purpose, for tests of what clients do then. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { sendBody, type Exchange } from '../calls/exchange';

export const faultSchema = z
	.object({
		/** All given conditions must hold; `path` is a part of the raw request target. */
		match: z.object({ call: z.string(), path: z.string(), method: z.string() }).partial().strict(),
		then: z
			.object({
				/** Answered instead of carrying the call out. */
				status: z.number().int().min(200).max(599),
				body: z.unknown(),
				headers: z.record(z.string()),
				/** Waited before anything else. */
				delayMs: z.number().min(0),
				/** Closes the connection: before the call is carried out, or after it, so that only the answer is lost. */
				reset: z.enum(['before', 'after']).or(z.literal(true).transform(() => 'before' as const)),
				/** Carries the call out and closes the connection after so many bytes of the answer's body; true = half of it. */
				truncate: z.union([z.literal(true), z.number().int().min(0)]),
				/** The server's clock for this call, seconds ahead. */
				clockSkewSeconds: z.number(),
			})
			.partial()
			.strict(),
		/** How many calls it hits. */
		times: z.number().int().min(1).default(1),
	})
	.strict();

export type Fault = z.infer<typeof faultSchema>;

export class Faults {
	private rules: Fault[] = [];

	add(rule: Fault): void {
		this.rules.push({ ...rule });
	}

	clear(): void {
		this.rules = [];
	}

	/** Rules that have hits left. */
	list(): Fault[] {
		return this.rules;
	}

	/** The first rule that fits, one hit of it used up. */
	take(call: string, { method, target }: Exchange): Fault['then'] | null {
		const rule = this.rules.find(
			({ match }) =>
				(match.call === undefined || match.call === call) &&
				(match.method === undefined || match.method.toUpperCase() === method) &&
				(match.path === undefined || target.includes(match.path)),
		);
		if (!rule) return null;
		rule.times -= 1;
		this.rules = this.rules.filter(({ times }) => times > 0);
		return rule.then;
	}
}

/** Makes the answer break off after some bytes of its body; a shorter answer stays whole. */
function truncateAfter({ response }: Exchange, limit: number | true): void {
	const write = response.write.bind(response) as (chunk: Buffer, written: () => void) => boolean;
	const end = response.end.bind(response) as () => typeof response;
	let left: number | null = limit === true ? null : limit;
	const cut = (chunk: unknown): boolean => {
		left ??= Math.floor(Number(response.getHeader('content-length') ?? 0) / 2);
		const bytes = Buffer.isBuffer(chunk)
			? chunk
			: Buffer.from(typeof chunk === 'string' ? chunk : '');
		const part = bytes.subarray(0, left);
		left -= part.length;
		if (part.length < bytes.length || left === 0) write(part, () => response.destroy());
		else write(part, () => undefined);
		return true;
	};
	response.write = cut as typeof response.write;
	response.end = ((chunk?: unknown) => {
		if (chunk !== undefined) cut(chunk);
		return left !== null && left > 0 ? end() : response;
	}) as typeof response.end;
}

/** Applies a rule around carrying out the call. */
export async function withFault(
	exchange: Exchange,
	fault: Fault['then'],
	carryOut: () => Promise<void>,
): Promise<void> {
	if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
	if (fault.reset === 'before') {
		exchange.request.socket.destroy();
		return;
	}
	if (fault.status !== undefined || fault.body !== undefined) {
		const body = fault.body ?? { message: `Fault rule: status ${fault.status ?? 200}` };
		sendBody(
			exchange,
			fault.status ?? 200,
			'application/json',
			typeof body === 'string' ? body : JSON.stringify(body),
			fault.headers,
		);
		return;
	}
	if (fault.truncate !== undefined) truncateAfter(exchange, fault.truncate);
	if (fault.reset === 'after') {
		exchange.response.end = (() =>
			exchange.request.socket.destroy()) as unknown as typeof exchange.response.end;
	}
	await carryOut();
}
