/** Objects cut out of a picture (PROTOCOL §14.4; vectors object_crops). */
import type { FramePicture, PictureOptions, Pixels } from './frames';
import type { LabelShape } from './geometry';

export interface CropOptions extends PictureOptions {
	/** Rotated boxes: `upright` cuts the enclosing box (default), `turned` turns the object straight. */
	rotated?: 'upright' | 'turned';
	/** Polygons and bitmasks: what lies outside becomes transparent (PNG, WebP) or this color, e.g. `#000000`; absent: stays. */
	outside?: 'transparent' | (string & {});
	/** Pixels added on each side, as far as the picture goes. */
	padding?: number;
	/** Crops with a shorter side than this many pixels are enlarged by what lies around them; default 1. */
	minSize?: number;
}

/** Pixels from the top left corner. */
export interface PixelBox {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** A cut-out picture, and where it lay before padding. */
export type Crop = Omit<FramePicture, 'frame' | 'time'> & { box: PixelBox };
export type CropsOf = (pixels: Pixels, labels: readonly LabelShape[], options?: CropOptions) => Promise<Array<Crop | undefined>>;
