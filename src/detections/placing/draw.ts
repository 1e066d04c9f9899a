/**
 * Draws what a detection has as the shape of its class. What loses nothing is converted; what loses something only on request; the
 * rest is refused. A mask, an outline or a turned box never becomes its upright box in silence.
 */
import type { Box } from '../../geometry/box';
import { enclosingBox } from '../../geometry/box';
import { maskBox, type Mask } from '../../geometry/mask';
import type { Size } from '../../geometry/plane';
import { pointsOfRing } from '../../geometry/ring';
import type { RotatedBox } from '../../geometry/rotatedBox';
import type { ObjectItem, OntologyIndex } from '../../labels/ontology/ontology';
import { encodeMask } from '../../labels/shapes/parts/runLengths';
import { frameShape, type Coordinates } from '../../labels/shapes/registry';
import type { Repair } from '../../reply/value';
import { NotTaken } from '../found';
import { checkInside, pointsInside } from './inside';
import { maskOfOutline, outlineOfMask } from './maskAndOutline';
import { ringsOf } from './rings';
import { turnedBoxOf, uprightBoxOf } from './rectangle';
import type { Settled } from './settle';
import { skeletonPoints } from './skeleton';

export interface Drawing {
	item: ObjectItem;
	ontology: OntologyIndex;
	/** Size of the frame, if known. */
	frame: Size | undefined;
	/** Whether conversions that lose something are asked for. */
	mayLose: boolean;
	/** Every change is added here. */
	repairs: Repair[];
}

type Kind = Settled['kind'];
type OfKind<K extends Kind> = Extract<Settled, { kind: K }>;

const WORDS: { [K in Kind]: string } = {
	box: 'a box',
	corners: 'four corners',
	outline: 'an outline',
	line: 'a line',
	points: 'points',
	keypoints: 'keypoints',
	circle: 'a circle',
	mask: 'a mask',
	encord: 'coordinates of Encord',
	unread: 'a place that is not read',
};

const DRAW: { [shape: string]: (places: readonly Settled[], drawing: Drawing) => Coordinates } = {
	bounding_box: (places, drawing) => ({ boundingBox: cut(boxOf(places, drawing), 'box', drawing) }),
	rotatable_bounding_box: drawTurned,
	polygon: drawPolygon,
	polyline: drawLine,
	point: drawPoint,
	skeleton: drawSkeleton,
	bitmask: drawMask,
};

/** @throws NotTaken when the places of the detection do not give this shape */
export function draw(places: readonly Settled[], drawing: Drawing): Coordinates {
	const { shape, title } = drawing.item;
	if (places.length === 0)
		throw new NotTaken('The detection has no place: expected a box, an outline, points or a mask.');
	const own = onlyOf(places, 'encord');
	if (own !== undefined) return encordCoordinates(own, drawing);
	const drawShape = DRAW[shape];
	if (drawShape === undefined)
		throw new NotTaken(
			`"${title}" is drawn as ${words(shape)}, which a detection cannot give. Give coordinates in the format Encord.`,
		);
	return drawShape(places, drawing);
}

/** Whether a detection can be drawn as a shape without a conversion; tells classes of one title apart. */
export function isNative(shape: string, places: readonly Settled[]): boolean {
	const natives: { [shape: string]: Kind[] } = {
		bounding_box: ['box'],
		rotatable_bounding_box: ['corners'],
		polygon: ['outline'],
		polyline: ['line'],
		point: ['points'],
		skeleton: ['keypoints'],
		bitmask: ['mask'],
	};
	if (places.some(({ kind }) => kind === 'encord')) {
		const key = frameShape(shape)?.key;
		return places.some(
			(place) => place.kind === 'encord' && key !== undefined && key in place.coordinates,
		);
	}
	return places.some(({ kind }) => natives[shape]?.includes(kind) === true);
}

