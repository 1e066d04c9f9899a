/** Objects cut out of a picture (protocol §14.4). The picture is decoded once, however many objects are cut. */
import type { Geometry } from '../../geometry/geometry';
import type { Size } from '../../geometry/plane';
import { coverage } from './areaMask';
import { rgbOf } from './color';
import { type EncodedPicture, encodePicture, type PictureOptions } from './encoding';
import { MediaError } from '../errors';
import { formatWithAlpha } from './formats';
import { type DecodedFile, ImageReader } from './imageFile';
import { holdsAllPixels } from './decodingMemory';
import type { DrawnLabel } from './drawnLabel';
import { objectBox, type PixelBox, visiblePart } from './objectBox';
import type { Pixels } from './pixels';

export type { PixelBox } from './objectBox';

export interface CropOptions extends PictureOptions {
	/** Rotated boxes: `upright` cuts the enclosing box (default), `turned` turns the object straight. */
	rotated?: 'upright' | 'turned';
	/**
	 * Polygons and bitmasks: what lies outside becomes transparent (a format without alpha becomes PNG then) or this color, e.g. `#000000`;
	 * absent: stays.
	 */
	outside?: 'transparent' | (string & {});
	/** Pixels added on each side, as far as the picture goes; default 0. */
	padding?: number;
	/** Crops with a side shorter than this many pixels are widened by what lies around the object; default 0. */
	minSize?: number;
}

/** `box`: what was cut, padding included, in pixels of the whole picture; of a turned crop the box before turning. */
export type Crop = EncodedPicture & { box: PixelBox };

/** Adds the padding; a side that is still too short grows evenly and then moves back onto the picture. */
function widened(
	box: PixelBox,
	padding: number,
	minSize: number,
	width: number,
	height: number,
): PixelBox {
	const along = (start: number, length: number, size: number) => {
		const padded = length + 2 * padding;
		if (padded >= minSize) return [start - padding, padded] as const;
		const from = start - padding - Math.floor((minSize - padded) / 2);
		return [Math.max(0, Math.min(from, size - minSize)), minSize] as const;
	};
	const [x, across] = along(box.x, box.width, width);
	const [y, down] = along(box.y, box.height, height);
	return { x, y, width: across, height: down };
}

const touches = (box: PixelBox, { width, height }: Size) =>
	box.x < width && box.y < height && box.x + box.width >= 0 && box.y + box.height >= 0;

function cut({ data, channels, width }: Pixels, box: PixelBox): Pixels {
	const result = Buffer.allocUnsafe(box.width * box.height * channels);
	const rowBytes = box.width * channels;
	for (let row = 0; row < box.height; row++) {
		const from = ((box.y + row) * width + box.x) * channels;
		data.copy(result, row * rowBytes, from, from + rowBytes);
	}
	return { width: box.width, height: box.height, channels, data: result };
}

function withAlpha(pixels: Pixels): Pixels {
	if (pixels.channels === 4) return pixels;
	const data = Buffer.alloc(pixels.width * pixels.height * 4, 255);
	for (let from = 0, to = 0; from < pixels.data.length; from += 3, to += 4)
		pixels.data.copy(data, to, from, from + 3);
	return { ...pixels, channels: 4, data };
}

function hideOutside(crop: Pixels, covered: Uint8Array, outside: string | undefined): Pixels {
	const transparent = outside === 'transparent';
	const pixels = transparent ? withAlpha(crop) : crop;
	const color = transparent ? [0, 0, 0, 0] : [...rgbOf(outside), 255];
	for (let i = 0; i < covered.length; i++) {
		if (covered[i]) continue;
		for (let channel = 0; channel < pixels.channels; channel++)
			pixels.data[i * pixels.channels + channel] = color[channel] ?? 0;
	}
	return pixels;
}

/** A picture of which parts are read. */
interface PictureParts {
	size: Size;
	/** The pixels of a part that lies on the picture. */
	part(box: PixelBox): Promise<Pixels>;
	/** An encoded part, if that takes less memory than its pixels. */
	cut?(box: PixelBox, options: PictureOptions): Promise<EncodedPicture>;
}

const partsOf = (pixels: Pixels): PictureParts => ({
	size: pixels,
	part: async (box) => cut(pixels, box),
});

/** The part of the picture that holds all pixels of a turned rectangle and their neighbors. */
function around(
	center: { x: number; y: number },
	size: Size,
	[cos, sin]: readonly [number, number],
	picture: Size,
): PixelBox {
	const across = Math.abs(size.width * cos) + Math.abs(size.height * sin);
	const down = Math.abs(size.width * sin) + Math.abs(size.height * cos);
	const [x, y] = [Math.floor(center.x - across / 2) - 1, Math.floor(center.y - down / 2) - 1];
	const box = { x, y, width: Math.ceil(across) + 3, height: Math.ceil(down) + 3 };
	return visiblePart(box, picture.width, picture.height);
}

