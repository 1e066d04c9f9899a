/**
 * Polygons. A frame object stores them twice: `polygons` has all parts and holes, `polygon` has the points of the first outline
 * only.
 */
import type { EncordJson } from '../../../encord/wire/json';
import type { Point } from '../../../geometry/plane';
import { clipPolygons } from '../../../geometry/clip';
import { pointsOfRing, ringOfPoints, scaledRing } from '../../../geometry/ring';
import type { CoordinateCheck } from '../parts/coordinateCheck';
import {
	indexMap,
	pointsOf,
	readPoints,
	scaledPoints,
	type PointsJson,
} from '../parts/pointCoordinates';
import type { FrameShape } from '../shape';
import { UnreadableCoordinates } from '../parts/unreadableCoordinates';

export type PolygonCoordinates =
	| { polygon: PointsJson }
	/** polygon → ring → x0, y0, x1, y1, …; the first ring is the outline, the others are holes. */
	| { polygons: number[][][] };

export const polygon: FrameShape<PolygonCoordinates> = {
	placedOn: 'frames',
	key: 'polygon',
	fullKey: 'polygons',
	boundToFrameSize: false,
	read: readPolygon,
	geometry({ polygon: points, polygons }) {
		if (!Array.isArray(polygons))
			return { kind: 'polygon', polygons: [[pointsOf(points, 'polygon')]] };
		return {
			kind: 'polygon',
			polygons: polygons.map((rings) => (Array.isArray(rings) ? rings.map(ringPoints) : [])),
		};
	},
	scaled: ({ polygon: points, polygons }, factors) => ({
		...(points === undefined ? {} : { polygon: scaledPoints(points as EncordJson, factors) }),
		...(polygons === undefined
			? {}
			: {
					polygons: (polygons as number[][][]).map((rings) =>
						rings.map((ring) => scaledRing(ring, factors)),
					),
				}),
	}),
};

function readPolygon(coordinates: EncordJson, check: CoordinateCheck): EncordJson {
	const value = coordinates.polygons === undefined ? coordinates.polygon : coordinates.polygons;
	const parts =
		Array.isArray(value) && Array.isArray(value[0])
			? readRings(value, check)
			: [[ringOfPoints(readPoints(value, check, 3, 'keep'))]];
	const polygons = onPicture(parts, check);
	const outline = polygons[0]?.[0];
	if (outline === undefined) return check.outsideImage();
	return { polygon: indexMap(pointsOfRing(outline)), polygons };
}

function readRings(value: unknown[], check: CoordinateCheck): number[][][] {
	const rings = value as number[][][];
	for (const ring of rings.flat()) {
		const fits =
			Array.isArray(ring) &&
			ring.length >= 6 &&
			ring.length % 2 === 0 &&
			ring.every((each) => typeof each === 'number' && Number.isFinite(each));
		if (!fits)
			check.refuse(
				`"polygons" of "${check.title}" is polygon → ring → x0, y0, x1, y1, …, with at least three points in a ring.`,
			);
	}
	return rings;
}

/** The polygons, cut at the edge of the picture if the edit says so. */
function onPicture(polygons: number[][][], check: CoordinateCheck): number[][][] {
	if (check.outside === 'keep') return polygons;
	const clipped = clipPolygons(polygons);
	const fits =
		clipped.length === polygons.length && clipped.every((part, at) => part === polygons[at]);
	return fits || check.outside === 'clip' ? clipped : check.outsideImage();
}

function ringPoints(flat: unknown): Point[] {
	const numbers = Array.isArray(flat) ? flat.map(Number) : [];
	if (numbers.length % 2 || !numbers.every(Number.isFinite))
		throw new UnreadableCoordinates(
			'A ring of a polygon must be a flat list x0, y0, x1, y1, … of numbers.',
		);
	return pointsOfRing(numbers);
}
