/** Boxes as they are written: four numbers in a list, two corners as pairs, or numbers with names. */
import { NotTaken, type Claim, type Place } from '../../found';
import type { BoxOrder } from '../../../labels/detections/formats/boxNumbers';
import { derived } from './claims';
import { isMap, type JsonMap } from './json';
import { isPoint, numbersIn, pointsIn, shown, withPercent } from './numbers';

type Four = readonly [number, number, number, number];

/**
 * Names of four numbers. Where x and y stand beside a size they may be the corner or the center; then there is no order, and the
 * data or the user has to say it.
 */
const NAMED: ReadonlyArray<{ names: readonly [string, string, string, string]; order?: BoxOrder }> =
	[
		{ names: ['xmin', 'ymin', 'xmax', 'ymax'], order: 'xyxy' },
		{ names: ['x_min', 'y_min', 'x_max', 'y_max'], order: 'xyxy' },
		{ names: ['xMin', 'yMin', 'xMax', 'yMax'], order: 'xyxy' },
		{ names: ['minX', 'minY', 'maxX', 'maxY'], order: 'xyxy' },
		{ names: ['min_x', 'min_y', 'max_x', 'max_y'], order: 'xyxy' },
		{ names: ['x1', 'y1', 'x2', 'y2'], order: 'xyxy' },
		{ names: ['x0', 'y0', 'x1', 'y1'], order: 'xyxy' },
		{ names: ['xtl', 'ytl', 'xbr', 'ybr'], order: 'xyxy' },
		{ names: ['left', 'top', 'right', 'bottom'], order: 'xyxy' },
		{ names: ['left', 'top', 'width', 'height'], order: 'xywh' },
		{ names: ['Left', 'Top', 'Width', 'Height'], order: 'xywh' },
		{ names: ['cx', 'cy', 'w', 'h'], order: 'cxcywh' },
		{ names: ['cx', 'cy', 'width', 'height'], order: 'cxcywh' },
		{ names: ['x_center', 'y_center', 'width', 'height'], order: 'cxcywh' },
		{ names: ['center_x', 'center_y', 'width', 'height'], order: 'cxcywh' },
		{ names: ['x', 'y', 'width', 'height'] },
		{ names: ['x', 'y', 'w', 'h'] },
	];

const QUAD_NAMES = ['x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'x4', 'y4'] as const;

/** A box, or the corners of one. `score` is a fifth number, which only two corners can have beside them. */
export interface WrittenBox {
	place: Place;
	score?: number;
}

/** @throws NotTaken when the value is no box */
export function boxIn(value: unknown, claim: Claim, what: string): WrittenBox {
	if (isMap(value)) {
		const named = namedBox(value, claim, what);
		if (named !== undefined) return { place: named };
		throw new NotTaken(`${what} is ${shown(value)}; expected four numbers.`);
	}
	const list: unknown = typeof value === 'string' ? numbersOfText(value) : value;
	if (!Array.isArray(list))
		throw new NotTaken(`${what} is ${shown(value)}; expected four numbers.`);
	if (list.some((each) => Array.isArray(each) || isPoint(each)))
		return { place: pairsBox(list, claim, what) };
	return flatBox(list, claim, what);
}

/** The numbers of a box that have names; undefined when the names of none are there. @throws NotTaken */
export function namedBox(map: JsonMap, claim: Claim, what: string): Place | undefined {
	if (QUAD_NAMES.every((name) => name in map)) {
		const { values } = numbersIn(
			QUAD_NAMES.map((name) => map[name]),
			what,
		);
		return { kind: 'corners', ring: values, claim: { ...claim, order: 'xyxy', named: true } };
	}
	let found: Place | undefined;
	for (const { names, order } of NAMED) {
		if (names.some((name) => map[name] === undefined)) continue;
		const { values, percent } = numbersIn(
			names.map((name) => map[name]),
			what,
		);
		if (found !== undefined) {
			const { numbers, claim: first } = found as Extract<Place, { kind: 'box' }>;
			if (order === first.order && values.some((value, at) => value !== numbers[at]))
				throw new NotTaken(`${what} has ${first.by} and ${names.join(', ')}, and they differ.`);
			continue;
		}
		if (order === undefined && claim.order !== undefined && !hasSize(claim.order))
			throw new NotTaken(`${what} has a width and a height, but ${claim.by} says ${claim.order}.`);
		const own = derived(claim, names[0] + names[2], () => namedClaim(claim, names, order));
		found = {
			kind: 'box',
			numbers: values as unknown as Four,
			claim: withPercent(own, percent),
		};
	}
	return found;
}

/** What the names of four numbers say beside what the format says. */
function namedClaim(claim: Claim, names: readonly string[], order: BoxOrder | undefined): Claim {
	const by = `the names ${names.join(', ')}`;
	if (order !== undefined) return { ...claim, order, named: true, by };
	return { ...claim, sized: true, ...(claim.order === undefined ? { by } : {}) };
}

const hasSize = (order: BoxOrder): boolean => order === 'xywh' || order === 'cxcywh';

function flatBox(list: readonly unknown[], claim: Claim, what: string): WrittenBox {
	const { values, percent } = numbersIn(list, what);
	const own = withPercent(claim, percent);
	if (values.length === 4)
		return { place: { kind: 'box', numbers: values as unknown as Four, claim: own } };
	if (values.length === 8) return { place: { kind: 'corners', ring: values, claim: own } };
	const [a, b, c, d, score] = values;
	if (values.length === 5 && score! > 0 && score! < 1)
		return {
			place: {
				kind: 'box',
				numbers: [a!, b!, c!, d!],
				claim: derived(own, 'scored', () => ({ ...own, scored: true })),
			},
			score: score!,
		};
	throw new NotTaken(`${what} has ${values.length} numbers; a box is four.`);
}

function pairsBox(list: readonly unknown[], claim: Claim, what: string): Place {
	const { ring, named } = pointsIn(list, what);
	const own: Claim = { ...claim, ...(named ? { named } : {}) };
	if (ring.length === 8) return { kind: 'corners', ring, claim: own };
	if (ring.length !== 4)
		throw new NotTaken(`${what} has ${ring.length / 2} points; a box has two or four.`);
	if (claim.order !== undefined && hasSize(claim.order))
		throw new NotTaken(`${what} has two corners, but ${claim.by} says ${claim.order}.`);
	// Two points are two corners. Which of their numbers comes first is still open, unless they have names.
	return { kind: 'box', numbers: ring as unknown as Four, claim: { ...own, corners: true } };
}

/** `[120, 80, 360, 240]` or `120 80 360 240` as text. */
function numbersOfText(text: string): string[] {
	return text
		.trim()
		.replace(/^[[(]|[\])]$/g, '')
		.trim()
		.split(/[\s,;]+/);
}
