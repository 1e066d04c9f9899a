/** Asks a model within the budget: from the cache where it has answered before, again where the provider asks to wait. */
import type { AnswerCache } from './answerCache';
import { requestKey } from './answerCache';
import { estimatedTokens, type Budget } from './budget';
import { ModelError, type LanguageModel, type ModelReply, type ModelRequest } from './model';

/** Milliseconds before the second, third and fourth try, where the provider does not say how long to wait. */
const RETRY_DELAYS_MS = [1_000, 4_000, 10_000];
/** A provider that wants a longer wait than this is not asked again. */
const LONGEST_WAIT_MS = 60_000;

export interface ModelAccess {
	budget: Budget;
	cache?: AnswerCache;
	/** Waits; ends early when the signal aborts. */
	sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
	signal?: AbortSignal;
}

/**
 * @returns the reply, and whether it was known without a call
 * @throws ModelError when the provider refuses; BudgetError when the budget does not allow the call
 */
export async function askModel(
	model: LanguageModel,
	request: ModelRequest,
	access: ModelAccess,
): Promise<{ reply: ModelReply; known: boolean }> {
	const ask = async () => await paid(model, request, access);
	if (access.cache === undefined) return { reply: await ask(), known: false };
	return await access.cache.get(requestKey(model, request), ask);
}

async function paid(
	model: LanguageModel,
	request: ModelRequest,
	{ budget, sleep, signal }: ModelAccess,
): Promise<ModelReply> {
	const expected = estimatedTokens(request);
	for (let tries = 0; ; tries++) {
		signal?.throwIfAborted();
		const reservation = budget.reserve(expected);
		try {
			const reply = await model.ask(request, signal);
			reservation.settle(reply.tokens);
			return reply;
		} catch (error) {
			reservation.release();
			const waitMs = error instanceof ModelError ? waitBefore(tries, error) : undefined;
			if (waitMs === undefined) throw error;
			await sleep(waitMs, signal);
		}
	}
}

/** Milliseconds to wait before the next try; undefined when there is none. */
function waitBefore(tries: number, { status, retryAfterMs }: ModelError): number | undefined {
	const usual = RETRY_DELAYS_MS[tries];
	const passes = status === undefined || status === 408 || status === 429 || status >= 500;
	if (usual === undefined || !passes) return undefined;
	const wait = retryAfterMs ?? usual;
	return wait <= LONGEST_WAIT_MS ? wait : undefined;
}
