/** Points and sizes on a picture. Coordinates are fractions of its width and height, from the top left. */

export interface Point {
	x: number;
	y: number;
}

/** Width and height of a picture, or factors for x and y. */
export interface Size {
	width: number;
	height: number;
}

/** Whether a point is on the picture or its edge. */
export function isInside({ x, y }: Point): boolean {
	return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

/** The nearest point on the picture; other fields are kept. */
export function clampPoint<P extends Point>(point: P): P {
	return { ...point, x: Math.min(1, Math.max(0, point.x)), y: Math.min(1, Math.max(0, point.y)) };
}
