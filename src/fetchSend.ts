/** HTTP by the runtime's own `fetch`, for programs that use src/ without n8n. */
import type { HttpSend } from './encord/wire/send';

/** Follows no redirects: a signature is good for one address only. */
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
		body: (response.body as unknown as AsyncIterable<Uint8Array> | null) ?? nothing(),
	};
};

async function* nothing(): AsyncGenerator<Uint8Array> {}
