/** Pictures between bytes and pixels, by sharp. */
import type { default as SharpFactory, Sharp } from 'sharp';
import { MediaError } from '../errors';
import type { FramePicture, PictureFormat, PictureOptions, Pixels } from '../contract';
import type { Orientation } from '../index/sampleTable';
import { imageContainerOf, imageMimeTypes } from '../bytes/sniff';

export type EncodedPicture = Omit<FramePicture, 'frame' | 'time'>;

let loaded: Promise<typeof SharpFactory> | undefined;

/** sharp on first use; without its cache of opened files, which only costs memory here. */
export function loadSharp(): Promise<typeof SharpFactory> {
	loaded ??= import('sharp')
		.then(({ default: sharp }) => {
			sharp.cache(false);
			return sharp;
		})
		.catch((error: unknown) => {
			loaded = undefined;
			throw new MediaError(
				'unsupportedFormat',
				'The image library sharp cannot be loaded on this machine. Install the package again with its optional dependencies.',
				{ cause: error },
			);
		});
	return loaded;
}

export const raw = ({ width, height, channels }: Pixels) => ({ raw: { width, height, channels } });

/** Below this many pixels color is kept at full resolution: text and edges of small objects would smear. */
const smallSide = 64;

/** `optimiseCoding: false` makes JPEG four times as fast for 8 % more bytes (frames §4). */
export function withFormat(image: Sharp, options: PictureOptions, shortSide: number): Sharp {
	const quality = options.quality ?? 90;
	switch (options.format ?? 'jpeg') {
		case 'png':
			return image.png({ compressionLevel: 6 });
		case 'webp':
			return image.webp({ quality, effort: 2 });
		default:
			return image.jpeg({
				quality,
				optimiseCoding: false,
				chromaSubsampling: shortSide < smallSide ? '4:4:4' : '4:2:0',
			});
	}
}

const fit = (image: Sharp, maxDimension: number | undefined) =>
	maxDimension
		? image.resize({
				width: maxDimension,
				height: maxDimension,
				fit: 'inside',
				withoutEnlargement: true,
			})
		: image;

export async function finish(
	image: Sharp,
	options: PictureOptions,
	shortSide: number,
): Promise<EncodedPicture> {
	const { data, info } = await withFormat(
		fit(image, options.maxDimension),
		options,
		shortSide,
	).toBuffer({
		resolveWithObject: true,
	});
	return {
		width: info.width,
		height: info.height,
		mimeType: imageMimeTypes[options.format ?? 'jpeg'],
		bytes: data,
	};
}

/** Pixels as a JPEG (default), PNG or WebP, scaled down to `maxDimension`. For JPEG transparency is dropped, not blended. */
export async function encodePicture(
	pixels: Pixels,
	options: PictureOptions = {},
): Promise<EncodedPicture> {
	const sharp = await loadSharp();
	const image = sharp(pixels.data, { ...raw(pixels), sequentialRead: true });
	const opaque =
		(options.format ?? 'jpeg') === 'jpeg' && pixels.channels === 4 ? image.removeAlpha() : image;
	return await finish(opaque, options, Math.min(pixels.width, pixels.height));
}

/** Stored pixels as they are to be shown. */
export async function shownUpright<P extends Pixels>(
	pixels: P,
	{ mirrored, degrees }: Orientation,
): Promise<P> {
	if (!mirrored && !degrees) return pixels;
	const sharp = await loadSharp();
	// sharp mirrors before it turns, in whatever order it is told.
	const image = sharp(pixels.data, raw(pixels)).flop(mirrored).rotate(degrees);
	const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
	return { ...pixels, width: info.width, height: info.height, data };
}

/** The words of libvips say which limit or which byte; they hold no address, only the first line is of use. */
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

const opened = (sharp: typeof SharpFactory, bytes: Buffer, maxPixels: number) =>
	sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true });

/**
 * An image file's pixels as people see it: turned by its EXIF entry, 8 bits a channel, sRGB.
 * @throws MediaError `unsupportedFormat` (svg, pdf, text …), `tooLarge`, `damaged`.
 */
export async function decodeImage(bytes: Buffer, maxPixels: number): Promise<Pixels> {
	imageContainerOf(bytes);
	const sharp = await loadSharp();
	try {
		const image = opened(sharp, bytes, maxPixels).autoOrient().toColourspace('srgb');
		const { data, info } = await image
			.raw({ depth: 'uchar' })
			.toBuffer({ resolveWithObject: true });
		if (info.channels === 3 || info.channels === 4)
			return { width: info.width, height: info.height, channels: info.channels, data };
		const sRgb = await sharp(data, {
			raw: { width: info.width, height: info.height, channels: info.channels },
		})
			.toColourspace('srgb')
			.raw({ depth: 'uchar' })
			.toBuffer({ resolveWithObject: true });
		return {
			width: info.width,
			height: info.height,
			channels: sRgb.info.channels as 3 | 4,
			data: sRgb.data,
		};
	} catch (error) {
		throw imageError(error, maxPixels);
	}
}

/** Width and height of an image file as people see it, turned by its EXIF entry. */
export async function imageSize(
	bytes: Buffer,
	maxPixels: number,
): Promise<{ width: number; height: number }> {
	imageContainerOf(bytes);
	const sharp = await loadSharp();
	try {
		const { autoOrient } = await opened(sharp, bytes, maxPixels).metadata();
		return autoOrient;
	} catch (error) {
		throw imageError(error, maxPixels);
	}
}

/** A part of an image file, `box` in pixels of the picture as people see it. */
export async function cutFromFile(
	bytes: Buffer,
	box: { x: number; y: number; width: number; height: number },
	options: PictureOptions,
	maxPixels: number,
): Promise<EncodedPicture> {
	const sharp = await loadSharp();
	const { x: left, y: top, width, height } = box;
	try {
		const part = opened(sharp, bytes, maxPixels)
			.autoOrient()
			.extract({ left, top, width, height })
			.toColourspace('srgb');
		return await finish(part, options, Math.min(width, height));
	} catch (error) {
		throw imageError(error, maxPixels);
	}
}

/**
 * An image file as a picture. It passes byte for byte when it needs no turning, no scaling and no other format.
 * @throws as `decodeImage`.
 */
export async function imagePicture(
	bytes: Buffer,
	options: PictureOptions,
	maxPixels: number,
): Promise<EncodedPicture> {
	const container = imageContainerOf(bytes);
	const sharp = await loadSharp();
	try {
		const { width, height, orientation = 1 } = await opened(sharp, bytes, maxPixels).metadata();
		if (width * height > maxPixels) throw new Error('pixel limit');
		const turned = orientation > 1;
		const tooLong =
			options.maxDimension !== undefined && Math.max(width, height) > options.maxDimension;
		const sameFormat = (options.format ?? container) === container;
		if (!turned && !tooLong && sameFormat)
			return { width, height, mimeType: imageMimeTypes[container], bytes };
		const format: PictureFormat =
			options.format ?? (container === 'png' || container === 'webp' ? container : 'jpeg');
		const image = opened(sharp, bytes, maxPixels).autoOrient();
		return await finish(image, { ...options, format }, Math.min(width, height));
	} catch (error) {
		throw imageError(error, maxPixels);
	}
}
