/** Reads the geometry of a detection in common formats and converts it to the coordinates of a shape. */
import type { EncordJson } from '../../../encord/wire/json';
import { enclosingBox, type Box } from '../../../geometry/box';
import { maskBox, type Mask } from '../../../geometry/mask';
import type { Size } from '../../../geometry/plane';
import { pointsOfRing, ringOfPoints } from '../../../geometry/ring';
import type { PointJson } from '../../shapes/parts/pointCoordinates';
import { frameShape, type Coordinates } from '../../shapes/registry';
import { boxFromNumbers, extent, numberFrom, type BoxOrder, type Scale } from './boxNumbers';
import { maskFromCoco, type CocoRle } from './cocoMask';

/** The formats in which a detection may give its geometry. */
export type GeometryFormat = BoxOrder | 'coco' | 'yolo' | 'pascalVoc' | 'encord';

/** The geometry of a detection in fractions of the image size. A field is absent when the detection does not have it. */
export interface DetectedGeometry {
	box?: Box;
	/** Degrees, clockwise, about the center. */
	theta?: number;
	/** polygon → ring → x0, y0, x1, y1, … */
	polygons?: number[][][];
	points?: PointJson[];
	mask?: Mask;
	/** Coordinates in Encord's format; the other fields are absent then. */
	wire?: EncordJson;
}

/** Formats with a fixed box order and scale. For the other formats the user chooses the scale. */
const FIXED_FORMATS: Partial<Record<GeometryFormat, { order: BoxOrder; scale: Scale }>> = {
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
/** Names of the four numbers of a box that is an object, in the order of `order`. */
const NAMED_NUMBERS: Array<{ names: [string, string, string, string]; order: BoxOrder }> = [
	{ names: ['xmin', 'ymin', 'xmax', 'ymax'], order: 'xyxy' },
	{ names: ['x1', 'y1', 'x2', 'y2'], order: 'xyxy' },
	{ names: ['left', 'top', 'right', 'bottom'], order: 'xyxy' },
	{ names: ['x', 'y', 'width', 'height'], order: 'xywh' },
	{ names: ['x', 'y', 'w', 'h'], order: 'xywh' },
	{ names: ['cx', 'cy', 'w', 'h'], order: 'cxcywh' },
];

/**
 * @param size of the image, in pixels
 * @throws RangeError when the detection has no geometry in this format; the message says what was expected
 */
export function readGeometry(
	detection: EncordJson,
	format: GeometryFormat,
	scale: Scale,
	size: Size | undefined,
): DetectedGeometry {
	if (format === 'encord') return { wire: (detection.coordinates ?? detection) as EncordJson };
	const layout = FIXED_FORMATS[format] ?? { order: format as BoxOrder, scale };
	const geometry: DetectedGeometry = { ...outline(detection, layout.scale, size) };
	const box = boxOf(detection, layout, size);
	if (box !== undefined) geometry.box = box;
	const theta = detection.theta ?? detection.angle ?? detection.rotation;
	if (theta !== undefined && theta !== null) geometry.theta = angleFrom(theta);
	if (Object.keys(geometry).length === 0) {
		throw new RangeError(
			`The detection has no place: expected a box under one of ${BOX_KEYS.slice(0, 3).join(', ')}, or polygon, points, segmentation or mask.`,
		);
	}
	return geometry;
}

/** @throws RangeError when it is no number */
function angleFrom(value: unknown): number {
	const angle = numberFrom(value);
	if (Number.isFinite(angle)) return angle;
	throw new RangeError(`The angle is ${String(value)}; expected a number of degrees.`);
}

function boxOf(
	detection: EncordJson,
	{ order, scale }: { order: BoxOrder; scale: Scale },
	size: Size | undefined,
): Box | undefined {
	const value =
		BOX_KEYS.map((key) => detection[key]).find((each) => each !== undefined && each !== null) ??
		detection;
	if (Array.isArray(value)) return boxFromNumbers(value as unknown[], order, scale, size);
	for (const named of NAMED_NUMBERS) {
		const numbers = named.names.map((name) => (value as EncordJson)[name]);
		if (!numbers.every((each) => each !== undefined)) continue;
		// The names decide, except that x and y beside a size may be the corner or the center: there the chosen order decides.
		const read = named.order === 'xywh' && order === 'cxcywh' ? 'cxcywh' : named.order;
		return boxFromNumbers(numbers.map(numberFrom), read, scale, size);
	}
	return undefined;
}

/** The polygons, points or mask of a detection. */
function outline(detection: EncordJson, scale: Scale, size: Size | undefined): DetectedGeometry {
	const mask = detection.mask ?? detection.rle;
	const segmentation = detection.segmentation ?? detection.polygons;
	if (isRle(mask)) return { mask: maskFromCoco(mask) };
	if (isRle(segmentation)) return { mask: maskFromCoco(segmentation) };
	const polygon = segmentation ?? detection.polygon;
	if (Array.isArray(polygon) && polygon.length > 0) {
		// COCO has a list of flat rings, one for each part of the object. A flat ring or a list of points is one part.
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
			points: pointsOfRing(flat).map((point, index) => ({
				...(flat.length === points.length * 2 ? names[index] : {}),
				...point,
			})),
		};
	}
	return {};
}

