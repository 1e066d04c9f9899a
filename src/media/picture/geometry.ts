/** Shapes of labels as numbers, read from the coordinate keys of the wire (protocol §8.2). */
import type { EncordJson } from '../../encord/wire/json';
import { MediaError } from '../errors';

/** Fractions of the picture's size, origin top left. */
export interface Point {
	x: number;
	y: number;
}

/** A decoded bitmask: row by row, one byte a pixel, anything but 0 is set. */
export interface Mask {
	width: number;
	height: number;
	data: Uint8Array;
}

/** One label on one picture, ready to be cut out or drawn. */
export interface LabelShape {
	/** A frame object of a label row, or just its coordinate key, e.g. `{ boundingBox: { x, y, w, h } }` (protocol §8.2). */
	coordinates: EncordJson;
	/** Bitmask labels: the decoded mask (run-length decoding belongs to the labels room). */
	mask?: Mask;
	/** Ontology object's color, e.g. `#D33115`. */
	color?: string;
	name?: string;
	/** 0 to 1; written behind the name when below 1. */
	confidence?: number;
}

export type Geometry =
	| { kind: 'box'; x: number; y: number; w: number; h: number }
	/** `x, y, w, h` of the box before turning it by `theta` degrees, clockwise on screen, about its center. */
	| { kind: 'rotatedBox'; x: number; y: number; w: number; h: number; theta: number }
	/** Polygons of rings: the first ring is the outline, further rings are holes. */
	| { kind: 'polygon'; polygons: Point[][][] }
	| { kind: 'polyline'; points: Point[] }
	| { kind: 'point'; point: Point }
	| { kind: 'skeleton'; points: Array<Point & { name?: string; color?: string; hidden: boolean }> }
	| { kind: 'bitmask'; mask: Mask };

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function numberAt(value: unknown, key: string, where: string): number {
	const number = isRecord(value) ? Number(value[key] ?? Number.NaN) : Number.NaN;
	if (!Number.isFinite(number))
		throw new MediaError('badAsk', `The ${where} of a label has no number "${key}".`);
	return number;
}

/** Points of an index-keyed map (keys sort as numbers) or of a list. */
function pointsOf(value: unknown, where: string): Array<Point & Record<string, unknown>> {
	const entries = Array.isArray(value)
		? value
		: isRecord(value)
			? Object.keys(value)
					.sort((a, b) => Number(a) - Number(b))
					.map((key) => value[key])
			: [];
	return entries.map((entry) => ({
		...(entry as object),
		x: numberAt(entry, 'x', where),
		y: numberAt(entry, 'y', where),
	}));
}

function ringOf(flat: unknown): Point[] {
	const numbers = Array.isArray(flat) ? flat.map(Number) : [];
	if (numbers.length % 2 || numbers.some((n) => !Number.isFinite(n))) {
		throw new MediaError(
			'badAsk',
			'A ring of a polygon must be a flat list x0, y0, x1, y1, … of numbers.',
		);
	}
	const ring: Point[] = [];
	for (let i = 0; i < numbers.length; i += 2)
		ring.push({ x: numbers[i] ?? 0, y: numbers[i + 1] ?? 0 });
	return ring;
}

function polygonOf(coordinates: EncordJson): Geometry {
	const { polygons } = coordinates;
	if (Array.isArray(polygons)) {
		return {
			kind: 'polygon',
			polygons: polygons.map((rings) => (Array.isArray(rings) ? rings.map(ringOf) : [])),
		};
	}
	return { kind: 'polygon', polygons: [[pointsOf(coordinates.polygon, 'polygon')]] };
}

function skeletonOf(value: unknown): Geometry {
	const hiddenBy = (point: Record<string, unknown>) => {
		const visibility =
			point.visibility ??
			['invisible', 'occluded', 'selfOccluded'].find((name) => point[name] === true);
		return visibility === 'invisible';
	};
	return {
		kind: 'skeleton',
		points: pointsOf(value, 'skeleton').map((point) => ({
			x: point.x,
			y: point.y,
			...(typeof point.name === 'string' && { name: point.name }),
			...(typeof point.color === 'string' && { color: point.color }),
			hidden: hiddenBy(point),
		})),
	};
}

/**
 * The shape of a label. Undefined for shapes without an area on a picture (cuboids, audio and text ranges).
 * @throws MediaError `badAsk` when a coordinate key is there but unreadable, or a bitmask comes without its mask.
 */
export function geometryOf(label: LabelShape): Geometry | undefined {
	const { coordinates } = label;
	if (label.mask) return { kind: 'bitmask', mask: label.mask };
	const boxKeys = (value: unknown, where: string) => ({
		x: numberAt(value, 'x', where),
		y: numberAt(value, 'y', where),
		w: numberAt(value, 'w', where),
		h: numberAt(value, 'h', where),
	});
	if (coordinates.boundingBox)
		return { kind: 'box', ...boxKeys(coordinates.boundingBox, 'bounding box') };
	if (coordinates.rotatableBoundingBox) {
		const box = coordinates.rotatableBoundingBox;
		return {
			kind: 'rotatedBox',
			...boxKeys(box, 'rotatable box'),
			theta: numberAt(box, 'theta', 'rotatable box'),
		};
	}
	if (coordinates.polygons ?? coordinates.polygon) return polygonOf(coordinates);
	if (coordinates.polyline)
		return { kind: 'polyline', points: pointsOf(coordinates.polyline, 'polyline') };
	if (coordinates.point) {
		const point = pointsOf(coordinates.point, 'point')[0];
		return point && { kind: 'point', point };
	}
	if (coordinates.skeleton) return skeletonOf(coordinates.skeleton);
	if (coordinates.bitmask)
		throw new MediaError('badAsk', 'A bitmask label needs its decoded mask.');
	return undefined;
}
