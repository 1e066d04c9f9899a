/** One attempt of one request: sent, answered and read completely, or a typed error. */
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
 * @param timeoutMs until headers have arrived, and again for every silence while the body arrives
 * @throws NetworkError, TimeoutError, CancelledError
 */
export async function attemptOnce(
	send: HttpSend,
	request: HttpRequest,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<RawReply> {
	const watch = watchOver(timeoutMs, signal);
	try {
		return await Promise.race([
			sendAndRead(send, { ...request, timeoutMs, signal: watch.signal }, watch.restart),
			watch.ended,
		]);
	} catch (error) {
		throw networkFailure(error, request.url);
	} finally {
		watch.stop();
	}
}

async function sendAndRead(
	send: HttpSend,
	request: HttpRequest,
	progress: () => void,
): Promise<RawReply> {
	const { status, headers, body } = await send(request);
	progress();
	try {
		return {
			status,
			headers,
			body: await unpacked(headers, await readBody(reporting(body, progress))),
		};
	} catch (error) {
		throw error instanceof RangeError
			? new TooLargeError('The answer is larger than this package can hold.')
			: error;
	}
}

/** Senders may hand a body on as it came: compressed. */
async function unpacked(headers: Record<string, string>, body: Buffer): Promise<Buffer> {
	if (headers['content-encoding']?.toLowerCase() !== 'gzip' || body.length === 0) return body;
	const unzipped = new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'));
	// Streams of Node can be iterated, which not every type of them says.
	return await readBody(unzipped as unknown as AsyncIterable<Uint8Array>).catch(
		(error: unknown) => {
			if (error instanceof RangeError) throw error;
			throw new NetworkError('The answer was damaged on the way.', { mayHaveBeenApplied: true });
		},
	);
}

async function* reporting(
	body: AsyncIterable<Uint8Array>,
	progress: () => void,
): AsyncGenerator<Uint8Array> {
	for await (const chunk of body) {
		progress();
		yield chunk;
	}
}

interface Watch {
	/** Aborts on cancellation and when time is up, so that the sender closes its connection. */
	signal: AbortSignal;
	/** Rejects at the same moment, for senders that do not look at the signal. */
	ended: Promise<never>;
	restart: () => void;
	stop: () => void;
}

function watchOver(timeoutMs: number, outer?: AbortSignal): Watch {
	const controller = new AbortController();
	let stopTimer = () => {};
	let end: (error: EncordError) => void = () => {};
	const ended = new Promise<never>((_, reject) => {
		end = (error) => {
			reject(error);
			controller.abort();
		};
	});
	// Nobody is left to hear a late rejection once the request is over.
	ended.catch(() => {});
	const onAbort = () => end(new CancelledError());
	let stopped = false;
	const restart = () => {
		// A reply may still arrive after the request was given up.
		if (stopped) return;
		stopTimer();
		const seconds = Math.round(timeoutMs / 1000);
		stopTimer = afterDelay(timeoutMs, () =>
			end(
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
	return { signal: controller.signal, ended, restart, stop };
}
