/**
 * HTTP as one function type: the only way `src/` reaches the network. Whoever uses `src/` gives it a sender; the n8n
 * nodes give one built on n8n's request helpers, so that proxy, certificate and SSRF settings of the instance apply.
 */

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpRequest {
	method: HttpMethod;
	/** Absolute URL, already percent-encoded; it must reach the wire exactly as written (it is signed). */
	url: string;
	headers: Record<string, string>;
	/** Exact bytes to send; absent means no body at all. */
	body?: Uint8Array;
	/** Milliseconds until response headers must have arrived. */
	timeoutMs?: number;
	signal?: AbortSignal;
}

export interface HttpResponse {
	status: number;
	/** Names in lower case; repeated headers joined with `, `. */
	headers: Record<string, string>;
	/** Body bytes as they arrive. Leaving the loop early closes the connection. */
	body: AsyncIterable<Uint8Array>;
}

/**
 * Sends one request and resolves when response headers have arrived, whatever the status is.
 * Never follows redirects (Encord signatures do not survive one), never throws for a status.
 * Rejects only when no response came: connection refused or reset, timeout, abort.
 */
export type HttpSend = (request: HttpRequest) => Promise<HttpResponse>;

/** Collects a response body, refusing to hold more than `maxBytes`. */
export async function readBody(
	body: AsyncIterable<Uint8Array>,
	maxBytes = 512 * 1024 * 1024,
): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.byteLength;
		if (size > maxBytes) throw new RangeError(`The response is larger than ${maxBytes} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
