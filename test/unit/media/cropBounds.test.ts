/** Which part of a picture a crop shows at the edges of the picture, of files as of pixels, and in which format. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Geometry } from '../../../src/geometry/geometry';
import { cropImageFile, cropObjects, type CropOptions } from '../../../src/media/picture/crops';
import type { DrawnLabel } from '../../../src/media/picture/drawnLabel';
import { decodeImage } from '../../../src/media/picture/imageFile';
import type { Pixels } from '../../../src/media/picture/pixels';

/** Red is the column, green the row. */
const picture = (channels: 3 | 4): Pixels => ({
	width: 200,
	height: 100,
	channels,
	data: Buffer.from(
		Array.from({ length: 200 * 100 }, (_, i) => [
			...[i % 200, Math.floor(i / 200), 7],
			...(channels === 4 ? [i % 251] : []),
		]).flat(),
	),
});
const pictures = { 3: picture(3), 4: picture(4) };
const map = (channels: 3 | 4) => pictures[channels];
const box = (x: number, y: number, w: number, h: number): DrawnLabel => ({
	geometry: { kind: 'box', x, y, w, h },
});
const point = (x: number, y: number): DrawnLabel => ({
	geometry: { kind: 'point', point: { x, y } },
});
const place = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const ring = [
	{ x: 0.1, y: 0.1 },
	{ x: 0.5, y: 0.1 },
	{ x: 0.5, y: 0.9 },
];
const polygon: DrawnLabel = { geometry: { kind: 'polygon', polygons: [[ring]] } };
const rotated = (x: number, y: number, w: number, h: number, theta: number): DrawnLabel => ({
	geometry: { kind: 'rotatedBox', x, y, w, h, theta } as Geometry,
});