/** The only place of a kind. @throws NotTaken when there are several that differ */
function onlyOf<K extends Kind>(places: readonly Settled[], kind: K): OfKind<K> | undefined {
	const [first, ...others] = places.filter((place): place is OfKind<K> => place.kind === kind);
	if (first === undefined || others.every((other) => sameNumbers(first, other))) return first;
	throw new NotTaken(`The detection has ${WORDS[kind]} several times, and they differ.`);
}

/** Whether two places are the same within what writers round. */
function sameNumbers(a: unknown, b: unknown): boolean {
	if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 0.002;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
	if (a instanceof Uint8Array || b instanceof Uint8Array) return a === b;
	const keys = Object.keys(a);
	return (
		keys.length === Object.keys(b).length &&
		keys.every((key) => sameNumbers((a as never)[key], (b as never)[key]))
	);
}

function refuse(places: readonly Settled[], { item }: Drawing, choice: string): never {
	const has = [
		...new Set(
			places.map((place) => (place.kind === 'unread' ? `a ${place.what}` : WORDS[place.kind])),
		),
	].join(' and ');
	throw new NotTaken(
		`The detection has ${has}, but "${item.title}" is drawn as ${words(item.shape)}. ${choice}`,
	);
}

const words = (shape: string): string => shape.replaceAll('_', ' ');
const ASK = 'Choose to convert what loses something, or give the shape itself.';
const GIVE = 'Give the shape itself.';

// ---- Boxes ----

function boxOf(places: readonly Settled[], drawing: Drawing): Box {
	const own = onlyOf(places, 'box');
	if (own !== undefined) return own.box;
	const turned = turnedOf(places, drawing);
	if (turned !== undefined) {
		const upright = uprightBoxOf(turned, frameOf(drawing));
		if (upright !== undefined) return upright;
	}
	const around = boxAround(places, drawing);
	if (around === undefined) return refuse(places, drawing, GIVE);
	if (!drawing.mayLose) return refuse(places, drawing, ASK);
	drawing.repairs.push({ rule: 'box around', from: places[0]!.kind, to: 'box' });
	return around;
}

/** The box around an outline, a mask, a turned box or a circle. */
function boxAround(places: readonly Settled[], drawing: Drawing): Box | undefined {
	const outline = onlyOf(places, 'outline');
	if (outline !== undefined) return enclosingBox(outline.polygons.flatMap(([ring = []]) => ring));
	const mask = onlyOf(places, 'mask');
	if (mask !== undefined) return boxOfMask(mask.mask, drawing);
	const corners = onlyOf(places, 'corners');
	if (corners !== undefined) {
		const { width, height } = frameOf(drawing);
		return enclosingBox(corners.pixels.map((value, at) => value / (at % 2 ? height : width)));
	}
	return onlyOf(places, 'circle')?.box;
}

function boxOfMask(mask: Mask, { frame }: Drawing): Box | undefined {
	const box = maskBox(mask);
	if (box === undefined) return undefined;
	const { width, height } = mask;
	if (
		frame !== undefined &&
		Math.abs(width * frame.height - height * frame.width) > Math.max(frame.width, frame.height)
	)
		throw new NotTaken(maskSize(mask, frame));
	return { x: box.x / width, y: box.y / height, w: box.w / width, h: box.h / height };
}

/** The turned box that corners or an outline of four points are; undefined when there are none, or they are no box. */
function turnedOf(places: readonly Settled[], drawing: Drawing): RotatedBox | undefined {
	const corners = onlyOf(places, 'corners');
	if (corners !== undefined) return turnedBoxOf(corners.pixels, frameOf(drawing));
	const outline = onlyOf(places, 'outline');
	const points = onlyOf(places, 'points');
	const ring =
		outline === undefined
			? points?.ring
			: outline.polygons.length === 1 && outline.polygons[0]!.length === 1
				? outline.polygons[0]![0]
				: undefined;
	if (ring === undefined || drawing.frame === undefined) return undefined;
	const [clean] = ringsOf([[ring]], drawing.frame)[0] ?? [];
	if (clean?.length !== 8) return undefined;
	const { width, height } = drawing.frame;
	return turnedBoxOf(
		clean.map((value, at) => value * (at % 2 ? height : width)),
		drawing.frame,
	);
}

