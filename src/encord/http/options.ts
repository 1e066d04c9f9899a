/** What a client is made with. */
import type { EncordKey } from '../auth/key';
import type { HttpSend } from '../wire/send';

export interface ClientOptions {
	key: EncordKey;
	/** Origin of the API, e.g. `https://api.encord.com`. */
	apiUrl: string;
	send: HttpSend;
	/** Cancels every call made through this client. */
	signal?: AbortSignal;
	/** Per request, default 180 000 (protocol §4). */
	timeoutMs?: number;
	/** Upper limit for one call with all its retries, default 300 000. */
	totalTimeoutMs?: number;
	/** Trace id of an incoming Encord call, forwarded so that Encord can correlate. */
	traceContext?: string;
	/** Milliseconds since the epoch; a test sets it. */
	now?: () => number;
	/** A test sets it. Must reject when the signal aborts. */
	sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}
