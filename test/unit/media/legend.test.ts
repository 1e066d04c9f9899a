/** The layout of contact sheets: sizes, captions and the legend, which is compared with the same entries written out. */
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { ContactSheet, type LegendEntry } from '../../../src/media/picture/contactSheet';
import type { Pixels } from '../../../src/media/picture/pixels';

const filled = (width: number, height: number, value = 0): Pixels => ({
	width,
	height,
	channels: 3,
	data: Buffer.alloc(width * height * 3, value),
});

async function sheet(
	pictures: readonly Pixels[],
	legend: readonly LegendEntry[] = [],
	columns?: number,
	captions: string[] = [],
) {
	const made = new ContactSheet(pictures.length, columns, { format: 'png' });
	for (const [i, pixels] of pictures.entries())
		await made.add({ pixels, labels: [], caption: captions[i] ?? '' });
	const { width, height, bytes } = await made.encode(legend);
	const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
	const at = (x: number, y: number) => [...data.subarray(3 * (y * width + x)).subarray(0, 3)];
	/** The first and last column with something dark in these rows; undefined when there is none. */
	const dark = (top: number, bottom: number, left = 0, right = width) => {
		const columns = [];
		for (let x = left; x < right; x++)
			for (let y = top; y < bottom; y++) if (Math.max(...at(x, y)) < 128) columns.push(x);
		return columns.length ? [Math.min(...columns), Math.max(...columns)] : undefined;
	};
	return { size: [width, height], at, data, dark };
}

describe('the size of a sheet', () => {
	it.each<[string, Pixels[], number | undefined, number[]]>([
		[
			'small pictures, with room for captions',
			[filled(20, 20), filled(20, 20)],
			undefined,
			[328, 44],
		],
		['one column', [filled(20, 20), filled(20, 30)], 1, [160, 106]],
		['no column is taken for one', [filled(20, 20), filled(20, 30)], 0, [160, 106]],
		['a row is as high as its highest picture', [filled(200, 20), filled(170, 90)], 2, [408, 114]],
		['more columns than pictures', [filled(200, 20)], 3, [616, 44]],
		['nothing', [], undefined, [160, 1]],
	])('%s', async (_, pictures, columns, size) => {
		expect((await sheet(pictures, [], columns)).size).toEqual(size);
	});

	it.each<[string, number, number, number, number[]]>([
		// (1600 - 8) / 2 = 796 wide, 796 * 60 / 400 = 119.4 high.
		['wide pictures', 2, 1600, 240, [1600, 143]],
		// 1600 - 24 - 8 - 4 * 24 = 1472 high, 1472 * 24 / 160 = 220.8 wide.
		['tall pictures', 2, 240, 1600, [450, 1496]],
		// 3 columns of (1600 - 16) / 3 = 528, 2 rows of (1600 - 2 * 32 - 96) / 2 = 720.
		['five large pictures', 5, 800, 600, [1600, 848]],
		['five tall pictures', 5, 300, 900, [736, 1496]],
	])('of %s is limited', async (_, count, width, height, size) => {
		const pictures = Array.from({ length: count }, () => filled(width, height));
		expect((await sheet(pictures)).size).toEqual(size);
	});
});

describe('a caption', () => {
	it('stands above its picture, from its left edge on', async () => {
		const [one, other] = [filled(200, 20, 255), filled(200, 20, 255)];
		const { dark } = await sheet([one, other], [], 2, ['HHH', 'H']);
		const [left, right] = dark(0, 24, 0, 204) ?? [];
		expect(left).toBeGreaterThanOrEqual(4);
		expect(left).toBeLessThan(8);
		expect(right).toBeLessThan(4 + 3 * 14);
		const [second] = dark(0, 24, 204) ?? [];
		expect(second).toBe(208 + left!);
		expect(dark(24, 44)).toBeUndefined();
	});

	it('of the next row stands below the pictures before it', async () => {
		const white = filled(200, 20, 255);
		const { dark, size } = await sheet([white, white], [], 1, ['', 'H']);
		expect(size).toEqual([200, 96]);
		expect(dark(0, 52)).toBeUndefined();
		expect(dark(52, 76)).toBeDefined();
		expect(dark(76, 96)).toBeUndefined();
	});
});

