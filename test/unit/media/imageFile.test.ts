/** Image files as pixels, in part, or as another file. The pictures are made here, so every pixel is known. */
import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { ImageReader, decodeImage } from '../../../src/media/picture/imageFile';

/** Columns are red, rows are green; two pixels wide and three high unless said otherwise. */
const rgb = (width = 2, height = 3, alpha?: number): Sharp => {
	const channels = alpha === undefined ? 3 : 4;
	const data = Array.from({ length: width * height }, (_, i) => [
		50 * (i % width),
		50 * Math.floor(i / width),
		7,
		...(alpha === undefined ? [] : [alpha]),
	]);
	return sharp(Buffer.from(data.flat()), { raw: { width, height, channels } });
};
const gray = (channels: 1 | 2, values: number[]) =>
	sharp(Buffer.from(values), { raw: { width: values.length / channels, height: 1, channels } });
const reader = async (image: Sharp | Buffer, maxPixels = 1e6) =>
	await ImageReader.open(Buffer.isBuffer(image) ? image : await image.png().toBuffer(), maxPixels);
const pixel = (column: number, row: number) => [50 * column, 50 * row, 7];

describe('the pixels of an image file', () => {
	it('are red, green and blue, row by row', async () => {
		expect(await decodeImage(await rgb().png().toBuffer(), 1e6)).toEqual({
			width: 2,
			height: 3,
			channels: 3,
			data: Buffer.from([0, 1, 2].flatMap((row) => [...pixel(0, row), ...pixel(1, row)])),
		});
	});

	it('have alpha where the file has', async () => {
		const pixels = await (await reader(rgb(1, 1, 130))).pixels();
		expect([pixels.channels, [...pixels.data]]).toEqual([4, [0, 0, 7, 130]]);
	});

	it.each<[string, Sharp, number, number[]]>([
		['gray', gray(1, [10, 200]).toColourspace('b-w'), 3, [10, 10, 10, 200, 200, 200]],
		[
			'gray and alpha',
			gray(2, [10, 99, 200, 0]).toColourspace('b-w'),
			4,
			[10, 10, 10, 99, 200, 200, 200, 0],
		],
	])('of a picture in %s are its shades', async (_, image, channels, data) => {
		const pixels = await (await reader(image)).pixels();
		expect([pixels.channels, [...pixels.data]]).toEqual([channels, data]);
	});

	it('of a picture with 16 bits are the upper eight of each', async () => {
		const eight = await rgb(1, 1).toColourspace('rgb16').png().toBuffer();
		expect([...(await decodeImage(eight, 1e6)).data]).toEqual([0, 0, 7]);
	});

	it.each([
		[
			1,
			[
				[0, 0],
				[1, 0],
				[0, 1],
				[1, 1],
				[0, 2],
				[1, 2],
			],
		],
		[
			3,
			[
				[1, 2],
				[0, 2],
				[1, 1],
				[0, 1],
				[1, 0],
				[0, 0],
			],
		],
		[
			6,
			[
				[0, 2],
				[0, 1],
				[0, 0],
				[1, 2],
				[1, 1],
				[1, 0],
			],
		],
		[
			8,
			[
				[1, 0],
				[1, 1],
				[1, 2],
				[0, 0],
				[0, 1],
				[0, 2],
			],
		],
	])('are turned by orientation %p of the file', async (orientation, places) => {
		const file = await rgb().withMetadata({ orientation }).png().toBuffer();
		const upright = await reader(file);
		expect(upright.size).toEqual(
			orientation > 4 ? { width: 3, height: 2 } : { width: 2, height: 3 },
		);
		expect([...(await upright.pixels()).data]).toEqual(
			places.flatMap(([column, row]) => pixel(column!, row!)),
		);
		const part = await upright.pixels({ x: 1, y: 1, width: 1, height: 1 });
		const [column, row] = places[upright.size.width + 1]!;
		expect([...part.data]).toEqual(pixel(column!, row!));
	});

	it('of a part are those of the whole at its place', async () => {
		const image = await reader(rgb(5, 5));
		const { width, height, data } = await image.pixels({ x: 1, y: 2, width: 3, height: 2 });
		expect([width, height, [...data]]).toEqual([
			3,
			2,
			[2, 3].flatMap((row) => [1, 2, 3].flatMap((column) => pixel(column, row))),
		]);
		const cut = await image.cut({ x: 1, y: 2, width: 3, height: 2 }, { format: 'png' });
		expect(cut).toMatchObject({ width: 3, height: 2, mimeType: 'image/png' });
		expect((await decodeImage(cut.bytes, 1e6)).data).toEqual(data);
	});
});

