/** What is seen through transparent parts of a picture where the output has no alpha channel. */
import { type Rgb, rgbOf } from './color';
import type { Pixels } from './pixels';

/** White, as on a web page. */
export const DEFAULT_BACKGROUND = '#ffffff';

export const backgroundOf = ({ background = DEFAULT_BACKGROUND }: { background?: string }): Rgb =>
	rgbOf(background);

/** Pixels without an alpha channel: blended with the background color. Rounds to the nearest level. */
export function flattened(pixels: Pixels, options: { background?: string } = {}): Pixels {
	if (pixels.channels === 3) return pixels;
	const color = backgroundOf(options);
	const count = pixels.width * pixels.height;
	const data = Buffer.allocUnsafe(count * 3);
	for (let i = 0, from = 0, to = 0; i < count; i++, from += 4) {
		const alpha = pixels.data[from + 3] ?? 255;
		for (let channel = 0; channel < 3; channel++, to++) {
			const blended =
				(pixels.data[from + channel] ?? 0) * alpha + (color[channel] ?? 0) * (255 - alpha);
			data[to] = Math.floor((blended + 127) / 255);
		}
	}
	return { ...pixels, channels: 3, data };
}