/** The object of a rotated box turned straight, by weighting the four pixels around each place. Beyond the picture is black. */
async function straightened(
	picture: PictureParts,
	box: Extract<Geometry, { kind: 'rotatedBox' }>,
	{ padding = 0, minSize = 0 }: CropOptions,
): Promise<Pixels | undefined> {
	const { size } = picture;
	const side = (fraction: number, length: number) =>
		Math.max(Math.trunc(length * fraction + 0.5) + 2 * padding, minSize, 1);
	const [width, height] = [side(box.w, size.width), side(box.h, size.height)];
	const center = { x: (box.x + box.w / 2) * size.width, y: (box.y + box.h / 2) * size.height };
	const [cos, sin] = [Math.cos((box.theta * Math.PI) / 180), Math.sin((box.theta * Math.PI) / 180)];
	const needed = around(center, { width, height }, [cos, sin], size);
	if (!needed.width || !needed.height) return undefined;
	const pixels = await picture.part(needed);
	const { channels, data } = pixels;
	const result = Buffer.alloc(width * height * channels);
	const value = (x: number, y: number, channel: number) =>
		x < 0 || y < 0 || x >= pixels.width || y >= pixels.height
			? 0
			: (data[(y * pixels.width + x) * channels + channel] ?? 0);
	for (let row = 0, to = 0; row < height; row++) {
		for (let column = 0; column < width; column++) {
			const [u, v] = [column + 0.5 - width / 2, row + 0.5 - height / 2];
			const x = center.x + u * cos - v * sin - 0.5;
			const y = center.y + u * sin + v * cos - 0.5;
			const [right, down] = [x - Math.floor(x), y - Math.floor(y)];
			const [left, top] = [Math.floor(x) - needed.x, Math.floor(y) - needed.y];
			for (let channel = 0; channel < channels; channel++) {
				const upper =
					value(left, top, channel) * (1 - right) + value(left + 1, top, channel) * right;
				const lower =
					value(left, top + 1, channel) * (1 - right) + value(left + 1, top + 1, channel) * right;
				result[to++] = Math.round(upper * (1 - down) + lower * down);
			}
		}
	}
	return { width, height, channels, data: result };
}

async function cropOf(
	picture: PictureParts,
	geometry: Geometry,
	options: CropOptions,
): Promise<Crop | undefined> {
	const box = boxOf(geometry, options, picture.size);
	if (!box) return undefined;
	const { outside } = options;
	const isTurned = geometry.kind === 'rotatedBox' && options.rotated === 'turned';
	const covered = isTurned || !outside ? undefined : coverage(geometry, box, picture.size);
	if (!isTurned && !covered && picture.cut) return { ...(await picture.cut(box, options)), box };
	const part = isTurned ? await straightened(picture, geometry, options) : await picture.part(box);
	if (!part) return undefined;
	const crop = covered ? hideOutside(part, covered, outside) : part;
	const format =
		crop.channels === 4 && outside === 'transparent'
			? formatWithAlpha(options.format)
			: options.format;
	return { ...(await encodePicture(crop, { ...options, ...(format && { format }) })), box };
}

function checkOptions({ padding = 0, minSize = 0 }: CropOptions): void {
	if (padding < 0 || minSize < 0 || !Number.isInteger(padding) || !Number.isInteger(minSize)) {
		throw new MediaError(
			'invalidInput',
			'Padding and minimum size of crops must be whole numbers of pixels, not negative.',
		);
	}
}

/** The part of the picture that shows an upright crop; undefined when the object is not on it. */
function boxOf(
	geometry: Geometry,
	{ padding = 0, minSize = 0 }: CropOptions,
	size: Size,
): PixelBox | undefined {
	const { width, height } = size;
	const object = objectBox(geometry, width, height);
	const box = visiblePart(widened(object, padding, minSize, width, height), width, height);
	return touches(object, size) && box.width && box.height ? box : undefined;
}

/**
 * One picture per label, in the given order; undefined where the object lies wholly outside of the picture or has no
 * place on it.
 * @throws MediaError `invalidInput` for a geometry without points, an empty bitmask, or a negative padding.
 */
export async function cropObjects(
	pixels: Pixels,
	labels: readonly DrawnLabel[],
	options: CropOptions = {},
): Promise<Array<Crop | undefined>> {
	checkOptions(options);
	const picture = partsOf(pixels);
	return await Promise.all(
		labels.map(async ({ geometry }) => geometry && (await cropOf(picture, geometry, options))),
	);
}

/** All pixels of a larger image are not held at once, although that decodes it once for each object. */
const maxPixelsHeld = 24_000_000;

/**
 * The same for an image file. One object, and the objects of a large image, are cut while the file is decoded, which stops behind
 * the last row of each; more objects of other images share one decoding.
 * @throws as `cropObjects` and `decodeImage`.
 */
export async function cropImageFile(
	file: Buffer | DecodedFile,
	labels: readonly DrawnLabel[],
	options: CropOptions,
	maxPixels: number,
): Promise<Array<Crop | undefined>> {
	checkOptions(options);
	const reader = await ImageReader.open(file, maxPixels);
	const { size } = reader;
	const holdsAll = holdsAllPixels(reader.type) || size.width * size.height <= maxPixelsHeld;
	if (labels.length > 1 && holdsAll)
		return await cropObjects(await reader.pixels(), labels, options);
	const picture: PictureParts = {
		size,
		part: (box) => reader.pixels(box),
		cut: (box, picked) => reader.cut(box, picked),
	};
	const crops: Array<Crop | undefined> = [];
	for (const { geometry } of labels)
		crops.push(geometry && (await cropOf(picture, geometry, options)));
	return crops;
}
