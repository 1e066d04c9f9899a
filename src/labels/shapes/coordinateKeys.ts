/** The keys of a frame object that carry its coordinates (protocol §8.2). */
import type { EncordJson } from '../../encord/wire/json';
import { FRAME_SHAPES } from './registry';

/** Keys that say a part of what the other key of the pair says. */
const REPEATING = FRAME_SHAPES.flatMap(({ key, fullKey }) =>
	fullKey === undefined ? [] : [{ key, fullKey }],
);
const KEYS = [...FRAME_SHAPES.map(({ key }) => key), ...REPEATING.map(({ fullKey }) => fullKey)];

/** Only the coordinates of a frame object, as they are on the wire. */
export function coordinatesIn(label: EncordJson): EncordJson {
	return Object.fromEntries(KEYS.filter((key) => key in label).map((key) => [key, label[key]]));
}

/** The same without keys that repeat a part of what another key says. */
export function plainCoordinatesIn(label: EncordJson): EncordJson {
	const coordinates = coordinatesIn(label);
	for (const { key, fullKey } of REPEATING)
		if (coordinates[fullKey] !== undefined) delete coordinates[key];
	return coordinates;
}

/** A frame object without its coordinates. */
export function withoutCoordinates(label: EncordJson): EncordJson {
	return Object.fromEntries(Object.entries(label).filter(([key]) => !KEYS.includes(key)));
}
