/**
 * Block letters on white signs. Letters are made of dots, so that no font is needed and a program can read them. Each is 7 dots high
 * and has no empty column inside it, so that the columns between letters separate them.
 */

/** Rows from top to bottom, `#` for a dot. */
export const glyphs: Record<string, readonly string[]> = {
	A: ['.###.', '#...#', '#...#', '#####', '#...#', '#...#', '#...#'],
	B: ['####.', '#...#', '#...#', '####.', '#...#', '#...#', '####.'],
	C: ['.####', '#....', '#....', '#....', '#....', '#....', '.####'],
	D: ['####.', '#...#', '#...#', '#...#', '#...#', '#...#', '####.'],
	E: ['#####', '#....', '#....', '####.', '#....', '#....', '#####'],
	F: ['#####', '#....', '#....', '####.', '#....', '#....', '#....'],
	G: ['.####', '#....', '#....', '#..##', '#...#', '#...#', '.####'],
	H: ['#...#', '#...#', '#...#', '#####', '#...#', '#...#', '#...#'],
	I: ['###', '.#.', '.#.', '.#.', '.#.', '.#.', '###'],
	J: ['..###', '...#.', '...#.', '...#.', '...#.', '#..#.', '.##..'],
	K: ['#...#', '#..#.', '#.#..', '##...', '#.#..', '#..#.', '#...#'],
	L: ['#....', '#....', '#....', '#....', '#....', '#....', '#####'],
	M: ['#...#', '##.##', '#.#.#', '#.#.#', '#...#', '#...#', '#...#'],
	N: ['#...#', '##..#', '##..#', '#.#.#', '#..##', '#..##', '#...#'],
	O: ['.###.', '#...#', '#...#', '#...#', '#...#', '#...#', '.###.'],
	P: ['####.', '#...#', '#...#', '####.', '#....', '#....', '#....'],
	Q: ['.###.', '#...#', '#...#', '#...#', '#.#.#', '#..#.', '.##.#'],
	R: ['####.', '#...#', '#...#', '####.', '#.#..', '#..#.', '#...#'],
	S: ['.####', '#....', '#....', '.###.', '....#', '....#', '####.'],
	T: ['#####', '..#..', '..#..', '..#..', '..#..', '..#..', '..#..'],
	U: ['#...#', '#...#', '#...#', '#...#', '#...#', '#...#', '.###.'],
	V: ['#...#', '#...#', '#...#', '#...#', '.#.#.', '.#.#.', '..#..'],
	W: ['#...#', '#...#', '#...#', '#.#.#', '#.#.#', '##.##', '#...#'],
	X: ['#...#', '#...#', '.#.#.', '..#..', '.#.#.', '#...#', '#...#'],
	Y: ['#...#', '#...#', '.#.#.', '..#..', '..#..', '..#..', '..#..'],
	Z: ['#####', '....#', '...#.', '..#..', '.#...', '#....', '#####'],
	0: ['.###.', '#...#', '#..##', '#.#.#', '##..#', '#...#', '.###.'],
	1: ['.#.', '##.', '.#.', '.#.', '.#.', '.#.', '###'],
	2: ['.###.', '#...#', '....#', '...#.', '..#..', '.#...', '#####'],
	3: ['#####', '...#.', '..#..', '...#.', '....#', '#...#', '.###.'],
	4: ['...#.', '..##.', '.#.#.', '#..#.', '#####', '...#.', '...#.'],
	5: ['#####', '#....', '####.', '....#', '....#', '#...#', '.###.'],
	6: ['..##.', '.#...', '#....', '####.', '#...#', '#...#', '.###.'],
	7: ['#####', '....#', '...#.', '..#..', '..#..', '..#..', '..#..'],
	8: ['.###.', '#...#', '#...#', '.###.', '#...#', '#...#', '.###.'],
	9: ['.###.', '#...#', '#...#', '.####', '....#', '...#.', '.##..'],
};

/** Rows of a letter. */
export const glyphHeight = 7;
/** Empty dots between two words; between letters there is one. */
export const wordGap = 4;

/** A white sign with one line of capital letters and digits, or with nothing on it. */
export interface Sign {
	text: string;
	/** Pixels of the picture: left and top of the sign. */
	x: number;
	y: number;
	/** Side of a dot in pixels. */
	dot: number;
	/** Width of the sign in dots; default: as wide as the text needs. */
	dots?: number;
}

function textDots(text: string): number {
	return [...text].reduce(
		(width, letter) =>
			width + (letter === ' ' ? wordGap - 1 : (glyphs[letter]?.[0]?.length ?? 0) + 1),
		-1,
	);
}

/** Width and height of a sign in pixels, its margin of two dots included. */
export function signSize({ text, dot, dots }: Sign): { width: number; height: number } {
	return { width: ((dots ?? textDots(text)) + 4) * dot, height: (glyphHeight + 4) * dot };
}

/** @throws for a letter that has no drawing */
export function signSvg(sign: Sign): string {
	const { text, x, y, dot } = sign;
	const { width, height } = signSize(sign);
	const rect = (left: number, top: number, wide: number, high: number, fill: string) =>
		`<rect x="${left}" y="${top}" width="${wide}" height="${high}" fill="${fill}"/>`;
	const parts = [rect(x, y, width, height, '#ffffff')];
	let at = 2;
	for (const letter of text) {
		if (letter === ' ') {
			at += wordGap - 1;
			continue;
		}
		const rows = glyphs[letter];
		if (!rows) throw new Error(`Signs have no letter "${letter}"`);
		rows.forEach((row, down) =>
			[...row].forEach((on, right) => {
				if (on === '#')
					parts.push(rect(x + (at + right) * dot, y + (2 + down) * dot, dot, dot, '#14161c'));
			}),
		);
		at += (rows[0]?.length ?? 0) + 1;
	}
	return parts.join('');
}
