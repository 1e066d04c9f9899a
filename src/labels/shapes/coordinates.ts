/** Coordinates of an edit, checked against the shape of the object and the image, in wire form (protocol §8.2). */
import type { EncordJson } from '../../encord/wire/json';
import { decodeMask } from './bitmask';
import { clampPoint, clipBox, clipRing, isInside } from './clipping';
import { COORDINATE_KEY } from './coordinateKeys';
import type { Coordinates, PointJson } from './coordinateJson';
import { Refusal } from '../row/problem';
import type { ObjectItem } from '../ontology/ontology';

export interface FrameSize {
	width: number;
	height: number;
}

/** Coordinates outside the image: cut off at its edge, refuse them, or write them as they are. */
export type OutsideRule = 'clip' | 'refuse' | 'keep';
type Reader = (value: unknown, check: Check, size: FrameSize | undefined) => EncordJson;

/** Points of an image a skeleton point can be in. */
const VISIBILITIES = ['visible', 'invisible', 'occluded', 'selfOccluded'];

const READERS: { [shape: string]: Reader } = {
	bounding_box: (value, check) => ({ boundingBox: readBox(value, check, ['h', 'w', 'x', 'y']) }),
	rotatable_bounding_box: (value, check) => ({
		rotatableBoundingBox: readBox(value, check, ['h', 'w', 'x', 'y', 'theta']),
	}),
	polygon: readPolygon,
	polyline: (value, check) => ({ polyline: indexMap(readPoints(value, check, 1)) }),
	point: (value, check) => ({ point: indexMap(readPoints(value, check, 1).slice(0, 1)) }),
	skeleton: (value, check) => ({
		skeleton: indexMap(readPoints(value, check, 1).map((point) => skeletonPoint(point, check))),
	}),
	bitmask: readBitmask,
	cuboid_2d: readCuboid2d,
	cuboid: readCuboid,
};

/**
 * The coordinate keys of a frame object for this object class.
 * @throws Refusal when they do not fit the shape, are malformed, or lie outside the image and may not be cut
 */
export function wireCoordinates(
	item: ObjectItem,
	coordinates: Coordinates,
	outside: OutsideRule,
	size: FrameSize | undefined,
): EncordJson {
	const check = new Check(item, coordinates, outside);
	const reader = READERS[item.shape];
	const key = COORDINATE_KEY[item.shape];
	if (reader === undefined || key === undefined)
		return check.refuse(`"${item.title}" (${item.shape}) cannot be placed on frames.`);
	const given = coordinates as EncordJson;
	const value =
		item.shape === 'polygon' && given.polygons !== undefined ? given.polygons : given[key];
	if (value === undefined) {
		const names = Object.keys(given).join(', ') || 'nothing';
		return check.refuse(
			`"${item.title}" is drawn as ${item.shape}: its coordinates go under "${key}", not ${names}.`,
		);
	}
	return reader(value, check, size);
}

class Check {
	constructor(
		readonly item: ObjectItem,
		readonly coordinates: Coordinates,
		readonly outside: OutsideRule,
	) {}

	refuse(message: string): never {
		throw new Refusal({
			code: 'badCoordinates',
			message,
			item: this.item.title,
			field: 'coordinates',
			value: this.coordinates,
			accepted: COORDINATE_KEY[this.item.shape],
		});
	}

	/** A finite number at `json[key]`. */
	number(json: unknown, key: string): number {
		const value = (json as EncordJson | null | undefined)?.[key];
		if (typeof value === 'number' && Number.isFinite(value)) return value;
		return this.refuse(`"${key}" of "${this.item.title}" must be a number.`);
	}

	numbers(json: unknown, key: string, length: number): number[] {
		const value = (json as EncordJson | null | undefined)?.[key];
		const fits =
			Array.isArray(value) &&
			value.length === length &&
			value.every((each) => typeof each === 'number' && Number.isFinite(each));
		return fits
			? (value as number[])
			: this.refuse(`"${key}" of "${this.item.title}" must be a list of ${length} numbers.`);
	}

	outsideImage(): never {
		return this.refuse(
			`"${this.item.title}" lies outside the image. Coordinates are fractions of the image size, 0 to 1 from the top left.`,
		);
	}
}

function readBox(value: unknown, check: Check, keys: string[]): EncordJson {
	const box = Object.fromEntries(keys.map((key) => [key, check.number(value, key)])) as {
		x: number;
		y: number;
		w: number;
		h: number;
	};
	if (box.w < 0 || box.h < 0)
		check.refuse(`Width and height of "${check.item.title}" must not be negative.`);
	const fits = isInside(box.x, box.y) && isInside(box.x + box.w - 1e-9, box.y + box.h - 1e-9);
	if (fits || check.outside === 'keep') return box;
	if (check.outside === 'refuse') return check.outsideImage();
	const clipped = clipBox(box);
	if (clipped === undefined) return check.outsideImage();
	// A rotated box cannot be cut without becoming another shape.
	return keys.includes('theta') ? box : clipped;
}

