/** Reads image files: their size, their pixels, a part of them, or a re-encoded copy. */
import type { default as SharpFactory, Sharp } from 'sharp';
import { detectImageType, imageMimeTypes, type ImageType } from '../bytes/fileSignature';
import { heifCoding } from '../bytes/heifBrands';
import type { Size } from '../../geometry/plane';
import { type EncodedPicture, finish, type PictureOptions } from './encoding';
import { MediaError, UnsupportedMediaError } from '../errors';
import { DEFAULT_FORMAT, isPictureFormat } from './formats';
import { checkDecodingMemory } from './decodingMemory';
import { jpegKind } from './jpegHeader';
import type { Pixels } from './pixels';
import { loadSharp, raw } from './sharp';
import { checkTiff, readTiffHeader, unusualCompression } from './tiffHeader';

/** A file of a type that libvips cannot read, decoded by other means. */
export interface DecodedFile {
	bytes: Buffer;
	type: ImageType;
	pixels: Pixels;
}

interface PixelBox extends Size {
	x: number;
	y: number;
}

/** What libvips, or the libraries in it, call something that they cannot read but that is not broken. */
const unsupportedByLibvips =
	/not configured|not implemented|unsupported|not supported|no known route|channel limit|unknown (compression|photometric)|bad labq/i;

/** Keeps the first line of libvips' message, which names the limit or the broken byte and contains no URL. */
function imageError(error: unknown, maxPixels: number, type: ImageType): MediaError {
	if (error instanceof MediaError) return error;
	const text = String((error as Error).message ?? '').split('\n')[0] ?? '';
	if (/pixel limit/i.test(text)) {
		return new MediaError(
			'tooLarge',
			`The image has more than ${maxPixels} pixels. Scale it down, or raise the pixel limit.`,
		);
	}
	const detail = text.slice(0, 160);
	if (unsupportedByLibvips.test(text))
		return new UnsupportedMediaError(
			`This kind of ${type.toUpperCase()} image (${detail})`,
			'Convert it to a usual JPEG or PNG first.',
		);
	return new MediaError(
		'damaged',
		`The image cannot be decoded (${detail}). Upload it to Encord again.`,
	);
}

/** libheif reads the still picture of a sequence, but libvips does not recognize the brand of sequences. */
function withStillBrand(bytes: Buffer): Buffer {
	if (heifCoding(bytes) !== 'avifSequence') return bytes;
	const copy = Buffer.from(bytes);
	copy.write('avif', 8, 'latin1');
	return copy;
}

/** RGB, or RGBA if there is an alpha channel, of what sharp gave: gray has one or two channels, and others may follow the colors. */
function shownChannels(
	{ width, height, channels, data }: Omit<Pixels, 'channels'> & { channels: number },
	dropsExtra: boolean,
): Pixels {
	const isGray = channels < 3;
	const hasAlpha = !dropsExtra && (channels === 2 || channels > 3);
	const shown = hasAlpha ? 4 : 3;
	if (channels === shown) return { width, height, channels: shown, data };
	const result = Buffer.allocUnsafeSlow(width * height * shown);
	for (let from = 0, to = 0; to < result.length; from += channels) {
		for (let color = 0; color < 3; color++) result[to++] = data[from + (isGray ? 0 : color)] ?? 0;
		if (hasAlpha) result[to++] = data[from + (isGray ? 1 : 3)] ?? 255;
	}
	return { width, height, channels: shown, data: result };
}

/** An image file that is ready to be read, in part or as a whole. */
export class ImageReader {
	private decodedFirst: Promise<Pixels> | undefined;

	private constructor(
		private readonly sharp: typeof SharpFactory,
		readonly type: ImageType,
		private readonly bytes: Buffer,
		private readonly maxPixels: number,
		/** After rotation by the EXIF orientation. */
		readonly size: Size,
		private readonly isRotated: boolean,
		/** Channels behind the colors are neither alpha nor to be seen. */
		private readonly dropsExtra: boolean,
		/** libvips would read something else while it scales or cuts. */
		private readonly mustDecodeFirst: boolean,
	) {}

