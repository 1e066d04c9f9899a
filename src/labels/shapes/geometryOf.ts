/** Converts the coordinates of a frame object to a geometry. */
import type { EncordJson } from '../../encord/wire/json';
import type { Geometry } from '../../geometry/geometry';
import { shapesIn } from './registry';
import { UnreadableCoordinates } from './parts/unreadableCoordinates';

/**
 * The geometry of a label; undefined for shapes that are not in the plane of the picture (cuboids) and for labels without
 * coordinates this package knows.
 * @param coordinates a frame object of a label row, or just its coordinate keys
 * @throws UnreadableCoordinates when numbers are missing
 * @throws RangeError for a bitmask whose runs do not fit its size
 */
export function geometryOf(coordinates: EncordJson): Geometry | undefined {
	return shapesIn(coordinates)[0]?.geometry(coordinates);
}

/** Like {@link geometryOf}, but undefined when numbers are missing, for callers that then skip the label. */
export function readableGeometryOf(coordinates: EncordJson): Geometry | undefined {
	try {
		return geometryOf(coordinates);
	} catch (error) {
		if (error instanceof UnreadableCoordinates) return undefined;
		throw error;
	}
}
