/** Uncompressed pixels of one picture. */

/** Rows from top to bottom; `channels` bytes per pixel: red, green, blue and, if there are four, alpha. */
export interface Pixels {
	width: number;
	height: number;
	channels: 3 | 4;
	data: Buffer;
}
