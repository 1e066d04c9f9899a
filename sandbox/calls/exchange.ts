/** One HTTP request with its whole body, and the ways to answer it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from './refusal';

/** Label rows with large bitmasks stay far below this. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

export interface Exchange {
	request: IncomingMessage;
	response: ServerResponse;
	method: string;
	/** Path and query exactly as sent: what v2 signatures cover. */
	target: string;
	/** The raw path without query. */
	path: string;
	query: URLSearchParams;
	body: Buffer;
}

export type Handler = (exchange: Exchange) => Promise<void> | void;

export async function readExchange(
	request: IncomingMessage,
	response: ServerResponse,
): Promise<Exchange> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MAX_BODY_BYTES)
			throw new Refusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes`);
		chunks.push(chunk);
	}
	const target = request.url ?? '/';
	const mark = target.indexOf('?');
	return {
		request,
		response,
		target,
		method: request.method ?? 'GET',
		body: Buffer.concat(chunks),
		path: mark < 0 ? target : target.slice(0, mark),
		query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
	};
}

type Reply = Pick<Exchange, 'response'>;

/** Starts the answer. Headers are set one by one, so that a fault rule can read them. */
export function sendHead(
	{ response }: Reply,
	status: number,
	headers: Record<string, string | number> = {},
): void {
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.writeHead(status);
}

/** Answers with a whole body. */
export function sendBody(
	exchange: Reply,
	status: number,
	contentType: string,
	content: Buffer | string,
	headers: Record<string, string> = {},
): void {
	const body = Buffer.from(content as string);
	sendHead(exchange, status, {
		'Content-Type': contentType,
		'Content-Length': body.length,
		...headers,
	});
	exchange.response.end(body);
}

/** Answers with JSON. */
export function sendJson(
	exchange: Reply,
	status: number,
	value: unknown,
	headers: Record<string, string> = {},
): void {
	sendBody(exchange, status, 'application/json', JSON.stringify(value) ?? 'null', headers);
}

/** Answers 204 without body. */
export function sendNothing(exchange: Reply): void {
	sendHead(exchange, 204);
	exchange.response.end();
}

/** The JSON of the request body. @throws Refusal 400 */
export function jsonBody(exchange: Pick<Exchange, 'body'>): unknown {
	try {
		return JSON.parse(exchange.body.toString('utf8'));
	} catch {
		throw new Refusal(400, 'The request body is not JSON');
	}
}