	/** @throws MediaError `unsupportedFormat` (SVG, PDF, text, HEIC …), `tooLarge`, `damaged`. */
	static async open(file: Buffer | DecodedFile, maxPixels: number): Promise<ImageReader> {
		const sharp = await loadSharp();
		if (!Buffer.isBuffer(file)) {
			const { type, bytes, pixels } = file;
			const reader = new ImageReader(sharp, type, bytes, maxPixels, pixels, false, false, true);
			reader.decodedFirst = Promise.resolve(pixels);
			return reader;
		}
		const type = detectImageType(file);
		const tiff = type === 'tiff' ? readTiffHeader(file) : undefined;
		if (tiff) checkTiff(tiff);
		try {
			const bytes = type === 'avif' ? withStillBrand(file) : file;
			const metadata = await sharp(bytes, sharpOptions(maxPixels)).metadata();
			const { width, height, orientation = 1, autoOrient } = metadata;
			if (width * height > maxPixels) throw new Error('pixel limit');
			const kind = type === 'jpeg' ? jpegKind(file) : undefined;
			const isInterlaced = kind === 'progressive' || (metadata.isProgressive ?? false);
			checkDecodingMemory(type, isInterlaced, width * height, file.length);
			// libvips reads a lossless JPEG wrongly when it scales it while it decodes it.
			const mustDecodeFirst = kind === 'lossless' || tiff?.hasOtherChannels === true;
			const dropsExtra = tiff !== undefined && !tiff.hasAlpha;
			return new ImageReader(
				sharp,
				type,
				bytes,
				maxPixels,
				autoOrient,
				orientation > 1,
				dropsExtra,
				mustDecodeFirst,
			);
		} catch (error) {
			const compression = tiff && unusualCompression(tiff);
			if (compression !== undefined) throw unusualTiff(compression);
			throw imageError(error, maxPixels, type);
		}
	}

	/** All pixels, or those of a part. `box`: in pixels, after rotation by the EXIF orientation. */
	pixels(box?: PixelBox): Promise<Pixels> {
		return this.guarded(async () => {
			if (!box && this.mustDecodeFirst) return await this.decoded();
			return await this.rawPixels(await this.upright(box));
		});
	}

	/** A part, encoded. It is cut while the file is decoded, which stops behind its last row. */
	cut(box: PixelBox, options: PictureOptions): Promise<EncodedPicture> {
		return this.guarded(async () => {
			const part = (await this.upright(box)).toColourspace('srgb');
			return await finish(part, options, Math.min(box.width, box.height));
		});
	}

	/** The whole picture, encoded. A file that needs no rotation, scaling or other format is passed on byte for byte. */
	picture(options: PictureOptions): Promise<EncodedPicture> {
		return this.guarded(async () => {
			const { type, size, bytes } = this;
			const { width, height } = size;
			const tooLong =
				options.maxDimension !== undefined && Math.max(width, height) > options.maxDimension;
			if (!this.isRotated && !tooLong && (options.format ?? type) === type)
				return { width, height, mimeType: imageMimeTypes[type], bytes };
			const format = options.format ?? (isPictureFormat(type) ? type : DEFAULT_FORMAT);
			return await finish(await this.upright(), { ...options, format }, Math.min(width, height));
		});
	}

	/** The pipeline that gives the picture, or a part of it, turned upright. */
	private async upright(box?: PixelBox): Promise<Sharp> {
		const { sharp, bytes, maxPixels } = this;
		let image: Sharp;
		if (this.mustDecodeFirst) {
			const pixels = await this.decoded();
			image = sharp(pixels.data, { ...raw(pixels), sequentialRead: true });
		} else image = sharp(bytes, sharpOptions(maxPixels)).autoOrient();
		return box
			? image.extract({ left: box.x, top: box.y, width: box.width, height: box.height })
			: image;
	}

	private decoded(): Promise<Pixels> {
		const { sharp, bytes, maxPixels } = this;
		this.decodedFirst ??= this.rawPixels(sharp(bytes, sharpOptions(maxPixels)).autoOrient());
		return this.decodedFirst;
	}

	private async rawPixels(image: Sharp): Promise<Pixels> {
		const { data, info } = await image
			.toColourspace('srgb')
			.raw({ depth: 'uchar' })
			.toBuffer({ resolveWithObject: true });
		const { width, height, channels } = info;
		return shownChannels({ width, height, channels, data }, this.dropsExtra);
	}

	private async guarded<T>(read: () => Promise<T>): Promise<T> {
		try {
			return await read();
		} catch (error) {
			const tiff = this.type === 'tiff' ? readTiffHeader(this.bytes) : undefined;
			const compression = tiff && unusualCompression(tiff);
			if (compression !== undefined) throw unusualTiff(compression);
			throw imageError(error, this.maxPixels, this.type);
		}
	}
}

const unusualTiff = (compression: string) =>
	new UnsupportedMediaError(
		`The compression of this TIFF image (${compression})`,
		'Save it with LZW or Deflate compression, or as PNG.',
	);

const sharpOptions = (maxPixels: number) => ({
	limitInputPixels: maxPixels,
	failOn: 'error' as const,
	sequentialRead: true,
});

/**
 * Decodes an image file to 8-bit sRGB and rotates it by its EXIF orientation.
 * @throws as `ImageReader.open`
 */
export async function decodeImage(file: Buffer | DecodedFile, maxPixels: number): Promise<Pixels> {
	return await (await ImageReader.open(file, maxPixels)).pixels();
}
