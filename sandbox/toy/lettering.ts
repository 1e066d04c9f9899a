/** Reads the block letters on white signs. */
import { glyphHeight, glyphs, wordGap } from '../media/lettering';
import type { Pixels } from '../media/pictures';
import { decideByColor } from './colorLookup';
import { connectedRegions, type Component } from './components';

const white = 1;
const dark = 2;

interface Ink {
	left: number;
	/** First column behind it. */
	right: number;
}

/** The texts of all signs, from top to bottom and left to right; a sign with a letter that cannot be read has none. */
export function readSigns(pixels: Pixels, fromRow = 0): string[] {
	const classes = decideByColor(
		pixels,
		([red, green, blue]) => {
			const [least, most] = [Math.min(red, green, blue), Math.max(red, green, blue)];
			return least > 240 ? white : most < 110 ? dark : 0;
		},
		fromRow,
	);
	return connectedRegions(classes, pixels.width, pixels.height)
		.components.filter(
			({ label, area }) => label === white && area > pixels.width * pixels.height * 0.002,
		)
		.sort((a, b) => a.top - b.top || a.left - b.left)
		.flatMap((sign) => readSign(classes, pixels.width, sign) ?? []);
}

function readSign(classes: Uint8Array, width: number, sign: Component): string | undefined {
	const isDark = (x: number, y: number) => classes[y * width + x] === dark;
	const rows = rangeOf(sign.top, sign.bottom).filter((y) =>
		rangeOf(sign.left, sign.right).some((x) => isDark(x, y)),
	);
	const [top, last] = [rows[0], rows.at(-1)];
	if (top === undefined || last === undefined) return undefined;
	const dot = (last + 1 - top) / glyphHeight;
	if (dot < 2) return undefined;
	let text = '';
	let end: number | undefined;
	for (const ink of inks(sign, dot, (x) => rows.some((y) => isDark(x, y)))) {
		const columns = Math.round((ink.right - ink.left) / dot);
		const letter = letterOf(columns, (right, down) =>
			isDark(
				Math.floor(ink.left + ((right + 0.5) * (ink.right - ink.left)) / columns),
				Math.floor(top + (down + 0.5) * dot),
			),
		);
		if (letter === undefined) return undefined;
		if (end !== undefined && ink.left - end > (wordGap - 1.5) * dot) text += ' ';
		text += letter;
		end = ink.right;
	}
	return text || undefined;
}

const rangeOf = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, step) => from + step);

/** The runs of columns with dark dots. Scaling blurs dots that touch at a corner: a gap of less than half a dot is none. */
function inks({ left, right }: Component, dot: number, hasInk: (x: number) => boolean): Ink[] {
	const found: Ink[] = [];
	let from: number | undefined;
	for (let x = left; x <= right; x++) {
		const ink = x < right && hasInk(x);
		if (ink) from ??= x;
		else if (from !== undefined) {
			const last = found.at(-1);
			if (last && from - last.right < dot / 2) last.right = x;
			else found.push({ left: from, right: x });
			from = undefined;
		}
	}
	return found;
}

/** The letter of that many columns with the fewest wrong dots; undefined when more than one in ten is wrong. */
function letterOf(
	columns: number,
	isDark: (right: number, down: number) => boolean,
): string | undefined {
	let best: { letter: string; wrong: number } | undefined;
	for (const [letter, rows] of Object.entries(glyphs)) {
		if (rows[0]?.length !== columns) continue;
		let wrong = 0;
		rows.forEach((row, down) =>
			[...row].forEach((on, right) => {
				if ((on === '#') !== isDark(right, down)) wrong++;
			}),
		);
		if (best === undefined || wrong < best.wrong) best = { letter, wrong };
	}
	return best && best.wrong <= columns * glyphHeight * 0.1 ? best.letter : undefined;
}
