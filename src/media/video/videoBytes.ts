/** Opens the bytes of a video: by ranges, or from a temp file when the server does not support ranges. */
import type { ByteSource } from '../bytes/byteSource';
import type { Deadline } from '../bytes/deadline';
import { openRanges } from '../bytes/openRanges';
import { TempFile } from '../bytes/tempFile';
import type { MediaOptions, MediaSource } from '../contract';
import { MediaError } from '../errors';

/** Size of the first request when the file's size is unknown or large. */
export const headBytes = 64 * 1024;
export const defaultMaxTempBytes = 4 * 2 ** 30;
const defaultMaxBytes = 64 * 2 ** 30;
const defaultMaxRequests = 20_000;
const defaultWholeUpTo = 2 ** 20;

export interface VideoBytes {
	source: ByteSource;
	/** The first bytes of the file. */
	head: Buffer;
	/** The owner must remove it. */
	tempFile?: TempFile;
}

export async function openVideoBytes(
	source: MediaSource,
	options: MediaOptions,
	deadline: Deadline,
): Promise<VideoBytes> {
	const { limits = {}, send, allowHttp, wholeUpTo = defaultWholeUpTo } = options;
	const { fileSize } = source.expected ?? {};
	const opened = await openRanges(
		{
			send,
			allowHttp,
			url: source.url,
			deadline,
			maxBytes: limits.maxBytes ?? defaultMaxBytes,
			maxRequests: limits.maxRequests ?? defaultMaxRequests,
		},
		fileSize && fileSize <= wholeUpTo ? fileSize : headBytes,
	);
	if (opened.ranges) {
		const { reader, head } = opened;
		if (reader.size <= wholeUpTo) reader.fetchWhole();
		return { source: reader, head };
	}
	const tempFile = await TempFile.store(opened.body, limits.maxTempBytes ?? defaultMaxTempBytes);
	try {
		if (opened.size !== undefined && tempFile.size < opened.size) {
			throw new MediaError(
				'network',
				'The connection broke before the whole file had come. Try again later.',
			);
		}
		const head = await tempFile.read(0, Math.min(headBytes, tempFile.size));
		return { source: tempFile, tempFile, head };
	} catch (error) {
		await tempFile.remove();
		throw error;
	}
}
