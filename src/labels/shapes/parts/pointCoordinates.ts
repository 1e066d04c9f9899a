/** Coordinates that are points. Encord stores them as a map by index; edits may also give a list (protocol §8.2). */
import type { EncordJson } from '../../../encord/wire/json';
import { clampPoint, isInside, type Point, type Size } from '../../../geometry/plane';
import type { CoordinateCheck, OutsideRule } from './coordinateCheck';
import { numberFrom } from '../../../encord/wire/numberFrom';
import { numberAt } from './unreadableCoordinates';

export interface PointJson {
	x: number;
	y: number;
	z?: number;
	[key: string]: unknown;
}

/** Points in order: a list, or a map whose keys are sorted as numbers. */
export type PointsJson = PointJson[] | { [index: string]: PointJson };

/**
 * Checks the points of an edit. With the rule `clip`, points outside are moved to the edge of the picture.
 * @param minimum number of points that the shape needs
 * @throws Refusal
 */
export function readPoints(
	value: unknown,
	check: CoordinateCheck,
	minimum: number,
	outside: OutsideRule = check.outside,
): PointJson[] {
	const list = pointList(value);
	if (list === undefined || list.length < minimum)
		return check.refuse(`"${check.title}" needs at least ${minimum} point(s) {x, y}.`);
	const points = list.map((point) => ({
		...point,
		x: check.number(point, 'x'),
		y: check.number(point, 'y'),
		...(point.z === undefined ? {} : { z: check.number(point, 'z') }),
	}));
	const flat = points.filter((point) => point.z === undefined).length;
	if (flat > 0 && flat < points.length)
		return check.refuse(`Either every point of "${check.title}" has a "z" or none has.`);
	if (outside === 'keep' || points.every(isInside)) return points;
	return outside === 'refuse' ? check.outsideImage() : points.map(clampPoint);
}

/** Points as Encord stores them: a map by index. */
export function indexMap(points: readonly Point[]): { [index: string]: PointJson } {
	return Object.fromEntries(points.map((point, index) => [String(index), { ...point }]));
}

/**
 * The points of a label row, with their other fields; empty when there are none.
 * @throws UnreadableCoordinates when a number is missing
 */
export function pointRecords(value: unknown, where: string): Array<Point & EncordJson> {
	return (pointList(value) ?? []).map((point) => ({
		...point,
		x: numberAt(point, 'x', where),
		y: numberAt(point, 'y', where),
	}));
}

/** Like pointRecords, but without other fields. @throws UnreadableCoordinates */
export function pointsOf(value: unknown, where: string): Point[] {
	return pointRecords(value, where).map(({ x, y }) => ({ x, y }));
}

/** The points multiplied by these factors, NaN where there is no number; other fields are kept. */
export function scaledPoints(points: EncordJson, { width, height }: Size): EncordJson {
	return Object.fromEntries(
		Object.entries(points as { [index: string]: EncordJson }).map(([index, point]) => [
			index,
			{ ...point, x: numberFrom(point.x) * width, y: numberFrom(point.y) * height },
		]),
	);
}

/** The points of a list or of an index map, or a single point as a list; undefined for anything else. */
function pointList(value: unknown): EncordJson[] | undefined {
	if (Array.isArray(value)) return value as EncordJson[];
	if (typeof value !== 'object' || value === null) return undefined;
	const map = value as EncordJson;
	if (typeof map.x === 'number') return [map];
	return Object.keys(map)
		.sort((a, b) => Number(a) - Number(b))
		.map((key) => map[key] as EncordJson);
}
