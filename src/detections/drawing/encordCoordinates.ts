/** Coordinates in Encord's own form (protocol §8.2), as a producer gives them. */
import type { Size } from '../../geometry/plane';
import { frameShape, type Coordinates } from '../../labels/shapes/registry';
import { decodeGivenMask } from '../../labels/shapes/parts/runLengths';
import { NotTaken } from '../found';
import { isMap } from '../formats/parts/json';
import { words, type Drawing, type OfKind } from './drawing';
import { checkSkeleton } from './skeleton';

/** @throws NotTaken when numbers that are fractions are none, a box has no area, or a mask is cut off */
export function encordCoordinates(
	{ coordinates }: OfKind<'encord'>,
	{ item, ontology, frame }: Drawing,
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
	if (coordinates.bitmask !== undefined) checkMask(coordinates.bitmask, frame);
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

/**
 * Encord takes a mask whose runs end early and one that does not begin at the corner. From a producer both are mistakes: the text was
 * cut off, or the runs are those of a part of the picture. What else is wrong is told by the edit.
 * @throws NotTaken
 */
function checkMask(mask: unknown, frame: Size | undefined): void {
	if (!isMap(mask)) return;
	const { width, height, rleString, top = 0, left = 0 } = mask;
	if ((typeof top === 'number' && top !== 0) || (typeof left === 'number' && left !== 0))
		throw new NotTaken(
			`The bitmask begins at ${String(left)}, ${String(top)}. A bitmask covers the whole picture, so its "left" and "top" are 0.`,
		);
	if (typeof width !== 'number' || typeof height !== 'number' || typeof rleString !== 'string')
		return;
	if (frame !== undefined && (frame.width !== width || frame.height !== height)) return;
	try {
		const { data } = decodeGivenMask({ width, height, rleString });
		if (!data.includes(1)) throw new NotTaken('The mask is empty: no pixel of it is set.');
	} catch (error) {
		if (error instanceof RangeError) throw new NotTaken(`${error.message}.`);
		throw error;
	}
}
