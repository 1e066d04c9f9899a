/** Images, image groups and downloads. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { cropImageFile, cropObjects } from '../../src/media/picture/crops';
import { checkDecodingMemory } from '../../src/media/picture/decodingMemory';
import { download, downloadWhole } from '../../src/media/bytes/download';
import { Deadline } from '../../src/media/bytes/deadline';
import { findFfmpeg } from '../../src/media/ffmpeg/binary';
import { decodeImage } from '../../src/media/picture/imageFile';
import { geometryOf } from '../../src/labels/shapes/geometryOf';
import type { DrawnLabel } from '../../src/media/picture/drawnLabel';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer } from './server/assetServer';
import { numberedPicture, readNumber } from './corpus/burntNumber';
import { heifFile, losslessJpeg, tiffFile } from './corpus/imageFiles';
import { closeConnections, nodeSend } from './server/nodeSend';

let folder: string;
let server: AssetServer;
const width = 120;
const height = 90;
const picture = (number: number) =>
	sharp(numberedPicture(number, width, height), { raw: { width, height, channels: 3 } });

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'pictures-'));
	const save = (name: string, bytes: Buffer) => writeFileSync(join(folder, name), bytes);
	for (const number of [1, 2, 3])
		save(`${number}.jpg`, await picture(number).jpeg({ quality: 95 }).toBuffer());
	save('4.png', await picture(4).png().toBuffer());
	save('5.webp', await picture(5).webp({ lossless: true }).toBuffer());
	save('6.avif', await picture(6).avif({ quality: 80 }).toBuffer());
	save('7.tiff', await picture(7).tiff().toBuffer());
	// Stored turned, with the EXIF entry that turns it upright again.
	const stored = await picture(8).rotate(270).jpeg({ quality: 95 }).toBuffer();
	save(
		'8.jpg',
		await sharp(stored).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer(),
	);
	save('gray.png', await picture(9).grayscale().png().toBuffer());
	save('deep.png', await picture(10).toColourspace('rgb16').png().toBuffer());
	save('notes.txt', Buffer.from('some notes'));
	server = await AssetServer.start(folder);
});

afterAll(async () => {
	await server.stop();
	closeConnections();
	rmSync(folder, { recursive: true, force: true });
});

const imageFrames = async (file: string, options = {}) => {
	const media = openMedia(
		{ kind: 'image', url: server.source(file).url },
		{ send: nodeSend, ...options },
	);
	const all = [];
	for await (const frame of media.frames('all')) all.push(frame);
	await media.close();
	return all;
};

const box = (x: number, y: number, w: number, h: number): DrawnLabel => ({
	geometry: geometryOf({ boundingBox: { x, y, w, h } }),
});

describe('images', () => {
	it.each([
		['1.jpg', 'image/jpeg'],
		['4.png', 'image/png'],
		['5.webp', 'image/webp'],
		['6.avif', 'image/avif'],
		['7.tiff', 'image/tiff'],
	])('pass byte for byte when nothing has to change: %s', async (file, mimeType) => {
		const [frame] = await imageFrames(file);
		const { readFileSync } = await import('node:fs');
		expect(frame).toMatchObject({ frame: 0, time: 0, width, height, mimeType });
		expect(frame?.bytes.equals(readFileSync(join(folder, file)))).toBe(true);
	});

	it('are turned upright by their EXIF entry', async () => {
		const [frame] = await imageFrames('8.jpg');
		expect(frame).toMatchObject({ width, height });
		expect(readNumber(await decodeImage(frame?.bytes ?? Buffer.alloc(0), 1e6))).toEqual({
			number: 8,
			turn: 0,
		});
	});

	it('become the asked format and size', async () => {
		for (const file of ['1.jpg', '4.png', '6.avif', '7.tiff']) {
			const [frame] = await imageFrames(file, { format: 'webp', maxDimension: 60 });
			expect(frame).toMatchObject({ mimeType: 'image/webp', width: 60, height: 45 });
		}
	});

	it('are three channels of 8 bits as pixels, whatever the file has', async () => {
		for (const [file, number] of [
			['gray.png', 9],
			['deep.png', 10],
		] as const) {
			const media = openMedia({ kind: 'image', url: server.source(file).url }, { send: nodeSend });
			for await (const pixels of media.pixels('all')) {
				expect(pixels).toMatchObject({ width, height, channels: 3 });
				expect(pixels.data.length).toBe(width * height * 3);
				expect(readNumber(pixels)?.number).toBe(number);
			}
			await media.close();
		}
	});

	it('of a group are its frames, in order', async () => {
		const children = ['1.jpg', '2.jpg', '3.jpg', '4.png'].map((file) => ({
			url: server.source(file).url,
		}));
		const media = openMedia(
			{ kind: 'imageGroup', url: async () => '', children },
			{ send: nodeSend, format: 'png' },
		);
		const numbers: Array<[number, number | undefined]> = [];
		for await (const { frame, bytes } of media.frames({ frames: [3, 1, 0] })) {
			numbers.push([frame, readNumber(await decodeImage(bytes, 1e6))?.number]);
		}
		expect(numbers).toEqual([
			[0, 1],
			[1, 2],
			[3, 4],
		]);
		await expect(media.frames({ frames: [4] }).next()).rejects.toMatchObject({
			code: 'outOfRange',
			frameCount: 4,
		});
		await media.close();
	});

	it('are cut like frames, turned by EXIF first', async () => {
		const { readFileSync } = await import('node:fs');
		for (const labels of [[box(0, 0, 1, 1)], [box(0, 0, 1, 1), box(0, 0, 0.5, 0.5)]]) {
			const [crop] = await cropImageFile(
				readFileSync(join(folder, '8.jpg')),
				labels,
				{ format: 'png' },
				1e6,
			);
			expect(crop?.box).toEqual({ x: 0, y: 0, width, height });
			expect(readNumber(await decodeImage(crop?.bytes ?? Buffer.alloc(0), 1e6))).toEqual({
				number: 8,
				turn: 0,
			});
		}
		const media = openMedia({ kind: 'image', url: server.source('1.jpg').url }, { send: nodeSend });
		const crops = await media.crops(0, [box(0, 0, 0.5, 0.5), box(2, 2, 1, 1)]);
		await media.close();
		expect(crops.map((crop) => crop?.box)).toEqual([
			{ x: 0, y: 0, width: 60, height: 45 },
			undefined,
		]);
	});
});

const meanOf = (bytes: Uint8Array) => bytes.reduce((sum, value) => sum + value, 0) / bytes.length;

describe('files that libvips does not read as they are', () => {
	let ffmpeg: string;
	const save = (name: string, bytes: Buffer) => {
		writeFileSync(join(folder, name), bytes);
		return name;
	};
	/** Converts a picture with ffmpeg. */
	const converted = (name: string, options: string, png = '4.png') => {
		const args = ['-v', 'error', '-y', '-i', join(folder, png), ...options.split(' ')];
		const { status, stderr } = spawnSync(ffmpeg, [...args, join(folder, name)]);
		if (status !== 0) throw new Error(stderr.toString());
		return name;
	};
	const pixelsOf = async (file: string) => {
		const media = openMedia({ kind: 'image', url: server.source(file).url }, { send: nodeSend });
		try {
			for await (const pixels of media.pixels('all')) return pixels;
		} finally {
			await media.close();
		}
		throw new Error('no picture');
	};
	const failure = async (file: string) =>
		await pixelsOf(file).then(
			() => undefined,
			({ code, message }: { code: string; message: string }) => ({ code, message }),
		);

	beforeAll(async () => {
		ffmpeg = (await findFfmpeg()).path;
	});

	it.each([
		['24 bits', 'bgr24'],
		['32 bits without alpha', 'bgra'],
		['16 bits', 'rgb565le'],
		['a palette', 'pal8'],
		['two colors', 'monob'],
	])('BMP with %s is decoded as ffmpeg does', async (_name, format) => {
		const file = converted(`${format}.bmp`, `-pix_fmt ${format}`);
		const raw = [
			'-v',
			'error',
			'-i',
			join(folder, file),
			'-f',
			'rawvideo',
			'-pix_fmt',
			'rgb24',
			'-',
		];
		const pixels = await pixelsOf(file);
		expect(pixels).toMatchObject({ width, height, channels: 3 });
		expect(pixels.data.equals(spawnSync(ffmpeg, raw).stdout)).toBe(true);
		const [frame] = await imageFrames(file, { format: 'png', maxDimension: 60 });
		expect(frame).toMatchObject({ width: 60, height: 45, mimeType: 'image/png' });
		const [same] = await imageFrames(file);
		expect(same).toMatchObject({ width, height, mimeType: 'image/bmp' });
	});

	it('BMP that does not know its own size is decoded, a broken one is damaged', async () => {
		const bytes = readFileSync(join(folder, converted('size.bmp', '-pix_fmt bgr24')));
		bytes.writeUInt32LE(0, 2);
		expect(readNumber(await pixelsOf(save('size.bmp', bytes)))?.number).toBe(4);
		const broken = await failure(save('broken.bmp', bytes.subarray(0, 500)));
		expect(broken).toMatchObject({ code: 'damaged' });
	});

	it('HEIC is not AVIF, whatever general brand it has', async () => {
		for (const [brands, codec, code] of [
			[['mif1', 'heic'], 'hvcC', 'unsupportedFormat'],
			[['mif1', 'miaf'], 'hvcC', 'unsupportedFormat'],
			[['heic', 'mif1'], 'hvcC', 'unsupportedFormat'],
			[['msf1', 'hevc'], 'hvcC', 'unsupportedFormat'],
			[['mif1', 'avif'], 'av1C', 'damaged'],
			[['mif1', 'miaf'], 'av1C', 'damaged'],
		] as const) {
			const refused = await failure(save('brands.heic', heifFile(brands, codec)));
			expect({ brands, ...refused }).toMatchObject({ brands, code });
			if (code === 'unsupportedFormat') expect(refused?.message).toMatch(/HEIC.*Convert it/);
		}
	});

	it('an AVIF sequence shows its still picture', async () => {
		const bytes = readFileSync(join(folder, '6.avif'));
		bytes.write('avis', 8, 'latin1');
		expect(readNumber(await pixelsOf(save('sequence.avif', bytes)))?.number).toBe(6);
	});

	it('a lossless JPEG is scaled as a whole', async () => {
		const file = save(
			'lossless.jpg',
			losslessJpeg(numberedPicture(11, width, height), width, height),
		);
		expect(readNumber(await pixelsOf(file))?.number).toBe(11);
		const [small] = await imageFrames(file, { format: 'png', maxDimension: 60 });
		expect(readNumber(await decodeImage(small?.bytes ?? Buffer.alloc(0), 1e6))?.number).toBe(11);
	});

	it('TIFF shows its colors, and alpha only if it is said to be alpha', async () => {
		const rgb = numberedPicture(12, width, height);
		const withMore = (more: number[]) =>
			Buffer.concat(
				Array.from({ length: width * height }, (_, i) =>
					Buffer.concat([rgb.subarray(3 * i, 3 * i + 3), Buffer.from(more)]),
				),
			);
		for (const [more, extra, channels] of [
			[[9], [0], 3],
			[[9, 7], [0, 0], 3],
			[[128], [2], 4],
			[[128, 7], [2, 0], 4],
		] as const) {
			const data = withMore([...more]);
			const file = save(
				'more.tiff',
				tiffFile({ width, height, channels: 3 + more.length, extra, data }),
			);
			const pixels = await pixelsOf(file);
			expect({ extra, channels: pixels.channels }).toEqual({ extra, channels });
			expect(readNumber(pixels)?.number).toBe(12);
			if (channels === 4) expect(pixels.data[3]).toBe(128);
			const [frame] = await imageFrames(file, { format: 'jpeg', background: '#000000' });
			const { data: shown } = await decodeImage(frame?.bytes ?? Buffer.alloc(0), 1e6);
			const share = channels === 4 ? 128 / 255 : 1;
			expect(Math.abs(meanOf(shown) - meanOf(rgb) * share)).toBeLessThan(3);
		}
	});

	it.each([
		['LZMA', { compression: 34_925 }, /LZMA/],
		['old-style JPEG', { compression: 6 }, /old-style JPEG/],
		['an unknown compression', { compression: 65_000 }, /65000/],
		['CIELab colors', { photometric: 8 }, /CIELab/],
		['seven channels', { channels: 7, extra: [0, 0, 0, 0] }, /7 channels/],
	])('TIFF with %s is unsupported, not damaged', async (_name, settings, message) => {
		const data = Buffer.alloc(width * height * 7, 50);
		const file = save('odd.tiff', tiffFile({ width, height, channels: 3, data, ...settings }));
		const refused = await failure(file);
		expect(refused?.code).toBe('unsupportedFormat');
		expect(refused?.message).toMatch(message);
		expect(refused?.message).not.toMatch(/Upload it/);
	});

	it('is refused when its decoder would take too much memory', async () => {
		const header = tiffFile({ width, height, channels: 3, data: Buffer.alloc(10) });
		expect((await failure(save('cut.tiff', header)))?.code).toBe('damaged');
		expect(() => checkDecodingMemory('avif', false, 100_000_000, 1000)).toThrow(
			expect.objectContaining({ code: 'tooLarge' }),
		);
		expect(() => checkDecodingMemory('jpeg', false, 100_000_000, 1000)).not.toThrow();
	});
});

