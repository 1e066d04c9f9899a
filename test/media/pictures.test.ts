/** Images, crops and drawings, judged by their pixels. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type CropOptions, cropImageFile, cropObjects } from '../../src/media/crops';
import { download } from '../../src/media/download';
import { drawBeforeAfter, drawLabels } from '../../src/media/drawing';
import type { Pixels } from '../../src/media/frames';
import type { LabelShape } from '../../src/media/geometry';
import { decodeImage } from '../../src/media/imaging';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer } from './assetServer';
import { numberedPicture, readNumber } from './burntNumber';
import { closeConnections, nodeSend } from './nodeSend';

let folder: string;
let server: AssetServer;
const width = 120;
const height = 90;
const picture = (number: number) => sharp(numberedPicture(number, width, height), { raw: { width, height, channels: 3 } });

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'pictures-'));
	const save = (name: string, bytes: Buffer) => writeFileSync(join(folder, name), bytes);
	for (const number of [1, 2, 3]) save(`${number}.jpg`, await picture(number).jpeg({ quality: 95 }).toBuffer());
	save('4.png', await picture(4).png().toBuffer());
	save('5.webp', await picture(5).webp({ lossless: true }).toBuffer());
	save('6.avif', await picture(6).avif({ quality: 80 }).toBuffer());
	save('7.tiff', await picture(7).tiff().toBuffer());
	// Stored turned, with the EXIF entry that turns it upright again.
	const stored = await picture(8).rotate(270).jpeg({ quality: 95 }).toBuffer();
	save('8.jpg', await sharp(stored).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer());
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
	const media = openMedia({ kind: 'image', url: server.source(file).url }, { send: nodeSend, ...options });
	const all = [];
	for await (const frame of media.frames('all')) all.push(frame);
	await media.close();
	return all;
};

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
		expect(readNumber(await decodeImage(frame?.bytes ?? Buffer.alloc(0), 1e6))).toEqual({ number: 8, turn: 0 });
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
		const children = ['1.jpg', '2.jpg', '3.jpg', '4.png'].map((file) => ({ url: server.source(file).url }));
		const media = openMedia({ kind: 'imageGroup', url: async () => '', children }, { send: nodeSend, format: 'png' });
		const numbers: Array<[number, number | undefined]> = [];
		for await (const { frame, bytes } of media.frames({ frames: [3, 1, 0] })) {
			numbers.push([frame, readNumber(await decodeImage(bytes, 1e6))?.number]);
		}
		expect(numbers).toEqual([
			[0, 1],
			[1, 2],
			[3, 4],
		]);
		await expect(media.frames({ frames: [4] }).next()).rejects.toMatchObject({ code: 'outOfRange', frameCount: 4 });
		await media.close();
	});
});

/** A picture whose pixels tell where they are: red = column, green = row. */
const map: Pixels = {
	width: 200,
	height: 100,
	channels: 3,
	data: Buffer.from(Array.from({ length: 200 * 100 }, (_, i) => [i % 200, Math.floor(i / 200), 7]).flat()),
};
const box = (x: number, y: number, w: number, h: number): LabelShape => ({ coordinates: { boundingBox: { x, y, w, h } } });

async function cropped(label: LabelShape, options: CropOptions = {}) {
	const [crop] = await cropObjects(map, [label], { format: 'png', ...options });
	if (!crop) return undefined;
	const { data, info } = await sharp(crop.bytes).raw().toBuffer({ resolveWithObject: true });
	const at = (x: number, y: number) => [
		...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels),
	];
	return { box: crop.box, mimeType: crop.mimeType, width: info.width, height: info.height, at };
}

