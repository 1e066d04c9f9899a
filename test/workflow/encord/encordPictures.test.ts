import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';
import { operationRunner, drawnVideo, unit as unitOf, useSandbox } from './encordRun';
import { keepMedia } from '../../../sandbox/seeds/mediaFiles';
import { burntNumber } from '../../sandbox/media/burntNumber';

const sandbox = useSandbox();
const run = operationRunner(sandbox);
const unit = async (title: string) => await unitOf(sandbox, title);

describe('Frame: Get Many', () => {
	it.each([
		['every', { pick: 'every', every: 20 }, [0, 20, 40]],
		['a list', { pick: 'list', frameNumbers: '3, 8-9' }, [3, 8, 9]],
		['evenly spaced', { pick: 'atMost', atMost: 4 }, [0, 12, 25, 37]],
		['per second', { pick: 'perSecond', perSecond: 1 }, [0, 25]],
		['at the key frames', { pick: 'keyFrames', limit: 1 }, [0]],
		['limited', { pick: 'all', limit: 2 }, [0, 1]],
		['labeled', { pick: 'labeled' }, [3, 4, 7, 9, 12, 13]],
	])(
		'gives frames %s',
		async (_how, parameters, expected) => {
			const { item } = await drawnVideo(sandbox);
			const result = await run('frame', 'getMany', parameters, [item]);
			expect(result.error()).toBeUndefined();
			expect(result.json('Encord').map(({ frame }) => frame)).toEqual(expected);
			const pictures = await Promise.all(
				result.items('Encord').map(async (one) => await burntNumber(await result.binary(one))),
			);
			expect(pictures).toEqual(expected);
		},
		30_000,
	);
});

describe('limits of reading a file', () => {
	it.each<[string, INodeParameters, RegExp]>([
		['of pixels', { pixelLimit: 0.01 }, /more than 10000 pixels\. Raise the pixel limit/],
		['of time', { timeLimit: 0.001 }, /took longer than 0 s\. Try again, or raise the time limit/],
		['that are none', { silenceLimit: 0 }, /Silence Limit \(Seconds\) is 0/],
	])('%s', async (_name, options, message) => {
		const { item } = await drawnVideo(sandbox);
		const result = await run('frame', 'get', { frame: 3, options }, [item]);
		expect(result.error()?.message).toMatch(message);
	});

	it('may be as large as one likes', async () => {
		const { item } = await drawnVideo(sandbox);
		const options = { pixelLimit: 1e9, timeLimit: 1e9, silenceLimit: 1e9 };
		const result = await run('frame', 'get', { frame: 3, options }, [item]);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([{ frame: 3 }]);
	});

	it('are those of the most patient item about the same file', async () => {
		const { item } = await drawnVideo(sandbox);
		const limits = [0.01, 10];
		const result = await run(
			'frame',
			'get',
			{ frame: 3, options: { pixelLimit: '={{ $json.pixelLimit }}' } },
			[...limits.map((pixelLimit) => ({ ...item, pixelLimit }))],
		);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord').map(({ frame }) => frame)).toEqual([3, 3]);
	});
});

