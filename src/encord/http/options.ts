/** Options of the Encord client. */
import type { EncordKey } from '../auth/key';
import type { HttpSend } from '../wire/send';

export interface ClientOptions {
	key: EncordKey;
	/** Origin of the API, e.g. `https://api.encord.com`. */
	apiUrl: string;
	/** Origin of the app, e.g. `https://app.encord.com`, for links to it; no call is sent there. */
	appUrl?: string;
	send: HttpSend;
	/** Cancels every call made through this client. */
	signal?: AbortSignal;
	/** Milliseconds per attempt, default 180 000 (protocol §4). */
	timeoutMs?: number;
	/** Milliseconds for one call with all its retries, default 300 000. */
	totalTimeoutMs?: number;
	/** `X-Cloud-Trace-Context` of an incoming call, forwarded so that Encord can correlate its call with ours. */
	traceContext?: string;
	/** Milliseconds since the epoch; tests replace it. */
	now?: () => number;
	/** Rejects when the signal aborts; tests replace it. */
	sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}