describe('crops', () => {
	it('of a box have exactly its pixels', async () => {
		const crop = await cropped(box(0.1, 0.2, 0.25, 0.3));
		expect(crop).toMatchObject({ box: { x: 20, y: 20, width: 50, height: 30 }, width: 50, height: 30 });
		expect(crop?.at(0, 0)).toEqual([20, 20, 7]);
		expect(crop?.at(49, 29)).toEqual([69, 49, 7]);
	});

	it('show the visible part of what sticks out, and nothing of what lies outside', async () => {
		// The library rounds towards zero, also on that side.
		expect((await cropped(box(-0.1, -0.1, 0.2, 0.2)))?.box).toEqual({ x: 0, y: 0, width: 21, height: 11 });
		expect((await cropped(box(0.95, 0.9, 0.2, 0.2)))?.box).toEqual({ x: 190, y: 90, width: 10, height: 10 });
		expect(await cropped(box(1.2, 0.1, 0.2, 0.2))).toBeUndefined();
		expect(await cropped(box(-0.5, 0.1, 0.2, 0.2), { minSize: 30 })).toBeUndefined();
		expect(await cropped({ coordinates: { cuboid: { position: [1, 2, 3] } } })).toBeUndefined();
	});

	it('grow by padding and to a minimum size, as far as the picture goes', async () => {
		expect((await cropped(box(0.1, 0.2, 0.25, 0.3), { padding: 10 }))?.box).toEqual({ x: 10, y: 10, width: 70, height: 50 });
		expect((await cropped(box(0, 0, 0.1, 0.1), { padding: 10 }))?.box).toEqual({ x: 0, y: 0, width: 30, height: 20 });
		expect((await cropped(box(0.5, 0.5, 0.02, 0.04), { minSize: 40 }))?.box).toEqual({ x: 82, y: 32, width: 40, height: 40 });
		expect((await cropped(box(0.98, 0.96, 0.02, 0.04), { minSize: 40 }))?.box).toEqual({ x: 160, y: 60, width: 40, height: 40 });
		expect((await cropped({ coordinates: { point: { 0: { x: 0.5, y: 0.5 } } } }, { minSize: 20 }))?.box).toEqual({
			x: 90,
			y: 40,
			width: 20,
			height: 20,
		});
		await expect(cropped(box(0, 0, 1, 1), { padding: -1 })).rejects.toMatchObject({ code: 'badAsk' });
	});

	it('of a rotated box enclose it, or turn it straight', async () => {
		const label: LabelShape = { coordinates: { rotatableBoundingBox: { x: 0.4, y: 0.3, w: 0.2, h: 0.4, theta: 90 } } };
		expect((await cropped(label))?.box).toEqual({ x: 80, y: 30, width: 40, height: 40 });
		const turned = await cropped(label, { rotated: 'turned' });
		expect(turned).toMatchObject({ width: 40, height: 40 });
		// Turned a quarter clockwise on screen: its upper left corner lies at the upper right of the enclosing box.
		expect(turned?.at(0, 0)).toEqual([119, 30, 7]);
		expect(turned?.at(39, 0)).toEqual([119, 69, 7]);
		expect(turned?.at(0, 39)).toEqual([80, 30, 7]);
		const slanted = await cropped(
			{ coordinates: { rotatableBoundingBox: { x: 0.4, y: 0.4, w: 0.2, h: 0.2, theta: 30 } } },
			{ rotated: 'turned' },
		);
		expect(slanted).toMatchObject({ width: 40, height: 20 });
	});

	const ring = [0.1, 0.1, 0.5, 0.1, 0.5, 0.9, 0.1, 0.9];
	const hole = [0.2, 0.3, 0.4, 0.3, 0.4, 0.7, 0.2, 0.7];
	const polygon: LabelShape = { coordinates: { polygons: [[ring, hole]] } };

	it('of a polygon keep what lies around it, hide it, or paint it over', async () => {
		const middle = [40, 40] as const;
		expect((await cropped(polygon))?.at(...middle)).toEqual([60, 50, 7]);
		const clear = await cropped(polygon, { outside: 'transparent', format: 'jpeg' });
		expect(clear).toMatchObject({ mimeType: 'image/png', box: { x: 20, y: 10, width: 80, height: 80 } });
		expect(clear?.at(...middle)).toEqual([0, 0, 0, 0]);
		expect(clear?.at(2, 2)).toEqual([22, 12, 7, 255]);
		expect((await cropped(polygon, { outside: '#102030' }))?.at(...middle)).toEqual([16, 32, 48]);
	});

	it('of a bitmask follow its pixels, scaled to the picture', async () => {
		const data = Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
		const crop = await cropped({ coordinates: {}, mask: { width: 4, height: 4, data } }, { outside: '#000' });
		expect(crop?.box).toEqual({ x: 50, y: 25, width: 100, height: 50 });
		expect(crop?.at(10, 10)).toEqual([60, 35, 7]);
		expect(crop?.at(60, 10)).toEqual([0, 0, 0]);
		expect(crop?.at(60, 30)).toEqual([110, 55, 7]);
		await expect(cropped({ coordinates: {}, mask: { width: 1, height: 1, data: Uint8Array.of(0) } })).rejects.toMatchObject({
			code: 'badAsk',
		});
	});

	it('of an image file are the same, turned by EXIF first', async () => {
		const { readFileSync } = await import('node:fs');
		for (const labels of [[box(0, 0, 1, 1)], [box(0, 0, 1, 1), box(0, 0, 0.5, 0.5)]]) {
			const [crop] = await cropImageFile(readFileSync(join(folder, '8.jpg')), labels, { format: 'png' }, 1e6);
			expect(crop?.box).toEqual({ x: 0, y: 0, width, height });
			expect(readNumber(await decodeImage(crop?.bytes ?? Buffer.alloc(0), 1e6))).toEqual({ number: 8, turn: 0 });
		}
		const media = openMedia({ kind: 'image', url: server.source('1.jpg').url }, { send: nodeSend });
		const crops = await media.crops(0, [box(0, 0, 0.5, 0.5), box(2, 2, 1, 1)]);
		await media.close();
		expect(crops.map((crop) => crop?.box)).toEqual([{ x: 0, y: 0, width: 60, height: 45 }, undefined]);
	});
});

