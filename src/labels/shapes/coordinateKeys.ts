/** Which keys of a frame object carry its coordinates, by ontology shape (protocol §8.2). */
import type { EncordJson } from '../../encord/wire/json';

/** The coordinate key of each shape that lives on frames; polygons carry `polygons` too. */
export const COORDINATE_KEY: { [shape: string]: string } = {
	bounding_box: 'boundingBox',
	rotatable_bounding_box: 'rotatableBoundingBox',
	polygon: 'polygon',
	polyline: 'polyline',
	point: 'point',
	skeleton: 'skeleton',
	bitmask: 'bitmask',
	cuboid_2d: 'cuboid_2d',
	cuboid: 'cuboid',
};

export const COORDINATE_KEYS = [...Object.values(COORDINATE_KEY), 'polygons'];

/** Only the coordinates of a frame object, as they are on the wire. */
export function coordinatesIn(label: EncordJson): EncordJson {
	return Object.fromEntries(
		COORDINATE_KEYS.filter((key) => key in label).map((key) => [key, label[key]]),
	);
}

/** A frame object without its coordinates. */
export function withoutCoordinates(label: EncordJson): EncordJson {
	return Object.fromEntries(
		Object.entries(label).filter(([key]) => !COORDINATE_KEYS.includes(key)),
	);
}
