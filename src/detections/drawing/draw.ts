/**
 * Draws what a detection has as the shape of its class. What loses nothing is converted; what loses something only on request; the
 * rest is refused. A mask, an outline or a turned box never becomes its upright box in silence.
 */
import type { ObjectItem } from '../../labels/ontology/ontology';
import { frameShape, type Coordinates } from '../../labels/shapes/registry';
import { NotTaken } from '../found';
import { drawMask, drawPolygon } from './drawAreas';
import { drawBox, drawTurned } from './drawBoxes';
import { onlyOf, words, type Drawing, type OfKind } from './drawing';
import { drawLine, drawPoint, drawSkeleton } from './drawPoints';
import type { Settled } from './settle';
import { checkSkeleton } from './skeleton';

type Kind = Settled['kind'];

const DRAW: { [shape: string]: (places: readonly Settled[], drawing: Drawing) => Coordinates } = {
	bounding_box: drawBox,
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

/** The class among several of one title that has the shape of the detection. @throws NotTaken */
export function oneOf(items: readonly ObjectItem[], places: readonly Settled[]): ObjectItem {
	const [first, ...others] = items;
	if (first !== undefined && others.length === 0) return first;
	const fitting = items.filter(({ shape }) => isNative(shape, places));
	const [only, ...more] = fitting;
	if (only !== undefined && more.length === 0) return only;
	throw new NotTaken(
		`${items.length} classes are called "${first?.title}" (${items.map(({ shape, featureHash }) => `${shape} ${featureHash}`).join(', ')}), and the shape of the detection does not tell which is meant. Give the feature hash.`,
	);
}

/** Whether a detection can be drawn as a shape without a conversion; tells classes of one title apart. */
function isNative(shape: string, places: readonly Settled[]): boolean {
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

/** @throws NotTaken when numbers that are fractions are none */
function encordCoordinates(
	{ coordinates }: OfKind<'encord'>,
	{ item, ontology }: Drawing,
): Coordinates {
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
	if (coordinates.skeleton !== undefined) checkSkeleton(coordinates.skeleton, item, ontology);
	for (const key of ['boundingBox', 'rotatableBoundingBox']) {
		const box = coordinates[key] as { w?: unknown; h?: unknown } | undefined;
		if (box !== undefined && (box.w === 0 || box.h === 0))
			throw new NotTaken(`The box under "${key}" has no area.`);
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
