/**
 * Draws what a detection has as the shape of its class. What loses nothing is converted; what loses something only on request; the
 * rest is refused. A mask, an outline or a turned box never becomes its upright box in silence.
 */
import type { ObjectItem } from '../../labels/ontology/ontology';
import { frameShape, type Coordinates } from '../../labels/shapes/registry';
import { NotTaken } from '../found';
import { drawMask, drawPolygon } from './drawAreas';
import { drawBox, drawTurned } from './drawBoxes';
import { onlyOf, words, type Drawing } from './drawing';
import { drawLine, drawPoint, drawSkeleton } from './drawPoints';
import { encordCoordinates } from './encordCoordinates';
import type { Settled } from './settle';

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
