/**
 * HTTP as one function type, the only way `src/` reaches the network. The caller of `src/` provides the function. The n8n nodes
 * provide one that uses n8n's request helpers, so that the instance's proxy, certificate and SSRF settings apply.
 */

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface HttpRequest {
	method: HttpMethod;
	/** Absolute URL, already percent-encoded. It must be sent exactly as written, because it is signed. */
	url: string;
	headers: Record<string, string>;
	/** The exact bytes to send; absent means no body. */
	body?: Uint8Array;
	/** In place of `body`, for a file: its content, passed on as it is read. `Content-Length` has its length. */
	bodyStream?: AsyncIterable<Uint8Array>;
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
 * Sends one request and resolves when the response headers have arrived, with any status. It does not follow redirects, because
 * a signature is valid for one URL only. It rejects only when no response arrived: connection refused or reset, timeout, abort.
 */
export type HttpSend = (request: HttpRequest) => Promise<HttpResponse>;

/** Reads a whole response body. @throws RangeError when it is larger than `maxBytes` */
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