describe('a crop', () => {
	it.each<[string, DrawnLabel, CropOptions, ReturnType<typeof place> | undefined]>([
		['of a point has no size of its own', point(0.5, 0.5), {}, undefined],
		[
			'of a point in the corner lies on the picture',
			point(0, 0),
			{ minSize: 10 },
			place(0, 0, 10, 10),
		],
		['of a point in the other corner is outside', point(1, 1), { minSize: 10 }, undefined],
		['of a point at the right edge is outside', point(1, 0.5), { padding: 10 }, undefined],
		['of a point at the lower edge is outside', point(0.5, 1), { padding: 10 }, undefined],
		[
			'of a point on the last pixel is inside',
			point(0.995, 0.99),
			{ padding: 2 },
			place(197, 97, 3, 3),
		],
		[
			'of what ends at the left edge shows its surroundings',
			box(-0.0975, 0.2, 0.095, 0.3),
			{ padding: 5 },
			place(0, 15, 5, 40),
		],
		[
			'of what ends before the left edge is outside',
			box(-0.0975, 0.2, 0.09, 0.3),
			{ padding: 5 },
			undefined,
		],
		[
			'of what ends at the upper edge shows its surroundings',
			box(0.2, -0.195, 0.3, 0.19),
			{ padding: 5 },
			place(35, 0, 70, 5),
		],
		[
			'of what ends above the upper edge is outside',
			box(0.2, -0.195, 0.3, 0.18),
			{ padding: 5 },
			undefined,
		],
		[
			'grows on both sides, by one more at the end',
			box(0.5, 0.5, 0.05, 0.1),
			{ minSize: 13 },
			place(99, 49, 13, 13),
		],
		[
			'counts the padding to its size',
			box(0.5, 0.5, 0.05, 0.1),
			{ minSize: 16, padding: 3 },
			place(97, 47, 16, 16),
		],
		[
			'grows no side that is long enough',
			box(0.5, 0.5, 0.05, 0.4),
			{ minSize: 20 },
			place(95, 50, 20, 40),
		],
		['is moved onto the picture', box(0, 0.9, 0.05, 0.1), { minSize: 20 }, place(0, 80, 20, 20)],
		[
			'is no larger than the picture',
			box(0.2, 0.2, 0.1, 0.1),
			{ minSize: 150 },
			place(0, 0, 150, 100),
		],
		[
			'is the whole picture with enough padding',
			box(0.2, 0.2, 0.1, 0.1),
			{ padding: 500 },
			place(0, 0, 200, 100),
		],
	])('%s', async (_, label, options, expected) => {
		const [crop] = await cropObjects(map(3), [label], { format: 'png', ...options });
		expect(crop?.box).toEqual(expected);
		if (!crop || !expected) return;
		const { data, info } = await sharp(crop.bytes).raw().toBuffer({ resolveWithObject: true });
		expect([info.width, info.height, crop.width, crop.height]).toEqual([
			...[expected.width, expected.height],
			...[expected.width, expected.height],
		]);
		expect([...data.subarray(0, 3)]).toEqual([expected.x, expected.y, 7]);
		expect([...data.subarray(-3)]).toEqual([
			...[expected.x + expected.width - 1, expected.y + expected.height - 1],
			7,
		]);
	});

	it.each<[string, CropOptions, number, number]>([
		['as it is', {}, 40, 20],
		['with padding', { padding: 3 }, 46, 26],
		['of a size at least', { minSize: 30 }, 40, 30],
		['of a size that has padding', { minSize: 24, padding: 3 }, 46, 26],
	])('that is turned straight has its own size: %s', async (_, options, width, height) => {
		const label = rotated(0.4, 0.4, 0.2, 0.2, 30);
		const [crop] = await cropObjects(map(3), [label], {
			format: 'png',
			rotated: 'turned',
			...options,
		});
		expect([crop?.width, crop?.height]).toEqual([width, height]);
		const upright = await cropObjects(map(3), [label], { format: 'png', ...options });
		expect(crop?.box).toEqual(upright[0]?.box);
	});

	it('that is turned straight has at least one pixel', async () => {
		const [crop] = await cropObjects(map(3), [rotated(0.5, 0.5, 0.001, 0.2, 45)], {
			format: 'png',
			rotated: 'turned',
		});
		expect([crop?.width, crop?.height]).toEqual([1, 20]);
	});

	it('that is turned straight keeps alpha, and needs to be on the picture', async () => {
		const options = { format: 'png', rotated: 'turned' } as const;
		const [crop, outside] = await cropObjects(
			map(4),
			[rotated(0.4, 0.4, 0.2, 0.2, 0), rotated(2, 2, 0.2, 0.2, 0)],
			options,
		);
		expect((await sharp(crop?.bytes).metadata()).channels).toBe(4);
		const { data } = await sharp(crop?.bytes).raw().toBuffer({ resolveWithObject: true });
		expect([...data.subarray(0, 4)]).toEqual([80, 40, 7, (40 * 200 + 80) % 251]);
		expect(outside).toBeUndefined();
	});

	it('is turned straight only where it is a turned box', async () => {
		const [crop] = await cropObjects(map(3), [box(0.1, 0.2, 0.25, 0.3)], {
			format: 'png',
			rotated: 'turned',
		});
		expect([crop?.width, crop?.height, crop?.box]).toEqual([50, 30, place(20, 20, 50, 30)]);
	});

	it.each<[string, 3 | 4, DrawnLabel, CropOptions, string]>([
		[
			'a box, nothing to hide',
			3,
			box(0, 0, 0.5, 0.5),
			{ outside: 'transparent', format: 'jpeg' },
			'image/jpeg',
		],
		['a polygon', 3, polygon, { outside: 'transparent', format: 'jpeg' }, 'image/png'],
		['a polygon', 3, polygon, { outside: 'transparent' }, 'image/png'],
		['a polygon', 3, polygon, { outside: 'transparent', format: 'webp' }, 'image/webp'],
		[
			'a polygon that is painted over',
			3,
			polygon,
			{ outside: '#000000', format: 'jpeg' },
			'image/jpeg',
		],
		['a polygon, no format asked', 3, polygon, {}, 'image/jpeg'],
		[
			'a box of a picture with alpha',
			4,
			box(0, 0, 0.5, 0.5),
			{ outside: 'transparent', format: 'jpeg' },
			'image/png',
		],
		['a box of a picture with alpha', 4, box(0, 0, 0.5, 0.5), { format: 'jpeg' }, 'image/jpeg'],
	])(
		'has a format that holds what it shows: %s in %p',
		async (_, channels, label, options, type) => {
			expect((await cropObjects(map(channels), [label], options))[0]?.mimeType).toBe(type);
		},
	);

	it('hides with the color and no transparency where the picture has alpha', async () => {
		const options = { format: 'png', outside: '#102030' } as const;
		const [crop] = await cropObjects(map(4), [polygon], options);
		const { data } = await sharp(crop?.bytes).raw().toBuffer({ resolveWithObject: true });
		expect([...data.subarray(-80 * 4).subarray(0, 4)]).toEqual([16, 32, 48, 255]);
	});

	it('keeps the alpha of the picture where it shows the object', async () => {
		const options = { format: 'png', outside: 'transparent' } as const;
		const [crop] = await cropObjects(map(4), [polygon], options);
		const { data } = await sharp(crop?.bytes).raw().toBuffer({ resolveWithObject: true });
		const at = (x: number, y: number) => [...data.subarray(4 * (80 * y + x)).subarray(0, 4)];
		expect(at(70, 10)).toEqual([90, 20, 7, (20 * 200 + 90) % 251]);
		expect(at(10, 70)).toEqual([0, 0, 0, 0]);
	});
});

