/** Masks: one value for each pixel of a frame. */
import type { Box } from './box';

/** Covers a whole frame. `data` has one byte per pixel, row by row; a pixel is set when its byte is not 0. */
export interface Mask {
	width: number;
	height: number;
	data: Uint8Array;
}

/** Number of set pixels. */
export function maskArea({ data }: Mask): number {
	let area = 0;
	for (const value of data) if (value !== 0) area++;
	return area;
}

/** The bounding box of the set pixels, in pixels; undefined when none is set. */
export function maskBox({ width, height, data }: Mask): Box | undefined {
	let [left, top, right, bottom] = [width, height, -1, -1];
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			if (!data[y * width + x]) continue;
			left = Math.min(left, x);
			right = Math.max(right, x);
			top = Math.min(top, y);
			bottom = y;
		}
	}
	return right < 0 ? undefined : { x: left, y: top, w: right - left + 1, h: bottom - top + 1 };
}
