/** What a model says of an object's place, read from the usual formats and brought into the shape a class is drawn as. */
import type { EncordJson } from '../../../encord/wire/json';
import { encodeMask, type Mask } from '../../shapes/bitmask';
import type { Coordinates, PointJson } from '../../shapes/coordinateJson';
import {
	boxAround,
	boxFromNumbers,
	extent,
	type Box,
	type BoxOrder,
	type ImageSize,
	type Scale,
} from './boxNumbers';
import { maskBox, maskFromCoco, type CocoRle } from './cocoMask';

export const GEOMETRY_FORMATS = [
	'xyxy',
	'xywh',
	'cxcywh',
	'yxyx',
	'coco',
	'yolo',
	'pascalVoc',
	'encord',
] as const;
export type GeometryFormat = (typeof GEOMETRY_FORMATS)[number];

/** Everything a detection says about its place; fractions of the image size. */
export interface Geometry {
	box?: Box;
	/** Degrees, clockwise, about the center. */
	theta?: number;
	/** polygon → ring → x0, y0, x1, y1, … */
	polygons?: number[][][];
	points?: PointJson[];
	mask?: Mask;
	/** Coordinates in Encord's own form; nothing else is set then. */
	wire?: EncordJson;
}

/** Box order and scale that a format means by itself; the others leave the scale to the user. */
const NATIVE: Partial<Record<GeometryFormat, { order: BoxOrder; scale: Scale }>> = {
	coco: { order: 'xywh', scale: 'pixels' },
	yolo: { order: 'cxcywh', scale: 'fractions' },
	pascalVoc: { order: 'xyxy', scale: 'pixels' },
};

const BOX_KEYS = [
	'box',
	'bbox',
	'bounding_box',
	'boundingBox',
	'box_2d',
	'bndbox',
	'xyxy',
	'xywh',
	'xyxyn',
	'xywhn',
];
/** Names of the four numbers when a box is an object, in the order of each reading. */
const NAMED: Array<{ names: [string, string, string, string]; order: BoxOrder }> = [
	{ names: ['xmin', 'ymin', 'xmax', 'ymax'], order: 'xyxy' },
	{ names: ['x1', 'y1', 'x2', 'y2'], order: 'xyxy' },
	{ names: ['left', 'top', 'right', 'bottom'], order: 'xyxy' },
	{ names: ['x', 'y', 'width', 'height'], order: 'xywh' },
	{ names: ['x', 'y', 'w', 'h'], order: 'xywh' },
	{ names: ['cx', 'cy', 'w', 'h'], order: 'cxcywh' },
];

/**
 * @param size of the image, in pixels
 * @throws RangeError when the detection holds no place in this format; the message says what was expected
 */
export function readGeometry(
	detection: EncordJson,
	format: GeometryFormat,
	scale: Scale,
	size: ImageSize | undefined,
): Geometry {
	if (format === 'encord') return { wire: (detection.coordinates ?? detection) as EncordJson };
	const native = NATIVE[format] ?? { order: format as BoxOrder, scale };
	const geometry: Geometry = { ...outline(detection, native.scale, size) };
	const box = boxOf(detection, native, size);
	if (box !== undefined) geometry.box = box;
	const theta = detection.theta ?? detection.angle ?? detection.rotation;
	if (typeof theta === 'number') geometry.theta = theta;
	if (Object.keys(geometry).length === 0) {
		throw new RangeError(
			`The detection has no place: expected a box under one of ${BOX_KEYS.slice(0, 3).join(', ')}, or polygon, points, segmentation or mask.`,
		);
	}
	return geometry;
}

function boxOf(
	detection: EncordJson,
	{ order, scale }: { order: BoxOrder; scale: Scale },
	size: ImageSize | undefined,
): Box | undefined {
	const value =
		BOX_KEYS.map((key) => detection[key]).find((each) => each !== undefined && each !== null) ??
		detection;
	if (Array.isArray(value)) return boxFromNumbers(value as unknown[], order, scale, size);
	for (const named of NAMED) {
		const numbers = named.names.map((name) => (value as EncordJson)[name]);
		if (!numbers.every((each) => each !== undefined)) continue;
		// Corners named as such are corners; x and y beside a size follow the chosen order.
		const read = named.order === 'xywh' && order === 'cxcywh' ? 'cxcywh' : named.order;
		return boxFromNumbers(numbers.map(Number), read, scale, size);
	}
	return undefined;
}

