/** Repeats a request up to three times where that is safe, within a total time limit (protocol §4). */
import { retryAfterMs } from './errorReplies';
import { EncordError, NetworkError, TimeoutError } from '../wire/errors';

export interface RawReply {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

export interface RetryPolicy {
	/** Whether Encord may receive the same request twice. After a refused connection the request is always repeated. */
	safeToRepeat: boolean;
	/** Milliseconds for all attempts and waits together. */
	totalTimeoutMs: number;
	signal?: AbortSignal;
	now: () => number;
	sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Delays before the second, third and fourth attempt. */
const RETRY_DELAYS_MS = [0, 3000, 6000];
const REPEATABLE_STATUSES = new Set([429, 500, 502, 503]);
/** After these statuses the request may have been applied. */
const AMBIGUOUS_STATUSES = new Set([500, 502, 503]);
/** Jitter spreads the retries of many clients: up to a quarter of the delay, but at least up to this many milliseconds. */
const JITTER_MS = 250;

/**
 * @param attempt signs and sends the request once; `allowedMs` is the time limit of this attempt
 * @returns the last reply with any status, and whether an earlier attempt may have been applied
 * @throws the error of the last attempt when it got no reply
 */
export async function withRetries(
	attempt: (allowedMs: number) => Promise<RawReply>,
	policy: RetryPolicy,
): Promise<{ reply: RawReply; mayHaveBeenApplied: boolean }> {
	const deadline = policy.now() + policy.totalTimeoutMs;
	let mayHaveBeenApplied = false;
	for (let retries = 0; ; retries += 1) {
		const remainingMs = deadline - policy.now();
		if (remainingMs <= 0)
			throw new TimeoutError('Encord did not answer within the total time allowed.', {
				mayHaveBeenApplied,
			});
		const result = await runAttempt(() => attempt(remainingMs));
		const waitMs = delayBeforeRetry(retries, result, policy);
		if (waitMs === undefined || policy.now() + waitMs >= deadline)
			return conclude(result, mayHaveBeenApplied);
		mayHaveBeenApplied ||= isAmbiguous(result);
		if (waitMs > 0) await policy.sleep(waitMs, policy.signal);
	}
}

type Result = { reply: RawReply } | { error: EncordError };

async function runAttempt(attempt: () => Promise<RawReply>): Promise<Result> {
	try {
		return { reply: await attempt() };
	} catch (error) {
		if (error instanceof EncordError) return { error };
		throw error;
	}
}

function conclude(
	result: Result,
	mayHaveBeenApplied: boolean,
): { reply: RawReply; mayHaveBeenApplied: boolean } {
	if ('reply' in result) return { reply: result.reply, mayHaveBeenApplied };
	result.error.mayHaveBeenApplied ||= mayHaveBeenApplied;
	throw result.error;
}

/** Milliseconds to wait before the next attempt; undefined when the request is not repeated. */
function delayBeforeRetry(
	retries: number,
	result: Result,
	{ safeToRepeat, now }: RetryPolicy,
): number | undefined {
	const defaultMs = RETRY_DELAYS_MS[retries];
	if (defaultMs === undefined) return undefined;
	if ('error' in result)
		return isRetryable(result.error, safeToRepeat) ? withJitter(defaultMs) : undefined;
	if (!safeToRepeat) return undefined;
	const serverDelayMs = retryAfterMs(result.reply.headers, now());
	if (REPEATABLE_STATUSES.has(result.reply.status))
		return serverDelayMs === undefined ? withJitter(defaultMs) : serverDelayMs + jitter(0);
	// A request that is too large is repeated only when the server says when to.
	return result.reply.status === 413 && serverDelayMs !== undefined
		? serverDelayMs + jitter(0)
		: undefined;
}

function isRetryable(error: EncordError, safeToRepeat: boolean): boolean {
	if (error instanceof NetworkError)
		return error.kind === 'temporary' || (error.kind === 'ambiguous' && safeToRepeat);
	return error instanceof TimeoutError && safeToRepeat;
}

function isAmbiguous(result: Result): boolean {
	return 'reply' in result
		? AMBIGUOUS_STATUSES.has(result.reply.status)
		: result.error.mayHaveBeenApplied;
}

function withJitter(ms: number): number {
	return ms === 0 ? 0 : ms + jitter(ms);
}

function jitter(ms: number): number {
	return Math.random() * Math.max(JITTER_MS, ms / 4);
}
