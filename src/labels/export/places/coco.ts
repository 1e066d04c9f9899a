/**
 * COCO annotations (cocodataset.org/#format-data): `bbox` is x, y, width, height; `area` is that of the object, not of the box around it;
 * all in pixels. `iscrowd` is 0 for a single object, in whatever form its segmentation is: training leaves out what has 1. A
 * segmentation is a list of corners for each part, or run lengths where corners cannot say it, because lists of corners have no holes.
 */
import { enclosingBox, type Box } from '../../../geometry/box';
import { maskArea, maskBox, type Mask } from '../../../geometry/mask';
import type { Size } from '../../../geometry/plane';
import { maskOfPolygons } from '../../../geometry/rasterize';
import { polygonArea, withoutRepeats } from '../../../geometry/ring';
import { polygonFault } from '../../../geometry/validity';
import { cocoFromMask } from '../../detections/formats/cocoMask';
import type { KeyPoint, VisiblePlace } from './visiblePlace';
import { rounded, type Written } from './written';

/** @param isBox of a bounding box, which needs no segmentation */
export function writtenAsCoco(place: VisiblePlace, size: Size, isBox: boolean): Written {
	switch (place.kind) {
		case 'polygon':
			return isBox
				? annotation(place.box, [], place.box.w * place.box.h)
				: outlines(place.polygons, size);
		case 'bitmask':
			return ofMask(place.mask);
		case 'skeleton':
			return keypoints(place.points, place.box);
		case 'polyline':
			return { reason: 'COCO has no lines.' };
		case 'point':
			return { reason: 'A point has no box; COCO has points of skeletons only.' };
	}
}

function annotation(box: Box, segmentation: unknown, area: number): Written {
	if (!(box.w > 0 && box.h > 0 && area > 0)) return { reason: 'It has no area.' };
	const bbox = [box.x, box.y, box.w, box.h].map(rounded);
	return { written: { bbox, area: rounded(area), segmentation, iscrowd: 0 } };
}

function outlines(polygons: number[][][], size: Size): Written {
	const cleaned = polygons.map((rings) => rings.map(withoutRepeats));
	// What crosses or overlaps has no area by its corners: it is what it covers.
	if (polygonFault(cleaned) !== undefined) return ofMask(maskOfPolygons(cleaned, size));
	const box = enclosingBox(cleaned.flatMap(([outline = []]) => outline))!;
	const area = polygonArea(cleaned);
	if (cleaned.every(({ length }) => length === 1))
		return annotation(
			box,
			cleaned.map(([outline = []]) => outline.map(rounded)),
			area,
		);
	const mask = maskOfPolygons(cleaned, size);
	if (maskArea(mask) === 0) return NO_PIXEL;
	return annotation(box, cocoFromMask(mask), area);
}

const NO_PIXEL = { reason: 'It covers the center of no pixel.' };

function ofMask(mask: Mask): Written {
	const box = maskBox(mask);
	return box ? annotation(box, cocoFromMask(mask), maskArea(mask)) : NO_PIXEL;
}

/** Points in the order of the skeleton, three numbers each; a point that is not labeled has zeros. */
function keypoints(points: readonly KeyPoint[], box: Box): Written {
	if (!(box.w > 0 && box.h > 0))
		return { reason: 'Its visible points lie on a line, so that there is no box around them.' };
	return {
		written: {
			bbox: [box.x, box.y, box.w, box.h].map(rounded),
			area: rounded(box.w * box.h),
			segmentation: [],
			iscrowd: 0,
			keypoints: points.flatMap(({ x, y, visibility }) => [rounded(x), rounded(y), visibility]),
			num_keypoints: points.filter(({ visibility }) => visibility > 0).length,
		},
	};
}
