/** Sends one request once and reads the whole reply; every failure is a typed error. */
import { afterDelay } from '../../platform/timers';
import {
	CancelledError,
	EncordError,
	NetworkError,
	TimeoutError,
	TooLargeError,
} from '../wire/errors';
import { readBody, type HttpRequest, type HttpSend } from '../wire/send';
import { networkFailure } from './networkFailure';
import type { RawReply } from './retry';

/**
 * @param timeoutMs time limit until the headers have arrived, and then between two chunks of the body
 * @throws NetworkError, TimeoutError, CancelledError
 */
export async function attemptOnce(
	send: HttpSend,
	request: HttpRequest,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<RawReply> {
	const timeout = startIdleTimeout(timeoutMs, signal);
	try {
		return await Promise.race([
			sendAndRead(send, { ...request, timeoutMs, signal: timeout.signal }, timeout.restart),
			timeout.aborted,
		]);
	} catch (error) {
		throw networkFailure(error, request.url);
	} finally {
		timeout.stop();
	}
}

async function sendAndRead(
	send: HttpSend,
	request: HttpRequest,
	onProgress: () => void,
): Promise<RawReply> {
	const { status, headers, body } = await send(request);
	onProgress();
	try {
		return {
			status,
			headers,
			body: await decompressed(headers, await readBody(withProgress(body, onProgress))),
		};
	} catch (error) {
		throw error instanceof RangeError
			? new TooLargeError('The answer is larger than this package can hold.')
			: error;
	}
}

/** Decompresses the body; some senders return it still compressed. */
async function decompressed(headers: Record<string, string>, body: Buffer): Promise<Buffer> {
	if (headers['content-encoding']?.toLowerCase() !== 'gzip' || body.length === 0) return body;
	const unzipped = new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'));
	// Node's streams are async iterable, but this type does not declare it.
	return await readBody(unzipped as unknown as AsyncIterable<Uint8Array>).catch(
		(error: unknown) => {
			if (error instanceof RangeError) throw error;
			throw new NetworkError('The answer was damaged in transit.', { mayHaveBeenApplied: true });
		},
	);
}

async function* withProgress(
	body: AsyncIterable<Uint8Array>,
	onProgress: () => void,
): AsyncGenerator<Uint8Array> {
	for await (const chunk of body) {
		onProgress();
		yield chunk;
	}
}

interface IdleTimeout {
	/** Aborts on cancellation and on timeout, so that the sender closes its connection. */
	signal: AbortSignal;
	/** Rejects at the same moment, for senders that ignore the signal. */
	aborted: Promise<never>;
	restart: () => void;
	stop: () => void;
}

function startIdleTimeout(timeoutMs: number, outer?: AbortSignal): IdleTimeout {
	const controller = new AbortController();
	let stopTimer = () => {};
	let abort: (error: EncordError) => void = () => {};
	const aborted = new Promise<never>((_, reject) => {
		abort = (error) => {
			reject(error);
			controller.abort();
		};
	});
	// Nothing awaits this promise after the request; without a handler a rejection then would be reported as unhandled.
	aborted.catch(() => {});
	const onAbort = () => abort(new CancelledError());
	let stopped = false;
	const restart = () => {
		// The reply can still arrive after the request was cancelled or timed out.
		if (stopped) return;
		stopTimer();
		const seconds = Math.round(timeoutMs / 1000);
		stopTimer = afterDelay(timeoutMs, () =>
			abort(
				new TimeoutError(`Encord did not answer within ${seconds} s.`, {
					mayHaveBeenApplied: true,
				}),
			),
		);
	};
	restart();
	if (outer?.aborted) onAbort();
	else outer?.addEventListener('abort', onAbort, { once: true });
	const stop = () => {
		stopped = true;
		stopTimer();
		outer?.removeEventListener('abort', onAbort);
	};
	return { signal: controller.signal, aborted, restart, stop };
}