function readPoints(
	value: unknown,
	check: Check,
	least: number,
	outside = check.outside,
): PointJson[] {
	const list = Array.isArray(value) ? value : pointList(value);
	if (list === undefined || list.length < least)
		return check.refuse(`"${check.item.title}" needs at least ${least} point(s) {x, y}.`);
	const points = list.map((point: EncordJson) => ({
		...point,
		x: check.number(point, 'x'),
		y: check.number(point, 'y'),
		...(point.z === undefined ? {} : { z: check.number(point, 'z') }),
	}));
	const flat = points.filter((point) => point.z === undefined).length;
	if (flat > 0 && flat < points.length)
		return check.refuse(`Either every point of "${check.item.title}" has a "z" or none has.`);
	if (outside === 'keep' || points.every(({ x, y }) => isInside(x, y))) return points;
	return outside === 'refuse' ? check.outsideImage() : points.map(clampPoint);
}

/** One point, or an index map whose keys sort numerically. */
function pointList(value: unknown): EncordJson[] | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const map = value as EncordJson;
	if (typeof map.x === 'number') return [map];
	return Object.keys(map)
		.sort((a, b) => Number(a) - Number(b))
		.map((key) => map[key] as EncordJson);
}

function indexMap(points: PointJson[]): { [index: string]: PointJson } {
	return Object.fromEntries(points.map((point, index) => [String(index), point]));
}

function readPolygon(value: unknown, check: Check): EncordJson {
	const given =
		Array.isArray(value) && Array.isArray(value[0])
			? readRings(value, check)
			: [[readPoints(value, check, 3, 'keep').flatMap(({ x, y }) => [x, y])]];
	const polygons = given
		.map((polygon) => cutPolygon(polygon, check))
		.filter((polygon) => polygon.length > 0);
	const outline = polygons[0]?.[0];
	if (outline === undefined) return check.outsideImage();
	const points: PointJson[] = [];
	for (let i = 0; i < outline.length; i += 2)
		points.push({ x: outline[i] ?? 0, y: outline[i + 1] ?? 0 });
	return { polygon: indexMap(points), polygons };
}

function readRings(value: unknown[], check: Check): number[][][] {
	const rings = value as number[][][];
	for (const ring of rings.flat()) {
		const fits =
			Array.isArray(ring) &&
			ring.length >= 6 &&
			ring.length % 2 === 0 &&
			ring.every((each) => typeof each === 'number' && Number.isFinite(each));
		if (!fits)
			check.refuse(
				`"polygons" of "${check.item.title}" is polygon → ring → x0, y0, x1, y1, …, with at least three points in a ring.`,
			);
	}
	return rings;
}

/** The outline and holes inside the image; empty when the outline is not. */
function cutPolygon(rings: number[][], check: Check): number[][] {
	const fits = rings.every((ring) => ring.every((value) => value >= 0 && value <= 1));
	if (fits || check.outside === 'keep') return rings;
	if (check.outside === 'refuse') return check.outsideImage();
	const [outline, ...holes] = rings.map(clipRing);
	return outline === undefined || outline.length === 0
		? []
		: [outline, ...holes.filter((hole) => hole.length > 0)];
}

function skeletonPoint(point: PointJson, check: Check): PointJson {
	if (typeof point.name !== 'string')
		check.refuse(`Every point of the skeleton "${check.item.title}" needs its "name".`);
	if (point.visibility !== undefined && !VISIBILITIES.includes(String(point.visibility))) {
		check.refuse(`The visibility of a skeleton point is one of ${VISIBILITIES.join(', ')}.`);
	}
	return point;
}

function readBitmask(value: unknown, check: Check, size: FrameSize | undefined): EncordJson {
	const [width, height] = [check.number(value, 'width'), check.number(value, 'height')];
	const rleString = (value as EncordJson).rleString;
	if (typeof rleString !== 'string') return check.refuse('A bitmask needs its "rleString".');
	if (size !== undefined && (size.width !== width || size.height !== height)) {
		return check.refuse(
			`The bitmask is ${width} × ${height} pixels but the frame is ${size.width} × ${size.height}; ` +
				'a bitmask covers the whole frame.',
		);
	}
	try {
		decodeMask({ width, height, rleString });
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return check.refuse(`${error.message}.`);
	}
	return {
		bitmask: {
			top: check.number({ top: 0, ...(value as EncordJson) }, 'top'),
			left: check.number({ left: 0, ...(value as EncordJson) }, 'left'),
			height,
			width,
			rleString,
		},
	};
}

function readCuboid2d(value: unknown, check: Check): EncordJson {
	const front = check.numbers(value, 'front', 8);
	const { vanishingPoint, offset } = value as EncordJson;
	const point = (json: unknown): EncordJson => ({
		x: check.number(json, 'x'),
		y: check.number(json, 'y'),
	});
	if (offset !== undefined) return { cuboid_2d: { front, offset: point(offset) } };
	if (vanishingPoint === undefined)
		return check.refuse('A 2D cuboid needs "vanishingPoint" and "scaleRatio", or "offset".');
	return {
		cuboid_2d: {
			front,
			vanishingPoint: point(vanishingPoint),
			scaleRatio: check.number(value, 'scaleRatio'),
		},
	};
}

function readCuboid(value: unknown, check: Check): EncordJson {
	return {
		cuboid: Object.fromEntries(
			['position', 'orientation', 'size'].map((key) => [key, check.numbers(value, key, 3)]),
		),
	};
}
