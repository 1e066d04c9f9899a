/** Encodes pixels in one of the picture formats. */
import type { Sharp } from 'sharp';
import { backgroundOf } from './background';
import { cssOf } from './color';
import { formatSpec, type PictureFormat } from './formats';
import type { Pixels } from './pixels';
import { loadSharp, raw } from './sharp';

export interface PictureOptions {
	/** Absent: JPEG for video; an image file keeps its own format and, if nothing else changes it, its bytes. */
	format?: PictureFormat;
	/** 1 to 100, default 90; for the formats that have it, see formats.ts. */
	quality?: number;
	/** Longest side in pixels. Larger pictures are scaled down, smaller ones stay as they are. */
	maxDimension?: number;
	/** The color behind transparent parts in a format without alpha, e.g. `#000000`; white by default. */
	background?: string;
}

export interface EncodedPicture {
	width: number;
	height: number;
	mimeType: string;
	bytes: Buffer;
}

const scaledDown = (image: Sharp, maxDimension: number | undefined) =>
	maxDimension
		? image.resize({
				width: maxDimension,
				height: maxDimension,
				fit: 'inside',
				withoutEnlargement: true,
			})
		: image;

/**
 * Runs sharp's pipeline: scales down to `maxDimension` and encodes. In a format without alpha, transparent parts show the background.
 * @param shortSide before scaling, in pixels
 */
export async function finish(
	image: Sharp,
	options: PictureOptions,
	shortSide: number,
): Promise<EncodedPicture> {
	const { mimeType, encode, alpha } = formatSpec(options.format);
	const opaque = alpha ? image : image.flatten({ background: cssOf(backgroundOf(options)) });
	const { data, info } = await encode(scaledDown(opaque, options.maxDimension), {
		quality: options.quality ?? 90,
		shortSide,
	}).toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, mimeType, bytes: data };
}

/** Encodes pixels, scaled down to `maxDimension`. */
export async function encodePicture(
	pixels: Pixels,
	options: PictureOptions = {},
): Promise<EncodedPicture> {
	const sharp = await loadSharp();
	const image = sharp(pixels.data, { ...raw(pixels), sequentialRead: true });
	return await finish(image, options, Math.min(pixels.width, pixels.height));
}
