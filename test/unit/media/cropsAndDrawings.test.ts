/** Crops and drawings, judged by their pixels. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type CropOptions, cropObjects } from '../../../src/media/picture/crops';
import { drawLabels } from '../../../src/media/picture/drawing';
import type { Pixels } from '../../../src/media/picture/pixels';
import { geometryOf } from '../../../src/labels/shapes/geometryOf';
import type { DrawnLabel } from '../../../src/media/picture/drawnLabel';

/** A picture whose pixels tell where they are: red = column, green = row. */
const map: Pixels = {
	width: 200,
	height: 100,
	channels: 3,
	data: Buffer.from(
		Array.from({ length: 200 * 100 }, (_, i) => [i % 200, Math.floor(i / 200), 7]).flat(),
	),
};
const box = (x: number, y: number, w: number, h: number): DrawnLabel => ({
	geometry: geometryOf({ boundingBox: { x, y, w, h } }),
});

async function cropped(label: DrawnLabel, options: CropOptions = {}) {
	const [crop] = await cropObjects(map, [label], { format: 'png', ...options });
	if (!crop) return undefined;
	const { data, info } = await sharp(crop.bytes).raw().toBuffer({ resolveWithObject: true });
	const at = (x: number, y: number) => [
		...data.subarray(
			(y * info.width + x) * info.channels,
			(y * info.width + x + 1) * info.channels,
		),
	];
	return { box: crop.box, mimeType: crop.mimeType, width: info.width, height: info.height, at };
}