describe('transparent parts', () => {
	const clear = (levels: readonly number[]) =>
		sharp(Buffer.from(Array.from({ length: width * height }, () => [...levels]).flat()), {
			raw: { width, height, channels: 4 },
		});
	const colorOf = async (bytes: Buffer | undefined) => {
		const { data, channels } = await decodeImage(bytes ?? Buffer.alloc(0), 1e6);
		return [...data.subarray(0, channels)];
	};
	const around = (expected: number[]) => expected.map((level) => Math.round(level / 4));

	it('show the same background in frames and in crops, one or several; PNG and WebP keep them', async () => {
		writeFileSync(join(folder, 'clear.png'), await clear([200, 100, 0, 51]).png().toBuffer());
		const media = openMedia(
			{ kind: 'image', url: server.source('clear.png').url },
			{ send: nodeSend },
		);
		const one = [box(0, 0, 1, 1)];
		for (const [format, background, expected] of [
			['jpeg', undefined, [244, 224, 204]],
			['jpeg', '#000000', [40, 20, 0]],
			['jpeg', '#00f', [40, 20, 204]],
			['png', '#000000', [200, 100, 0, 51]],
			['webp', undefined, [200, 100, 0, 51]],
		] as const) {
			const options = { format, ...(background && { background }) };
			const shown = [];
			for await (const { bytes } of media.frames('all', options)) shown.push(await colorOf(bytes));
			for (const labels of [one, [...one, ...one]])
				shown.push(await colorOf((await media.crops(0, labels, options))[0]?.bytes));
			for (const color of shown) expect(around(color)).toEqual(around([...expected]));
			expect(shown).toHaveLength(3);
		}
		await media.close();
	});

	it('of an object with a polygon show the background, too', async () => {
		const ring = [0, 0, 1, 0, 1, 1, 0, 1];
		const polygon = { geometry: geometryOf({ polygons: [[ring]] }) };
		const [crop] = await cropImageFile(
			await clear([200, 100, 0, 51]).png().toBuffer(),
			[polygon],
			{ outside: '#ff0000', format: 'jpeg' },
			1e6,
		);
		expect(around(await colorOf(crop?.bytes))).toEqual(around([244, 224, 204]));
	});
});

