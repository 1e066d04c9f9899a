/** Turns stored pictures into the orientation in which players show them. */
import type { Pixels } from './pixels';
import { loadSharp, raw } from './sharp';

/** The stored picture is first mirrored left to right, if at all, and then rotated clockwise. */
export interface Orientation {
	mirrored: boolean;
	degrees: 0 | 90 | 180 | 270;
}

export const identityOrientation: Orientation = { mirrored: false, degrees: 0 };

export async function applyOrientation<P extends Pixels>(
	pixels: P,
	{ mirrored, degrees }: Orientation,
): Promise<P> {
	if (!mirrored && !degrees) return pixels;
	const sharp = await loadSharp();
	// sharp mirrors before it rotates, whatever the order of these calls.
	const image = sharp(pixels.data, raw(pixels)).flop(mirrored).rotate(degrees);
	const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
	return { ...pixels, width: info.width, height: info.height, data };
}
