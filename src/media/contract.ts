/**
 * Pictures of an asset: exactly the asked frames, one at a time, with as few bytes as the file's own index allows
 * (frames §6). Frame N is the N-th picture (0-based) of a full decode by ffmpeg, which is how Encord numbers frames.
 */
import type { HttpSend } from '../encord/http/send';
import { UnsupportedMediaError } from './errors';
import type { Crop, CropOptions } from './picture/crops';
import type { DrawnLabel } from './picture/drawnLabel';
import type { FrameAsk } from './index/sampling';

export type { FrameAsk } from './index/sampling';

export type MediaKind = 'video' | 'image' | 'imageGroup';

/** One picture of an image group. */
export interface ImageChild {
	/** A fresh signed URL per call. */
	url: () => Promise<string>;
	title?: string;
	mimeType?: string | null;
}

export interface MediaSource {
	kind: MediaKind;
	/** A fresh signed URL per call: called once to begin with, and once more when the first one is refused or expired. */
	url: () => Promise<string>;
	/** Image groups only: the pictures, in frame order. `url` is not used then. */
	children?: ImageChild[];
	/**
	 * What Encord says about the file. A frame count that differs from the file's is reported as a warning; size and width and
	 * height only choose the quickest way, and may be wrong.
	 */
	expected?: {
		frameCount?: number | null;
		width?: number | null;
		height?: number | null;
		fileSize?: number | null;
	};
	title?: string;
	mimeType?: string | null;
}

export type PictureFormat = 'jpeg' | 'png' | 'webp';

export interface PictureOptions {
	/** Absent: JPEG for video; the file as it is for images that need no turning or scaling. */
	format?: PictureFormat;
	/** 1 to 100, default 90; JPEG and WebP. */
	quality?: number;
	/** Longest side in pixels; larger pictures are scaled down, smaller ones stay. */
	maxDimension?: number;
}

/** Upper limits against hostile and broken files. */
export interface MediaLimits {
	/** Bytes fetched for one asset, default 64 GiB for video and 512 MiB for an image or a download. */
	maxBytes?: number;
	/** Bytes of a file's index, default 64 MiB. */
	maxIndexBytes?: number;
	/** Requests for one asset, default 20 000. */
	maxRequests?: number;
	/** Pixels of one picture, default 4096 · 2304 · 4 for video and 100 000 000 for images. */
	maxPixels?: number;
	/** Bytes of the temporary file that a server without Range support makes necessary, default 4 GiB. */
	maxTempBytes?: number;
}

/** When reading an asset is given up. */
export type ReadingLimits = Pick<MediaOptions, 'idleMs' | 'totalMs' | 'limits'>;

export interface MediaOptions extends PictureOptions {
	send: HttpSend;
	/** The ffmpeg to use; absent: `FFMPEG_PATH`, then PATH, then the packaged one. */
	ffmpegPath?: string;
	signal?: AbortSignal;
	/** Milliseconds without a byte or a frame before giving up, default 30 000. */
	idleMs?: number;
	/** Milliseconds for everything asked of one opened asset, default 600 000. */
	totalMs?: number;
	/**
	 * Videos of up to this many bytes are fetched whole, because another request would take longer; default 1 MiB, 0 = never.
	 */
	wholeUpTo?: number;
	/** Plain http URLs are refused unless this is set or the host is the machine itself. */
	allowHttp?: boolean;
	limits?: MediaLimits;
}

/** Uncompressed pixels, rows from the top, `channels` bytes (red, green, blue, alpha) a pixel. */
export interface Pixels {
	width: number;
	height: number;
	channels: 3 | 4;
	data: Buffer;
}

export interface FramePixels extends Pixels {
	frame: number;
	/** Seconds on the file's own timeline; 0 for images. */
	time: number;
	warnings?: string[];
}

export interface FramePicture {
	/** 0-based; in an image group the position of the child. */
	frame: number;
	/** Seconds on the file's own timeline; 0 for images. */
	time: number;
	width: number;
	height: number;
	mimeType: string;
	bytes: Buffer;
	/** What the reader should know, e.g. that Encord counts other frames than the file has. */
	warnings?: string[];
}

/** An opened asset. Several asks, one after the other, share its index; `close` must be called, also after an error. */
export interface Media {
	readonly kind: MediaKind;
	/** Exact number of frames; may have to read the whole file where the container has no table of frames. */
	frameCount(): Promise<number>;
	/**
	 * Encoded pictures in ascending frame order; a frame asked twice comes twice. Nothing is read ahead of what the
	 * caller takes, two pictures excepted. Leaving the loop ends everything that runs for it.
	 */
	frames(ask: FrameAsk, picture?: PictureOptions): AsyncGenerator<FramePicture, void, undefined>;
	/** The same without encoding, for cropping and drawing. */
	pixels(ask: FrameAsk): AsyncGenerator<FramePixels, void, undefined>;
	/**
	 * Objects cut out of one frame, one picture per label in the given order; undefined where an object lies outside of the
	 * frame or has no place on it. The frame is decoded once.
	 */
	crops(
		frame: number,
		labels: readonly DrawnLabel[],
		options?: CropOptions,
	): Promise<Array<Crop | undefined>>;
	/** Ends what still runs and removes what was stored. */
	close(): Promise<void>;
}

/**
 * Which way of reading fits an Encord storage item (`itemType` of protocol §9).
 * @throws UnsupportedMediaError for kinds without frames, naming what to use instead.
 */
export function mediaKindOf(itemType: string): MediaKind {
	switch (itemType.replace(/[^a-z]/gi, '').toLowerCase()) {
		case 'video':
		case 'imagesequence':
			return 'video';
		case 'image':
			return 'image';
		case 'imagegroup':
		case 'imggroup':
			return 'imageGroup';
		case 'pdf':
			throw new UnsupportedMediaError(
				'A picture of a PDF page',
				'Download the file and turn its pages into images first.',
			);
		case 'dicom':
		case 'dicomfile':
		case 'dicomseries':
		case 'nifti':
			throw new UnsupportedMediaError(
				'A picture of a DICOM or NIfTI file',
				'Download the file and use a medical imaging tool.',
			);
		case 'audio':
		case 'plaintext':
		case 'text':
			throw new UnsupportedMediaError(
				'A picture of an audio or text file',
				'It has no frames: download the file instead.',
			);
		default:
			throw new UnsupportedMediaError(
				`A picture of an item of type "${itemType}"`,
				'Use an image, image group, image sequence or video.',
			);
	}
}
