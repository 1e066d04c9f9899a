/** Fault rules: they make calls fail on purpose, so that tests can check what clients do then. */
import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { sendBody, type Exchange } from '../calls/exchange';

export const faultSchema = z
	.object({
		/** All given conditions must hold; `path` is a part of the raw request target. */
		match: z.object({ call: z.string(), path: z.string(), method: z.string() }).partial().strict(),
		then: z
			.object({
				/** Status of the answer. With `status` or `body`, the call itself is not run, unless `applied` is true. */
				status: z.number().int().min(200).max(599),
				body: z.unknown(),
				headers: z.record(z.string()),
				/** Runs the call and throws its own answer away, as a gateway does that fails behind the server. */
				applied: z.boolean(),
				/** Delay before anything else. */
				delayMs: z.number().min(0),
				/** Closes the connection before the call is run, or after it, so that only the answer is lost. */
				reset: z.enum(['before', 'after']).or(z.literal(true).transform(() => 'before' as const)),
				/** Runs the call and closes the connection after so many bytes of the answer's body; true = half of it. */
				truncate: z.union([z.literal(true), z.number().int().min(0)]),
				/** Seconds that the server's clock is ahead during this call. */
				clockSkewSeconds: z.number(),
			})
			.partial()
			.strict(),
		/** Number of calls that the rule applies to. */
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

	/** The rules that still apply to further calls. */
	list(): Fault[] {
		return this.rules;
	}

	/** The first rule that matches the call. It then applies to one call less. */
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

/** Cuts the answer off after `limit` bytes of its body. A shorter answer stays complete, and so does one without a body. */
function truncateAfter({ response }: Exchange, limit: number | true): void {
	const write = response.write.bind(response) as (chunk: Buffer, written: () => void) => boolean;
	const end = response.end.bind(response) as () => typeof response;
	let left: number | null = limit === true ? null : limit;
	let isCut = false;
	const cut = (chunk: unknown): boolean => {
		left ??= Math.floor(Number(response.getHeader('content-length') ?? 0) / 2);
		const bytes = Buffer.isBuffer(chunk)
			? chunk
			: Buffer.from(typeof chunk === 'string' ? chunk : '');
		const part = bytes.subarray(0, left);
		left -= part.length;
		isCut ||= part.length < bytes.length || left === 0;
		if (isCut) write(part, () => response.destroy());
		else write(part, () => undefined);
		return true;
	};
	response.write = cut as typeof response.write;
	response.end = ((chunk?: unknown) => {
		if (chunk !== undefined) cut(chunk);
		return isCut ? response : end();
	}) as typeof response.end;
}

/** Runs the call with an answer that goes nowhere. */
async function runUnheard(exchange: Exchange, run: () => Promise<void>): Promise<void> {
	const { response } = exchange;
	exchange.response = new ServerResponse(exchange.request);
	exchange.response.assignSocket(
		new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() }) as Socket,
	);
	try {
		await run();
	} finally {
		exchange.response = response;
	}
}

/** Runs a call with a fault rule. */
export async function withFault(
	exchange: Exchange,
	fault: Fault['then'],
	run: () => Promise<void>,
): Promise<void> {
	if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
	if (fault.reset === 'before') {
		exchange.request.socket.destroy();
		return;
	}
	if (fault.status !== undefined || fault.body !== undefined) {
		if (fault.applied === true) await runUnheard(exchange, run);
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
	await run();
}
