/** The keys of a frame object that carry its coordinates (protocol §8.2). */
import type { EncordJson } from '../../encord/wire/json';
import { FRAME_SHAPES } from './registry';

/** Pairs of keys where `key` repeats a part of `fullKey`. */
const REDUNDANT_KEYS = FRAME_SHAPES.flatMap(({ key, fullKey }) =>
	fullKey === undefined ? [] : [{ key, fullKey }],
);
const KEYS = [
	...FRAME_SHAPES.map(({ key }) => key),
	...REDUNDANT_KEYS.map(({ fullKey }) => fullKey),
];

/** The coordinates of a frame object, unchanged. */
export function coordinatesIn(label: EncordJson): EncordJson {
	return Object.fromEntries(KEYS.filter((key) => key in label).map((key) => [key, label[key]]));
}

/** Like coordinatesIn, but without keys that repeat a part of another key. */
export function plainCoordinatesIn(label: EncordJson): EncordJson {
	const coordinates = coordinatesIn(label);
	for (const { key, fullKey } of REDUNDANT_KEYS)
		if (coordinates[fullKey] !== undefined) delete coordinates[key];
	return coordinates;
}

/** A frame object without its coordinates. */
export function withoutCoordinates(label: EncordJson): EncordJson {
	return Object.fromEntries(Object.entries(label).filter(([key]) => !KEYS.includes(key)));
}
