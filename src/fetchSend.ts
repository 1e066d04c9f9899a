/** An `HttpSend` that uses the global `fetch`, for programs that use src/ without n8n. */
import type { HttpSend } from './encord/wire/send';

/** Does not follow redirects, because a signature is valid for one URL only. */
export const fetchSend: HttpSend = async ({ method, url, headers, body, timeoutMs, signal }) => {
	const limits = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
	const response = await fetch(url, {
		method,
		headers,
		body,
		redirect: 'manual',
		signal: AbortSignal.any(limits.filter((limit) => limit !== undefined)),
	});
	return {
		status: response.status,
		headers: Object.fromEntries(response.headers),
		body: (response.body as unknown as AsyncIterable<Uint8Array> | null) ?? emptyBody(),
	};
};

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
