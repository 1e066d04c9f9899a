/** Boxes rotated about their center. */
import type { Box } from './box';
import type { Point, Size } from './plane';

/** The box before rotation, in fractions of the picture; `theta` in degrees, clockwise on screen. */
export interface RotatedBox extends Box {
	theta: number;
}

/**
 * Corners of the rotated box in pixels, beginning with the top left corner before rotation, clockwise. The rotation is computed
 * in pixels, because a fraction of the width and the same fraction of the height have different lengths.
 */
export function turnedCorners({ x, y, w, h, theta }: RotatedBox, { width, height }: Size): Point[] {
	const center = { x: (x + w / 2) * width, y: (y + h / 2) * height };
	const [cos, sin] = [Math.cos((theta * Math.PI) / 180), Math.sin((theta * Math.PI) / 180)];
	const [halfWidth, halfHeight] = [(w * width) / 2, (h * height) / 2];
	return [
		[-1, -1],
		[1, -1],
		[1, 1],
		[-1, 1],
	].map(([across = 0, down = 0]) => {
		const [u, v] = [across * halfWidth, down * halfHeight];
		return { x: center.x + u * cos - v * sin, y: center.y + u * sin + v * cos };
	});
}
