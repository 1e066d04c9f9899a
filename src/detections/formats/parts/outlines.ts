/** Outlines and masks as they are written under the keys of a detection. */
import { NotTaken, type Claim, type Place } from '../../found';
import { isInsideRing } from '../../../geometry/validity';
import { isAbsent, isMap, type JsonMap } from './json';
import { isRle, maskPlace } from './masks';
import { numbersIn, pointsIn, shown } from './numbers';

export const OUTLINE_KEYS = [
	'mask',
	'rle',
	'rle_mask',
	'segmentation',
	'segments',
	'polygons',
	'polygon',
	'contour',
	'outline',
] as const;

/** @throws NotTaken when one of them cannot be read */
export function outlinesIn(entry: JsonMap, claim: Claim): Place[] {
	const places: Place[] = [];
	for (const key of OUTLINE_KEYS) {
		const value = entry[key];
		if (isAbsent(value)) continue;
		if (isRle(value)) places.push(maskPlace(value, claim));
		else if (key === 'mask' || key === 'rle' || key === 'rle_mask')
			places.push({ kind: 'unread', what: 'mask that is no run lengths {size, counts}', claim });
		else {
			const polygons = outlineIn(value, `"${key}"`, claim);
			if (polygons !== undefined) places.push(polygons);
		}
	}
	return places;
}

/** A flat ring, a list of points, a list of flat rings (COCO: one for each part), or {x: [], y: []}. Undefined when it is empty. */
function outlineIn(value: unknown, what: string, claim: Claim): Place | undefined {
	if (isMap(value) && Array.isArray(value.x) && Array.isArray(value.y)) {
		const [xs, ys] = [
			numbersIn(value.x as unknown[], what).values,
			numbersIn(value.y as unknown[], what).values,
		];
		if (xs.length !== ys.length)
			throw new NotTaken(`${what} has ${xs.length} x and ${ys.length} y.`);
		return {
			kind: 'outline',
			polygons: [[xs.flatMap((x, at) => [x, ys[at]!])]],
			claim: { ...claim, named: true },
		};
	}
	if (!Array.isArray(value) && typeof value !== 'string')
		throw new NotTaken(`${what} is ${shown(value)}; expected an outline.`);
	const list = value as unknown[];
	if (value.length === 0) return undefined;
	if (isListOfRings(list)) {
		const parts = list.filter((part) => part.length > 0);
		if (parts.length === 0) return undefined;
		const rings = parts.map((part) => pointsIn(part, what));
		if (
			claim.by !== 'COCO' &&
			rings.some((a) => rings.some((b) => a !== b && isInside(a.ring, b.ring)))
		)
			throw new NotTaken(
				`${what} has a ring inside of another: whether it is a hole or a part is a guess.`,
			);
		return {
			kind: 'outline',
			polygons: rings.map(({ ring }) => [ring]),
			claim: named(claim, rings),
		};
	}
	const points = pointsIn(value, what);
	return { kind: 'outline', polygons: [[points.ring]], claim: named(claim, [points]) };
}

function isInside(inner: readonly number[], outer: readonly number[]): boolean {
	for (let at = 0; at + 1 < inner.length; at += 2)
		if (!isInsideRing(inner[at]!, inner[at + 1]!, outer)) return false;
	return true;
}

function named(claim: Claim, rings: ReadonlyArray<{ named: boolean }>): Claim {
	return rings.every((ring) => ring.named) ? { ...claim, named: true } : claim;
}

/** Flat rings of more than two numbers, or lists of points; a list of pairs is one ring. */
function isListOfRings(list: readonly unknown[]): list is unknown[][] {
	return (
		Array.isArray(list) &&
		list.every((part) => Array.isArray(part)) &&
		!(list as unknown[][]).every(
			(part) => part.length === 2 && part.every((each) => !Array.isArray(each) && !isMap(each)),
		)
	);
}
