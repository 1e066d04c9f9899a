/** Reads image files: their size, their pixels, a part of them, or a re-encoded copy. */
import type { default as SharpFactory } from 'sharp';
import { detectImageType, imageMimeTypes } from '../bytes/fileSignature';
import { type EncodedPicture, finish, type PictureOptions } from './encoding';
import { MediaError } from '../errors';
import { DEFAULT_FORMAT, isPictureFormat } from './formats';
import type { Pixels } from './pixels';
import { loadSharp } from './sharp';

/** Keeps the first line of libvips' message, which names the limit or the broken byte and contains no URL. */
function imageError(error: unknown, maxPixels: number): MediaError {
	if (error instanceof MediaError) return error;
	const text = String((error as Error).message ?? '').split('\n')[0] ?? '';
	if (/pixel limit/i.test(text)) {
		return new MediaError(
			'tooLarge',
			`The image has more than ${maxPixels} pixels. Scale it down, or raise the pixel limit.`,
		);
	}
	return new MediaError(
		'damaged',
		`The image cannot be decoded (${text.slice(0, 160)}). Upload it to Encord again.`,
	);
}

const open = (sharp: typeof SharpFactory, bytes: Buffer, maxPixels: number) =>
	sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true });

/**
 * Decodes an image file to 8-bit sRGB and rotates it by its EXIF orientation.
 * @throws MediaError `unsupportedFormat` (SVG, PDF, text …), `tooLarge`, `damaged`.
 */
export async function decodeImage(bytes: Buffer, maxPixels: number): Promise<Pixels> {
	detectImageType(bytes);
	const sharp = await loadSharp();
	try {
		const image = open(sharp, bytes, maxPixels).autoOrient().toColourspace('srgb');
		const { data, info } = await image
			.raw({ depth: 'uchar' })
			.toBuffer({ resolveWithObject: true });
		if (info.channels === 3 || info.channels === 4)
			return { width: info.width, height: info.height, channels: info.channels, data };
		// Gray pictures have one or two channels. A second conversion turns them into RGB.
		const rgb = await sharp(data, {
			raw: { width: info.width, height: info.height, channels: info.channels },
		})
			.toColourspace('srgb')
			.raw({ depth: 'uchar' })
			.toBuffer({ resolveWithObject: true });
		return {
			width: info.width,
			height: info.height,
			channels: rgb.info.channels as 3 | 4,
			data: rgb.data,
		};
	} catch (error) {
		throw imageError(error, maxPixels);
	}
}

/** Width and height of an image file after rotation by its EXIF orientation. */
export async function imageSize(
	bytes: Buffer,
	maxPixels: number,
): Promise<{ width: number; height: number }> {
	detectImageType(bytes);
	const sharp = await loadSharp();
	try {
		const { autoOrient } = await open(sharp, bytes, maxPixels).metadata();
		return autoOrient;
	} catch (error) {
		throw imageError(error, maxPixels);
	}
}

/** Cuts a part out of an image file while decoding it. `box`: in pixels, after rotation by the EXIF orientation. */
export async function cutFromFile(
	bytes: Buffer,
	box: { x: number; y: number; width: number; height: number },
	options: PictureOptions,
	maxPixels: number,
): Promise<EncodedPicture> {
	const sharp = await loadSharp();
	const { x: left, y: top, width, height } = box;
	try {
		const part = open(sharp, bytes, maxPixels)
			.autoOrient()
			.extract({ left, top, width, height })
			.toColourspace('srgb');
		return await finish(part, options, Math.min(width, height));
	} catch (error) {
		throw imageError(error, maxPixels);
	}
}

/**
 * Re-encodes an image file. A file that needs no rotation, scaling or other format is passed on byte for byte.
 * @throws MediaError like `decodeImage`.
 */
export async function imagePicture(
	bytes: Buffer,
	options: PictureOptions,
	maxPixels: number,
): Promise<EncodedPicture> {
	const type = detectImageType(bytes);
	const sharp = await loadSharp();
	try {
		const { width, height, orientation = 1 } = await open(sharp, bytes, maxPixels).metadata();
		if (width * height > maxPixels) throw new Error('pixel limit');
		const isRotated = orientation > 1;
		const tooLong =
			options.maxDimension !== undefined && Math.max(width, height) > options.maxDimension;
		const sameFormat = (options.format ?? type) === type;
		if (!isRotated && !tooLong && sameFormat)
			return { width, height, mimeType: imageMimeTypes[type], bytes };
		const format = options.format ?? (isPictureFormat(type) ? type : DEFAULT_FORMAT);
		const image = open(sharp, bytes, maxPixels).autoOrient();
		return await finish(image, { ...options, format }, Math.min(width, height));
	} catch (error) {
		throw imageError(error, maxPixels);
	}
}
