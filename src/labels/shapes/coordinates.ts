/**
 * Checks the coordinates of an edit against the object's shape and the image, and converts them to Encord's form (protocol
 * §8.2).
 */
import type { EncordJson } from '../../encord/wire/json';
import type { Size } from '../../geometry/plane';
import { CoordinateCheck, type OutsideRule } from './parts/coordinateCheck';
import { frameShape, type Coordinates } from './registry';

/**
 * The coordinate keys of a frame object for an object class.
 * @param size of the frame in pixels, if known
 * @throws Refusal when they do not fit the shape, are malformed, or are outside the image and must not be clipped
 */
export function wireCoordinates(
	{ title, shape }: { title: string; shape: string },
	coordinates: Coordinates,
	outside: OutsideRule,
	size: Size | undefined,
): EncordJson {
	const spec = frameShape(shape);
	const check = new CoordinateCheck(title, coordinates, outside, spec?.key);
	if (spec === undefined) return check.refuse(`"${title}" (${shape}) cannot be placed on frames.`);
	const json = coordinates as EncordJson;
	if (json[spec.key] === undefined && json[spec.fullKey ?? spec.key] === undefined) {
		const names = Object.keys(json).join(', ') || 'nothing';
		return check.refuse(
			`"${title}" is drawn as ${shape}: its coordinates go under "${spec.key}", not ${names}.`,
		);
	}
	return spec.read(json, check, size);
}
