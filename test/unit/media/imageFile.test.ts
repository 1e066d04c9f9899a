/** Image files as pixels, in part, or as another file. The pictures are made here, so every pixel is known. */
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { ImageReader, decodeImage } from '../../../src/media/picture/imageFile';
import { losslessJpeg, tiffFile } from '../../media/corpus/imageFiles';

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
		// This package compresses more, so that a file that is written anew differs.
		const file = await rgb(4, 2).png({ compressionLevel: 0 }).toBuffer();
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

	it('that is written anew as JPEG keeps all colors where its shorter side is short', async () => {
		for (const [width, height, chroma] of [
			[63, 64, '4:4:4'],
			[64, 63, '4:4:4'],
			[64, 65, '4:2:0'],
		] as const) {
			const file = await sharp({ create: { width, height, channels: 3, background: '#102030' } })
				.png()
				.toBuffer();
			const { bytes } = await (await reader(file)).picture({ format: 'jpeg' });
			expect((await sharp(bytes).metadata()).chromaSubsampling).toBe(chroma);
		}
	});

	it('that is an AVIF sequence shows its still picture, and stays as it was', async () => {
		const file = await sharp({
			create: { width: 16, height: 8, channels: 3, background: '#ff0000' },
		})
			.avif()
			.toBuffer();
		file.write('avis', 8, 'latin1');
		const copy = Buffer.from(file);
		const { width, height, data } = await decodeImage(file, 1e6);
		expect([width, height]).toEqual([16, 8]);
		expect(data[0]).toBeGreaterThan(245);
		expect(Math.max(data[1]!, data[2]!)).toBeLessThan(10);
		expect(file).toEqual(copy);
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

describe('a file that libvips would read in part as something else', () => {
	const [width, height] = [16, 8];
	const ramp = Buffer.from(
		Array.from({ length: width * height }, (_, i) => [1, (i * 5) % 256, 2]).flat(),
	);
	const shades = (x: number, y: number) => Array(3).fill(((y * width + x) * 5) % 256);
	const fiveChannels = (extra: number[]) =>
		tiffFile({
			...{ width: 2, height: 1, channels: 5, extra },
			data: Buffer.from([1, 2, 3, 4, 5, 11, 12, 13, 14, 15]),
		});

	it('is decoded once, as a whole: a lossless JPEG', async () => {
		const image = await reader(losslessJpeg(ramp, width, height));
		const pixels = await image.pixels();
		expect([pixels.width, pixels.height, pixels.channels]).toEqual([width, height, 3]);
		expect([...pixels.data]).toEqual(
			Array.from({ length: width * height }, (_, i) =>
				shades(i % width, Math.floor(i / width)),
			).flat(),
		);
		expect(await image.pixels()).toBe(pixels);
		const part = await image.pixels({ x: 3, y: 2, width: 2, height: 1 });
		expect([...part.data]).toEqual([...shades(3, 2), ...shades(4, 2)]);
		const small = await image.picture({ format: 'png', maxDimension: 8 });
		const expected = sharp(pixels.data, { raw: { width, height, channels: 3 } }).resize(8, 4);
		expect((await decodeImage(small.bytes, 1e6)).data).toEqual(await expected.raw().toBuffer());
	});

	it('is not held where it is a usual one', async () => {
		for (const file of [await rgb().png().toBuffer(), await rgb().jpeg().toBuffer()]) {
			const image = await reader(file);
			const first = await image.pixels();
			const second = await image.pixels();
			expect(second).toEqual(first);
			expect(second).not.toBe(first);
		}
	});

	it.each<[string, number[], number, number[]]>([
		['channels that nobody shows', [0, 0], 3, [1, 2, 3, 11, 12, 13]],
		['alpha and another channel', [2, 0], 4, [1, 2, 3, 4, 11, 12, 13, 14]],
	])('shows the colors of a TIFF with %s', async (_, extra, channels, data) => {
		const image = await reader(fiveChannels(extra));
		const pixels = await image.pixels();
		expect([pixels.channels, [...pixels.data]]).toEqual([channels, data]);
		expect(await image.pixels()).toBe(pixels);
		const part = await image.pixels({ x: 1, y: 0, width: 1, height: 1 });
		expect([...part.data]).toEqual(data.slice(channels));
		const { bytes } = await image.picture({ format: 'png' });
		expect([...(await decodeImage(bytes, 1e6)).data]).toEqual(data);
	});

	it('drops the channel of a TIFF that is not alpha', async () => {
		const file = (extra: number[]) =>
			tiffFile({ width: 1, height: 1, channels: 4, extra, data: Buffer.from([1, 2, 3, 4]) });
		expect([...(await decodeImage(file([0]), 1e6)).data]).toEqual([1, 2, 3]);
		expect([...(await decodeImage(file([2]), 1e6)).data]).toEqual([1, 2, 3, 4]);
	});
});

describe('a file that is not supported', () => {
	it.each([
		[34_887, 'LERC'],
		[50_002, 'JPEG XL'],
		[9, 'number 9'],
	])('is a TIFF with compression %p', async (compression, name) => {
		const file = tiffFile({
			...{ width: 2, height: 1, channels: 3, compression },
			data: Buffer.alloc(6),
		});
		await expect(decodeImage(file, 1e6)).rejects.toMatchObject({
			code: 'unsupportedFormat',
			message: `The compression of this TIFF image (${name}) is not supported yet. Save it with LZW or Deflate compression, or as PNG.`,
		});
	});

	it('is one whose colors libvips does not know', async () => {
		const file = tiffFile({
			...{ width: 2, height: 1, channels: 2, photometric: 2 },
			data: Buffer.alloc(4),
		});
		await expect(decodeImage(file, 1e6)).rejects.toMatchObject({
			code: 'unsupportedFormat',
			message: expect.stringMatching(
				/^This kind of TIFF image \(.*no known route.*\) is not supported yet\. Convert it to a usual JPEG or PNG first\.$/,
			),
		});
	});

	it('is a TIFF in CIELab colors, or with many channels', async () => {
		const file = (channels: number, photometric: number) =>
			tiffFile({ width: 1, height: 1, channels, photometric, data: Buffer.alloc(channels) });
		await expect(decodeImage(file(3, 8), 1e6)).rejects.toThrow('A TIFF image in CIELab colors');
		await expect(decodeImage(file(6, 2), 1e6)).rejects.toThrow('A TIFF image with 6 channels');
	});
});

describe('the memory for an image file', () => {
	/** The header tells another size than the picture has. */
	async function png(width: number, height: number, interlaced: boolean): Promise<Buffer> {
		const file = await rgb().png({ progressive: interlaced }).toBuffer();
		file.writeUInt32BE(width, 16);
		file.writeUInt32BE(height, 20);
		file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
		return file;
	}
	async function jpeg(width: number, height: number, progressive: boolean): Promise<Buffer> {
		const file = await rgb(16, 16).jpeg({ progressive }).toBuffer();
		const frame = file.indexOf(Buffer.from([0xff, progressive ? 0xc2 : 0xc0]));
		file.writeUInt16BE(height, frame + 5);
		file.writeUInt16BE(width, frame + 7);
		return file;
	}

	// Four bytes for each of 2 ** 28 pixels are 1 GiB.
	it.each([
		['PNG', png],
		['JPEG', jpeg],
	])('is limited where all pixels come at once: %s', async (_, made) => {
		const [width, height] = [2 ** 14, 2 ** 14];
		const rowByRow = await reader(await made(width, height, false), 1e9);
		expect(rowByRow.size).toEqual({ width, height });
		await expect(reader(await made(width, height, true), 1e9)).rejects.toMatchObject({
			code: 'tooLarge',
			message: expect.stringContaining('Decoding this image takes about 1025 MiB of memory'),
		});
		const smaller = await reader(await made(width, height - 1, true), 1e9);
		expect(smaller.size).toEqual({ width, height: height - 1 });
	});
});