describe('crops', () => {
	it('of a box have exactly its pixels', async () => {
		const crop = await cropped(box(0.1, 0.2, 0.25, 0.3));
		expect(crop).toMatchObject({
			box: { x: 20, y: 20, width: 50, height: 30 },
			width: 50,
			height: 30,
		});
		expect(crop?.at(0, 0)).toEqual([20, 20, 7]);
		expect(crop?.at(49, 29)).toEqual([69, 49, 7]);
	});

	it('of a polygon show all its parts, and the outside in its gaps and holes', async () => {
		const parts = {
			polygons: [
				[
					[0.1, 0.1, 0.3, 0.1, 0.3, 0.5, 0.1, 0.5],
					[0.15, 0.2, 0.25, 0.2, 0.25, 0.4, 0.15, 0.4],
				],
				[[0.5, 0.6, 0.7, 0.6, 0.7, 0.8, 0.5, 0.8]],
			],
		};
		const crop = await cropped({ geometry: geometryOf(parts) }, { outside: '#ffffff' });
		expect(crop?.box).toEqual({ x: 20, y: 10, width: 120, height: 70 });
		expect(crop?.at(1, 1)).toEqual([21, 11, 7]);
		expect(crop?.at(119, 69)).toEqual([139, 79, 7]);
		expect(crop?.at(20, 20)).toEqual([255, 255, 255]);
		expect(crop?.at(60, 60)).toEqual([255, 255, 255]);
	});

	it('show the visible part of what sticks out, and nothing of what lies outside', async () => {
		// The library rounds towards zero, also on that side.
		expect((await cropped(box(-0.1, -0.1, 0.2, 0.2)))?.box).toEqual({
			x: 0,
			y: 0,
			width: 21,
			height: 11,
		});
		expect((await cropped(box(0.95, 0.9, 0.2, 0.2)))?.box).toEqual({
			x: 190,
			y: 90,
			width: 10,
			height: 10,
		});
		expect(await cropped(box(1.2, 0.1, 0.2, 0.2))).toBeUndefined();
		expect(await cropped(box(-0.5, 0.1, 0.2, 0.2), { minSize: 30 })).toBeUndefined();
		expect(
			await cropped({ geometry: geometryOf({ cuboid: { position: [1, 2, 3] } }) }),
		).toBeUndefined();
	});

	it('grow by padding and to a minimum size, as far as the picture goes', async () => {
		expect((await cropped(box(0.1, 0.2, 0.25, 0.3), { padding: 10 }))?.box).toEqual({
			x: 10,
			y: 10,
			width: 70,
			height: 50,
		});
		expect((await cropped(box(0, 0, 0.1, 0.1), { padding: 10 }))?.box).toEqual({
			x: 0,
			y: 0,
			width: 30,
			height: 20,
		});
		expect((await cropped(box(0.5, 0.5, 0.02, 0.04), { minSize: 40 }))?.box).toEqual({
			x: 82,
			y: 32,
			width: 40,
			height: 40,
		});
		expect((await cropped(box(0.98, 0.96, 0.02, 0.04), { minSize: 40 }))?.box).toEqual({
			x: 160,
			y: 60,
			width: 40,
			height: 40,
		});
		expect(
			(
				await cropped(
					{ geometry: geometryOf({ point: { 0: { x: 0.5, y: 0.5 } } }) },
					{ minSize: 20 },
				)
			)?.box,
		).toEqual({
			x: 90,
			y: 40,
			width: 20,
			height: 20,
		});
		await expect(cropped(box(0, 0, 1, 1), { padding: -1 })).rejects.toMatchObject({
			code: 'invalidInput',
		});
	});

	it('of a rotated box enclose it, or turn it straight', async () => {
		const label: DrawnLabel = {
			geometry: geometryOf({ rotatableBoundingBox: { x: 0.4, y: 0.3, w: 0.2, h: 0.4, theta: 90 } }),
		};
		expect((await cropped(label))?.box).toEqual({ x: 80, y: 30, width: 40, height: 40 });
		const turned = await cropped(label, { rotated: 'turned' });
		expect(turned).toMatchObject({ width: 40, height: 40 });
		// Turned a quarter clockwise on screen: its upper left corner lies at the upper right of the enclosing box.
		expect(turned?.at(0, 0)).toEqual([119, 30, 7]);
		expect(turned?.at(39, 0)).toEqual([119, 69, 7]);
		expect(turned?.at(0, 39)).toEqual([80, 30, 7]);
		const slanted = await cropped(
			{
				geometry: geometryOf({
					rotatableBoundingBox: { x: 0.4, y: 0.4, w: 0.2, h: 0.2, theta: 30 },
				}),
			},
			{ rotated: 'turned' },
		);
		expect(slanted).toMatchObject({ width: 40, height: 20 });
	});

	it.each([
		['inside of the picture', 0.4, 0.4],
		['beyond its left and upper edge', -0.05, -0.1],
		['beyond its right and lower edge', 0.85, 0.9],
	])('that is turned straight weighs the four pixels around each place: %s', async (_, x, y) => {
		const theta = 30;
		const crop = await cropped(
			{ geometry: geometryOf({ rotatableBoundingBox: { x, y, w: 0.2, h: 0.2, theta } }) },
			{ rotated: 'turned' },
		);
		const [cos, sin] = [Math.cos(Math.PI / 6), 0.5];
		/** A pixel of the picture, black beyond it. */
		const pixel = (column: number, row: number) =>
			column < 0 || row < 0 || column >= 200 || row >= 100 ? [0, 0, 0] : [column, row, 7];
		for (let row = 0; row < 20; row++)
			for (let column = 0; column < 40; column++) {
				const [u, v] = [column - 19.5, row - 9.5];
				const across = 200 * (x + 0.1) + u * cos - v * sin - 0.5;
				const down = 100 * (y + 0.1) + u * sin + v * cos - 0.5;
				const expected = [0, 0, 0];
				for (const left of [Math.floor(across), Math.floor(across) + 1])
					for (const top of [Math.floor(down), Math.floor(down) + 1]) {
						const weight = (1 - Math.abs(across - left)) * (1 - Math.abs(down - top));
						pixel(left, top).forEach((value, i) => (expected[i]! += weight * value));
					}
				for (const [i, value] of crop!.at(column, row).entries())
					expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(0.5 + 1e-6);
			}
	});

	const ring = [0.1, 0.1, 0.5, 0.1, 0.5, 0.9, 0.1, 0.9];
	const hole = [0.2, 0.3, 0.4, 0.3, 0.4, 0.7, 0.2, 0.7];
	const polygon: DrawnLabel = { geometry: geometryOf({ polygons: [[ring, hole]] }) };

	it('of a polygon keep what lies around it, hide it, or paint it over', async () => {
		const middle = [40, 40] as const;
		expect((await cropped(polygon))?.at(...middle)).toEqual([60, 50, 7]);
		const clear = await cropped(polygon, { outside: 'transparent', format: 'jpeg' });
		expect(clear).toMatchObject({
			mimeType: 'image/png',
			box: { x: 20, y: 10, width: 80, height: 80 },
		});
		expect(clear?.at(...middle)).toEqual([0, 0, 0, 0]);
		expect(clear?.at(2, 2)).toEqual([22, 12, 7, 255]);
		expect((await cropped(polygon, { outside: '#102030' }))?.at(...middle)).toEqual([16, 32, 48]);
	});

	it('of a polygon change no pixel of the object, also beside those that are painted over', async () => {
		const crop = await cropped(polygon, { outside: '#ff2030' });
		let painted = 0;
		for (let y = 0; y < 80; y++)
			for (let x = 0; x < 80; x++) {
				const pixel = crop?.at(x, y);
				if (pixel?.[0] === 255) painted += 1;
				expect(pixel).toEqual(pixel?.[0] === 255 ? [255, 32, 48] : [20 + x, 10 + y, 7]);
			}
		// The hole is 40 pixels wide and 40 high.
		expect(painted).toBeGreaterThan(39 * 39);
		expect(painted).toBeLessThan(41 * 41 + 1);
	});

	it('of a bitmask follow its pixels, scaled to the picture', async () => {
		const data = Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
		const crop = await cropped(
			{ geometry: { kind: 'bitmask', mask: { width: 4, height: 4, data } } },
			{ outside: '#000' },
		);
		expect(crop?.box).toEqual({ x: 50, y: 25, width: 100, height: 50 });
		expect(crop?.at(10, 10)).toEqual([60, 35, 7]);
		expect(crop?.at(60, 10)).toEqual([0, 0, 0]);
		expect(crop?.at(60, 30)).toEqual([110, 55, 7]);
		await expect(
			cropped({
				geometry: { kind: 'bitmask', mask: { width: 1, height: 1, data: Uint8Array.of(0) } },
			}),
		).rejects.toMatchObject({
			code: 'invalidInput',
		});
	});
});

