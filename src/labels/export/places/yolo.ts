/**
 * Rows of Ultralytics label files, without the class: numbers are fractions of the picture. A data set has rows of one kind, so each
 * kind is a format of its own: boxes (center, size), rotated boxes (four corners), outlines, poses (box, then x, y, visibility per point).
 */
import type { Box } from '../../../geometry/box';
import { outlinesOfMask } from '../../../geometry/maskOutline';
import type { Size } from '../../../geometry/plane';
import { scaledRing, withoutRepeats } from '../../../geometry/ring';
import { polygonFault } from '../../../geometry/validity';
import type { VisiblePlace } from './visiblePlace';
import type { Written } from './written';

export function yoloBox({ box }: VisiblePlace, size: Size): Written {
	return hasSize(box) ? { written: centerAndSize(box, size) } : NO_SIZE;
}

/** @param hasCorners of a box, rotated or not */
export function yoloRotatedBox(place: VisiblePlace, size: Size, hasCorners: boolean): Written {
	if (place.kind !== 'polygon' || !hasCorners)
		return { reason: 'Only boxes have the four corners of a rotated box.' };
	if (place.isClipped)
		return { reason: 'It reaches over the edge of the picture, which YOLO does not allow.' };
	return hasSize(place.box) ? { written: fractions(place.polygons[0]![0]!, size) } : NO_SIZE;
}

export function yoloOutline(place: VisiblePlace, size: Size): Written {
	const polygons = polygonsOf(place)?.map((rings) => rings.map(withoutRepeats));
	if (polygons === undefined) return { reason: 'Only boxes, polygons and masks have an outline.' };
	const [[outline, ...holes] = [], ...parts] = polygons;
	if (parts.length > 0)
		return { reason: `It has ${parts.length + 1} parts, and YOLO has one outline per object.` };
	if (holes.length > 0) return { reason: 'It has holes, which YOLO cannot have.' };
	const fault = polygonFault(polygons);
	if (outline === undefined || fault !== undefined) return { reason: `${fault ?? 'It is empty'}.` };
	return { written: fractions(outline, size) };
}

export function yoloPose(place: VisiblePlace, size: Size): Written {
	if (place.kind !== 'skeleton') return { reason: 'Only skeletons have the points of a pose.' };
	if (!hasSize(place.box)) return NO_SIZE;
	const points = place.points.flatMap(({ x, y, visibility }) => [
		...fractions([x, y], size),
		visibility,
	]);
	return { written: [...centerAndSize(place.box, size), ...points] };
}

const NO_SIZE = { reason: 'The box around it has no width or no height.' };

const hasSize = ({ w, h }: Box) => w > 0 && h > 0;

function polygonsOf(place: VisiblePlace): number[][][] | undefined {
	if (place.kind === 'polygon') return place.polygons;
	return place.kind === 'bitmask' ? outlinesOfMask(place.mask) : undefined;
}

function centerAndSize({ x, y, w, h }: Box, { width, height }: Size): number[] {
	return [(x + w / 2) / width, (y + h / 2) / height, w / width, h / height];
}

function fractions(ring: readonly number[], { width, height }: Size): number[] {
	return scaledRing(ring, { width: 1 / width, height: 1 / height });
}
