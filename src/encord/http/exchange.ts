/** Sends one call, signing each attempt anew, and returns the last reply. */
import { attemptOnce } from './attempt';
import type { ClientOptions } from './options';
import type { CallContext } from './errorReplies';
import type { HttpRequest } from '../wire/send';
import { nextTrace, traceIdOf } from './headers';
import { withRetries, type RawReply, type RetryPolicy } from './retry';
import { cancellableSleep } from './sleep';

/** Both from protocol §4. */
const DEFAULT_TIMEOUT_MS = 180_000;
const DEFAULT_TOTAL_TIMEOUT_MS = 300_000;

export interface Exchanged {
	reply: RawReply;
	/** Undefined when the body is empty or not JSON. */
	json: unknown;
	context: CallContext;
}

/**
 * @param sign builds and signs the request of one attempt, with its own time and trace
 * @throws NetworkError, TimeoutError, CancelledError when no reply arrived
 */
export type Exchange = (
	call: Pick<CallContext, 'what' | 'call'>,
	repetition: Pick<RetryPolicy, 'safeToRepeat' | 'mayRepeat'>,
	sign: (trace: string) => HttpRequest,
) => Promise<Exchanged>;

export function exchangeWith(options: ClientOptions): Exchange {
	const { send, signal, now = Date.now, sleep = cancellableSleep } = options;
	const { timeoutMs = DEFAULT_TIMEOUT_MS, totalTimeoutMs = DEFAULT_TOTAL_TIMEOUT_MS } = options;
	return async (call, repetition, sign) => {
		let trace = '';
		const attempt = async (allowedMs: number) => {
			trace = nextTrace(options.traceContext);
			return await attemptOnce(send, sign(trace), Math.min(timeoutMs, allowedMs), signal);
		};
		const { reply, mayHaveBeenApplied } = await withRetries(attempt, {
			...repetition,
			totalTimeoutMs,
			signal,
			now,
			sleep,
		});
		return {
			reply,
			json: jsonOf(reply.body),
			context: { ...call, traceId: traceIdOf(trace), mayHaveBeenApplied },
		};
	};
}

function jsonOf(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}
