/** How much memory the decoding of one image may take. */
import type { ImageType } from '../bytes/fileSignature';
import { MediaError } from '../errors';

/**
 * Bytes per pixel that the decoders of libvips hold at once, measured with pictures of 25 to 100 megapixels. The others decode row
 * by row.
 */
const bytesPerPixel: Partial<Record<ImageType, number>> = { webp: 8, avif: 20, gif: 8 };
const bytesPerInterlacedPixel = 4;
const maxBytes = 2 ** 30;

/** Whether the decoder holds all pixels anyway, so that to read a part takes as much as to read all. */
export const holdsAllPixels = (type: ImageType) => bytesPerPixel[type] !== undefined;

/** @throws MediaError `tooLarge` when the file and its decoder would take more than 1 GiB */
export function checkDecodingMemory(
	type: ImageType,
	isInterlaced: boolean,
	pixels: number,
	fileBytes: number,
): void {
	const perPixel = bytesPerPixel[type] ?? (isInterlaced ? bytesPerInterlacedPixel : 0);
	const needed = fileBytes + perPixel * pixels;
	if (needed <= maxBytes) return;
	const mebibytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
	throw new MediaError(
		'tooLarge',
		`Decoding this image takes about ${mebibytes(needed)} MiB of memory, more than the limit of ${mebibytes(maxBytes)} MiB. ` +
			'Scale it down, or save it as a JPEG that is not progressive.',
	);
}
