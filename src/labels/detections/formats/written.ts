/** Writes the geometry of objects in the formats of other tools. */
import type { EncordJson } from '../../../encord/wire/json';
import type { Box } from '../../../geometry/box';
import { boundingBox, flatPolygons, type Geometry } from '../../../geometry/geometry';
import { maskArea } from '../../../geometry/mask';
import type { Size } from '../../../geometry/plane';
import { polygonArea } from '../../../geometry/ring';
import { readableGeometryOf } from '../../shapes/geometryOf';
import { numbersFromBox, type BoxOrder, type Scale } from './boxNumbers';
import { cocoFromMask } from './cocoMask';

/** The formats in which places can be written. */
export type GeometryFormat = BoxOrder | 'coco' | 'yolo' | 'pascalVoc' | 'encord';

/**
 * Converts the coordinates of one object on one frame (protocol §8.2) to another format: four numbers for the box orders, `bbox`,
 * `area` and `segmentation` for COCO, `bndbox` for Pascal VOC, `cx cy w h` for YOLO. Undefined when the shape has no bounding box
 * or its coordinates lack numbers.
 * @throws RangeError for pixels of an image whose size is unknown
 */
export function writeGeometry(
	coordinates: EncordJson,
	format: GeometryFormat,
	scale: Scale,
	size: Size | undefined,
): unknown {
	if (format === 'encord') return coordinates;
	const geometry = readableGeometryOf(coordinates);
	const box = geometry && boundingBox(geometry, size);
	if (geometry === undefined || box === undefined) return undefined;
	if (format === 'coco')
		return {
			bbox: numbersFromBox(box, 'xywh', 'pixels', size),
			...cocoOutline(geometry, box, size),
		};
	if (format === 'yolo') return numbersFromBox(box, 'cxcywh', 'fractions');
	if (format === 'pascalVoc') {
		const [xmin, ymin, xmax, ymax] = numbersFromBox(box, 'xyxy', 'pixels', size);
		return { bndbox: { xmin, ymin, xmax, ymax } };
	}
	return numbersFromBox(box, format, scale, size);
}

function cocoOutline(
	geometry: Geometry,
	box: Box,
	size: Size = { width: 1, height: 1 },
): EncordJson {
	switch (geometry.kind) {
		case 'bitmask': {
			const { mask } = geometry;
			return { segmentation: cocoFromMask(mask), area: maskArea(mask), iscrowd: 1 };
		}
		case 'polygon': {
			const polygons = flatPolygons(geometry, size);
			// COCO polygons have no holes: only the outlines are written, but the area excludes the holes.
			const segmentation = polygons.map(([outline = []]) => outline);
			return { segmentation, area: polygonArea(polygons), iscrowd: 0 };
		}
		case 'box':
		case 'rotatedBox':
		case 'polyline':
		case 'point':
		case 'skeleton':
			return { segmentation: [], area: box.w * size.width * box.h * size.height, iscrowd: 0 };
	}
}
