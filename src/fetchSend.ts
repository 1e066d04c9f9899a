/** An `HttpSend` that uses the global `fetch`, for programs that use src/ without n8n. */
import type { HttpRequest, HttpSend } from './encord/wire/send';

/** Does not follow redirects, because a signature is valid for one URL only. */
export const fetchSend: HttpSend = async ({
	method,
	url,
	headers,
	body,
	bodyStream,
	timeoutMs,
	signal,
}) => {
	const limits = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
	const response = await fetch(url, {
		method,
		headers,
		...bodyOf({ body, bodyStream }),
		redirect: 'manual',
		signal: AbortSignal.any(limits.filter((limit) => limit !== undefined)),
	});
	return {
		status: response.status,
		headers: Object.fromEntries(response.headers),
		body: (response.body as unknown as AsyncIterable<Uint8Array> | null) ?? emptyBody(),
	};
};

/** `fetch` takes a stream only when it is told that the answer does not come before the stream has ended. */
function bodyOf({ body, bodyStream }: Pick<HttpRequest, 'body' | 'bodyStream'>): RequestInit {
	if (bodyStream === undefined) return { body };
	return { body: bodyStream, duplex: 'half' } as unknown as RequestInit;
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