function drawTurned(places: readonly Settled[], drawing: Drawing): Coordinates {
	const turned = turnedOf(places, drawing);
	if (turned !== undefined) {
		const { width, height } = frameOf(drawing);
		const corners = cornersAround(turned, { width, height });
		checkInside(corners, 'turned box');
		return { rotatableBoundingBox: turned };
	}
	const isOnlyBox = places.every(({ kind }) => kind === 'box' || kind === 'keypoints');
	const box = isOnlyBox ? onlyOf(places, 'box') : undefined;
	if (box === undefined) return refuse(places, drawing, 'Give four corners of a box.');
	return { rotatableBoundingBox: { ...cut(box.box, 'box', drawing), theta: 0 } };
}

/** The upright box around a turned one. */
function cornersAround({ x, y, w, h, theta }: RotatedBox, { width, height }: Size): Box {
	const [cos, sin] = [
		Math.abs(Math.cos((theta * Math.PI) / 180)),
		Math.abs(Math.sin((theta * Math.PI) / 180)),
	];
	const [ow, oh] = [
		(w * width * cos + h * height * sin) / width,
		(w * width * sin + h * height * cos) / height,
	];
	return { x: x + w / 2 - ow / 2, y: y + h / 2 - oh / 2, w: ow, h: oh };
}

/** Notes that a box will be cut at the edge. The edit cuts it. */
function cut(box: Box, what: string, { repairs }: Drawing): Box {
	if (checkInside(box, what)) repairs.push({ rule: 'cut at the edge', from: what, to: what });
	return box;
}

// ---- Outlines and masks ----

function drawPolygon(places: readonly Settled[], drawing: Drawing): Coordinates {
	const outline = onlyOf(places, 'outline');
	const points = outline === undefined ? onlyOf(places, 'points') : undefined;
	if (outline !== undefined || (points !== undefined && points.ring.length >= 6)) {
		const polygons = ringsOf(outline?.polygons ?? [[points!.ring]], drawing.frame);
		cut(enclosingBox(polygons.flatMap(([ring = []]) => ring))!, 'outline', drawing);
		return { polygons };
	}
	const mask = onlyOf(places, 'mask');
	if (mask !== undefined) {
		checkMask(mask.mask, drawing);
		drawing.repairs.push({ rule: 'outline of the mask', from: 'mask', to: 'outline' });
		return { polygons: outlineOfMask(mask.mask) };
	}
	const corners = onlyOf(places, 'corners');
	const box = onlyOf(places, 'box');
	if (corners === undefined && box === undefined) return refuse(places, drawing, GIVE);
	if (!drawing.mayLose || places.some(({ kind }) => kind === 'unread'))
		return refuse(places, drawing, ASK);
	drawing.repairs.push({ rule: 'corners as outline', from: 'box', to: 'outline' });
	const ring =
		corners === undefined ? cornersOfBox(box!.box) : fractionsOf(corners.pixels, frameOf(drawing));
	cut(enclosingBox(ring)!, 'box', drawing);
	return { polygons: [[ring]] };
}

function cornersOfBox({ x, y, w, h }: Box): number[] {
	return [x, y, x + w, y, x + w, y + h, x, y + h];
}

function fractionsOf(pixels: readonly number[], { width, height }: Size): number[] {
	return pixels.map((value, at) => value / (at % 2 ? height : width));
}

function drawMask(places: readonly Settled[], drawing: Drawing): Coordinates {
	const mask = onlyOf(places, 'mask');
	if (mask !== undefined) {
		checkMask(mask.mask, drawing);
		return { bitmask: encodeMask(mask.mask) };
	}
	const outline = onlyOf(places, 'outline');
	if (outline === undefined || drawing.frame === undefined) return refuse(places, drawing, GIVE);
	const polygons = ringsOf(outline.polygons, drawing.frame);
	cut(enclosingBox(polygons.flatMap(([ring = []]) => ring))!, 'outline', drawing);
	const filled = maskOfOutline(polygons, drawing.frame);
	if (!filled.data.includes(1)) throw new NotTaken('The outline covers no pixel.');
	drawing.repairs.push({ rule: 'filled outline', from: 'outline', to: 'mask' });
	return { bitmask: encodeMask(filled) };
}