describe('objects of a large image', () => {
	it('are cut as those of a small one', async () => {
		// More than 24 megapixels: the objects are cut out of the file, not out of its pixels.
		const [wide, high] = [6000, 4200];
		const small = sharp(numberedPicture(13, width, height), {
			raw: { width, height, channels: 3 },
		});
		const bytes = await small
			.resize(wide, high, { kernel: 'nearest', fit: 'fill' })
			.png()
			.toBuffer();
		const turned = {
			geometry: geometryOf({ rotatableBoundingBox: { x: 0.4, y: 0.4, w: 0.1, h: 0.1, theta: 30 } }),
		};
		const parts = {
			geometry: geometryOf({
				polygons: [[[0.1, 0.1, 0.2, 0.1, 0.2, 0.2]], [[0.3, 0.3, 0.4, 0.3, 0.4, 0.4]]],
			}),
		};
		const labels = [box(0.1, 0.2, 0.05, 0.05), turned, parts];
		const options = { format: 'png', rotated: 'turned', outside: '#123456' } as const;
		const cut = await cropImageFile(bytes, labels, options, 1e8);
		const expected = await cropObjects(await decodeImage(bytes, 1e8), labels, options);
		for (const [i, crop] of cut.entries()) {
			expect(crop?.box).toEqual(expected[i]?.box);
			const [own, other] = await Promise.all(
				[crop, expected[i]].map(
					async (each) => await decodeImage(each?.bytes ?? Buffer.alloc(0), 1e8),
				),
			);
			expect(own?.data.equals(other?.data ?? Buffer.alloc(0))).toBe(true);
		}
		expect(cut).toHaveLength(3);
	}, 60_000);
});

