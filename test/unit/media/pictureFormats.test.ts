/** Every picture format is what it says: for frames, crops and drawings, told by the bytes. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { detectImageType } from '../../../src/media/bytes/fileSignature';
import { cropImageFile, cropObjects } from '../../../src/media/picture/crops';
import { ContactSheet } from '../../../src/media/picture/contactSheet';
import { drawLabels } from '../../../src/media/picture/drawing';
import { type EncodedPicture, encodePicture } from '../../../src/media/picture/encoding';
import { PICTURE_FORMATS, type PictureFormat } from '../../../src/media/picture/formats';
import { ImageReader } from '../../../src/media/picture/imageFile';
import type { Pixels } from '../../../src/media/picture/pixels';

const [width, height, channels] = [80, 60, 4] as const;
/** Green, half see-through. */
const pixels: Pixels = {
	width,
	height,
	channels,
	data: Buffer.alloc(width * height * channels, Buffer.from([20, 200, 40, 128])),
};
const opaque: Pixels = { ...pixels, channels: 3, data: Buffer.alloc(width * height * 3, 90) };
const box = { geometry: { kind: 'box' as const, x: 0.25, y: 0.25, w: 0.5, h: 0.5 } };
const triangle = {
	geometry: {
		kind: 'polygon' as const,
		polygons: [
			[
				[
					{ x: 0, y: 0 },
					{ x: 1, y: 0 },
					{ x: 0, y: 1 },
				],
			],
		],
	},
};
const rotated = async () =>
	await sharp(opaque.data, { raw: { width, height, channels: 3 } })
		.withMetadata({ orientation: 6 })
		.tiff()
		.toBuffer();

/** Every way in which a picture is encoded. */
const MAKERS: Record<string, (format: PictureFormat) => Promise<EncodedPicture | undefined>> = {
	'a frame of a video': async (format) => await encodePicture(pixels, { format }),
	'an image file': async (format) =>
		await (await ImageReader.open(await rotated(), 1e6)).picture({ format }),
	'a crop': async (format) => (await cropObjects(opaque, [box], { format }))[0],
	'a crop of an image file': async (format) =>
		(await cropImageFile(await rotated(), [box], { format }, 1e6))[0],
	'a drawing': async (format) => await drawLabels(opaque, [box], { format }),
	'a sheet of drawings': async (format) => {
		const sheet = new ContactSheet(1, undefined, { format });
		await sheet.add({ pixels, labels: [box], caption: 'Frame 3' });
		return await sheet.encode([{ color: '#ff0000', text: 'Car' }]);
	},
};

const formats = Object.keys(PICTURE_FORMATS) as PictureFormat[];

describe.each(formats)('%s', (format) => {
	const { alpha, hasQuality, mimeType } = PICTURE_FORMATS[format];

	it.each(Object.keys(MAKERS))('is what %s is written as', async (name) => {
		const made = await MAKERS[name]!(format);
		expect(made?.mimeType).toBe(mimeType);
		expect(detectImageType(made!.bytes)).toBe(format);
		const { info } = await sharp(made?.bytes).raw().toBuffer({ resolveWithObject: true });
		expect([info.width, info.height]).toEqual([made?.width, made?.height]);
	});

	it(`${alpha ? 'keeps alpha' : 'shows the background through it'}`, async () => {
		const { bytes } = await encodePicture(pixels, { format, background: '#00c800' });
		const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
		expect(info.channels).toBe(alpha ? 4 : 3);
		expect(Math.abs(data[1]! - 200)).toBeLessThan(6);
	});

	it(`${alpha ? 'stays' : 'becomes PNG'} where a crop is transparent`, async () => {
		const [crop] = await cropObjects(opaque, [triangle], { format, outside: 'transparent' });
		expect(detectImageType(crop!.bytes)).toBe(alpha ? format : 'png');
		const { data } = await sharp(crop?.bytes).raw().toBuffer({ resolveWithObject: true });
		expect(data.at(-1)).toBe(0);
	});

	it(`${hasQuality ? 'heeds' : 'has no'} quality`, async () => {
		const noise = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * i) % 251));
		const [low, high] = await Promise.all(
			[10, 95].map(
				async (quality) =>
					(await encodePicture({ ...opaque, data: noise }, { format, quality })).bytes.length,
			),
		);
		if (hasQuality) expect(low).toBeLessThan(high!);
		else expect(low).toBe(high);
	});

	it('is kept when an image file of it has to be encoded again', async () => {
		const { bytes } = await encodePicture(opaque, { format });
		expect(
			detectImageType(
				(await (await ImageReader.open(bytes, 1e6)).picture({ maxDimension: 20 })).bytes,
			),
		).toBe(format);
	});
});
