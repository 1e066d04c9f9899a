/** An `HttpSend` that uses the global `fetch`, for programs that use src/ without n8n. */
import { TimeoutError } from './encord/wire/errors';
import type { HttpRequest, HttpSend } from './encord/wire/send';
import { afterDelay } from './platform/timers';

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
	const limit = new AbortController();
	// The limit ends with the headers. A body may take longer, as long as it keeps coming.
	const endLimit =
		timeoutMs === undefined
			? () => {}
			: afterDelay(timeoutMs, () =>
					limit.abort(
						new TimeoutError(`${new URL(url).host} did not answer in time.`, {
							mayHaveBeenApplied: true,
						}),
					),
				);
	try {
		const response = await fetch(url, {
			method,
			headers,
			...bodyOf({ body, bodyStream }),
			redirect: 'manual',
			signal: signal ? AbortSignal.any([signal, limit.signal]) : limit.signal,
		});
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: (response.body as unknown as AsyncIterable<Uint8Array> | null) ?? emptyBody(),
		};
	} finally {
		endLimit();
	}
};

/** `fetch` takes a stream only when it is told that the answer does not come before the stream has ended. */
function bodyOf({ body, bodyStream }: Pick<HttpRequest, 'body' | 'bodyStream'>): RequestInit {
	if (bodyStream === undefined) return { body };
	return { body: bodyStream, duplex: 'half' } as unknown as RequestInit;
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
