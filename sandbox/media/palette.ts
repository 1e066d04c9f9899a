/**
 * The colors of every generated picture. Only shapes to be found have a color of `shapeColors`, and all other colors are far from
 * these. So a program can find the shapes even after JPEG, H.264 and scaling.
 */

/** Red, green and blue, 0..255. */
export type Rgb = readonly [number, number, number];

export const shapeColors = {
	red: [214, 40, 40],
	orange: [247, 127, 0],
	yellow: [252, 211, 30],
	green: [42, 157, 78],
	blue: [37, 99, 235],
	purple: [142, 59, 181],
} as const satisfies Record<string, Rgb>;

export type ShapeColor = keyof typeof shapeColors;

export const backgroundColors = {
	'light blue': [198, 226, 245],
	'light green': [205, 232, 206],
	beige: [240, 226, 200],
	lavender: [221, 214, 240],
	pink: [248, 215, 222],
	'light gray': [205, 209, 215],
	white: [252, 252, 250],
	'dark blue': [27, 38, 66],
	black: [0, 0, 0],
} as const satisfies Record<string, Rgb>;

export type BackgroundColor = keyof typeof backgroundColors;

/** Drawn things have dark outlines, which can only be seen on these. */
export type LightBackground = Exclude<BackgroundColor, 'dark blue' | 'black'>;

/** Euclidean distance in RGB, 0..441. */
export function colorDistance(a: Rgb, b: Rgb): number {
	return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

export function cssColor([r, g, b]: Rgb): string {
	return `rgb(${r},${g},${b})`;
}

/** `#RRGGBB`, as ontologies write colors. */
export function hexColor(color: Rgb): string {
	return `#${color
		.map((channel) => channel.toString(16).padStart(2, '0'))
		.join('')
		.toUpperCase()}`;
}

/** `amount` > 0 moves towards white, < 0 towards black. */
export function shade(color: Rgb, amount: number): Rgb {
	const target = amount > 0 ? 255 : 0;
	const part = (channel: number) => Math.round(channel + (target - channel) * Math.abs(amount));
	return [part(color[0]), part(color[1]), part(color[2])];
}
