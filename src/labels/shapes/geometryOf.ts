/** Coordinates of a frame object as geometry on its picture, without the keys of the wire. */
import type { EncordJson } from '../../encord/wire/json';
import type { Geometry } from '../../geometry/geometry';
import { shapesIn } from './registry';
import { UnreadableCoordinates } from './parts/unreadableCoordinates';

/**
 * Where a label is on its picture; undefined for shapes without a place on it (cuboids) and for labels without coordinates
 * this package knows.
 * @param coordinates a frame object of a label row, or just its coordinate keys
 * @throws UnreadableCoordinates when numbers are missing
 * @throws RangeError for a bitmask whose runs do not fit its size
 */
export function geometryOf(coordinates: EncordJson): Geometry | undefined {
	return shapesIn(coordinates)[0]?.geometry(coordinates);
}

/** As {@link geometryOf}, but undefined when numbers are missing; for checks and lists that go on without the label. */
export function readableGeometryOf(coordinates: EncordJson): Geometry | undefined {
	try {
		return geometryOf(coordinates);
	} catch (error) {
		if (error instanceof UnreadableCoordinates) return undefined;
		throw error;
	}
}
