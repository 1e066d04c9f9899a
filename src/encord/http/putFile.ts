/** Sends a file to a signed address (protocol §9.1). The address is a secret: it must not appear in messages or logs. */
import { EncordError, ServerError } from '../wire/errors';
import type { HttpSend } from '../wire/send';
import { attemptOnce } from './attempt';
import { cancellableSleep } from './sleep';

export interface FileToSend {
	/** For messages. */
	name: string;
	contentType: string;
	/** Bytes. */
	size: number;
	/** The content from its beginning; called once for each attempt. */
	bytes(): Promise<AsyncIterable<Uint8Array>>;
}

/** Milliseconds before the second, third and fourth attempt. */
const DELAYS_MS = [500, 2000, 8000];

/** The time for one attempt: three minutes, and what a slow line of 100 KB/s needs. */
const timeoutFor = (size: number) => 180_000 + size / 100;

/**
 * The content is passed on as it is read, so that a large file is never in memory. Sending it again replaces what was sent, so an
 * attempt that failed is repeated.
 * @throws NetworkError, TimeoutError, CancelledError; ServerError when the storage refuses the file
 */
export async function putFile(
	url: string,
	file: FileToSend,
	{ send, signal, sleep = cancellableSleep }: PutOptions,
): Promise<void> {
	for (let tries = 0; ; tries += 1) {
		const delay = DELAYS_MS[tries];
		try {
			await putOnce(url, file, send, signal);
			return;
		} catch (error) {
			const isFinal = !(error instanceof EncordError) || isRefusal(error.status);
			if (isFinal || delay === undefined || signal?.aborted === true) throw error;
		}
		await sleep(delay, signal);
	}
}

export interface PutOptions {
	send: HttpSend;
	signal?: AbortSignal;
	/** Tests replace it. */
	sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** A wrong or expired address, or a file of the wrong type, is refused again. */
const isRefusal = (status: number | undefined) =>
	status !== undefined && status >= 300 && status < 500 && status !== 408 && status !== 429;

async function putOnce(
	url: string,
	{ name, contentType, size, bytes }: FileToSend,
	send: HttpSend,
	signal: AbortSignal | undefined,
): Promise<void> {
	const headers = { 'Content-Type': contentType, 'Content-Length': String(size) };
	const bodyStream = await bytes();
	const request = { method: 'PUT' as const, url, headers, bodyStream };
	const { status } = await attemptOnce(send, request, timeoutFor(size), signal).finally(() =>
		// A stream of Node that was not read to its end would keep its file open.
		(bodyStream as { destroy?: () => void }).destroy?.(),
	);
	if (status === 200 || status === 201) return;
	throw new ServerError(`The storage did not take the file "${name}" (status ${status}).`, {
		status,
		call: 'PUT of a file',
		advice: isRefusal(status)
			? 'Run the node again; if it stays so, ask Encord whether uploads to this folder are allowed.'
			: 'Run the node again in a few minutes.',
	});
}
