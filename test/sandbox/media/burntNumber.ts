import sharp from 'sharp';
import { readFrameCode } from '../../../sandbox/media/frameCode';

/** The number that the sandbox burnt into a picture, from the bytes of the picture's file; null when there is none. */
export async function burntNumber(picture: Buffer): Promise<number | null> {
	const { data, info } = await sharp(picture)
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return readFrameCode({ data, width: info.width, height: info.height });
}
