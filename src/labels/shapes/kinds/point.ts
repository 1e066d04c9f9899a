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
	read: (coordinates, check) => ({
		point: indexMap(readPoints(coordinates.point, check, 1).slice(0, 1)),
	}),
	geometry(coordinates) {
		const [first] = pointsOf(coordinates.point, 'point');
		return first && { kind: 'point', point: first };
	},
	scaled: (coordinates, factors) => ({
		point: scaledPoints(coordinates.point as EncordJson, factors),
	}),
};