/** @throws NotTaken when the mask has another size than the frame */
function checkMask(mask: Mask, { frame }: Drawing): void {
	if (frame !== undefined && (mask.width !== frame.width || mask.height !== frame.height))
		throw new NotTaken(maskSize(mask, frame));
}

function maskSize(mask: Size, frame: Size): string {
	return `The mask is ${mask.width} × ${mask.height} pixels, the picture ${frame.width} × ${frame.height}. Give a mask of the size of the picture; its "size" is [height, width].`;
}

// ---- Lines and points ----

function drawLine(places: readonly Settled[], drawing: Drawing): Coordinates {
	const line = onlyOf(places, 'line') ?? onlyOf(places, 'points');
	if (line === undefined) return refuse(places, drawing, GIVE);
	if (line.ring.length < 4) throw new NotTaken('A line has at least two points.');
	return { polyline: pointsOfRing(pointsInside(line.ring, 'line')).map((point) => ({ ...point })) };
}

function drawPoint(places: readonly Settled[], drawing: Drawing): Coordinates {
	const points = onlyOf(places, 'points');
	if (points !== undefined) {
		if (points.ring.length !== 2)
			throw new NotTaken(
				`The detection has ${points.ring.length / 2} points; "${drawing.item.title}" is one.`,
			);
		const [x = 0, y = 0] = pointsInside(points.ring, 'detection');
		return { point: { x, y } };
	}
	const box = onlyOf(places, 'box');
	if (box === undefined) return refuse(places, drawing, GIVE);
	if (!drawing.mayLose) return refuse(places, drawing, ASK);
	checkInside(box.box, 'box');
	drawing.repairs.push({ rule: 'middle of the box', from: 'box', to: 'point' });
	const [x = 0, y = 0] = pointsInside(
		[box.box.x + box.box.w / 2, box.box.y + box.box.h / 2],
		'box',
	);
	return { point: { x, y } };
}

function drawSkeleton(places: readonly Settled[], drawing: Drawing): Coordinates {
	const keypoints = onlyOf(places, 'keypoints');
	if (keypoints === undefined) return refuse(places, drawing, GIVE);
	return { skeleton: skeletonPoints(keypoints.points, drawing.item, drawing.ontology) };
}

// ---- Encord ----

/** @throws NotTaken when numbers that are fractions are none */
function encordCoordinates({ coordinates }: OfKind<'encord'>, { item }: Drawing): Coordinates {
	const spec = frameShape(item.shape);
	const keys = Object.keys(coordinates);
	if (spec === undefined || !keys.some((key) => key === spec.key || key === spec.fullKey))
		throw new NotTaken(
			`"${item.title}" is drawn as ${words(item.shape)}, but the coordinates are under ${keys.join(', ')}.`,
		);
	if (spec.key !== 'bitmask' && spec.key !== 'cuboid' && spec.key !== 'cuboid_2d') {
		const far = numbersIn({ ...coordinates, theta: undefined }).find(
			(value) => value < -0.5 || value > 1.5,
		);
		if (far !== undefined)
			throw new NotTaken(
				`Coordinates of Encord are fractions of the picture, but there is ${far}.`,
			);
	}
	return coordinates as unknown as Coordinates;
}

function numbersIn(value: unknown): number[] {
	if (typeof value === 'number') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, each]) =>
		key === 'theta' || key === 'z' ? [] : numbersIn(each),
	);
}

function frameOf({ frame }: Drawing): Size {
	if (frame !== undefined) return frame;
	throw new NotTaken('The size of the picture is not known. Give it.');
}
