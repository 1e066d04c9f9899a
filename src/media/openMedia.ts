/** Opens an asset to read its frames. This is the entry point of `src/media`. */
import type { Media, MediaOptions, MediaSource } from './contract';
import { ImageMedia } from './image/imageMedia';
import { VideoMedia } from './video/videoMedia';

/**
 * Nothing is fetched before the first call on the result. The caller must close it, even after an error.
 * All failures are a `MediaError`, thrown by the call in which they happen.
 */
export function openMedia(source: MediaSource, options: MediaOptions): Media {
	return source.kind === 'video'
		? new VideoMedia(source, options)
		: new ImageMedia(source, options);
}
