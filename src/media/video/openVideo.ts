/** Opens a video file: its bytes, its index, and its input for a full decode. */
import type { Deadline } from '../bytes/deadline';
import { TempFile } from '../bytes/tempFile';
import type { MediaOptions, MediaSource } from '../contract';
import { type AlphaStorage, findIndex, type VideoIndex } from './findIndex';
import type { FullDecodeJob } from './fullDecode';
import { defaultMaxTempBytes, openVideoBytes } from './videoBytes';

const defaultMaxIndexBytes = 64 * 2 ** 20;

export interface OpenVideo {
	index: VideoIndex;
	alpha: AlphaStorage;
	/** Bytes of the file. */
	size: number;
	/** The input for a full decode. A file in which ffmpeg must be able to go back is stored in a temp file first. */
	fullDecodeInput(): Promise<FullDecodeInput>;
	/** Removes the temp file, if there is one, also one that is still being written. */
	close(): Promise<void>;
}

type FullDecodeInput = Pick<FullDecodeJob, 'demuxer' | 'input' | 'streamIndex' | 'turn'>;

export async function openVideo(
	source: MediaSource,
	options: MediaOptions,
	deadline: Deadline,
): Promise<OpenVideo> {
	const { maxIndexBytes = defaultMaxIndexBytes, maxTempBytes = defaultMaxTempBytes } =
		options.limits ?? {};
	const bytes = await openVideoBytes(source, options, deadline);
	let stored = bytes.tempFile && Promise.resolve(bytes.tempFile);
	let closed = false;
	const close = async () => {
		closed = true;
		const tempFile = await stored?.catch(() => undefined);
		await tempFile?.remove();
	};
	try {
		const { index, alpha, fullDecode, wholeFileReading } = await findIndex(bytes, maxIndexBytes);
		const reading = once(wholeFileReading);
		const { size } = bytes.source;
		return {
			index,
			alpha,
			size,
			close,
			async fullDecodeInput() {
				const how = stored ? 'file' : await reading();
				// Nobody would remove a temp file that is written from now on.
				if (closed) throw deadline.signal.reason;
				if (how === 'stream' || (how === 'fileIfFits' && size > maxTempBytes))
					return { ...fullDecode, input: bytes.source.stream(0) };
				// Callers that come at the same time share the file.
				stored ??= TempFile.store(bytes.source.stream(0), maxTempBytes);
				const { path } = await stored;
				return { ...fullDecode, input: { path } };
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
	let made: Promise<T> | undefined;
	return () => (made ??= make());
}
