import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';

import { renderPicture, type DrawnShape } from '../../../sandbox/media/pictures';
import { handleToy } from '../../../sandbox/toy/toyRoutes';

const shapes: DrawnShape[] = [
	{ shape: 'rectangle', color: 'red', x: 60, y: 90, width: 140, height: 80 },
	{ shape: 'rectangle', color: 'red', x: 420, y: 300, width: 90, height: 120 },
	{ shape: 'circle', color: 'yellow', x: 320, y: 60, width: 100, height: 100 },
	{ shape: 'rectangle', color: 'blue', x: 560, y: 80, width: 60, height: 200 },
	{ shape: 'circle', color: 'purple', x: 90, y: 330, width: 120, height: 120 },
];
const picture = (format: 'jpeg' | 'png' | 'webp', quality = 90) =>
	renderPicture({
		width: 800,
		height: 600,
		scene: { kind: 'street', background: 'light blue', shapes },
		format,
		quality,
	});

async function detect(
	body: Buffer,
	headers: Record<string, string> = { 'content-type': 'image/jpeg' },
) {
	const reply = await handleToy({ method: 'POST', path: '/toy/detect?x=1', headers, body });
	return { status: reply?.status, json: JSON.parse(reply?.body.toString('utf8') ?? 'null') };
}

/** Every drawn shape has one detection of its class whose edges are within `tolerance` pixels, and nothing else was found. */
function expectFound(
	detections: Array<{ class: string; confidence: number; box: number[] }>,
	scale = 1,
	tolerance = 2,
) {
	expect(detections).toHaveLength(shapes.length);
	for (const { shape, color, x, y, width, height } of shapes) {
		const edges = [x, y, x + width, y + height].map((edge) => edge * scale);
		const fits = detections.filter(
			(each) =>
				each.class === `${color} ${shape}` &&
				edges.every((edge, index) => Math.abs(edge - (each.box[index] ?? NaN)) <= tolerance),
		);
		expect({ color, shape, edges, fits: fits.length }).toMatchObject({ fits: 1 });
		expect(fits[0]?.confidence).toBeGreaterThan(0.85);
	}
}

describe('toy detector', () => {
	it.each([
		['png', 90],
		['jpeg', 90],
		['jpeg', 70],
		['webp', 80],
	] as const)('finds every shape within 2 pixels in %s of quality %i', async (format, quality) => {
		const { status, json } = await detect(await picture(format, quality));
		expect(status).toBe(200);
		expect(json).toMatchObject({ model: 'toy-detector', width: 800, height: 600 });
		expectFound(json.detections);
	});

	it('finds them in the picture scaled down to 320 pixels', async () => {
		const { json } = await detect(
			await sharp(await picture('jpeg'))
				.resize(320)
				.jpeg({ quality: 70 })
				.toBuffer(),
		);
		expect(json.width).toBe(320);
		expectFound(json.detections, 320 / 800);
	});

	it('gives pixels of the sent picture for one larger than it looks at', async () => {
		const { json } = await detect(
			await sharp(await picture('png'))
				.resize(3200, 2400, { kernel: 'nearest' })
				.png()
				.toBuffer(),
		);
		expectFound(json.detections, 4, 4);
	});

	it('takes the picture as base64 in JSON, with the same answer', async () => {
		const file = await picture('png');
		const asJson = await detect(Buffer.from(JSON.stringify({ image: file.toString('base64') })), {
			'content-type': 'application/json',
		});
		expect(asJson).toEqual(await detect(file));
	});

	it('finds nothing where nothing is', async () => {
		const file = await renderPicture({
			width: 640,
			height: 480,
			scene: { kind: 'thing', thing: 'dog', background: 'light gray' },
		});
		expect((await detect(file)).json.detections).toEqual([]);
	});

	it.each([
		['no bytes', Buffer.alloc(0), {}],
		['text', Buffer.from('hello'), { 'content-type': 'image/png' }],
		['a cut-off PNG', Buffer.from('89504e470d0a1a0a', 'hex'), { 'content-type': 'image/png' }],
		['JSON without a picture', Buffer.from('{}'), { 'content-type': 'application/json' }],
		['broken JSON', Buffer.from('{'), { 'content-type': 'application/json' }],
	])('refuses %s with 400 and a reason', async (_, body, headers) => {
		const { status, json } = await detect(body, headers as Record<string, string>);
		expect(status).toBe(400);
		expect(json.message).toMatch(/picture|JSON/);
	});

	it('is reached with POST only, and other addresses are not its own', async () => {
		expect(
			await handleToy({ method: 'GET', path: '/toy/detect', headers: {}, body: Buffer.alloc(0) }),
		).toMatchObject({
			status: 405,
		});
		expect(
			await handleToy({
				method: 'GET',
				path: '/v2/public/projects',
				headers: {},
				body: Buffer.alloc(0),
			}),
		).toBeNull();
	});
});
