/** Decodes a picture. */
import type { Pixels } from '../media/pictures';

/** The bytes are not a picture that the toy can read. The message names the formats that it can. */
export class UnreadablePicture extends Error {}

/** Pictures with more pixels are refused, so that a small file cannot fill the memory. */
const maximumPixels = 50_000_000;

const formats: Array<[name: string, matches: (bytes: Buffer) => boolean]> = [
	['jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
	['png', (bytes) => bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))],
	[
		'webp',
		(bytes) =>
			bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
	],
];

/** Turned upright (EXIF), transparency on white, 3 bytes a pixel. Throws `UnreadablePicture`. */
export async function decodePicture(bytes: Buffer): Promise<Pixels> {
	if (!formats.some(([, matches]) => matches(bytes))) {
		throw new UnreadablePicture(
			`The picture (${bytes.length} bytes) is not a JPEG, PNG or WebP file`,
		);
	}
	const { default: sharp } = await import('sharp');
	try {
		const { data, info } = await sharp(bytes, { limitInputPixels: maximumPixels })
			.rotate()
			.flatten({ background: '#ffffff' })
			.toColorspace('srgb')
			.removeAlpha()
			.raw()
			.toBuffer({ resolveWithObject: true });
		return { data, width: info.width, height: info.height };
	} catch {
		throw new UnreadablePicture(
			`The picture (${bytes.length} bytes) is damaged or larger than ${maximumPixels} pixels`,
		);
	}
}