describe('the legend', () => {
	const classes = (from: number, to: number): LegendEntry[] =>
		Array.from({ length: to - from }, (_, i) => ({ color: '#ff0000', text: `Class ${from + i}` }));
	const red = [255, 0, 0];
	const white = [255, 255, 255];

	it('has a mark in the color of each entry, and wraps where the line is full', async () => {
		// An entry of 7 characters is 14 + 4 + 8 * 8.4 + 8 = 93.2 pixels wide; the first one begins at 4.
		const colors = ['#ff0000', '#00ff00', '#0000ff'];
		const legend = colors.map((color, i) => ({ color, text: `Class ${i}` }));
		const { size, at } = await sheet([filled(200, 20)], legend);
		expect(size).toEqual([200, 24 + 20 + 8 + 2 * 24]);
		const [first, second] = [52 + 12, 76 + 12];
		expect(at(4 + 7, first)).toEqual(red);
		expect(at(97 + 7, first)).toEqual([0, 255, 0]);
		expect(at(4 + 7, second)).toEqual([0, 0, 255]);
		expect(at(97 + 7, second)).toEqual(white);
		// The mark is 14 pixels wide and high.
		const mark = (x: number, y: number) => at(x, y).join() === red.join();
		expect([
			mark(4, 57),
			mark(17, 70),
			mark(3, 64),
			mark(18, 64),
			mark(11, 56),
			mark(11, 71),
		]).toEqual([...[true, true], ...[false, false, false, false]]);
	});

	it('has no mark without a color, and its text at the same place', async () => {
		const text = 'HHHH';
		const [plain, colored] = [
			await sheet([filled(200, 20)], [{ text }]),
			await sheet([filled(200, 20)], [{ text, color: '#ffffff' }]),
		];
		expect(plain.data).toEqual(colored.data);
		const [left, right] = plain.dark(52, 76) ?? [];
		expect(left).toBeGreaterThanOrEqual(22);
		expect(left).toBeLessThan(26);
		expect(right).toBeLessThan(22 + 4 * 14);
	});

	it('fills its lines to the last pixel', async () => {
		// 4 + 2 * 93.2 = 190.4
		const heights = [190, 191].map(
			async (width) => (await sheet([filled(width, 20)], classes(0, 2))).size[1],
		);
		expect(await Promise.all(heights)).toEqual([52 + 48, 52 + 24]);
	});

	it.each<[string, number, LegendEntry[], LegendEntry[]]>([
		// Lines of 3, 3, 3, and 2 of which the last one makes room: 4 + 93.2 + 101.6 + 126.8 > 300.
		[
			'the last entries of a full line',
			300,
			classes(0, 100),
			[...classes(0, 10), { text: 'and 90 more' }],
		],
		// Lines of 4, 4, 3, and 3: 4 + 3 * 101.6 + 118.4 > 425, 4 + 2 * 101.6 + 118.4 fits.
		['nothing that has room', 425, classes(0, 14), classes(0, 14)],
	])('counts what has no room: %s', async (_, width, legend, shown) => {
		const [counted, written] = [
			await sheet([filled(width, 20)], legend),
			await sheet([filled(width, 20)], shown),
		];
		expect(counted.size).toEqual([width, 52 + 4 * 24]);
		expect(counted.data.equals(written.data)).toBe(true);
	});

	it('keeps one entry of its last line beside the count, however wide', async () => {
		const wide = { color: '#ff0000', text: 'x'.repeat(70) };
		const { size, at } = await sheet([filled(200, 20)], Array(9).fill(wide));
		expect(size).toEqual([200, 52 + 4 * 24]);
		for (const line of [0, 1, 2, 3]) expect(at(11, 52 + 24 * line + 12)).toEqual(red);
	});
});