const isRle = (value: unknown): value is CocoRle =>
	typeof value === 'object' && value !== null && 'counts' in value && 'size' in value;
const isPoint = (value: unknown): value is EncordJson =>
	typeof value === 'object' && value !== null && 'x' in value && 'y' in value;

/** Converts `[x, y, …]`, `[[x, y], …]` or `[{x, y}, …]` to fractions x0, y0, x1, y1, … */
function flatRing(points: unknown[], scale: Scale, size: Size | undefined): number[] {
	const flat = points
		.flatMap((point) => (isPoint(point) ? [point.x, point.y] : point) as unknown[] | unknown)
		.map(numberFrom);
	if (flat.length < 2 || flat.length % 2 !== 0 || !flat.every(Number.isFinite)) {
		throw new RangeError(
			'Points are [x, y] pairs, {x, y} objects, or a flat list x0, y0, x1, y1, ….',
		);
	}
	const full = extent(scale, size);
	return flat.map((value, index) => value / (index % 2 === 0 ? full.width : full.height));
}

/**
 * The coordinates of a detection for a class of this shape.
 * @throws RangeError when the geometry cannot be drawn as this shape; the message says what the detection has
 */
export function coordinatesFor(
	shape: string,
	geometry: DetectedGeometry,
	size: Size | undefined,
): Coordinates {
	// These coordinates are checked when the edit is applied.
	if (geometry.wire !== undefined) return geometry.wire as Coordinates;
	const outline = pointsOfRing(geometry.polygons?.[0]?.[0] ?? []);
	const coordinates = frameShape(shape)?.fromDetection({
		box: geometry.box ?? boundingBoxOf(geometry, size),
		theta: geometry.theta ?? 0,
		polygons: geometry.polygons,
		points: geometry.points ?? outline.map((point) => ({ ...point })),
		mask: geometry.mask,
	});
	if (coordinates !== undefined) return coordinates as Coordinates;
	throw new RangeError(
		`The detection has ${Object.keys(geometry).join(' and ')}, which cannot be drawn as ${shape.replaceAll('_', ' ')}.`,
	);
}

function boundingBoxOf(
	{ polygons, points, mask }: DetectedGeometry,
	size: Size | undefined,
): Box | undefined {
	if (mask !== undefined) {
		const box = maskBox(mask);
		const { width, height } = size ?? mask;
		return box && { x: box.x / width, y: box.y / height, w: box.w / width, h: box.h / height };
	}
	const outlines = polygons?.flatMap((rings) => rings[0] ?? []) ?? [];
	return enclosingBox(outlines.length > 0 ? outlines : ringOfPoints(points ?? []));
}
