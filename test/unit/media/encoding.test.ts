/** How pictures are encoded, and what is said where the image library is missing. */
import { describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { encodePicture } from '../../../src/media/picture/encoding';
import type { PictureFormat } from '../../../src/media/picture/formats';
import type { Pixels } from '../../../src/media/picture/pixels';
import { loadSharp } from '../../../src/media/picture/sharp';

const noise = (width: number, height: number): Pixels => ({
	width,
	height,
	channels: 3,
	data: Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * i * 7) % 251)),
});

describe('an encoded picture', () => {
	it.each([
		[63, 200, '4:4:4'],
		[200, 63, '4:4:4'],
		[64, 200, '4:2:0'],
		[200, 64, '4:2:0'],
	])('of %p x %p pixels keeps all colors where it is small', async (width, height, chroma) => {
		const { bytes } = await encodePicture(noise(width, height));
		expect((await sharp(bytes).metadata()).chromaSubsampling).toBe(chroma);
	});

	it('as JPEG is written in one pass, with the usual tables', async () => {
		const { bytes } = await encodePicture(noise(80, 80));
		// ITU-T T.81 table K.3: lengths and values of the codes of DC differences.
		const lengths = '00010501010101010100000000000000';
		expect(bytes.toString('hex')).toContain(`${lengths}000102030405060708090a0b`);
	});

	it('that is scaled down is as its own size asks', async () => {
		const { bytes } = await encodePicture(noise(200, 100), { maxDimension: 50 });
		expect((await sharp(bytes).metadata()).chromaSubsampling).toBe('4:2:0');
	});

	it.each<PictureFormat>(['jpeg', 'webp'])(
		'has quality 90 unless another is asked: %s',
		async (format) => {
			const of = async (quality?: number) =>
				(await encodePicture(noise(80, 80), { format, ...(quality !== undefined && { quality }) }))
					.bytes;
			const [usual, same, other] = [await of(), await of(90), await of(89)];
			expect(usual).toEqual(same);
			expect(usual).not.toEqual(other);
		},
	);

	it.each([
		[undefined, 80, 40],
		[80, 80, 40],
		[100, 80, 40],
		[79, 79, 40],
		[20, 20, 10],
	])('is at most as long as is asked: %p', async (maxDimension, width, height) => {
		for (const [across, down] of [
			[80, 40],
			[40, 80],
		] as const) {
			const made = await encodePicture(noise(across, down), { maxDimension, format: 'png' });
			const size = across > down ? { width, height } : { width: height, height: width };
			expect(made).toMatchObject(size);
			expect(await sharp(made.bytes).metadata()).toMatchObject(size);
		}
	});

	it.each([
		[undefined, [255, 255, 255]],
		['#000', [0, 0, 0]],
	])('shows the background %p through transparent parts', async (background, color) => {
		const data = Buffer.alloc(64 * 64 * 4, Buffer.from([200, 0, 0, 0]));
		const clear: Pixels = { width: 64, height: 64, channels: 4, data };
		const { bytes } = await encodePicture(clear, { background });
		expect([...(await sharp(bytes).raw().toBuffer()).subarray(0, 3)]).toEqual(color);
	});
});

describe('the image library', () => {
	it('is loaded once, and keeps nothing in memory', async () => {
		const loaded = await loadSharp();
		expect(await loadSharp()).toBe(loaded);
		expect(loaded.cache()).toMatchObject({
			memory: { max: 0 },
			files: { max: 0 },
			items: { max: 0 },
		});
	});

	it('may be missing on a machine, and is looked for again', async () => {
		await jest.isolateModulesAsync(async () => {
			const why = new Error('no binary for this machine');
			jest.doMock('sharp', () => {
				throw why;
			});
			const { loadSharp: load } = await import('../../../src/media/picture/sharp');
			await expect(load()).rejects.toMatchObject({
				code: 'unsupportedFormat',
				message:
					'The image library sharp cannot be loaded on this machine. Install the package again with its optional dependencies.',
				cause: why,
			});
			jest.dontMock('sharp');
			expect(typeof (await load())).toBe('function');
		});
	});
});
