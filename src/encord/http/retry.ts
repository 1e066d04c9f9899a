/** Repeats a request where that is safe (protocol §4): up to three times, as long as Encord asks, within a total time limit. */
import { retryAfterMs } from './errorReplies';
import { EncordError, NetworkError, TimeoutError } from '../wire/errors';

export interface RawReply {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

export interface RetryPolicy {
	/** Whether the same request may reach Encord twice. A refused connection is always tried again. */
	safeToRepeat: boolean;
	/** Milliseconds for all attempts and waits together. */
	totalTimeoutMs: number;
	signal?: AbortSignal;
	now: () => number;
	sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Waits before the second, third and fourth attempt, in milliseconds. */
const WAITS_MS = [0, 3000, 6000];

interface RepeatedStatus {
	/** When the request is repeated: `always`, or only `whenAsked`, that is when Encord says how long to wait. */
	repeat: 'always' | 'whenAsked';
	/** Whether Encord may have carried out the request before it answered so. */
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

/** Spreads the retries of many clients: up to a quarter of the wait, at least this many milliseconds. */
const JITTER_MS = 250;

/**
 * @param attempt sends once, newly signed, and may take the given milliseconds
 * @returns the last reply, whatever its status, and whether an earlier attempt may have been carried out
 * @throws the last failure when no reply came
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
		const result = await settle(() => attempt(remainingMs));
		const waitMs = waitBefore(retries, result, policy);
		if (waitMs === undefined || policy.now() + waitMs >= deadline)
			return conclude(result, mayHaveBeenApplied);
		mayHaveBeenApplied ||= isAmbiguous(result);
		if (waitMs > 0) await policy.sleep(waitMs, policy.signal);
	}
}

type Result = { reply: RawReply } | { error: EncordError };

async function settle(attempt: () => Promise<RawReply>): Promise<Result> {
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

/** Milliseconds to wait before trying again; undefined = this result stands. */
function waitBefore(
	retries: number,
	result: Result,
	{ safeToRepeat, now }: RetryPolicy,
): number | undefined {
	const usualMs = WAITS_MS[retries];
	if (usualMs === undefined) return undefined;
	if ('error' in result)
		return isWorthRepeating(result.error, safeToRepeat) ? withJitter(usualMs) : undefined;
	if (!safeToRepeat) return undefined;
	const repeated = REPEATED_STATUSES.get(result.reply.status);
	if (repeated === undefined) return undefined;
	const askedMs = retryAfterMs(result.reply.headers, now());
	if (askedMs !== undefined) return askedMs + jitter(0);
	return repeated.repeat === 'always' ? withJitter(usualMs) : undefined;
}

function isWorthRepeating(error: EncordError, safeToRepeat: boolean): boolean {
	if (error instanceof NetworkError)
		return error.reached === 'notNow' || (error.reached === 'perhaps' && safeToRepeat);
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
