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
	/** The input for a full decode. A file that cannot be decoded while it arrives is stored in a temp file first. */
	fullDecodeInput(): Promise<
		Pick<FullDecodeJob, 'demuxer' | 'input' | 'streamIndex' | 'orientation'>
	>;
	/** Removes the temp file, if there is one. */
	close(): Promise<void>;
}

export async function openVideo(
	source: MediaSource,
	options: MediaOptions,
	deadline: Deadline,
): Promise<OpenVideo> {
	const { maxIndexBytes = defaultMaxIndexBytes, maxTempBytes = defaultMaxTempBytes } =
		options.limits ?? {};
	const bytes = await openVideoBytes(source, options, deadline);
	let { tempFile } = bytes;
	const close = async () => await tempFile?.remove();
	try {
		const { index, alpha, fullDecode, isStreamable } = await findIndex(bytes, maxIndexBytes);
		return {
			index,
			alpha,
			close,
			async fullDecodeInput() {
				if (!isStreamable) tempFile ??= await TempFile.store(bytes.source.stream(0), maxTempBytes);
				const input = isStreamable || !tempFile ? bytes.source.stream(0) : { path: tempFile.path };
				return { ...fullDecode, input };
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}
