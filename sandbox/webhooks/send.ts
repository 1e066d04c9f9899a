/** Sends what Encord's backend sends to an address, and keeps the answer. */
import { z } from 'zod';
import type { Host } from '../server/host';
import { secretOf, signedHeaders } from './signing';

/** Encord waits this long for an answer (stated for events). */
const TIMEOUT_MS = 180_000;

/** How a request differs from what Encord sends, to try what a receiver makes of it. */
export const deliverySchema = {
	url: z.string().url(),
	/** Signs with this text; null sends no signature. Default: the secret of the address. */
	secret: z.string().nullable().optional(),
	/** Moves the signed time, in seconds. */
	clockSkewSeconds: z.number().optional(),
	/** Added to the headers; the names are sent as they are here. Null removes a header. */
	headers: z.record(z.string().nullable()).optional(),
	/** Put over the body's fields before it is signed. */
	changes: z.record(z.unknown()).optional(),
	/** Sent instead of what was signed. */
	bodyInstead: z.string().optional(),
};

export type Delivery = z.infer<z.ZodObject<typeof deliverySchema>>;

export interface Delivered {
	/** Status of the answer; 0 when there was none. */
	status: number;
	headers: Record<string, string>;
	/** The answer's JSON, or its text; why there was none. */
	body: unknown;
	milliseconds: number;
}

/** Signs a body and posts it. */
export async function deliver(host: Host, delivery: Delivery, body: object): Promise<Delivered> {
	// One space of indentation: not what JSON.stringify gives, so a receiver that checks JSON it wrote itself fails.
	const text = JSON.stringify({ ...body, ...delivery.changes }, null, 1);
	const secret =
		delivery.secret === undefined ? secretOf(host.store, delivery.url) : delivery.secret;
	const seconds = Date.now() / 1000 + (delivery.clockSkewSeconds ?? 0);
	const headers: Record<string, string | null> = {
		'Content-Type': 'application/json',
		'User-Agent': 'Encord',
		...(secret === null ? {} : signedHeaders(secret, text, seconds)),
		...delivery.headers,
	};
	const sent = Object.entries(headers).filter(
		(entry): entry is [string, string] => entry[1] !== null,
	);
	const started = Date.now();
	const answer = (status: number, answered: unknown, all: Record<string, string> = {}) => ({
		status,
		headers: all,
		body: answered,
		milliseconds: Date.now() - started,
	});
	try {
		const response = await fetch(delivery.url, {
			method: 'POST',
			headers: sent,
			body: delivery.bodyInstead ?? text,
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		return answer(
			response.status,
			jsonOrText(await response.text()),
			Object.fromEntries(response.headers),
		);
	} catch (error) {
		return answer(0, (error as Error).message);
	}
}

function jsonOrText(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