describe('drawings', () => {
	const gray: Pixels = {
		width: 300,
		height: 200,
		channels: 3,
		data: Buffer.alloc(300 * 200 * 3, 128),
	};
	const drawn = async (labels: DrawnLabel[], options = {}) => {
		const { bytes, ...rest } = await drawLabels(gray, labels, {
			format: 'png',
			names: false,
			...options,
		});
		const { data, info } = await sharp(bytes)
			.removeAlpha()
			.raw()
			.toBuffer({ resolveWithObject: true });
		const at = (x: number, y: number) => [
			...data.subarray((y * info.width + x) * 3, (y * info.width + x + 1) * 3),
		];
		return {
			...rest,
			at,
			changed: data.reduce((count, value) => count + (value === 128 ? 0 : 1), 0),
		};
	};
	const red = { color: '#ff0000' };
	const reddish = ([r = 0, g = 0]: number[]) => r > 150 && g < 110;

	it.each<[string, DrawnLabel, [number, number], [number, number]]>([
		['a box', { ...red, ...box(0.1, 0.1, 0.5, 0.5) }, [30, 60], [250, 150]],
		[
			'a rotated box',
			{
				...red,
				geometry: geometryOf({
					rotatableBoundingBox: { x: 0.4, y: 0.1, w: 0.2, h: 0.8, theta: 90 },
				}),
			},
			[150, 100],
			[150, 30],
		],
		[
			'a polygon',
			{
				...red,
				geometry: geometryOf({
					polygon: { 0: { x: 0.1, y: 0.1 }, 1: { x: 0.9, y: 0.1 }, 2: { x: 0.1, y: 0.9 } },
				}),
			},
			[60, 60],
			[280, 180],
		],
		[
			'a polygon with a hole',
			{
				...red,
				geometry: geometryOf({
					polygons: [
						[
							[0, 0, 1, 0, 1, 1, 0, 1],
							[0.3, 0.3, 0.7, 0.3, 0.7, 0.7, 0.3, 0.7],
						],
					],
				}),
			},
			[30, 30],
			[150, 100],
		],
		[
			'a polyline',
			{ ...red, geometry: geometryOf({ polyline: { 0: { x: 0, y: 0.5 }, 1: { x: 1, y: 0.5 } } }) },
			[150, 100],
			[150, 60],
		],
		[
			'a point',
			{ ...red, geometry: geometryOf({ point: { 0: { x: 0.5, y: 0.5 } } }) },
			[150, 100],
			[170, 100],
		],
		[
			'a skeleton',
			{
				...red,
				geometry: geometryOf({
					skeleton: {
						0: { x: 0.2, y: 0.2, name: 'a' },
						1: { x: 0.8, y: 0.8, name: 'b', invisible: true },
					},
				}),
			},
			[60, 40],
			[240, 160],
		],
		[
			'a bitmask',
			{
				...red,
				geometry: { kind: 'bitmask', mask: { width: 2, height: 1, data: Uint8Array.of(1, 0) } },
			},
			[70, 100],
			[220, 100],
		],
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
		const unsure = await drawn([{ ...red, ...box(0.2, 0.4, 0.5, 0.5), confidence: 0.4 }], {
			names: true,
		});
		expect(named.changed).toBeGreaterThan(plain.changed);
		expect(unsure.changed).toBeGreaterThan(plain.changed);
	});

	it('skip empty masks and shapes without a place', async () => {
		const empty = { width: 1, height: 1, data: Uint8Array.of(0) };
		expect(
			(
				await drawn([
					{ geometry: { kind: 'bitmask', mask: empty } },
					{ geometry: geometryOf({ cuboid: {} }) },
				])
			).changed,
		).toBe(0);
	});

	it('lie over the background where the picture is see-through', async () => {
		const seeThrough: Pixels = {
			width: 300,
			height: 200,
			channels: 4,
			data: Buffer.alloc(300 * 200 * 4, Buffer.from([0, 0, 255, 0])),
		};
		const drawnOver = async (background?: string) => {
			const options = background === undefined ? {} : { background };
			const labels = [{ ...red, ...box(0.1, 0.1, 0.5, 0.5) }];
			const { bytes } = await drawLabels(seeThrough, labels, options);
			const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
			expect(info.channels).toBe(3);
			return (x: number, y: number) => [...data.subarray((y * 300 + x) * 3).subarray(0, 3)];
		};
		// White, and a quarter red over it; not the blue that nobody sees.
		const onWhite = await drawnOver();
		expect(isNear(onWhite(280, 180), [255, 255, 255])).toBe(true);
		expect(isNear(onWhite(100, 60), [255, 191, 191])).toBe(true);
		const onGreen = await drawnOver('#00ff00');
		expect(isNear(onGreen(280, 180), [0, 255, 0])).toBe(true);
		expect(isNear(onGreen(100, 60), [64, 191, 0])).toBe(true);
	});

	it('keep their places on a picture that is scaled down', async () => {
		const { at, width, height } = await drawn([{ ...red, ...box(0.1, 0.1, 0.5, 0.5) }], {
			maxDimension: 150,
		});
		expect([width, height]).toEqual([150, 100]);
		expect(reddish(at(50, 30))).toBe(true);
		expect(at(125, 75)).toEqual([128, 128, 128]);
	});
});

const isNear = (color: number[], [red, green, blue]: [number, number, number]) =>
	Math.abs(color[0]! - red) < 12 &&
	Math.abs(color[1]! - green) < 12 &&
	Math.abs(color[2]! - blue) < 12;