describe('pictures of labels', () => {
	/** Mean color of a part of a picture. */
	const colorAt = async (
		picture: Buffer,
		left: number,
		top: number,
		width: number,
		height: number,
	) => {
		const { channels } = await sharp(
			await sharp(picture).extract({ left, top, width, height }).png().toBuffer(),
		).stats();
		return channels.slice(0, 3).map(({ mean }) => mean);
	};

	it("are crops, one item per object, of exactly the object's pixels", async () => {
		const hashes = await sandbox.label('Conformance', 'street-01.png', {
			objects: [
				// The red rectangle of the picture lies at 70..160 × 150..200.
				{
					name: 'Car',
					frames: { 0: { boundingBox: { x: 70 / 320, y: 150 / 240, w: 90 / 320, h: 50 / 240 } } },
				},
				{ name: 'Car', frames: { 0: { boundingBox: { x: 0, y: 0, w: 0.1, h: 0.1 } } } },
			],
		});
		const result = await run('object', 'getCrops', { options: { format: 'png' } }, [
			await unit('street-01.png'),
		]);
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([
			{
				objectHash: hashes[0],
				class: 'Car',
				frame: 0,
				width: 90,
				height: 50,
				box: { x: 70, y: 150, width: 90, height: 50 },
				imageWidth: 320,
				imageHeight: 240,
			},
			{ objectHash: hashes[1], width: 32, height: 24 },
		]);
		const [red, green] = await colorAt(
			await result.binary(result.items('Encord')[0]),
			20,
			15,
			50,
			20,
		);
		expect(red! - green!).toBeGreaterThan(80);
		const ofFirst = [{ ...(await unit('street-01.png')), objectHashes: [hashes[0]!] }];
		const cropped = async (options: INodeParameters) => {
			const parameters = { objectsBy: 'item', options: { format: 'png', ...options } };
			const crop = await run('object', 'getCrops', parameters, ofFirst);
			return { json: crop.json('Encord'), bytes: await crop.binary(crop.items('Encord')[0]) };
		};
		const plain = await cropped({});
		const padded = await cropped({ padding: 10 });
		expect(padded.json).toMatchObject([{ objectHash: hashes[0], width: 110, height: 70 }]);
		// Inside its margin it is the crop without one.
		const inside = sharp(padded.bytes).extract({ left: 10, top: 10, width: 90, height: 50 });
		const pixels = [inside, sharp(plain.bytes)].map(async (image) => await image.raw().toBuffer());
		const [inner, whole] = await Promise.all(pixels);
		expect(inner!.equals(whole!)).toBe(true);
	});

	it('of a polygon with several parts are crops around all parts, with the mask of all parts', async () => {
		const square = (left: number, top: number, right: number, bottom: number) => [
			{ x: left, y: top },
			{ x: right, y: top },
			{ x: right, y: bottom },
			{ x: left, y: bottom },
		];
		const polygons = [[square(0.1, 0.1, 0.2, 0.2)], [square(0.4, 0.3, 0.5, 0.5)]];
		const [hash] = await sandbox.label('Conformance', 'street-01.png', {
			objects: [{ name: 'Road', frames: { 0: { polygons } } }],
		});
		const crops = async (options: INodeParameters) => {
			const result = await run('object', 'getCrops', { objectsBy: 'item', options }, [
				{ ...(await unit('street-01.png')), objectHashes: [hash!] },
			]);
			expect(result.error()).toBeUndefined();
			expect(result.json('Encord')).toMatchObject([
				{ objectHash: hash, box: { x: 32, y: 24, width: 128, height: 96 } },
			]);
			const picture = await result.binary(result.items('Encord')[0]);
			const { data } = await sharp(picture)
				.ensureAlpha()
				.raw()
				.toBuffer({ resolveWithObject: true });
			return (x: number, y: number) => data[(y * 128 + x) * 4 + 3];
		};
		const plain = await crops({ format: 'png' });
		const masked = await crops({ outside: 'transparent' });
		for (const [x, y, alpha] of [
			[5, 5, 255],
			[120, 90, 255],
			[60, 60, 0],
		] as const)
			expect({ x, y, plain: plain(x, y), masked: masked(x, y) }).toEqual({
				x,
				y,
				plain: 255,
				masked: alpha,
			});
	});

	it('have a background that must be a color', async () => {
		const item = await unit('street-01.png');
		const refused = await run('frame', 'get', { options: { background: 'clear' } }, [item]);
		expect(refused.error()?.message).toMatch(/Background is "clear", not a color/);
	});

	it('of a transparent file show the background, which is white unless another is asked for', async () => {
		const { store } = sandbox.sandbox.host;
		const stored = store.items.all().find(({ name }) => name === 'street-01.png')!;
		const background = { r: 255, g: 0, b: 0, alpha: 0 };
		const file = await sharp({ create: { width: 320, height: 240, channels: 4, background } })
			.png()
			.toBuffer();
		const media = keepMedia(store.dataDir, randomUUID(), '', file, stored.media!.modifiedAt);
		store.items.put(stored.uuid, { ...stored, media });
		const item = await unit('street-01.png');
		const shown = async (options: INodeParameters) => {
			const taken = await run('frame', 'get', { options: { format: 'jpeg', ...options } }, [item]);
			expect(taken.error()).toBeUndefined();
			return await colorAt(await taken.binary(taken.items('Encord')[0]), 0, 0, 320, 240);
		};
		expect(await shown({})).toEqual([255, 255, 255]);
		expect(await shown({ background: '#000000' })).toEqual([0, 0, 0]);
	});

	it('are crops on the frame, on the first frame or on every frame of an object', async () => {
		const box = { boundingBox: { x: 0, y: 0, w: 1, h: 1 } };
		await sandbox.label('Conformance', 'drive.mp4', {
			objects: [
				{ name: 'Car', frames: { 3: box, 9: box } },
				{ name: 'Car', frames: { 9: box } },
			],
		});
		const frames = async (parameters: INodeParameters) => {
			const result = await run('object', 'getCrops', parameters, [await unit('drive.mp4')]);
			const numbers = result.json('Encord').map(({ frame }) => frame);
			const pictures = result
				.items('Encord')
				.map(async (one) => await burntNumber(await result.binary(one)));
			expect(await Promise.all(pictures)).toEqual(numbers);
			return numbers;
		};
		expect(await frames({ frame: 3 })).toEqual([3]);
		expect(await frames({ frame: 9 })).toEqual([9, 9]);
		expect(await frames({ frame: 20 })).toEqual([]);
		expect(await frames({ cropFrames: 'first' })).toEqual([3, 9]);
		expect(await frames({ cropFrames: 'all' })).toEqual([3, 9, 9]);
	}, 30_000);

	it('have the quality that is asked for', async () => {
		const item = { ...(await unit('drive.mp4')), frame: 6 };
		const size = async (options: INodeParameters) => {
			const result = await run('frame', 'get', { options: { format: 'jpeg', ...options } }, [item]);
			return (await result.binary(result.items('Encord')[0]))!.length;
		};
		const [low, usual, high] = [
			await size({ quality: 20 }),
			await size({}),
			await size({ quality: 100 }),
		];
		expect(low).toBeLessThan(usual);
		expect(usual).toBeLessThan(high);
		expect(await size({ quality: 90 })).toBe(usual);
	}, 30_000);

	it('show the labels when asked to, and not otherwise', async () => {
		await sandbox.label('Conformance', 'drive.mp4', {
			objects: [
				{ name: 'Car', frames: { 6: { boundingBox: { x: 0.5, y: 0.6, w: 0.4, h: 0.3 } } } },
			],
		});
		const item = { ...(await unit('drive.mp4')), frame: 6 };
		const plain = await run('frame', 'get', { options: { format: 'png' } }, [item]);
		const drawn = await run('frame', 'get', { options: { format: 'png', draw: true } }, [item]);
		const preview = await run('labelRow', 'preview', { options: { format: 'png' } }, [item]);
		const [plainPicture, drawnPicture, previewPicture] = await Promise.all(
			[plain, drawn, preview].map(async (one) => await one.binary(one.items('Encord')[0])),
		);
		expect(drawnPicture!.equals(plainPicture!)).toBe(false);
		expect(previewPicture!.equals(drawnPicture!)).toBe(true);
		expect(preview.json('Encord')[0]).toMatchObject({ frame: 6 });
		// Left of the box nothing is drawn.
		expect(await colorAt(drawnPicture!, 10, 180, 80, 40)).toEqual(
			await colorAt(plainPicture!, 10, 180, 80, 40),
		);
	}, 30_000);

	it('show a change before and after, also in a dry run', async () => {
		const detections = [{ class: 'Car', box: [32, 120, 160, 200] }];
		const add = async (options: INodeParameters, more: IDataObject = { detections }) =>
			await run(
				'object',
				'addMany',
				{ format: 'xyxy', scale: 'pixels', options: { drawChanges: true, ...options } },
				[{ ...(await unit('drive.mp4')), frame: 4, ...more }],
			);
		const dry = await add({ dryRun: true });
		expect(dry.json('Encord')[0]).toMatchObject({ saved: false, dryRun: true, added: 1 });
		const picture = await dry.binary(dry.items('Encord')[0]);
		const { width, height } = await sharp(picture).metadata();
		// Two pictures of 320 × 240 with a caption above and a legend below.
		expect([width, height]).toEqual([648, 296]);
		const plain = await run('frame', 'get', { options: { format: 'png' } }, [
			{ ...(await unit('drive.mp4')), frame: 4 },
		]);
		const original = await plain.binary(plain.items('Encord')[0]);
		const place = [60, 130, 60, 40] as const;
		const beside = [200, 20, 60, 40] as const;
		const [x, y, w, h] = place;
		const [bx, by, bw, bh] = beside;
		const shown = {
			before: await colorAt(picture, x, 24 + y, w, h),
			after: await colorAt(picture, 328 + x, 24 + y, w, h),
			besideBefore: await colorAt(picture, bx, 24 + by, bw, bh),
			besideAfter: await colorAt(picture, 328 + bx, 24 + by, bw, bh),
		};
		const [inside, outside] = [
			await colorAt(original, ...place),
			await colorAt(original, ...beside),
		];
		const near = (color: number[], expected: number[]) =>
			expect(Math.max(...color.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(6);
		near(shown.before, inside);
		near(shown.besideBefore, outside);
		near(shown.besideAfter, outside);
		// A quarter of the color of the class lies over the picture.
		const ontology = await run('ontology', 'get', {}, [await unit('drive.mp4')]);
		const { color } = (
			ontology.json('Encord')[0]!.objects as Array<{ title: string; color: string }>
		).find(({ title }) => title === 'Car')!;
		const quarter = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 4);
		near(
			shown.after,
			inside.map((value, i) => value * 0.75 + quarter[i]!),
		);
		await add({});
		const again = await add({});
		expect(again.items('Encord')[0]!.binary).toBeUndefined();
		expect(again.json('Encord')[0]).toMatchObject({
			saved: false,
			picture: 'No picture: no object changed',
		});
	}, 30_000);

	it('of several frames are on one sheet, in new workflows without being asked', async () => {
		const { item } = await drawnVideo(sandbox);
		const result = await run('labelRow', 'preview', { options: { format: 'png' } }, [item], {
			typeVersion: 2,
		});
		expect(result.error()).toBeUndefined();
		expect(result.json('Encord')).toMatchObject([
			{ frame: 3, frames: [3, 4, 7, 9, 12, 13], framesWithLabels: 6, width: 976, height: 568 },
		]);
		const sheet = await result.binary(result.items('Encord')[0]);
		// The numbers of the frames are burnt into the pictures of the video.
		const numbers = await Promise.all(
			[0, 1, 2, 3, 4, 5].map(async (place) => {
				const left = (place % 3) * 328;
				const top = Math.floor(place / 3) * 272 + 24;
				return await burntNumber(
					await sharp(sheet).extract({ left, top, width: 320, height: 240 }).png().toBuffer(),
				);
			}),
		);
		expect(numbers).toEqual([3, 4, 7, 9, 12, 13]);
		const fewer = await run('labelRow', 'preview', { previewOf: 'sheet', mostFrames: 2 }, [item]);
		expect(fewer.json('Encord')).toMatchObject([{ frames: [3, 13], framesWithLabels: 6 }]);
	}, 30_000);

	it('of the frames of several items are on one sheet for each file', async () => {
		const { item } = await drawnVideo(sandbox);
		const cat = await unit('cat.jpg');
		const result = await run('labelRow', 'preview', { previewOf: 'items' }, [
			{ ...item, frame: 9 },
			cat,
			{ ...item, frame: 3 },
			{ ...item, frame: 9 },
		]);
		expect(result.error()).toBeUndefined();
		expect(result.items('Encord').map(({ json, pairedItem }) => [json.frames, pairedItem])).toEqual(
			[
				[[3, 9], { item: 0 }],
				[[0], { item: 1 }],
			],
		);
	}, 30_000);

	it('of a change say what may be wrong with them', async () => {
		const { items } = sandbox.sandbox.host.store;
		const video = items.all().find(({ name }) => name === 'drive.mp4')!;
		items.put(video.uuid, { ...video, frameCount: video.frameCount! + 1 });
		const result = await run(
			'object',
			'addMany',
			{ format: 'xyxy', scale: 'pixels', options: { drawChanges: true, dryRun: true } },
			[
				{
					...(await unit('drive.mp4')),
					frame: 4,
					detections: [{ class: 'Car', box: [0, 0, 40, 30] }],
				},
			],
		);
		expect(result.items('Encord')[0]!.binary).toHaveProperty('data');
		expect(result.json('Encord')[0]!.picture).toMatch(
			/^About the picture: Encord counts \d+ frames, a full decode of the file \d+/,
		);
	}, 30_000);

	it('never cost a label when they cannot be made', async () => {
		await sandbox.control('POST', 'faults', {
			match: { call: 'media.get' },
			then: { status: 404 },
			times: 50,
		});
		const result = await run(
			'object',
			'addMany',
			{ format: 'xyxy', scale: 'pixels', options: { drawChanges: true } },
			[{ ...(await unit('cat.jpg')), detections: [{ class: 'Car', box: [0, 0, 40, 30] }] }],
		);
		expect(result.json('Encord')[0]).toMatchObject({
			saved: true,
			added: 1,
			picture: expect.stringMatching(/^No picture: /),
		});
		expect(
			Object.keys((await sandbox.row('Conformance', 'cat.jpg')).labels!.object_answers),
		).toHaveLength(1);
	}, 30_000);
});
