/** A decision per color, made once for each of 32 × 32 × 32 cells of the color cube instead of once for each pixel. */
import type { Rgb } from '../media/palette';
import type { Pixels } from '../media/pictures';

/** Decides by the color in the middle of a cell (at most 4 levels off in each channel). */
export type ColorDecision = (color: Rgb) => number;

/** The decision (0..254) for every pixel from row `fromRow` on; rows above are 0. */
export function decideByColor(
	{ data, width, height }: Pixels,
	decide: ColorDecision,
	fromRow = 0,
): Uint8Array {
	const decisions = new Uint8Array(width * height);
	const known = new Uint8Array(32768).fill(255);
	for (let index = fromRow * width; index < decisions.length; index++) {
		const red = (data[index * 3] ?? 0) >> 3;
		const green = (data[index * 3 + 1] ?? 0) >> 3;
		const blue = (data[index * 3 + 2] ?? 0) >> 3;
		const cell = (red << 10) | (green << 5) | blue;
		if (known[cell] === 255) known[cell] = decide([red * 8 + 4, green * 8 + 4, blue * 8 + 4]);
		decisions[index] = known[cell] ?? 0;
	}
	return decisions;
}