describe('crops of an image file', () => {
	let file: Buffer;
	beforeAll(async () => {
		const { width, height, channels, data } = map(3);
		file = await sharp(data, { raw: { width, height, channels } }).png().toBuffer();
	});

	it.each<[string, DrawnLabel, CropOptions]>([
		['a box', box(0.1, 0.2, 0.25, 0.3), { padding: 3 }],
		['a box that sticks out', box(-0.1, 0.8, 0.25, 0.5), {}],
		['a box beyond the picture', box(1.5, 0.2, 0.25, 0.3), {}],
		['a polygon', polygon, { outside: '#102030' }],
		['a see-through polygon', polygon, { outside: 'transparent' }],
		['a polygon as a box', polygon, {}],
		['a turned box', rotated(0.4, 0.4, 0.2, 0.2, 30), { rotated: 'turned' }],
		['a turned box upright', rotated(0.4, 0.4, 0.2, 0.2, 30), {}],
		['nothing', { geometry: undefined }, {}],
	])('are those of its pixels, alone or among others: %s', async (_, label, options) => {
		const asked = { format: 'png', ...options } as const;
		const [expected] = await cropObjects(map(3), [label], asked);
		const shown = async (crop: typeof expected) =>
			crop && { ...crop, bytes: [...(await decodeImage(crop.bytes, 1e6)).data] };
		const [alone] = await cropImageFile(file, [label], asked, 1e6);
		const both = await cropImageFile(file, [label, box(0, 0, 0.01, 0.01)], asked, 1e6);
		expect(await shown(alone)).toEqual(await shown(expected));
		expect(await shown(both[0])).toEqual(await shown(expected));
		expect(both[1]?.box).toMatchObject({ x: 0, y: 0 });
	});

	it('are none for no label', async () => {
		expect(await cropImageFile(file, [], {}, 1e6)).toEqual([]);
	});

	const padding =
		'Padding and minimum size of crops must be whole numbers of pixels, not negative.';
	it.each([{ padding: -1 }, { padding: 0.5 }, { minSize: -1 }, { minSize: 1.5 }, { padding: NaN }])(
		'are refused for %p, also without labels',
		async (options) => {
			const refusal = { code: 'invalidInput', message: padding };
			await expect(cropImageFile(file, [], options, 1e6)).rejects.toMatchObject(refusal);
			await expect(cropObjects(map(3), [], options)).rejects.toMatchObject(refusal);
		},
	);
});
