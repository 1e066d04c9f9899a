/**
 * A frame number in the picture itself: the top third is a black band of two rows of twelve cells (frames §3):
 * row 0 = white marker, bits 19..10, black marker; row 1 = black marker, bits 9..0, parity of the twenty bits.
 * Blends of two frames give gray cells, which read as "unreadable" rather than as a number.
 */
import type { Pixels } from './pictures';

const columns = 12;
const bits = 20;

/** Height of one of the two rows, pixels. */
const cellHeight = (height: number) => Math.floor(height / 6);

/** Rows of the picture that the code takes, from the top. */
export const frameCodeHeight = (height: number) => 2 * cellHeight(height);

function cellsOf(frameNumber: number): number[] {
	if (!Number.isInteger(frameNumber) || frameNumber < 0 || frameNumber >= 2 ** bits) {
		throw new RangeError(
			`A frame number from 0 to ${2 ** bits - 1} can be burnt in, not ${frameNumber}`,
		);
	}
	const digits = Array.from(
		{ length: bits },
		(_, index) => (frameNumber >> (bits - 1 - index)) & 1,
	);
	const parity = digits.reduce((sum, bit) => sum ^ bit, 0);
	return [1, ...digits.slice(0, 10), 0, 0, ...digits.slice(10), parity];
}

/** Fills a rectangle of whole pixels, clipped to the picture. */
export function fillRectangle(
	pixels: Pixels,
	x: number,
	y: number,
	width: number,
	height: number,
	color: readonly number[],
): void {
	const left = Math.max(0, x);
	const right = Math.min(pixels.width, x + width);
	for (let row = Math.max(0, y); row < Math.min(pixels.height, y + height); row++) {
		for (let column = left; column < right; column++) {
			const at = (row * pixels.width + column) * 3;
			pixels.data[at] = color[0] ?? 0;
			pixels.data[at + 1] = color[1] ?? 0;
			pixels.data[at + 2] = color[2] ?? 0;
		}
	}
}

/** Writes the cell code over the top third. Throws `RangeError` for a number that does not fit 20 bits. */
export function drawFrameCode(pixels: Pixels, frameNumber: number): void {
	const tall = cellHeight(pixels.height);
	cellsOf(frameNumber).forEach((bit, index) => {
		const column = index % columns;
		const left = Math.floor((column * pixels.width) / columns);
		const right = Math.floor(((column + 1) * pixels.width) / columns);
		const value = bit ? 255 : 0;
		fillRectangle(pixels, left, Math.floor(index / columns) * tall, right - left, tall, [
			value,
			value,
			value,
		]);
	});
}

const digitRows = [
	'111101101101111',
	'010110010010111',
	'111001111100111',
	'111001111001111',
	'101101111001001',
	'111100111001111',
	'111100111101111',
	'111001001001001',
	'111101111101111',
	'111101111001111',
];

/** The same number for people: dark digits on a light plate in the bottom left corner, made of pixels (no font needed). */
export function drawFrameDigits(pixels: Pixels, frameNumber: number): void {
	const dot = Math.max(2, Math.round(pixels.height / 120));
	const text = String(frameNumber);
	const top = pixels.height - 8 * dot;
	fillRectangle(pixels, dot, top - dot, (text.length * 4 + 1) * dot, 7 * dot, [236, 238, 241]);
	[...text].forEach((digit, position) => {
		[...(digitRows[Number(digit)] ?? '')].forEach((on, index) => {
			if (on === '1')
				fillRectangle(
					pixels,
					(2 + position * 4 + (index % 3)) * dot,
					top + Math.floor(index / 3) * dot,
					dot,
					dot,
					[32, 36, 44],
				);
		});
	});
}

/**
 * Mean brightness (0..255) of the middle 40 % of each cell. Smaller than the cell, so that scaling and compression at the
 * borders do not matter.
 */
function cellBrightness({ data, width, height }: Pixels): number[] {
	const tall = cellHeight(height);
	const means: number[] = [];
	for (let index = 0; index < 2 * columns; index++) {
		const x0 = ((index % columns) * width) / columns;
		const y0 = Math.floor(index / columns) * tall;
		let sum = 0;
		let count = 0;
		for (let y = Math.floor(y0 + tall * 0.3); y < y0 + tall * 0.7; y++) {
			for (
				let x = Math.floor(x0 + (width / columns) * 0.3);
				x < x0 + (width / columns) * 0.7;
				x++
			) {
				const at = (y * width + x) * 3;
				sum += ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
				count++;
			}
		}
		means.push(count ? sum / count : 0);
	}
	return means;
}

/** The number burnt into a picture, or null when there is none or it cannot be read without doubt. */
export function readFrameCode(pixels: Pixels): number | null {
	const means = cellBrightness(pixels);
	const white = means[0] ?? 0;
	const black = ((means[11] ?? 0) + (means[12] ?? 0)) / 2;
	if (white - black < 100 || Math.abs((means[11] ?? 0) - (means[12] ?? 0)) > 40) return null;
	const levels = means.map((mean) => (mean - black) / (white - black));
	if (levels.some((level) => level > 0.3 && level < 0.7)) return null;
	const read = levels.map((level) => (level >= 0.5 ? 1 : 0));
	const digits = [...read.slice(1, 11), ...read.slice(13, 23)];
	const parity = digits.reduce<number>((sum, bit) => sum ^ bit, 0);
	return parity === read[23] ? digits.reduce<number>((number, bit) => number * 2 + bit, 0) : null;
}
