/** Skeletons: named points that belong together. */
import type { EncordJson } from '../../../encord/wire/json';
import type { SkeletonPoint } from '../../../geometry/geometry';
import type { Point } from '../../../geometry/plane';
import type { CoordinateCheck } from '../parts/coordinateCheck';
import {
	indexMap,
	pointRecords,
	readPoints,
	scaledPoints,
	type PointJson,
	type PointsJson,
} from '../parts/pointCoordinates';
import type { FrameShape } from '../shape';

export interface SkeletonCoordinates {
	skeleton: PointsJson;
}

/** Values of `visibility`. Older rows have a flag of this name instead. */
const VISIBILITIES = ['visible', 'invisible', 'occluded', 'selfOccluded'];

export const skeleton: FrameShape<SkeletonCoordinates> = {
	placedOn: 'frames',
	key: 'skeleton',
	boundToFrameSize: false,
	read: (coordinates, check) => ({
		skeleton: indexMap(
			readPoints(coordinates.skeleton, check, 1).map((point) => checkedPoint(point, check)),
		),
	}),
	geometry: (coordinates) => ({
		kind: 'skeleton',
		points: pointRecords(coordinates.skeleton, 'skeleton').map(skeletonPoint),
	}),
	scaled: (coordinates, factors) => ({
		skeleton: scaledPoints(coordinates.skeleton as EncordJson, factors),
	}),
};

function checkedPoint(point: PointJson, check: CoordinateCheck): PointJson {
	if (typeof point.name !== 'string')
		check.refuse(`Every point of the skeleton "${check.title}" needs its "name".`);
	if (point.visibility !== undefined && !VISIBILITIES.includes(String(point.visibility)))
		check.refuse(`The visibility of a skeleton point is one of ${VISIBILITIES.join(', ')}.`);
	return point;
}

function skeletonPoint(point: Point & EncordJson): SkeletonPoint {
	const { x, y, name, color } = point;
	const visibility =
		point.visibility ?? VISIBILITIES.find((flag) => flag !== 'visible' && point[flag] === true);
	return {
		x,
		y,
		...(typeof name === 'string' && { name }),
		...(typeof color === 'string' && { color }),
		hidden: visibility === 'invisible',
		...((visibility === 'occluded' || visibility === 'selfOccluded') && {
			occluded: true as const,
		}),
	};
}
