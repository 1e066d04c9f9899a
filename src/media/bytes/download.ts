/** Whole files: audio, text, PDF, images, or any asset as it is (protocol §14.4). */
import type { HttpSend } from '../../encord/http/send';
import { Deadline } from './deadline';
import { MediaError } from '../errors';
import { openWhole } from './rangeReader';

export interface DownloadOptions {
	send: HttpSend;
	signal?: AbortSignal;
	/** Milliseconds without a byte before giving up, default 30 000. */
	idleMs?: number;
	/** Milliseconds in all, default 600 000. */
	totalMs?: number;
	allowHttp?: boolean;
	/** Default 512 MiB. */
	maxBytes?: number;
}

export interface Download {
	/** Bytes as the storage announces them; absent when it does not. */
	size?: number;
	mimeType?: string;
	/** The file, resumed where a connection breaks. Leaving the loop ends the transfer. */
	bytes: AsyncGenerator<Buffer, void, undefined>;
}

const defaultMaxBytes = 512 * 1024 * 1024;

/**
 * Starts a download. `url` gives a fresh signed URL per call; it is called again once when the first one is refused.
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
			bytes: paced(whole.bytes, deadline),
		};
	} catch (error) {
		deadline.end();
		throw error;
	}
}

async function* paced(
	bytes: AsyncIterable<Buffer>,
	deadline: Deadline,
): AsyncGenerator<Buffer, void, undefined> {
	try {
		for await (const chunk of bytes) {
			deadline.rest();
			yield chunk;
			deadline.progress();
		}
	} finally {
		deadline.end();
	}
}

/** A whole file in memory. */
export async function downloadWhole(
	url: () => Promise<string>,
	options: { send: HttpSend; deadline: Deadline; allowHttp?: boolean; maxBytes: number },
): Promise<Buffer> {
	const { bytes } = await openWhole({ ...options, url, maxRequests: 1000 });
	const chunks: Buffer[] = [];
	for await (const chunk of bytes) chunks.push(chunk);
	if (!chunks.length) throw new MediaError('damaged', 'The file is empty.');
	return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
