/** Repeats a request up to three times where that is safe, within a total time limit (protocol §4). */
import { retryAfterMs } from './errorReplies';
import { EncordError, NetworkError, TimeoutError } from '../wire/errors';

export interface RawReply {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

export interface RetryPolicy {
	/**
	 * Whether Encord may receive the same request twice. A request that Encord did not take (connection refused, 429) is repeated in
	 * any case.
	 */
	safeToRepeat: boolean;
	/** Asked after the wait, before each repetition. False ends the attempts with the last failure. */
	mayRepeat?: () => Promise<boolean>;
	/** Milliseconds for all attempts and waits together. */
	totalTimeoutMs: number;
	signal?: AbortSignal;
	now: () => number;
	sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Delays before the second, third and fourth attempt, in milliseconds. */
const RETRY_DELAYS_MS = [0, 3000, 6000];

interface RepeatedStatus {
	/** When the request is repeated: `always`, or only `whenAsked`, that is when Encord says how long to wait. */
	repeat: 'always' | 'whenAsked';
	/** Whether Encord may have applied the request before it answered so. */
	mayHaveBeenApplied: boolean;
}

/** The statuses after which a request is repeated (protocol §4). */
const REPEATED_STATUSES: ReadonlyMap<number, RepeatedStatus> = new Map([
	// A request that is too large stays so, unless the server says when it will take it.
	[413, { repeat: 'whenAsked', mayHaveBeenApplied: false }],
	[429, { repeat: 'always', mayHaveBeenApplied: false }],
	[500, { repeat: 'always', mayHaveBeenApplied: true }],
	[502, { repeat: 'always', mayHaveBeenApplied: true }],
	[503, { repeat: 'always', mayHaveBeenApplied: true }],
]);

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
		if (policy.mayRepeat && !(await policy.mayRepeat()))
			return conclude(result, mayHaveBeenApplied);
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
	const repeated = REPEATED_STATUSES.get(result.reply.status);
	if (repeated === undefined || (repeated.mayHaveBeenApplied && !safeToRepeat)) return undefined;
	const serverDelayMs = retryAfterMs(result.reply.headers, now());
	if (serverDelayMs !== undefined) return serverDelayMs + jitter(0);
	return repeated.repeat === 'always' ? withJitter(defaultMs) : undefined;
}

function isRetryable(error: EncordError, safeToRepeat: boolean): boolean {
	if (error instanceof NetworkError)
		return error.kind === 'temporary' || (error.kind === 'ambiguous' && safeToRepeat);
	return error instanceof TimeoutError && safeToRepeat;
}

function isAmbiguous(result: Result): boolean {
	return 'reply' in result
		? (REPEATED_STATUSES.get(result.reply.status)?.mayHaveBeenApplied ?? false)
		: result.error.mayHaveBeenApplied;
}

function withJitter(ms: number): number {
	return ms === 0 ? 0 : ms + jitter(ms);
}

function jitter(ms: number): number {
	return Math.random() * Math.max(JITTER_MS, ms / 4);
}
