/**
 * Sends HTTP requests through n8n's helpers, so that the instance's proxy, certificate and SSRF settings apply. The requests are
 * signed already, so they must be sent unchanged.
 */
import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { NetworkError } from '../../../src/encord/wire/errors';
import type { HttpRequest, HttpResponse, HttpSend } from '../../../src/encord/wire/send';
import { networkFailure } from '../../../src/encord/http/networkFailure';

/** The part of an n8n context that sends requests. */
export interface SendingContext {
	helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'>;
	/** Present in executions; the signal aborts when the user stops the execution. */
	getExecutionCancelSignal?: () => AbortSignal | undefined;
}

/**
 * An `HttpSend` for execute, poll, webhook and editor contexts. Stopping the execution also aborts requests without a
 * signal.
 */
export function n8nSend(context: SendingContext): HttpSend {
	const { helpers } = context;
	return async (request) => {
		const signal = request.signal ?? context.getExecutionCancelSignal?.();
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.url,
			headers: { ...request.headers },
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			...(request.body ? { body: asBuffer(request.body) } : {}),
			// n8n passes a stream of Node on as it is.
			...(request.bodyStream ? { body: request.bodyStream as unknown as Buffer } : {}),
			...(request.timeoutMs === undefined ? {} : { timeout: request.timeoutMs }),
			...(signal ? { abortSignal: signal } : {}),
		};
		const reply = await withTypedErrors(
			request.url,
			async () => (await helpers.httpRequest(options)) as IN8nHttpFullResponse,
		);
		return responseOf(reply, request.url);
	};
}

/** The part of a credential test's context that sends requests. */
export interface LegacySendingContext {
	helpers: { request: (options: object) => Promise<unknown> };
}

/** An `HttpSend` for credential tests, where n8n has only its older helper (n8n §1). */
export function n8nLegacySend({ helpers }: LegacySendingContext): HttpSend {
	return async (request) => {
		const options = {
			method: request.method,
			uri: request.url,
			headers: { ...request.headers },
			encoding: null,
			json: false,
			resolveWithFullResponse: true,
			simple: false,
			followRedirect: false,
			...(request.body ? { body: asBuffer(request.body) } : {}),
			...(request.timeoutMs === undefined ? {} : { timeout: request.timeoutMs }),
		};
		const reply = await withTypedErrors(
			request.url,
			async () => (await helpers.request(options)) as N8nResponse,
		);
		return responseOf(reply, request.url);
	};
}

/** n8n sends only a `Buffer` unchanged. */
function asBuffer(bytes: NonNullable<HttpRequest['body']>): Buffer {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function withTypedErrors<T>(url: string, send: () => Promise<T>): Promise<T> {
	try {
		return await send();
	} catch (error) {
		throw blockedByN8n(error, url) ?? networkFailure(error, url);
	}
}

/** The error when n8n is configured to refuse internal addresses, such as those of a private Encord or the sandbox. */
function blockedByN8n(error: unknown, url: string): NetworkError | undefined {
	if (!(error instanceof Error) || !error.name.startsWith('SsrfBlocked')) return undefined;
	return new NetworkError(`n8n is set up to refuse requests to ${new URL(url).host}.`, {
		kind: 'permanent',
		advice:
			'Ask the administrator of this n8n to allow the address (N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES).',
	});
}

interface N8nResponse {
	statusCode: number;
	headers: object;
	body: unknown;
}

function responseOf({ statusCode, headers, body }: N8nResponse, url: string): HttpResponse {
	return { status: statusCode, headers: lowerCase(headers), body: chunks(body, url) };
}

function lowerCase(headers: object): HttpResponse['headers'] {
	const named = Object.entries(headers).filter(
		([, value]) => value !== undefined && value !== null,
	);
	return Object.fromEntries(
		named.map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
	);
}

async function* chunks(body: unknown, url: string): AsyncGenerator<Uint8Array> {
	if (body === undefined || body === null || body === '') return;
	if (body instanceof Uint8Array || typeof body === 'string')
		return yield Buffer.from(body as string);
	if (!isStream(body)) throw new NetworkError('n8n returned a response body of an unknown type.');
	try {
		yield* body;
	} catch (error) {
		throw networkFailure(error, url);
	}
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
