/** Sends one call, signing each attempt anew, and returns the last reply. */
import { NetworkError, TimeoutError } from '../wire/errors';
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
		let address = '';
		const attempt = async (allowedMs: number) => {
			trace = nextTrace(options.traceContext);
			const request = sign(trace);
			address = new URL(request.url).host;
			return await attemptOnce(send, request, Math.min(timeoutMs, allowedMs), signal);
		};
		const policy = { ...repetition, totalTimeoutMs, signal, now, sleep };
		const { reply, mayHaveBeenApplied } = await withRetries(attempt, policy).catch(
			(error: unknown) => {
				throw silenceOfEncord(error, address);
			},
		);
		return {
			reply,
			json: jsonOf(reply.body),
			context: { ...call, traceId: traceIdOf(trace), mayHaveBeenApplied },
		};
	};
}

/** Names Encord, its address and what happens next, in the error of a call that got no answer. Other errors stay as they are. */
function silenceOfEncord(error: unknown, address: string): unknown {
	if (!(error instanceof NetworkError || error instanceof TimeoutError)) return error;
	error.address = address;
	error.message = error.message
		.replace(`${address} cannot be reached.`, `Encord cannot be reached at ${address}.`)
		.replace(`The connection to ${address} broke`, `The connection to Encord at ${address} broke`)
		.replace(/^\S+ did not answer/, `Encord did not answer at ${address}`);
	if (!(error instanceof NetworkError && error.kind === 'permanent'))
		error.advice = `${error.advice} ${NEXT}`;
	return error;
}

const NEXT =
	'Tasks that were not finished stay in their stage; run this again when Encord answers.';

function jsonOf(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}
