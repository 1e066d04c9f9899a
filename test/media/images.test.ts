/** Images, image groups and downloads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { cropImageFile } from '../../src/media/picture/crops';
import { download } from '../../src/media/bytes/download';
import { decodeImage } from '../../src/media/picture/imageFile';
import { geometryOf } from '../../src/labels/shapes/geometryOf';
import type { DrawnLabel } from '../../src/media/picture/drawnLabel';
import { openMedia } from '../../src/media/openMedia';
import { AssetServer } from './server/assetServer';
import { numberedPicture, readNumber } from './corpus/burntNumber';
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

describe('downloads', () => {
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
