/** Opens an asset for its pictures: the door of `src/media`. */
import type { FramePicture, Media, MediaOptions, MediaSource } from './contract';
import { ImageMedia } from './picture/imageMedia';
import type { FrameAsk } from './index/sampling';
import { VideoMedia } from './video/videoMedia';

/**
 * Prepares an asset; nothing is fetched before the first ask. Close it when done, also after an error.
 * Every failure is a `MediaError` with a `code`, thrown by the ask that meets it.
 */
export function openMedia(source: MediaSource, options: MediaOptions): Media {
	return source.kind === 'video'
		? new VideoMedia(source, options)
		: new ImageMedia(source, options);
}

/** Opens, asks and closes: the pictures of one ask, one at a time. */
export async function* readFrames(
	source: MediaSource,
	ask: FrameAsk,
	options: MediaOptions,
): AsyncGenerator<FramePicture, void, undefined> {
	const media = openMedia(source, options);
	try {
		yield* media.frames(ask);
	} finally {
		await media.close();
	}
}