describe('downloads', () => {
	it('hold a file once, whether its size is announced or not', async () => {
		const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
		const content = Buffer.from('0123456789'.repeat(100_000));
		for (const announced of [String(content.length), undefined, '10']) {
			const body = async function* () {
				for (let at = 0; at < content.length; at += 70_000) yield content.subarray(at, at + 70_000);
			};
			const send = async () => ({
				status: 200,
				headers: { ...(announced && { 'content-length': announced }) },
				body: body(),
			});
			const bytes = await downloadWhole(async () => 'https://storage/file', {
				send,
				deadline,
				maxBytes: 1e9,
			});
			expect(bytes.equals(content)).toBe(true);
		}
		deadline.end();
	});

	it('stream the file and tell its size', async () => {
		const { size, bytes } = await download(server.source('notes.txt').url, { send: nodeSend });
		const chunks = [];
		for await (const chunk of bytes) chunks.push(chunk);
		expect({ size, text: Buffer.concat(chunks).toString() }).toEqual({
			size: 10,
			text: 'some notes',
		});
	});

	it('resume where the connection breaks, with a fresh link when the first is refused', async () => {
		const { readFileSync } = await import('node:fs');
		const source = server.source('1.jpg', { breakAfter: { bytes: 500, times: 2 }, expireFrom: 2 });
		const { bytes } = await download(source.url, { send: nodeSend });
		const chunks = [];
		for await (const chunk of bytes) chunks.push(chunk);
		expect(Buffer.concat(chunks).equals(readFileSync(join(folder, '1.jpg')))).toBe(true);
		expect(source.links()).toBe(2);
	});

	it('stop at the size limit, announced or not', async () => {
		await expect(
			download(server.source('1.jpg').url, { send: nodeSend, maxBytes: 100 }),
		).rejects.toMatchObject({
			code: 'tooLarge',
		});
		const { bytes } = await download(server.source('x', { endless: true }).url, {
			send: nodeSend,
			maxBytes: 1e6,
		});
		await expect(
			(async () => {
				for await (const chunk of bytes) expect(chunk.length).toBeGreaterThan(0);
			})(),
		).rejects.toMatchObject({ code: 'tooLarge' });
	});
});
