/** Sheets of several pictures, judged by the colors at known places. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Geometry } from '../../../src/geometry/geometry';
import { ContactSheet, SHEET_SIDE } from '../../../src/media/picture/contactSheet';
import type { DrawnLabel } from '../../../src/media/picture/drawnLabel';
import { decodeImage } from '../../../src/media/picture/imageFile';
import type { Pixels } from '../../../src/media/picture/pixels';

type Color = [number, number, number];
const GREEN: Color = [0, 160, 0];
const BLUE: Color = [0, 0, 200];
const WHITE: Color = [255, 255, 255];
/** Height of a caption, and distance of pictures. */
const [LINE, GAP] = [24, 8];

/** Green on the left, blue on the right. */
function twoColors(width: number, height: number, alpha?: number): Pixels {
	const channels = alpha === undefined ? 3 : 4;
	const data = Buffer.from(
		Array.from({ length: width * height }, (_, i) => [
			...(i % width < width / 2 ? GREEN : BLUE),
			...(alpha === undefined ? [] : [alpha]),
		]).flat(),
	);
	return { width, height, channels, data };
}

const square = (x: number, y: number, size: number, color = '#ff0000'): DrawnLabel => ({
	geometry: { kind: 'box', x, y, w: size, h: size },
	color,
});
const solid = (color: string): DrawnLabel => ({
	geometry: {
		kind: 'bitmask',
		mask: { width: 2, height: 2, data: Uint8Array.of(1, 1, 1, 1) },
	} satisfies Geometry,
	color,
});

async function colors(bytes: Buffer) {
	const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
	expect(info.channels).toBe(3);
	const at = (x: number, y: number) =>
		[...data.subarray((y * info.width + x) * 3).subarray(0, 3)] as Color;
	return { at, width: info.width, height: info.height };
}

async function beforeAfter(pixels: Pixels, labels: DrawnLabel[], columns = 2, background?: string) {
	const sheet = new ContactSheet(2, columns, {
		format: 'png',
		...(background === undefined ? {} : { background }),
	});
	await sheet.add({ pixels, labels: [], caption: 'Before' });
	await sheet.add({ pixels, labels, caption: 'After' });
	const { bytes } = await sheet.encode([{ color: '#ff0000', text: 'Added Car' }]);
	return await colors(bytes);
}

/** A see-through color over another one. */
const over = (color: Color, alpha: number, behind: Color): Color =>
	color.map((value, index) =>
		Math.round((value * alpha + behind[index]! * (255 - alpha)) / 255),
	) as Color;

/** A quarter red over a color, as shapes are filled. */
const filled = ([red, green, blue]: Color): Color =>
	[red * 0.75 + 63.75, green * 0.75, blue * 0.75].map(Math.round) as Color;

function expectNear(color: Color, expected: Color): void {
	const distance = Math.max(...color.map((value, index) => Math.abs(value - expected[index]!)));
	expect({ color, expected, near: distance <= 3 }).toEqual({ color, expected, near: true });
}

