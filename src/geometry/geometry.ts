/**
 * The geometry of a label, independent of Encord's JSON. Coordinates are fractions of the picture's size, from the top left.
 */
import { enclosingBox, cornersOf, type Box } from './box';
import { maskBox, type Mask } from './mask';
import type { Point, Size } from './plane';
import { ringOfPoints, scaledRing } from './ring';
import { turnedCorners, type RotatedBox } from './rotatedBox';

export interface SkeletonPoint extends Point {
	name?: string;
	/** `#rgb` or `#rrggbb`. */
	color?: string;
	/** Marked as invisible: the point has no place on this picture. */
	hidden: boolean;
	/** The point is covered by something, or by the object itself; its place is known. */
	occluded?: true;
}

export type Geometry =
	| ({ kind: 'box' } & Box)
	| ({ kind: 'rotatedBox' } & RotatedBox)
	/** Polygons of rings: the first ring is the outline, further rings are holes. */
	| { kind: 'polygon'; polygons: Point[][][] }
	| { kind: 'polyline'; points: Point[] }
	| { kind: 'point'; point: Point }
	| { kind: 'skeleton'; points: SkeletonPoint[] }
	| { kind: 'bitmask'; mask: Mask };

/**
 * The outermost points of a geometry: corners of a box, outlines of polygons, points of the other shapes.
 * Undefined for rotated boxes, because their corners depend on the picture's size, and for bitmasks, which have no points.
 */
export function outlinePoints(geometry: Geometry): Point[] | undefined {
	switch (geometry.kind) {
		case 'box':
			return cornersOf(geometry);
		case 'polygon':
			return geometry.polygons.flatMap(([outline = []]) => outline);
		case 'polyline':
		case 'skeleton':
			return geometry.points;
		case 'point':
			return [geometry.point];
		case 'rotatedBox':
		case 'bitmask':
			return undefined;
	}
}

/**
 * The axis-aligned bounding box of a geometry, in fractions; undefined for a geometry without points, and for a rotated box on a
 * picture of unknown size: where it reaches depends on the ratio of the picture's sides.
 * @param size of the picture in pixels, if known
 */
export function boundingBox(geometry: Geometry, size: Size | undefined): Box | undefined {
	switch (geometry.kind) {
		case 'box':
			return { x: geometry.x, y: geometry.y, w: geometry.w, h: geometry.h };
		case 'rotatedBox': {
			if (size === undefined) return undefined;
			const corners = ringOfPoints(turnedCorners(geometry, size));
			return enclosingBox(corners.map((value, i) => value / (i % 2 ? size.height : size.width)));
		}
		case 'bitmask': {
			const { mask } = geometry;
			const box = maskBox(mask);
			return (
				box && {
					x: box.x / mask.width,
					y: box.y / mask.height,
					w: box.w / mask.width,
					h: box.h / mask.height,
				}
			);
		}
		case 'polygon':
		case 'polyline':
		case 'point':
		case 'skeleton': {
			const points = outlinePoints(geometry);
			return points && enclosingBox(ringOfPoints(points));
		}
		default:
			return geometry satisfies never;
	}
}

/** A polygon geometry as polygon → ring → x0, y0, x1, y1, …, scaled by `size`. */
export function flatPolygons(
	{ polygons }: Extract<Geometry, { kind: 'polygon' }>,
	size: Size = { width: 1, height: 1 },
): number[][][] {
	return polygons.map((rings) => rings.map((ring) => scaledRing(ringOfPoints(ring), size)));
}
