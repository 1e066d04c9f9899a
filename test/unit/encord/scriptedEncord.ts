/** A sender that answers from a script, and a client that uses it. The client's clock moves only when the client sleeps. */
import { createEncordClient, type EncordClient } from '../../../src/encord/client';
import { type ClientOptions } from '../../../src/encord/http/options';
import { CancelledError } from '../../../src/encord/wire/errors';
import type { HttpRequest, HttpSend } from '../../../src/encord/wire/send';
import { parsePrivateKey } from '../../../src/encord/auth/key';
import keys from './auth/keys.json';

export const KEY = parsePrivateKey(keys.plain.privateKey);
export const API = 'https://api.encord.com';
export const PROJECT = '11111111-1111-4111-8111-111111111111';
export const STAGE = '22222222-2222-4222-8222-222222222222';
export const START_MS = 1_800_000_000_000;

/** A request as the script sees it. */
export interface Seen {
	method: string;
	/** Path below the origin, without query. */
	path: string;
	/** Raw text after `?`. */
	query: string;
	headers: Record<string, string>;
	json: unknown;
	/** `query_type` and `query_method` of a v1 envelope: `GET labelrow`. */
	v1?: string;
	/** `values` of a v1 envelope. */
	values?: { uid: unknown; payload: Record<string, unknown> };
	raw: HttpRequest;
}

export interface Reply {
	status?: number;
	json?: unknown;
	/** The body as text, instead of `json`. */
	text?: string | Buffer;
	headers?: Record<string, string>;
}
export type Answer = Reply | Error;

export interface ScriptedEncord {
	client: EncordClient;
	requests: Seen[];
	/** Milliseconds slept before each retry. */
	sleeps: number[];
	/** `GET /v2/public/projects` and `v1 GET labelrow`, one per request. */
	calls(): string[];
}

/**
 * @param script answers in order (the last one repeats), or a function of the request
 */
export function scriptedEncord(
	script: Answer[] | ((seen: Seen, index: number) => Answer | Promise<Answer>),
	options: Partial<ClientOptions> = {},
): ScriptedEncord {
	const requests: Seen[] = [];
	const sleeps: number[] = [];
	let now = START_MS;
	const answer =
		typeof script === 'function'
			? script
			: (_: Seen, index: number) => script[Math.min(index, script.length - 1)] as Answer;
	const send: HttpSend = async (request) => {
		requests.push(seenOf(request));
		const reply = await answer(requests.at(-1) as Seen, requests.length - 1);
		if (reply instanceof Error) throw reply;
		const body = reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json));
		return {
			status: reply.status ?? 200,
			headers: reply.headers ?? {},
			body: inTwoChunks(Buffer.from(body as string)),
		};
	};
	const sleep = async (ms: number, signal?: AbortSignal) => {
		if (signal?.aborted) throw new CancelledError();
		sleeps.push(ms);
		now += ms;
	};
	const client = createEncordClient({
		key: KEY,
		apiUrl: API,
		send,
		now: () => now,
		sleep,
		...options,
	});
	return {
		client,
		requests,
		sleeps,
		calls: () => requests.map(({ method, path, v1 }) => (v1 ? `v1 ${v1}` : `${method} ${path}`)),
	};
}

function seenOf(raw: HttpRequest): Seen {
	const { pathname, search } = new URL(raw.url);
	const json: unknown = raw.body ? JSON.parse(Buffer.from(raw.body).toString('utf8')) : undefined;
	const seen: Seen = {
		method: raw.method,
		path: pathname,
		query: search.slice(1),
		headers: raw.headers,
		json,
		raw,
	};
	if (!pathname.startsWith('/public')) return seen;
	const {
		query_type: type,
		query_method: method,
		values,
	} = json as { query_type: string; query_method: string; values: Seen['values'] };
	return { ...seen, v1: `${method} ${type}`, values };
}

async function* inTwoChunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
	yield bytes.subarray(0, bytes.length >> 1);
	yield bytes.subarray(bytes.length >> 1);
}

/** Successful v1 envelope. */
export function v1Ok(response: unknown): Reply {
	return { json: { status: 200, response } };
}

/** v1 error envelope. */
export function v1Error(code: string, payload?: unknown, status = 400): Reply {
	return { json: { status, response: [code], ...(payload === undefined ? {} : { payload }) } };
}

export function connectionError(code: string): Error {
	return Object.assign(new Error(`connect ${code} https://api.encord.com/?secret`), { code });
}

/** A UUID that is easy to read. */
export function id(number: number, kind = 0): string {
	return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function ids(count: number, kind = 0): string[] {
	return Array.from({ length: count }, (_, index) => id(index, kind));
}

/** Every member of a listing. */
export async function all<T>(members: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const member of members) list.push(member);
	return list;
}
