/** Single points. */
import type { EncordJson } from '../../../encord/wire/json';
import {
	indexMap,
	pointsOf,
	readPoints,
	scaledPoints,
	type PointJson,
	type PointsJson,
} from '../parts/pointCoordinates';
import type { FrameShape } from '../shape';

export interface PointCoordinates {
	point: PointJson | PointsJson;
}

export const point: FrameShape<PointCoordinates> = {
	placedOn: 'frames',
	key: 'point',
	boundToFrameSize: false,
	read(coordinates, check) {
		const points = readPoints(coordinates.point, check, 1);
		// Which of several is meant cannot be told.
		if (points.length > 1)
			check.refuse(`"${check.title}" is one point, and ${points.length} points are given.`);
		return { point: indexMap(points) };
	},
	geometry(coordinates) {
		const [first] = pointsOf(coordinates.point, 'point');
		return first && { kind: 'point', point: first };
	},
	scaled: (coordinates, factors) => ({
		point: scaledPoints(coordinates.point as EncordJson, factors),
	}),
};
