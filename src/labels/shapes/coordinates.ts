/** Coordinates of an edit, checked against the shape of the object and the image, in wire form (protocol §8.2). */
import type { EncordJson } from '../../encord/wire/json';
import type { Size } from '../../geometry/plane';
import { CoordinateCheck, type OutsideRule } from './parts/coordinateCheck';
import { frameShape, type Coordinates } from './registry';

/**
 * The coordinate keys of a frame object for an object class.
 * @param size of the frame in pixels, where known
 * @throws Refusal when they do not fit the shape, are malformed, or lie outside the image and may not be cut
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
	const given = coordinates as EncordJson;
	if (given[spec.key] === undefined && given[spec.fullKey ?? spec.key] === undefined) {
		const names = Object.keys(given).join(', ') || 'nothing';
		return check.refuse(
			`"${title}" is drawn as ${shape}: its coordinates go under "${spec.key}", not ${names}.`,
		);
	}
	return spec.read(given, check, size);
}