describe('drawings', () => {
	const gray: Pixels = { width: 300, height: 200, channels: 3, data: Buffer.alloc(300 * 200 * 3, 128) };
	const drawn = async (labels: LabelShape[], options = {}) => {
		const { bytes, ...rest } = await drawLabels(gray, labels, { format: 'png', names: false, ...options });
		const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
		const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x + 1) * 3)];
		return { ...rest, at, changed: data.reduce((count, value) => count + (value === 128 ? 0 : 1), 0) };
	};
	const red = { color: '#ff0000' };
	const reddish = ([r = 0, g = 0]: number[]) => r > 150 && g < 110;

	it.each<[string, LabelShape, [number, number], [number, number]]>([
		['a box', { ...red, ...box(0.1, 0.1, 0.5, 0.5) }, [30, 60], [250, 150]],
		[
			'a rotated box',
			{ ...red, coordinates: { rotatableBoundingBox: { x: 0.4, y: 0.1, w: 0.2, h: 0.8, theta: 90 } } },
			[150, 100],
			[150, 30],
		],
		[
			'a polygon',
			{ ...red, coordinates: { polygon: { 0: { x: 0.1, y: 0.1 }, 1: { x: 0.9, y: 0.1 }, 2: { x: 0.1, y: 0.9 } } } },
			[60, 60],
			[280, 180],
		],
		[
			'a polygon with a hole',
			{
				...red,
				coordinates: {
					polygons: [
						[
							[0, 0, 1, 0, 1, 1, 0, 1],
							[0.3, 0.3, 0.7, 0.3, 0.7, 0.7, 0.3, 0.7],
						],
					],
				},
			},
			[30, 30],
			[150, 100],
		],
		['a polyline', { ...red, coordinates: { polyline: { 0: { x: 0, y: 0.5 }, 1: { x: 1, y: 0.5 } } } }, [150, 100], [150, 60]],
		['a point', { ...red, coordinates: { point: { 0: { x: 0.5, y: 0.5 } } } }, [150, 100], [170, 100]],
		[
			'a skeleton',
			{
				...red,
				coordinates: { skeleton: { 0: { x: 0.2, y: 0.2, name: 'a' }, 1: { x: 0.8, y: 0.8, name: 'b', invisible: true } } },
			},
			[60, 40],
			[240, 160],
		],
		['a bitmask', { ...red, coordinates: {}, mask: { width: 2, height: 1, data: Uint8Array.of(1, 0) } }, [70, 100], [220, 100]],
	])('%s in its color', async (_name, label, inside, outside) => {
		const { at, width: w, height: h } = await drawn([label]);
		expect([w, h]).toEqual([300, 200]);
		expect(reddish(at(...inside))).toBe(true);
		expect(at(...outside)).toEqual([128, 128, 128]);
	});

	it('write names and confidence, whatever characters they have', async () => {
		const name = '<b>&"\'</svg>\u0000\uD800 Ünïcode 猫';
		const plain = await drawn([{ ...red, ...box(0.2, 0.4, 0.5, 0.5) }], { names: true });
		const named = await drawn([{ ...red, ...box(0.2, 0.4, 0.5, 0.5), name }], { names: true });
		const unsure = await drawn([{ ...red, ...box(0.2, 0.4, 0.5, 0.5), confidence: 0.4 }], { names: true });
		expect(named.changed).toBeGreaterThan(plain.changed);
		expect(unsure.changed).toBeGreaterThan(plain.changed);
	});

	it('skip empty masks and shapes without a place', async () => {
		const empty = { width: 1, height: 1, data: Uint8Array.of(0) };
		expect((await drawn([{ coordinates: {}, mask: empty }, { coordinates: { cuboid: {} } }])).changed).toBe(0);
	});

	it('show before and after side by side, one above the other when wide', async () => {
		const options = { format: 'png' as const };
		expect(await drawBeforeAfter(gray, [], [box(0, 0, 1, 1)], options)).toMatchObject({ width: 604, height: 200 });
		const wide: Pixels = { ...gray, width: 600, height: 100 };
		expect(await drawBeforeAfter(wide, [], [box(0, 0, 1, 1)], options)).toMatchObject({ width: 600, height: 204 });
	});
});

describe('downloads', () => {
	it('stream the file and tell its size', async () => {
		const { size, bytes } = await download(server.source('notes.txt').url, { send: nodeSend });
		const chunks = [];
		for await (const chunk of bytes) chunks.push(chunk);
		expect({ size, text: Buffer.concat(chunks).toString() }).toEqual({ size: 10, text: 'some notes' });
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
		await expect(download(server.source('1.jpg').url, { send: nodeSend, maxBytes: 100 })).rejects.toMatchObject({
			code: 'tooLarge',
		});
		const { bytes } = await download(server.source('x', { endless: true }).url, { send: nodeSend, maxBytes: 1e6 });
		await expect(
			(async () => {
				for await (const chunk of bytes) expect(chunk.length).toBeGreaterThan(0);
			})(),
		).rejects.toMatchObject({ code: 'tooLarge' });
	});
});
