/** Places of objects in the formats other tools read; the way out of {@link readGeometry}. */
import type { EncordJson } from '../../../encord/wire/json';
import { decodeMask, type BitmaskJson } from '../../shapes/bitmask';
import { boxAround, numbersFromBox, type Box, type ImageSize, type Scale } from './boxNumbers';
import { cocoFromMask, maskArea, maskBox } from './cocoMask';
import type { GeometryFormat } from './geometry';
import { ringArea } from './ringArea';

/**
 * Coordinates of one object on one frame (protocol §8.2 form) in another format: four numbers for the box orders, `bbox`,
 * `area` and `segmentation` for COCO, `bndbox` for Pascal VOC, `cx cy w h` for YOLO. Undefined where the shape has no box.
 * @throws RangeError for pixels of an image whose size is unknown
 */
export function writeGeometry(
	coordinates: EncordJson,
	format: GeometryFormat,
	scale: Scale,
	size: ImageSize | undefined,
): unknown {
	if (format === 'encord') return coordinates;
	const box = boxOfCoordinates(coordinates, size);
	if (box === undefined) return undefined;
	if (format === 'coco')
		return {
			bbox: numbersFromBox(box, 'xywh', 'pixels', size),
			...cocoOutline(coordinates, box, size),
		};
	if (format === 'yolo') return numbersFromBox(box, 'cxcywh', 'fractions');
	if (format === 'pascalVoc') {
		const [xmin, ymin, xmax, ymax] = numbersFromBox(box, 'xyxy', 'pixels', size);
		return { bndbox: { xmin, ymin, xmax, ymax } };
	}
	return numbersFromBox(box, format, scale, size);
}

/** The upright box around coordinates, in fractions; undefined for shapes without one. */
export function boxOfCoordinates(
	coordinates: EncordJson,
	size: ImageSize | undefined,
): Box | undefined {
	const { boundingBox, rotatableBoundingBox, bitmask } = coordinates as {
		[key: string]: EncordJson | undefined;
	};
	if (boundingBox !== undefined) return boundingBox as unknown as Box;
	if (rotatableBoundingBox !== undefined)
		return turnedBox(rotatableBoundingBox as unknown as Box & { theta: number }, size);
	if (bitmask !== undefined) {
		const mask = bitmask as unknown as BitmaskJson;
		const box = maskBox(decodeMask(mask));
		return (
			box && {
				x: box.x / mask.width,
				y: box.y / mask.height,
				w: box.w / mask.width,
				h: box.h / mask.height,
			}
		);
	}
	return boxAround(outlinePoints(coordinates));
}

/** Outline points x0, y0, … of polygons (every part), polylines, points and skeletons. */
export function outlinePoints(coordinates: EncordJson): number[] {
	if (Array.isArray(coordinates.polygons))
		return (coordinates.polygons as number[][][]).flatMap((rings) => rings[0] ?? []);
	const map =
		coordinates.polygon ?? coordinates.polyline ?? coordinates.point ?? coordinates.skeleton;
	if (typeof map !== 'object' || map === null) return [];
	const points = Array.isArray(map)
		? map
		: Object.entries(map)
				.sort(([a], [b]) => Number(a) - Number(b))
				.map(([, point]) => point as unknown);
	return (points as Array<{ x: number; y: number }>).flatMap(({ x, y }) => [x, y]);
}

/** The upright box around a box turned about its center; the turn happens in pixels. */
function turnedBox(
	{ x, y, w, h, theta }: Box & { theta: number },
	size: ImageSize = { width: 1, height: 1 },
): Box | undefined {
	const angle = (theta * Math.PI) / 180;
	const [cx, cy] = [(x + w / 2) * size.width, (y + h / 2) * size.height];
	const corners = [
		[-1, -1],
		[1, -1],
		[1, 1],
		[-1, 1],
	].flatMap(([sx, sy]) => {
		const [dx, dy] = [(sx! * w * size.width) / 2, (sy! * h * size.height) / 2];
		return [
			(cx + dx * Math.cos(angle) - dy * Math.sin(angle)) / size.width,
			(cy + dx * Math.sin(angle) + dy * Math.cos(angle)) / size.height,
		];
	});
	return boxAround(corners);
}

function cocoOutline(coordinates: EncordJson, box: Box, size: ImageSize | undefined): EncordJson {
	const { width, height } = size ?? { width: 1, height: 1 };
	if (coordinates.bitmask !== undefined) {
		const mask = decodeMask(coordinates.bitmask as BitmaskJson);
		return { segmentation: cocoFromMask(mask), area: maskArea(mask), iscrowd: 1 };
	}
	const polygons = (coordinates.polygons ??
		(coordinates.polygon === undefined ? [] : [[outlinePoints(coordinates)]])) as number[][][];
	if (polygons.length === 0)
		return { segmentation: [], area: box.w * width * box.h * height, iscrowd: 0 };
	const inPixels = polygons.map((rings) =>
		rings.map((ring) => ring.map((value, index) => value * (index % 2 === 0 ? width : height))),
	);
	const area = inPixels.reduce(
		(sum, [outline = [], ...holes]) =>
			sum + ringArea(outline) - holes.reduce((inner, hole) => inner + ringArea(hole), 0),
		0,
	);
	// COCO polygons have no holes: the parts are written by their outlines, the area is that without the holes.
	return { segmentation: inPixels.map(([outline = []]) => outline), area, iscrowd: 0 };
}
