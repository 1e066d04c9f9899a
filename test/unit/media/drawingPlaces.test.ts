/** Where exactly shapes, dots and names are drawn, and in which colors: told by the pixels that a drawing changes. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Geometry } from '../../../src/geometry/geometry';
import { drawLabels, drawOn } from '../../../src/media/picture/drawing';
import type { DrawnLabel } from '../../../src/media/picture/drawnLabel';
import type { Pixels } from '../../../src/media/picture/pixels';

const black = (width: number, height: number): Pixels => ({
	width,
	height,
	channels: 3,
	data: Buffer.alloc(width * height * 3),
});
const red = '#ff0000';
const box = (x: number, y: number, w: number, h: number, more: Partial<DrawnLabel> = {}) => ({
	geometry: { kind: 'box', x, y, w, h } as const,
	color: red,
	...more,
});

/** The rectangle of changed pixels: left, top, right and bottom, all included. */
function changed(before: Pixels, after: Pixels): number[] | undefined {
	const { width, height } = before;
	let found: number[] | undefined;
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const at = 3 * (y * width + x);
			if ([0, 1, 2].every((i) => before.data[at + i] === after.data[at + i])) continue;
			const [left, top, right, bottom] = found ?? [x, y, x, y];
			found = [Math.min(left!, x), Math.min(top!, y), Math.max(right!, x), Math.max(bottom!, y)];
		}
	return found;
}
const at = ({ data, width, channels }: Pixels, x: number, y: number) => [
	...data.subarray(channels * (y * width + x)).subarray(0, channels),
];
const near = (color: number[], ...expected: number[]) =>
	expect(Math.max(...color.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(4);

async function drawn(label: DrawnLabel, width = 300, height = 200) {
	const ground = black(width, height);
	const picture = await drawOn(ground, [label], false);
	return { picture, place: changed(ground, picture) };
}

describe('a shape', () => {
	const square = (x: number, size: number, y = x) => [
		{ x, y },
		{ x: x + size, y },
		{ x: x + size, y: y + size },
		{ x, y: y + size },
	];
	const points = [
		{ x: 0.1, y: 0.1 },
		{ x: 0.6, y: 0.1 },
		{ x: 0.6, y: 0.6 },
	];
	const mask = { width: 2, height: 2, data: Uint8Array.of(1, 0, 0, 0) };
	it.each<[string, Geometry, number[]]>([
		['a box', { kind: 'box', x: 0.1, y: 0.1, w: 0.5, h: 0.5 }, [29, 19, 180, 120]],
		[
			'a turned box',
			{ kind: 'rotatedBox', x: 0.4, y: 0.1, w: 0.2, h: 0.8, theta: 90 },
			[69, 69, 230, 130],
		],
		['a polygon', { kind: 'polygon', polygons: [[square(0.1, 0.5)]] }, [29, 19, 180, 120]],
		['a line', { kind: 'polyline', points }, [30, 19, 180, 119]],
		['a point', { kind: 'point', point: { x: 0.5, y: 0.5 } }, [147, 97, 152, 102]],
		['a mask', { kind: 'bitmask', mask }, [0, 0, 149, 99]],
	])('lies at its place, its line half outside: %s', async (_, geometry, place) => {
		expect((await drawn({ geometry, color: red })).place).toEqual(place);
	});

	it('has a line and dots that fit the picture', async () => {
		expect((await drawn(box(0.1, 0.1, 0.5, 0.5), 600, 600)).place).toEqual([59, 59, 360, 360]);
		expect((await drawn(box(0.1, 0.1, 0.5, 0.5), 1200, 100)).place).toEqual([119, 9, 720, 60]);
		const point: Geometry = { kind: 'point', point: { x: 0.5, y: 0.5 } };
		const { picture, place } = await drawn({ geometry: point, color: red }, 600, 600);
		expect(place).toEqual([295, 295, 304, 304]);
		expect(at(picture, 300, 300)).toEqual([255, 0, 0]);
		// A white ring of one pixel around it, half of it outside.
		const [ring = [], outside = []] = [at(picture, 303, 300), at(picture, 304, 300)];
		expect(Math.min(...ring)).toBeGreaterThan(100);
		expect(Math.max(...ring) - Math.min(...ring)).toBeGreaterThan(100);
		expect(Math.min(...outside)).toBeGreaterThan(90);
		expect(Math.max(...outside)).toBeLessThan(160);
	});

	it('is filled to a quarter, and its line is full', async () => {
		const { picture } = await drawn(box(0.1, 0.1, 0.5, 0.5), 600, 600);
		near(at(picture, 200, 200), 64, 0, 0);
		near(at(picture, 60, 200), 255, 0, 0);
		near(at(picture, 200, 59), 255, 0, 0);
		expect(at(picture, 500, 500)).toEqual([0, 0, 0]);
	});

	it('is not filled where it is a line, nor closed', async () => {
		const geometry: Geometry = { kind: 'polyline', points };
		const { picture } = await drawn({ geometry, color: red }, 600, 600);
		near(at(picture, 200, 60), 255, 0, 0);
		near(at(picture, 360, 200), 255, 0, 0);
		expect(at(picture, 300, 100)).toEqual([0, 0, 0]);
		expect(at(picture, 210, 210)).toEqual([0, 0, 0]);
	});

	it('may have several parts, and holes', async () => {
		const polygons = [[square(0, 0.4), square(0.1, 0.2)], [square(0.6, 0.3)]];
		const { picture } = await drawn({ geometry: { kind: 'polygon', polygons }, color: red });
		near(at(picture, 15, 10), 64, 0, 0);
		expect(at(picture, 60, 40)).toEqual([0, 0, 0]);
		expect(at(picture, 150, 100)).toEqual([0, 0, 0]);
		near(at(picture, 225, 150), 64, 0, 0);
	});

	it('is see-through where it is a mask, in the pixels of the mask', async () => {
		const { picture } = await drawn({ geometry: { kind: 'bitmask', mask }, color: '#ff8000' });
		near(at(picture, 0, 0), 128, 64, 0);
		near(at(picture, 149, 99), 128, 64, 0);
		expect(at(picture, 150, 99)).toEqual([0, 0, 0]);
		expect(at(picture, 149, 100)).toEqual([0, 0, 0]);
	});

	it('has a dot for each point that is seen, in the color of the point where it has one', async () => {
		const { picture } = await drawn({
			geometry: {
				kind: 'skeleton',
				points: [
					{ x: 0.1, y: 0.5, name: 'a', color: '#00ff00' },
					{ x: 0.5, y: 0.5, name: 'b' },
					{ x: 0.9, y: 0.5, name: 'c', hidden: true },
				],
			} as unknown as Geometry,
			color: red,
		});
		expect([30, 150, 270].map((x) => at(picture, x, 100))).toEqual([
			[0, 255, 0],
			[255, 0, 0],
			[0, 0, 0],
		]);
	});

	it('is drawn in the order of the labels, each in its own color', async () => {
		const picture = await drawOn(black(300, 200), [
			box(0.1, 0.1, 0.5, 0.5),
			box(0.1, 0.1, 0.5, 0.5, { color: '#0000ff' }),
			box(0.7, 0.7, 0.2, 0.2, { color: undefined }),
		]);
		near(at(picture, 100, 60), 48, 0, 64);
		// A color that is not known.
		near(at(picture, 240, 160), 64, 16, 16);
	});

	it('keeps the alpha channel of a picture, and gives none to another', async () => {
		const data = Buffer.alloc(300 * 200 * 4);
		const clear: Pixels = { width: 300, height: 200, channels: 4, data };
		const picture = await drawOn(clear, [box(0.1, 0.1, 0.5, 0.5)], false);
		expect([picture.channels, picture.data.length]).toEqual([4, data.length]);
		expect(at(picture, 0, 0)).toEqual([0, 0, 0, 0]);
		near(at(picture, 100, 60), 255, 0, 0, 64);
		const { bytes } = await drawLabels(clear, [box(0.1, 0.1, 0.5, 0.5)], { format: 'png' });
		expect((await sharp(bytes).metadata()).channels).toBe(4);
		expect((await drawOn(black(300, 200), [])).channels).toBe(3);
	});
});

describe('the name of an object', () => {
	/** The rectangle that the name changes. */
	async function plate(label: DrawnLabel, width = 300, height = 200) {
		const ground = await drawOn(black(width, height), [label], false);
		const picture = await drawOn(black(width, height), [label]);
		return { picture, place: changed(ground, picture) };
	}
	// A character takes six pixels, the room at the ends as much as one; a line of text is 13 pixels high.
	it.each<[string, DrawnLabel, number[]]>([
		['above its box', box(0.2, 0.4, 0.5, 0.5, { name: 'Car' }), [60, 67, 83, 79]],
		[
			'inside where the box begins at the top',
			box(0.2, 0.01, 0.5, 0.5, { name: 'Car' }),
			[60, 0, 83, 12],
		],
		[
			'moved to the left at the right edge',
			box(0.95, 0.4, 0.05, 0.5, { name: 'Car' }),
			[276, 67, 299, 79],
		],
		[
			'moved to the right at the left edge',
			box(-0.2, 0.4, 0.5, 0.5, { name: 'Car' }),
			[0, 67, 23, 79],
		],
		[
			'from the left edge where it is too long',
			box(0.2, 0.4, 0.5, 0.5, { name: 'C'.repeat(60) }),
			[0, 67, 299, 79],
		],
		[
			'with its confidence',
			box(0.2, 0.4, 0.5, 0.5, { name: 'Car', confidence: 0.404 }),
			[60, 67, 113, 79],
		],
		[
			'with a confidence just below 1',
			box(0.2, 0.4, 0.5, 0.5, { name: 'Car', confidence: 0.999 }),
			[60, 67, 119, 79],
		],
		[
			'without a confidence that is full',
			box(0.2, 0.4, 0.5, 0.5, { name: 'Car', confidence: 1 }),
			[60, 67, 83, 79],
		],
		['a confidence alone', box(0.2, 0.4, 0.5, 0.5, { confidence: 0.4 }), [60, 67, 89, 79]],
	])('stands %s', async (_, label, place) => {
		expect((await plate(label)).place).toEqual(place);
	});

	it('is not there without a name and a confidence', async () => {
		expect((await plate(box(0.2, 0.4, 0.5, 0.5, { name: '' }))).place).toBeUndefined();
		expect((await plate(box(0.2, 0.4, 0.5, 0.5, { confidence: 1 }))).place).toBeUndefined();
	});

	it('is as large as the picture asks', async () => {
		// A font of 1100 / 55 = 20 pixels.
		const { place } = await plate(box(0.2, 0.4, 0.5, 0.5, { name: 'Car' }), 1100, 200);
		expect(place).toEqual([220, 54, 267, 79]);
	});

	it('is white on the color of the object', async () => {
		const { picture } = await plate(box(0.2, 0.4, 0.5, 0.5, { name: 'Car' }), 1100, 200);
		near(at(picture, 221, 55), 217, 0, 0);
		const inside = [];
		for (let y = 54; y < 80; y++)
			for (let x = 220; x < 268; x++) inside.push(Math.min(...at(picture, x, y)));
		expect(Math.max(...inside)).toBeGreaterThan(200);
	});

	it('is drawn unless it is not wanted', async () => {
		const label = box(0.2, 0.4, 0.5, 0.5, { name: 'Car' });
		const drawing = async (options: object) =>
			(await drawLabels(black(300, 200), [label], { format: 'png', ...options })).bytes;
		const [asked, usual, without] = await Promise.all(
			[{ names: true }, {}, { names: false }].map(drawing),
		);
		expect(usual).toEqual(asked);
		expect(without).not.toEqual(asked);
	});
});
