/** The part of a label that lies on its picture, in pixels. Label files of other tools have nothing beyond the picture's edge. */
import { cornersOf, enclosingBox, type Box } from '../../../geometry/box';
import { clipPolygons } from '../../../geometry/clip';
import { flatPolygons, type Geometry, type SkeletonPoint } from '../../../geometry/geometry';
import { maskBox, type Mask } from '../../../geometry/mask';
import { clampPoint, isInside, type Point, type Size } from '../../../geometry/plane';
import { ringOfPoints } from '../../../geometry/ring';
import { turnedCorners } from '../../../geometry/rotatedBox';

export type VisiblePlace = { box: Box } & (
	| { kind: 'polygon'; polygons: number[][][]; isClipped: boolean }
	| { kind: 'bitmask'; mask: Mask }
	| { kind: 'skeleton'; points: KeyPoint[] }
	| { kind: 'polyline' | 'point' }
);

export interface KeyPoint extends Point {
	/** As COCO counts: 0 = not labeled, 1 = labeled, but covered by something; 2 = visible. */
	visibility: 0 | 1 | 2;
}

/**
 * @param size of the picture in pixels
 * @returns `box` is around everything on the picture; its width or height may be 0. A reason when nothing is on the picture, or the mask is
 *   one of another picture.
 */
export function visiblePlace(geometry: Geometry, size: Size): VisiblePlace | { reason: string } {
	switch (geometry.kind) {
		case 'box':
			return areaOn([[ringOfPoints(cornersOf(scaled(geometry, size)))]], size);
		case 'rotatedBox':
			return areaOn([[ringOfPoints(turnedCorners(geometry, size))]], size);
		case 'polygon':
			return areaOn(flatPolygons(geometry, size), size);
		case 'bitmask':
			return maskOn(geometry.mask, size);
		case 'skeleton': {
			const points = geometry.points.map((point) => keyPoint(point, size));
			const labeled = points.filter(({ visibility }) => visibility > 0);
			const box = enclosingBox(ringOfPoints(labeled));
			return box ? { kind: 'skeleton', points, box } : { reason: 'No point is on the picture.' };
		}
		case 'polyline':
		case 'point': {
			const points = geometry.kind === 'point' ? [geometry.point] : geometry.points;
			const box = enclosingBox(ringOfPoints(points.map(clampPoint)));
			return box
				? { kind: geometry.kind, box: scaled(box, size) }
				: { reason: 'It has no points.' };
		}
	}
}

function scaled({ x, y, w, h }: Box, { width, height }: Size): Box {
	return { x: x * width, y: y * height, w: w * width, h: h * height };
}

function areaOn(all: number[][][], { width, height }: Size): VisiblePlace | { reason: string } {
	const polygons = clipPolygons(all, { x: 0, y: 0, w: width, h: height });
	const box = enclosingBox(polygons.flatMap(([outline = []]) => outline));
	if (box === undefined) return { reason: 'It lies outside of the picture.' };
	const isClipped = polygons.length !== all.length || polygons.some((part, at) => part !== all[at]);
	return { kind: 'polygon', polygons, isClipped, box };
}

function maskOn(mask: Mask, { width, height }: Size): VisiblePlace | { reason: string } {
	if (mask.width !== width || mask.height !== height)
		return {
			reason: `The mask has ${mask.width} × ${mask.height} pixels, the picture ${width} × ${height}.`,
		};
	const box = maskBox(mask);
	return box ? { kind: 'bitmask', mask, box } : { reason: 'No pixel of the mask is set.' };
}

/** A point that is marked invisible has no place on this picture, and neither has one beyond its edge: COCO writes zeros for both. */
function keyPoint({ x, y, hidden, occluded }: SkeletonPoint, { width, height }: Size): KeyPoint {
	if (hidden || !isInside({ x, y })) return { x: 0, y: 0, visibility: 0 };
	return { x: x * width, y: y * height, visibility: occluded ? 1 : 2 };
}
