/** Text in drawings. Drawings are SVG, which sharp turns into pixels. */

/** Mean width of a character of a sans-serif font, in its size. */
const characterWidth = 0.6;
const longestText = 80;

/** Width in pixels that a text takes at most, with a little room at both ends. */
export function textWidth(text: string, font: number): number {
	return (shownText(text).length + 1) * characterWidth * font;
}

/** The text as it is written: a long one ends in `…`. */
function shownText(text: string): string {
	return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/**
 * One line of text.
 * @param x left end, in pixels
 * @param y base line, in pixels
 */
export function textSvg(text: string, x: number, y: number, font: number, color = '#fff'): string {
	return `<text x="${round(x)}" y="${round(y)}" font-size="${round(font)}" font-family="Arial, DejaVu Sans, sans-serif" fill="${color}">${escaped(shownText(text))}</text>`;
}

/** A drawing of this size as a layer for sharp. */
export function svgLayer(width: number, height: number, body: string): Buffer {
	return Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`,
	);
}

/** Numbers in drawings have two decimal places. */
export const round = (value: number) => Math.round(value * 100) / 100;

function escaped(text: string): string {
	return (
		text
			// Characters that XML forbids altogether would make the whole drawing unreadable.
			.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
			.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
	);
}
