/** Coordinates of a frame object in pixels instead of fractions of the media size (protocol §8.2). */
import type { EncordJson } from '../../encord/wire/json';
import type { Size } from '../../geometry/plane';
import { shapesIn } from './registry';

/**
 * The same keys with pixel values; undefined for shapes whose coordinates are not fractions (bitmasks have pixels, cuboids
 * meters).
 */
export function toPixels(coordinates: EncordJson, size: Size): EncordJson | undefined {
	let pixels: EncordJson | undefined;
	for (const shape of shapesIn(coordinates)) {
		const scaled = shape.scaled(coordinates, size);
		if (scaled !== undefined) pixels = { ...pixels, ...scaled };
	}
	return pixels;
}