/** Polygon, points or mask of a detection. */
function outline(detection: EncordJson, scale: Scale, size: ImageSize | undefined): Geometry {
	const mask = detection.mask ?? detection.rle;
	const segmentation = detection.segmentation ?? detection.polygons;
	if (isRle(mask)) return { mask: maskFromCoco(mask) };
	if (isRle(segmentation)) return { mask: maskFromCoco(segmentation) };
	const polygon = segmentation ?? detection.polygon;
	if (Array.isArray(polygon) && polygon.length > 0) {
		// COCO lists parts of an object, each a flat ring; a single flat ring or a list of points is one part.
		const parts =
			Array.isArray(polygon[0]) && (polygon[0] as unknown[]).length > 2
				? (polygon as unknown[][])
				: [polygon as unknown[]];
		return { polygons: parts.map((part) => [flatRing(part, scale, size)]) };
	}
	const points = detection.points ?? detection.keypoints ?? detection.point;
	if (Array.isArray(points) && points.length > 0) {
		const flat = flatRing(
			typeof points[0] === 'number' || Array.isArray(points[0]) || isPoint(points[0]) ? points : [],
			scale,
			size,
		);
		const names = points.map((point) => (isPoint(point) ? point : {}));
		return {
			points: pairs(flat).map(([x, y], index) => ({
				...(flat.length === points.length * 2 ? names[index] : {}),
				x,
				y,
			})),
		};
	}
	return {};
}

const isRle = (value: unknown): value is CocoRle =>
	typeof value === 'object' && value !== null && 'counts' in value && 'size' in value;
const isPoint = (value: unknown): value is EncordJson =>
	typeof value === 'object' && value !== null && 'x' in value && 'y' in value;

/** `[x, y, …]`, `[[x, y], …]` or `[{x, y}, …]` as fractions x0, y0, x1, y1, … */
function flatRing(points: unknown[], scale: Scale, size: ImageSize | undefined): number[] {
	const flat = points
		.flatMap((point) => (isPoint(point) ? [point.x, point.y] : point) as unknown[] | unknown)
		.map(Number);
	if (flat.length < 2 || flat.length % 2 !== 0 || !flat.every(Number.isFinite)) {
		throw new RangeError(
			'Points are [x, y] pairs, {x, y} objects, or a flat list x0, y0, x1, y1, ….',
		);
	}
	const whole = extent(scale, size);
	return flat.map((value, index) => value / (index % 2 === 0 ? whole.width : whole.height));
}

function pairs(flat: number[]): Array<[number, number]> {
	return Array.from({ length: flat.length / 2 }, (_, index) => [
		flat[2 * index]!,
		flat[2 * index + 1]!,
	]);
}

/**
 * The coordinates of an object class with this shape.
 * @throws RangeError when the geometry cannot be drawn as that shape; the message says what is missing
 */
export function coordinatesFor(
	shape: string,
	geometry: Geometry,
	size: ImageSize | undefined,
): Coordinates {
	if (geometry.wire !== undefined) return geometry.wire as Coordinates;
	const box = geometry.box ?? enclosingBox(geometry, size);
	const points =
		geometry.points ?? pairs(geometry.polygons?.[0]?.[0] ?? []).map(([x, y]) => ({ x, y }));
	switch (shape) {
		case 'bounding_box':
			if (box !== undefined) return { boundingBox: box };
			break;
		case 'rotatable_bounding_box':
			if (box !== undefined)
				return { rotatableBoundingBox: { ...box, theta: geometry.theta ?? 0 } };
			break;
		case 'polygon':
			if (geometry.polygons !== undefined) return { polygons: geometry.polygons };
			if (points.length >= 3) return { polygon: points };
			if (box !== undefined) return { polygons: [[cornersOf(box)]] };
			break;
		case 'polyline':
			if (points.length > 0) return { polyline: points };
			break;
		case 'point': {
			const center =
				points[0] ??
				(box === undefined ? undefined : { x: box.x + box.w / 2, y: box.y + box.h / 2 });
			if (center !== undefined) return { point: center };
			break;
		}
		case 'skeleton':
			if (points.length > 0) return { skeleton: points };
			break;
		case 'bitmask':
			if (geometry.mask !== undefined) return { bitmask: encodeMask(geometry.mask) };
			break;
	}
	throw new RangeError(
		`The detection has ${Object.keys(geometry).join(' and ')}, which cannot be drawn as ${shape.replaceAll('_', ' ')}.`,
	);
}

function cornersOf({ x, y, w, h }: Box): number[] {
	return [x, y, x + w, y, x + w, y + h, x, y + h];
}

function enclosingBox(
	{ polygons, points, mask }: Geometry,
	size: ImageSize | undefined,
): Box | undefined {
	if (mask !== undefined) {
		const box = maskBox(mask);
		const whole = extent('pixels', size ?? mask);
		return (
			box && {
				x: box.x / whole.width,
				y: box.y / whole.height,
				w: box.w / whole.width,
				h: box.h / whole.height,
			}
		);
	}
	const outlines = polygons?.flatMap((rings) => rings[0] ?? []) ?? [];
	return boxAround(outlines.length > 0 ? outlines : (points ?? []).flatMap(({ x, y }) => [x, y]));
}
