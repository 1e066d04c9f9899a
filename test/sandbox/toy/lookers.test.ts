/** The toys of models that cut out, find look-alikes and follow a point. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { renderPicture } from '../../../sandbox/media/pictures';
import { renderVideo } from '../../../sandbox/media/video';
import { cutOutShapes, cutOutSize } from '../../../sandbox/seeds/demo/cutOuts';
import { beads, beadSize, middleOfRed, walkClip } from '../../../sandbox/seeds/demo/examples';
import { handleToy } from '../../../sandbox/toy/toyRoutes';
import { maskFromCoco, type CocoRle } from '../../../src/labels/detections/formats/cocoMask';

async function post(path: string, body: Buffer | FormData, contentType?: string) {
	const request = new Response(body instanceof FormData ? body : new Uint8Array(body));
	const type = contentType ?? request.headers.get('content-type') ?? 'image/png';
	const reply = await handleToy({
		method: 'POST',
		path,
		headers: { 'content-type': type },
		body: Buffer.from(await request.arrayBuffer()),
	});
	return {
		status: reply?.status,
		json: JSON.parse(reply?.body.toString('utf8') ?? 'null') as Record<string, unknown>,
	};
}

const form = (fields: Record<string, string | Buffer>) => {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields))
		data.append(name, typeof value === 'string' ? value : new Blob([new Uint8Array(value)]));
	return data;
};

describe('toy segmenter', () => {
	it('answers the pixels of every shape as COCO run lengths of the size of the picture', async () => {
		const [shapes] = cutOutShapes;
		const scene = { kind: 'street', background: 'beige', shapes: shapes! } as const;
		const file = await renderPicture({ ...cutOutSize, scene, format: 'png' });
		const { status, json } = await post('/toy/segment', file);
		expect(status).toBe(200);
		const found = json.detections as Array<{ class: string; segmentation: CocoRle }>;
		expect(found.map((each) => each.class).sort()).toEqual(['red rectangle', 'yellow circle']);
		for (const { class: name, segmentation } of found) {
			const mask = maskFromCoco(segmentation);
			expect([mask.width, mask.height]).toEqual([480, 360]);
			const drawn = shapes!.find(({ color }) => name.startsWith(color))!;
			const [radius, wide] = [drawn.width / 2, drawn.shape === 'rectangle'];
			let wrong = 0;
			for (const [index, value] of mask.data.entries()) {
				const x = (index % 480) + 0.5 - drawn.x;
				const y = Math.floor(index / 480) + 0.5 - drawn.y;
				const inside = wide
					? x > 0 && y > 0 && x < drawn.width && y < drawn.height
					: Math.hypot(x - radius, y - radius) < radius;
				if (inside !== (value === 1)) wrong++;
			}
			// Edges of a circle are mixed colors.
			expect(wrong).toBeLessThan(wide ? 1 : 400);
		}
	});

	it('refuses what is no picture', async () => {
		expect(await post('/toy/segment', Buffer.from('x'))).toMatchObject({ status: 400 });
	});
});

describe('toy of a visual-prompt model', () => {
	let image: Buffer;
	beforeAll(async () => {
		const scene = { kind: 'street', background: 'light gray', shapes: beads } as const;
		image = await renderPicture({ ...beadSize, scene, format: 'png' });
	});

	it('finds what has the color and the shape of the example, and the example itself', async () => {
		const { json } = await post('/toy/look-alikes', form({ image, box: '42, 58, 119, 142' }));
		const boxes = (json.detections as Array<{ box: number[] }>).map(({ box }) => box.slice(0, 2));
		expect(boxes).toHaveLength(4);
		for (const { x, y } of beads.slice(0, 4))
			expect(boxes.some(([left, top]) => Math.hypot(left! - x, top! - y) < 4)).toBe(true);
	});

	it('answers the pixels of each, too, when it is asked for masks', async () => {
		const found = async (masks: object) =>
			(await post('/toy/look-alikes', form({ image, box: '42,58,119,142', ...masks }))).json
				.detections as Array<{ box: number[]; segmentation?: { size: number[]; counts: string } }>;
		expect((await found({})).some((one) => 'segmentation' in one)).toBe(false);
		const masks = await found({ masks: 'true' });
		expect(masks.map(({ segmentation }) => segmentation?.size)).toEqual(
			masks.map(() => [beadSize.height, beadSize.width]),
		);
		expect(new Set(masks.map(({ segmentation }) => segmentation?.counts)).size).toBe(4);
	});

	it('finds nothing where the example shows no shape', async () => {
		const { status, json } = await post('/toy/look-alikes', form({ image, box: '20,370,80,430' }));
		expect({ status, found: json.detections }).toEqual({ status: 200, found: [] });
	});

	it.each([
		['no form', () => Buffer.from('{}')],
		['no picture', () => form({ box: '1,2,3,4' })],
		['no box', () => form({ image })],
		['three numbers', () => form({ image, box: '1,2,3' })],
	])('refuses %s with 400', async (_, body) => {
		expect((await post('/toy/look-alikes', body())).status).toBe(400);
	});
});

describe('toy point tracker', () => {
	const folder = mkdtempSync(join(tmpdir(), 'tracker-'));
	let video: Buffer;
	beforeAll(async () => {
		const file = join(folder, 'walk.mp4');
		await renderVideo(file, walkClip);
		video = readFileSync(file);
	});
	afterAll(() => rmSync(folder, { recursive: true }));
	const ask = (frame: number, { x, y }: { x: number; y: number }) =>
		post('/toy/track', form({ video, frame: `${frame}`, x: `${x}`, y: `${y}` }));

	it('follows the shape that the point is on, forwards and backwards', async () => {
		const { json } = await ask(10, middleOfRed(10));
		const points = json.points as Array<{ frame: number; x: number; y: number; visible: boolean }>;
		expect(points.map(({ frame }) => frame)).toEqual(Array.from({ length: 40 }, (_, at) => at));
		for (const { frame, x, y, visible } of points) {
			expect(visible).toBe(true);
			expect(Math.hypot(x - middleOfRed(frame).x, y - middleOfRed(frame).y)).toBeLessThan(2);
		}
	});

	it('sees a point beside all shapes nowhere', async () => {
		const { json } = await ask(0, { x: 240, y: 262 });
		expect((json.points as Array<{ visible: boolean }>).some(({ visible }) => visible)).toBe(false);
	});

	it('refuses a frame that the video does not have, and what is no video', async () => {
		expect(await ask(40, { x: 1, y: 1 })).toMatchObject({
			status: 400,
			json: { message: 'The video has 40 frames and no frame 40' },
		});
		const broken = form({ video: Buffer.from('x'), frame: '0', x: '1', y: '1' });
		expect((await post('/toy/track', broken)).status).toBe(400);
	});
});
