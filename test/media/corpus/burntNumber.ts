/**
 * Test pictures with their frame number burnt in: 20 bits and their parity in two rows of twelve black or white cells over the
 * upper third (frames §3). The corner cells tell the rotation. From a blend of two frames no number can be read.
 */

const columns = 12;
const bits = 20;

/** The cells of both rows, 1 = white: white marker, bits 19 to 10, black marker; black marker, bits 9 to 0, parity. */
function cellsOf(number: number): number[] {
	const digits = Array.from({ length: bits }, (_, i) => (number >> (bits - 1 - i)) & 1);
	const parity = digits.reduce((sum, digit) => sum ^ digit, 0);
	return [1, ...digits.slice(0, 10), 0, 0, ...digits.slice(10), parity];
}

/** An RGB picture with this number. Below it is a pattern that moves, so that adjacent frames differ everywhere. */
export function numberedPicture(number: number, width: number, height: number): Buffer {
	const pixels = Buffer.alloc(width * height * 3);
	const cells = cellsOf(number);
	const rowHeight = Math.floor(height / 6);
	for (let y = 0, at = 0; y < height; y++) {
		const row = Math.floor(y / rowHeight);
		for (let x = 0; x < width; x++, at += 3) {
			if (row < 2)
				pixels.fill(cells[row * columns + Math.floor((x * columns) / width)] ? 255 : 0, at, at + 3);
			else {
				pixels[at] = (x * 2 + number * 3) & 255;
				pixels[at + 1] = (y * 3 + number * 5) & 255;
				pixels[at + 2] = ((x + y) * 2 - number * 2) & 255;
			}
		}
	}
	return pixels;
}

export interface Picture {
	width: number;
	height: number;
	channels: number;
	data: Uint8Array;
}

/** Mean brightness of the inner part of each cell, for a picture that was rotated clockwise by `turn` degrees. */
function brightness({ width, height, channels, data }: Picture, turn: number): number[] {
	const [W, H] = turn % 180 ? [height, width] : [width, height];
	const value = (x: number, y: number) => {
		const [column, row] =
			turn === 0
				? [x, y]
				: turn === 90
					? [width - 1 - y, x]
					: turn === 180
						? [width - 1 - x, height - 1 - y]
						: [y, height - 1 - x];
		const at = (row * width + column) * channels;
		return channels < 3
			? (data[at] ?? 0)
			: ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3;
	};
	const rowHeight = Math.floor(H / 6);
	return Array.from({ length: 2 * columns }, (_, cell) => {
		const [row, column] = [Math.floor(cell / columns), cell % columns];
		let [sum, count] = [0, 0];
		for (let y = Math.floor((row + 0.3) * rowHeight); y < (row + 0.7) * rowHeight; y++) {
			for (
				let x = Math.floor(((column + 0.3) * W) / columns);
				x < ((column + 0.7) * W) / columns;
				x++, count++
			)
				sum += value(x, y);
		}
		return sum / count;
	});
}

/** Reads the number and the clockwise rotation in degrees; undefined when no number can be read. */
export function readNumber(picture: Picture): { number: number; turn: number } | undefined {
	for (const turn of [0, 90, 180, 270]) {
		const levels = brightness(picture, turn);
		const white = levels[0] ?? 0;
		const black = ((levels[columns - 1] ?? 0) + (levels[columns] ?? 0)) / 2;
		if (white - black < 100) continue;
		const shares = levels.map((level) => (level - black) / (white - black));
		if (shares.some((share) => share > 0.3 && share < 0.7)) continue;
		const cells = shares.map((share) => (share >= 0.5 ? 1 : 0));
		const number = [...cells.slice(1, 11), ...cells.slice(13, 23)].reduce<number>(
			(value, digit) => value * 2 + digit,
			0,
		);
		if (cellsOf(number).every((cell, i) => cell === cells[i])) return { number, turn };
	}
	return undefined;
}
