/** Colors as ontologies write them. */

export type Rgb = readonly [red: number, green: number, blue: number];

const fallback: Rgb = [255, 64, 64];

/** `#rgb` or `#rrggbb`; anything else gives a red that is seen on most pictures. */
export function rgbOf(color: string | undefined): Rgb {
	const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color ?? '')?.[1];
	if (!hex) return fallback;
	const digits =
		hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
	const [red = 0, green = 0, blue = 0] = digits.map((pair) => Number.parseInt(pair, 16));
	return [red, green, blue];
}

export const cssOf = ([red, green, blue]: Rgb) => `rgb(${red},${green},${blue})`;
