/** Downloads of whole files of any kind: audio, text, PDF, images, videos (protocol §14.4). */
import type { HttpSend } from '../../encord/wire/send';
import { Deadline } from './deadline';
import { MediaError } from '../errors';
import { openWhole } from './wholeFile';

interface DownloadOptions {
	send: HttpSend;
	signal?: AbortSignal;
	/** Milliseconds without a byte before the download fails, default 30 000. */
	idleMs?: number;
	/** Milliseconds in all, default 600 000. */
	totalMs?: number;
	allowHttp?: boolean;
	/** Default 512 MiB. */
	maxBytes?: number;
}

export interface Download {
	/** In bytes, as announced by the storage; absent when it announces none. */
	size?: number;
	mimeType?: string;
	/** The content; resumed where a connection breaks. Leaving the loop ends the transfer. */
	bytes: AsyncGenerator<Buffer, void, undefined>;
}

const defaultMaxBytes = 512 * 1024 * 1024;

/**
 * Starts a download.
 * @param url gives a fresh signed URL per call; called a second time when the storage refuses the first URL
 * @throws MediaError `notFound`, `accessDenied`, `tooLarge`, `network`, `timeout`, `cancelled`; also while reading `bytes`.
 */
export async function download(
	url: () => Promise<string>,
	options: DownloadOptions,
): Promise<Download> {
	const deadline = new Deadline({
		signal: options.signal,
		idleMs: options.idleMs ?? 30_000,
		totalMs: options.totalMs ?? 600_000,
	});
	const maxBytes = options.maxBytes ?? defaultMaxBytes;
	try {
		const whole = await openWhole({ ...options, url, deadline, maxBytes, maxRequests: 1000 });
		return {
			...(whole.size !== undefined && { size: whole.size }),
			...(whole.mimeType && { mimeType: whole.mimeType }),
			bytes: withIdlePauses(whole.bytes, deadline),
		};
	} catch (error) {
		deadline.end();
		throw error;
	}
}

/** Does not count the time that the caller takes for a chunk as idle time. */
async function* withIdlePauses(
	bytes: AsyncIterable<Buffer>,
	deadline: Deadline,
): AsyncGenerator<Buffer, void, undefined> {
	try {
		for await (const chunk of bytes) {
			deadline.pause();
			yield chunk;
			deadline.resume();
		}
	} finally {
		deadline.end();
	}
}

/** Reads a whole file into memory. */
export async function downloadWhole(
	url: () => Promise<string>,
	options: { send: HttpSend; deadline: Deadline; allowHttp?: boolean; maxBytes: number },
): Promise<Buffer> {
	const { bytes, size = 0 } = await openWhole({ ...options, url, maxRequests: 1000 });
	// Chunks are copied to their place as they come: chunks that are joined at the end need the memory twice.
	let whole = Buffer.allocUnsafeSlow(size);
	let filled = 0;
	for await (const chunk of bytes) {
		if (filled + chunk.length > whole.length) {
			const larger = Buffer.allocUnsafeSlow(Math.max(filled + chunk.length, 2 * whole.length));
			whole.copy(larger, 0, 0, filled);
			whole = larger;
		}
		chunk.copy(whole, filled);
		filled += chunk.length;
	}
	if (!filled) throw new MediaError('damaged', 'The file is empty.');
	return whole.subarray(0, filled);
}