describe('an image file', () => {
	it('is passed on byte for byte where nothing has to change', async () => {
		const file = await rgb(4, 2).png().toBuffer();
		const same = await (await reader(file)).picture({ maxDimension: 4, format: 'png' });
		expect(same).toEqual({ width: 4, height: 2, mimeType: 'image/png', bytes: file });
		expect((await (await reader(file)).picture({})).bytes).toBe(file);
	});

	it('is written anew where it is too long, is turned, or is to have another format', async () => {
		const file = await rgb(4, 2).png().toBuffer();
		expect(await (await reader(file)).picture({ maxDimension: 3 })).toMatchObject({
			width: 3,
			height: 2,
			mimeType: 'image/png',
		});
		expect(await (await reader(file)).picture({ format: 'webp' })).toMatchObject({
			width: 4,
			height: 2,
			mimeType: 'image/webp',
		});
		const turned = await rgb(4, 2).withMetadata({ orientation: 6 }).png().toBuffer();
		const upright = await (await reader(turned)).picture({});
		expect(upright).toMatchObject({ width: 2, height: 4, mimeType: 'image/png' });
		expect((await sharp(upright.bytes).metadata()).orientation ?? 1).toBe(1);
	});

	it('of a format that is only read becomes a JPEG', async () => {
		const file = await rgb(4, 2).tiff().toBuffer();
		expect(await (await reader(file)).picture({ maxDimension: 2 })).toMatchObject({
			width: 2,
			height: 1,
			mimeType: 'image/jpeg',
		});
		expect((await (await reader(file)).picture({})).mimeType).toBe('image/tiff');
	});

	it('has at most as many pixels as are allowed', async () => {
		const file = await rgb(4, 2).png().toBuffer();
		expect((await reader(file, 8)).size).toEqual({ width: 4, height: 2 });
		await expect(reader(file, 7)).rejects.toMatchObject({
			code: 'tooLarge',
			message: 'The image has more than 7 pixels. Scale it down, or raise the pixel limit.',
		});
	});

	it('that is cut off is damaged, and its address is not told', async () => {
		const file = await rgb(200, 200).png().toBuffer();
		const cut = await reader(file.subarray(0, file.length - 200));
		await expect(cut.pixels()).rejects.toMatchObject({
			code: 'damaged',
			message: expect.stringMatching(
				/^The image cannot be decoded \(.+\)\. Upload it to Encord again\.$/,
			),
		});
		await expect(cut.cut({ x: 0, y: 199, width: 1, height: 1 }, {})).rejects.toMatchObject({
			code: 'damaged',
		});
		await expect(cut.picture({ format: 'jpeg' })).rejects.toMatchObject({ code: 'damaged' });
	});

	it('that was decoded by other means is read from its pixels', async () => {
		const pixels = {
			width: 2,
			height: 1,
			channels: 3,
			data: Buffer.from([1, 2, 3, 4, 5, 6]),
		} as const;
		const bytes = Buffer.from('BM');
		const image = await ImageReader.open({ type: 'bmp', bytes, pixels }, 1e6);
		expect(await image.pixels()).toBe(pixels);
		expect([...(await image.pixels({ x: 1, y: 0, width: 1, height: 1 })).data]).toEqual([4, 5, 6]);
		expect(await image.picture({})).toEqual({ width: 2, height: 1, mimeType: 'image/bmp', bytes });
		const png = await image.picture({ format: 'png' });
		expect([...(await decodeImage(png.bytes, 1e6)).data]).toEqual([1, 2, 3, 4, 5, 6]);
	});
});
