/** Polylines. */
import type { EncordJson } from '../../../encord/wire/json';
import {
	indexMap,
	pointsOf,
	readPoints,
	scaledPoints,
	type PointsJson,
} from '../parts/pointCoordinates';
import type { FrameShape } from '../shape';

export interface PolylineCoordinates {
	polyline: PointsJson;
}

export const polyline: FrameShape<PolylineCoordinates> = {
	placedOn: 'frames',
	key: 'polyline',
	boundToFrameSize: false,
	read: (coordinates, check) => ({
		polyline: indexMap(readPoints(coordinates.polyline, check, 1)),
	}),
	geometry: (coordinates) => ({
		kind: 'polyline',
		points: pointsOf(coordinates.polyline, 'polyline'),
	}),
	scaled: (coordinates, factors) => ({
		polyline: scaledPoints(coordinates.polyline as EncordJson, factors),
	}),
};
