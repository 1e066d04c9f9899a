/**
 * What `openMedia` takes and returns: the source and the limits of an asset, and the frames that are read from it.
 *
 * Exactly the asked frames are returned, one at a time, and only as many bytes are fetched as the file's own index allows
 * (frames §6). Frame N is the N-th picture (0-based) of a full decode by ffmpeg, which is how Encord numbers frames.
 */
import type { HttpSend } from '../encord/wire/send';
import type { StandbyDecoder } from './ffmpeg/standby';
import type { FrameSelection } from './index/frameSelection';
import type { MediaKind } from './mediaKind';
import type { Crop, CropOptions } from './picture/crops';
import type { EncodedPicture, PictureOptions } from './picture/encoding';
import type { Pixels } from './picture/pixels';
import type { DrawnLabel } from './picture/drawnLabel';

export type { FrameSelection } from './index/frameSelection';

/** One picture of an image group. */
export interface ImageChild {
	/** Gives a fresh signed URL per call. */
	url: () => Promise<string>;
	title?: string;
	mimeType?: string | null;
}

export interface MediaSource {
	kind: MediaKind;
	/** Gives a fresh signed URL per call. It is called at first, and once more when the storage refuses the first URL. */
	url: () => Promise<string>;
	/** Image groups only: the pictures, in frame order. `url` is not used then. */
	children?: ImageChild[];
	/**
	 * What Encord says about the file. If its frame count differs from the file's own, the pictures carry a warning. Size, width
	 * and height may be wrong: they are only used to choose the fastest way of reading.
	 */
	expected?: {
		frameCount?: number | null;
		width?: number | null;
		height?: number | null;
		/** In bytes. */
		fileSize?: number | null;
	};
	title?: string;
	mimeType?: string | null;
}

/** Upper limits against hostile and broken files. */
interface MediaLimits {
	/** Bytes fetched for one asset, default 64 GiB for video and 512 MiB for an image. */
	maxBytes?: number;
	/** Bytes of a file's index, default 64 MiB. */
	maxIndexBytes?: number;
	/** Requests for one asset, default 20 000. */
	maxRequests?: number;
	/** Pixels of one picture, default 4096 · 2304 · 4 for video and 100 000 000 for images. */
	maxPixels?: number;
	/** Bytes of the temp file that is needed when the server does not support ranges, default 4 GiB. */
	maxTempBytes?: number;
}

/** The options that limit how long and how much is read. */
export type ReadingLimits = Pick<MediaOptions, 'idleMs' | 'totalMs' | 'limits'>;

export interface MediaOptions extends PictureOptions {
	send: HttpSend;
	/** The ffmpeg to use; absent: `FFMPEG_PATH`, then PATH, then the packaged one. */
	ffmpegPath?: string;
	/** Shared by the files of a series, so that a decoder is ready for the next one. */
	decoder?: StandbyDecoder;
	signal?: AbortSignal;
	/** Milliseconds without a byte or a frame before reading fails, default 30 000. */
	idleMs?: number;
	/** Milliseconds for all calls on one opened asset, default 600 000. */
	totalMs?: number;
	/** Videos of up to this many bytes are fetched whole, because a second request would take longer. Default 1 MiB; 0 = never. */
	wholeUpTo?: number;
	/** Accepts plain http URLs from any host; without it only from this machine. */
	allowHttp?: boolean;
	limits?: MediaLimits;
}

export interface FramePixels extends Pixels {
	frame: number;
	/** Seconds on the file's own timeline; 0 for images. */
	time: number;
	warnings?: string[];
}

export interface FramePicture extends EncodedPicture {
	/** 0-based; in an image group the position of the child. */
	frame: number;
	/** Seconds on the file's own timeline; 0 for images. */
	time: number;
	/** For the user, e.g. that Encord's frame count differs from the file's. */
	warnings?: string[];
}

/**
 * An opened asset. Calls must not overlap; later calls reuse the index that the first one has read. The owner must call `close`,
 * even after an error.
 */
export interface Media {
	readonly kind: MediaKind;
	/** The exact number of frames. Reads the whole file when its container has no sample table. */
	frameCount(): Promise<number>;
	/**
	 * Encoded pictures in ascending frame order; a frame asked twice comes twice. At most two pictures are decoded ahead of the
	 * caller. Leaving the loop ends all work for it.
	 */
	frames(
		selection: FrameSelection,
		picture?: PictureOptions,
	): AsyncGenerator<FramePicture, void, undefined>;
	/** Like `frames`, but not encoded: for cropping and drawing. */
	pixels(selection: FrameSelection): AsyncGenerator<FramePixels, void, undefined>;
	/**
	 * Objects cut out of one frame, one picture per label in the given order; undefined for an object that lies outside of the
	 * frame or has no shape on it. The frame is decoded once.
	 */
	crops(
		frame: number,
		labels: readonly DrawnLabel[],
		options?: CropOptions,
	): Promise<Array<Crop | undefined>>;
	/** Ends all running work and removes temp files. */
	close(): Promise<void>;
}
