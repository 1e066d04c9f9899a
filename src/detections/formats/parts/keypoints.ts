/** Keypoints as they are written: named, in the order of the skeleton, with flags of visibility or with scores. */
import { NotTaken, type Claim, type Keypoint, type Place } from '../../found';
import { firstOf, isMap, type JsonMap, textOf } from './json';
import { numbersIn, shown } from './numbers';

/** Below this, a pose model does not count a point as found (Ultralytics sets such points to 0, 0). */
const FOUND = 0.5;

/**
 * What a third number is. `flags`: 0 not there, 1 hidden, 2 visible (COCO). `scores`: 0 to 1. `unknown`: to be told from the
 * numbers, and refused where they fit both.
 */
export type ThirdNumber = 'flags' | 'scores' | 'unknown';

/** Flat triples x, y, v as COCO writes them. @throws NotTaken */
function flatKeypoints(flat: readonly unknown[], third: ThirdNumber): Keypoint[] {
	if (flat.length % 3 !== 0)
		throw new NotTaken(
			`The keypoints have ${flat.length} numbers; expected x, y, v for each point.`,
		);
	const triples = Array.from({ length: flat.length / 3 }, (_, at) =>
		flat.slice(at * 3, at * 3 + 3),
	);
	return rowKeypoints(triples, third);
}

/** Rows [x, y] or [x, y, v]. @throws NotTaken */
export function rowKeypoints(
	rows: ReadonlyArray<readonly unknown[]>,
	third: ThirdNumber,
): Keypoint[] {
	const numbers = rows.map((row) => numbersIn(row, 'A keypoint').values);
	const width = numbers[0]?.length;
	if (
		width === undefined ||
		(width !== 2 && width !== 3) ||
		numbers.some((row) => row.length !== width)
	)
		throw new NotTaken('Keypoints are [x, y] or [x, y, visibility], the same for all points.');
	if (width === 2) return numbers.map(([x = 0, y = 0]) => ({ x, y }));
	const kind = third === 'unknown' ? kindOf(numbers.map((row) => row[2]!)) : third;
	return numbers.map(([x = 0, y = 0, v = 0]) => ({ x, y, ...seen(v, kind, x, y) }));
}

/** Maps {name, x, y, …}, as Roboflow and MediaPipe give them. @throws NotTaken */
function namedKeypoints(list: readonly unknown[]): Keypoint[] {
	return list.map((entry): Keypoint => {
		if (!isMap(entry)) throw new NotTaken(`A keypoint is ${shown(entry)}; expected name, x and y.`);
		const [x = 0, y = 0] = numbersIn([entry.x, entry.y], 'A keypoint').values;
		const name = firstOf(entry, ['name', 'class', 'label', 'class_name']);
		if (typeof name !== 'string')
			throw new NotTaken(
				`The keypoint ${shown(entry)} has no name; expected its name in the skeleton.`,
			);
		const score = firstOf(entry, ['confidence', 'score']);
		const flag = firstOf(entry, ['v', 'visibility', 'visible']);
		if (typeof flag === 'boolean') return { name, x, y, visibility: flag ? 'visible' : 'occluded' };
		if (flag !== undefined) {
			const [v = 0] = numbersIn([flag], 'The visibility of a keypoint').values;
			return { name, x, y, ...seen(v, kindOf([v]), x, y) };
		}
		if (score === undefined) return { name, x, y };
		const [value = 0] = numbersIn([score], 'The score of a keypoint').values;
		return { name, x, y, ...seen(value, 'scores', x, y) };
	});
}

function kindOf(values: readonly number[]): 'flags' | 'scores' {
	if (values.some((value) => !Number.isInteger(value))) {
		if (values.every((value) => value >= 0 && value <= 1)) return 'scores';
		throw new NotTaken(
			`The third numbers of the keypoints (${values.join(', ')}) are neither flags nor scores.`,
		);
	}
	if (values.every((value) => value >= 0 && value <= 2) && values.includes(2)) return 'flags';
	throw new NotTaken(
		`The third numbers of the keypoints (${values.join(', ')}) may be flags of visibility or scores. Choose the format COCO for flags.`,
	);
}

function seen(
	value: number,
	kind: 'flags' | 'scores',
	x: number,
	y: number,
): Pick<Keypoint, 'visibility' | 'missing'> {
	if (kind === 'flags') {
		if (value === 0) return { missing: true };
		if (value === 1) return { visibility: 'occluded' };
		if (value === 2) return { visibility: 'visible' };
		throw new NotTaken(`The visibility of a keypoint is ${value}; expected 0, 1 or 2.`);
	}
	if (value < 0 || value > 1)
		throw new NotTaken(`The score of a keypoint is ${value}; expected 0 to 1.`);
	if (value >= FOUND) return { visibility: 'visible' };
	if (x === 0 && y === 0) return { missing: true };
	throw new NotTaken(
		`A keypoint has the score ${value}: whether it was found is a guess. Leave such points out, or give them at 0, 0.`,
	);
}

/** @throws NotTaken */
export function keypointsIn(value: unknown, claim: Claim, third: ThirdNumber): Place[] {
	if (isMap(value) && Array.isArray(value.x) && Array.isArray(value.y)) {
		// Ultralytics: three lists, the third with scores.
		const [xs, ys] = [value.x as unknown[], value.y as unknown[]];
		const scores = Array.isArray(value.visible) ? (value.visible as unknown[]) : undefined;
		if (xs.length !== ys.length || (scores !== undefined && scores.length !== xs.length))
			throw new NotTaken('The lists of the keypoints have different lengths.');
		const rows = xs.map((x, at) => [x, ys[at], ...(scores === undefined ? [] : [scores[at]])]);
		return [
			{ kind: 'keypoints', points: rowKeypoints(rows, 'scores'), claim: { ...claim, named: true } },
		];
	}
	if (isMap(value)) {
		const list = Object.entries(value).map(([name, at]) =>
			Array.isArray(at)
				? { name, x: (at as unknown[])[0], y: (at as unknown[])[1] }
				: { name, ...(at as JsonMap) },
		);
		return [{ kind: 'keypoints', points: namedKeypoints(list), claim }];
	}
	if (!Array.isArray(value)) throw new NotTaken(`"keypoints" is ${shown(value)}; expected points.`);
	const list = value as unknown[];
	if (list.length === 0) return [];
	if (list.every(isMap))
		return [{ kind: 'keypoints', points: namedKeypoints(list), claim: { ...claim, named: true } }];
	if (list.every(Array.isArray))
		return [{ kind: 'keypoints', points: rowKeypoints(list as unknown[][], third), claim }];
	return [{ kind: 'keypoints', points: flatKeypoints(list, third), claim }];
}

/** Keypoints with names that stand in a list of their own, in the same order. @throws NotTaken when the lists do not fit */
export function withNames(places: readonly Place[], names: unknown): Place[] {
	if (!Array.isArray(names) || names.length === 0) return [...places];
	return places.map((place) => {
		if (place.kind !== 'keypoints' || place.points.every(({ name }) => name !== undefined))
			return place;
		if (place.points.length !== names.length)
			throw new NotTaken(
				`There are ${place.points.length} keypoints and ${names.length} names of keypoints.`,
			);
		return {
			...place,
			points: place.points.map((point, at) => ({ ...point, name: textOf(names[at]) })),
		};
	});
}