describe('a picture before and after', () => {
	const label = square(0.1, 0.1, 0.3);
	const right = 300 + GAP;

	it.each<[what: string, alpha: number | undefined, background: string | undefined, behind: Color]>(
		[
			['in color', undefined, undefined, WHITE],
			['with alpha', 255, undefined, WHITE],
			['that is half see-through', 128, undefined, WHITE],
			['that is all see-through', 0, undefined, WHITE],
			['that is half see-through over black', 128, '#000000', [0, 0, 0]],
		],
	)(
		'%s has the labels on the right half only, and the colors of the picture over the background',
		async (_what, alpha, background, behind) => {
			const pixels = twoColors(300, 200, alpha);
			const [green, blue] = [GREEN, BLUE].map((color) => over(color, alpha ?? 255, behind)) as [
				Color,
				Color,
			];
			const { at, width, height } = await beforeAfter(pixels, [label], 2, background);
			expect([width, height]).toEqual([2 * 300 + GAP, LINE + 200 + GAP + LINE]);
			// Before: every place as it is in the picture.
			expectNear(at(60, LINE + 50), green);
			expectNear(at(10, LINE + 190), green);
			expectNear(at(290, LINE + 50), blue);
			// Between the two nothing.
			expectNear(at(300 + GAP / 2, LINE + 100), WHITE);
			// After: the box is filled, around it is the picture.
			expectNear(at(right + 60, LINE + 50), filled(green));
			expectNear(at(right + 10, LINE + 190), green);
			expectNear(at(right + 290, LINE + 50), blue);
		},
	);

	it('in gray keeps its shades', async () => {
		const ramp = Buffer.from(
			Array.from({ length: 300 * 200 }, (_, i) => (i % 300 < 150 ? 40 : 200)),
		);
		const png = await sharp(ramp, { raw: { width: 300, height: 200, channels: 1 } })
			.toColourspace('b-w')
			.png()
			.toBuffer();
		const { at } = await beforeAfter(await decodeImage(png, 1e6), [label]);
		expectNear(at(60, LINE + 50), [40, 40, 40]);
		expectNear(at(right + 200, LINE + 150), [200, 200, 200]);
		expectNear(at(right + 60, LINE + 50), filled([40, 40, 40]));
	});

	it('that was turned shows it upright, with the labels where they are in the upright picture', async () => {
		const upright = twoColors(300, 200);
		const { data, info } = await sharp(upright.data, { raw: { ...upright, channels: 3 } })
			.rotate(270)
			.raw()
			.toBuffer({ resolveWithObject: true });
		const file = await sharp(data, { raw: { ...info, channels: 3 } })
			.withMetadata({ orientation: 6 })
			.png()
			.toBuffer();
		const { at, width } = await beforeAfter(await decodeImage(file, 1e6), [label]);
		expect(width).toBe(2 * 300 + GAP);
		expectNear(at(60, LINE + 50), GREEN);
		expectNear(at(290, LINE + 50), BLUE);
		expectNear(at(right + 60, LINE + 50), filled(GREEN));
		expectNear(at(right + 290, LINE + 150), BLUE);
	});

	it('stands one above the other where it has one column', async () => {
		const { at, width, height } = await beforeAfter(twoColors(600, 100), [label], 1);
		expect([width, height]).toEqual([600, 2 * (LINE + 100 + GAP) + LINE]);
		expectNear(at(100, LINE + 30), GREEN);
		expectNear(at(100, LINE + 100 + GAP + LINE + 30), filled(GREEN));
	});

	it('shows the color of a class in the legend, and the text beside it', async () => {
		const { at, height } = await beforeAfter(twoColors(300, 200), [label]);
		const middle = height - LINE / 2;
		expectNear(at(GAP / 2 + 7, middle), [255, 0, 0]);
		const text = Array.from({ length: 70 }, (_, x) => at(GAP / 2 + 18 + x, middle)[0]);
		expect(text.filter((value) => value < 128).length).toBeGreaterThan(5);
	});
});

describe('a contact sheet', () => {
	const masks = ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff'];
	const sheetOf = async (count: number, pixels: Pixels, columns?: number) => {
		const sheet = new ContactSheet(count, columns, { format: 'png' });
		for (const color of masks.slice(0, count))
			await sheet.add({ pixels, labels: [solid(color)], caption: color });
		return await sheet.encode([]);
	};
	const black: Pixels = { width: 200, height: 100, channels: 3, data: Buffer.alloc(200 * 100 * 3) };

	it('has its pictures in their order, row by row', async () => {
		const { at, width, height } = await colors((await sheetOf(5, black)).bytes);
		expect([width, height]).toEqual([3 * 200 + 2 * GAP, 2 * (LINE + 100) + GAP]);
		const centers = [0, 1, 2, 3, 4].map((place) =>
			at((place % 3) * (200 + GAP) + 100, Math.floor(place / 3) * (LINE + 100 + GAP) + LINE + 50),
		);
		expect(centers.map((color) => color.map((value) => value > 64))).toEqual([
			[true, false, false],
			[false, true, false],
			[false, false, true],
			[true, true, false],
			[false, true, true],
		]);
		expectNear(at(2 * (200 + GAP) + 100, LINE + 100 + GAP + LINE + 50), WHITE);
	});

	it.each<[string, number, number, number]>([
		['wide', 4000, 600, 2],
		['tall', 600, 4000, 2],
		['large', 4000, 3000, 5],
	])('of %s pictures fits the output panel', async (_what, width, height, count) => {
		const pixels: Pixels = {
			width,
			height,
			channels: 3,
			data: Buffer.alloc(width * height * 3, 99),
		};
		const sheet = await sheetOf(count, pixels);
		expect(Math.max(sheet.width, sheet.height)).toBeLessThanOrEqual(SHEET_SIDE);
		expect(Math.max(sheet.width, sheet.height)).toBeGreaterThan(SHEET_SIDE / 2);
	});

	it('counts what finds no room in the legend', async () => {
		const sheet = new ContactSheet(1);
		await sheet.add({ pixels: black, labels: [], caption: '' });
		const legend = Array.from({ length: 100 }, (_, index) => ({
			color: '#ff0000',
			text: `Class ${index}`,
		}));
		const { height } = await sheet.encode(legend);
		expect(height).toBe(LINE + 100 + GAP + 4 * LINE);
	});
});
