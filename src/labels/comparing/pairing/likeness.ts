/** How alike two places are: by the share of the area they have in common, or, where they have none, by their distance. */
import {
	boundingBox,
	flatPolygons,
	type Geometry,
	type SkeletonPoint,
} from '../../../geometry/geometry';
import { cornersOf, type Box } from '../../../geometry/box';
import { overlapShare, sharedArea, sharedPixels } from '../../../geometry/overlap';
import type { Point, Size } from '../../../geometry/plane';
import { maskOfPolygons } from '../../../geometry/rasterize';
import { ringOfPoints, scaledRing } from '../../../geometry/ring';
import { turnedCorners } from '../../../geometry/rotatedBox';
import { distanceToSegment } from '../../../geometry/segment';
import { intersectionOverUnion } from '../../reading/objectChecks';

export type Likeness =
	/** Intersection over union, 0..1. */
	| { by: 'overlap'; value: number }
	/** A share of the picture's diagonal; 0 = the same place. */
	| { by: 'distance'; value: number };

/** A place on a picture, with the upright box around it. */
export interface PicturePlace {
	geometry: Geometry;
	box: Box | undefined;
}

/** @param size of the picture; undefined: not known, then a turned box has no upright one */
export function picturePlace(geometry: Geometry, size: Size | undefined): PicturePlace {
	return { geometry, box: boundingBox(geometry, size) };
}

/** Whether the likeness of two places depends on the ratio of the picture's sides: turned boxes, and whatever is a distance. */
export function needsSize({ geometry: a }: PicturePlace, { geometry: b }: PicturePlace): boolean {
	if (isArea(a) && isArea(b)) return a.kind === 'rotatedBox' || b.kind === 'rotatedBox';
	return a.kind === b.kind;
}

/** Points of a line at which its distance from another is measured, evenly along it. */
const SAMPLES = 64;

type AreaGeometry = Extract<Geometry, { kind: 'box' | 'rotatedBox' | 'polygon' | 'bitmask' }>;

/**
 * Areas of any kind are compared with each other; points, lines and skeletons only with their own kind.
 * @param size of the picture in pixels; any, where {@link needsSize} says no
 * @returns undefined for places that cannot be compared
 */
export function likenessOf(a: PicturePlace, b: PicturePlace, size: Size): Likeness | undefined {
	const [one, other] = [a.geometry, b.geometry];
	if (isArea(one) && isArea(other)) {
		const value = areApart(a.box, b.box) ? 0 : overlapOfAreas(one, other, size);
		return value === undefined ? undefined : { by: 'overlap', value };
	}
	const distance = pixelDistance(one, other, size);
	if (distance === undefined) return undefined;
	return { by: 'distance', value: distance / Math.hypot(size.width, size.height) };
}

function isArea(geometry: Geometry): geometry is AreaGeometry {
	return ['box', 'rotatedBox', 'polygon', 'bitmask'].includes(geometry.kind);
}

function areApart(a: Box | undefined, b: Box | undefined): boolean {
	if (a === undefined || b === undefined) return true;
	return a.x >= b.x + b.w || b.x >= a.x + a.w || a.y >= b.y + b.h || b.y >= a.y + a.h;
}

/** Undefined for masks of different sizes. */
function overlapOfAreas(a: AreaGeometry, b: AreaGeometry, size: Size): number | undefined {
	if (a.kind === 'box' && b.kind === 'box') return intersectionOverUnion(a, b);
	const mask = a.kind === 'bitmask' ? a.mask : b.kind === 'bitmask' ? b.mask : undefined;
	if (mask === undefined) return overlapShare(sharedArea(outlines(a, size), outlines(b, size)));
	// A mask has no finer parts than its pixels, so the other shape is laid on the same ones.
	const maskOf = (area: AreaGeometry) =>
		area.kind === 'bitmask' ? area.mask : maskOfPolygons(outlines(area, mask), mask);
	const shared = sharedPixels(maskOf(a), maskOf(b));
	return shared && overlapShare(shared);
}

/** In pixels. */
function outlines(area: Exclude<AreaGeometry, { kind: 'bitmask' }> | AreaGeometry, size: Size) {
	switch (area.kind) {
		case 'box':
			return [[scaledRing(ringOfPoints(cornersOf(area)), size)]];
		case 'rotatedBox':
			return [[ringOfPoints(turnedCorners(area, size))]];
		case 'polygon':
			return flatPolygons(area, size);
		case 'bitmask':
			return [];
	}
}

function pixelDistance(a: Geometry, b: Geometry, size: Size): number | undefined {
	if (a.kind === 'point' && b.kind === 'point') return between(a.point, b.point, size);
	if (a.kind === 'polyline' && b.kind === 'polyline') return betweenLines(a.points, b.points, size);
	if (a.kind === 'skeleton' && b.kind === 'skeleton')
		return betweenSkeletons(a.points, b.points, size);
	return undefined;
}

function between(a: Point, b: Point, { width, height }: Size): number {
	return Math.hypot((a.x - b.x) * width, (a.y - b.y) * height);
}

/** The larger of the two mean distances, of the one line from the other: a short piece of a long line is far from it. */
function betweenLines(a: readonly Point[], b: readonly Point[], size: Size): number | undefined {
	if (a.length === 0 || b.length === 0) return undefined;
	const [one, other] = [a, b].map((points) => scaledRing(ringOfPoints(points), size));
	return Math.max(meanDistance(one!, other!), meanDistance(other!, one!));
}

function meanDistance(from: readonly number[], to: readonly number[]): number {
	const samples = along(from);
	const sum = samples.reduce((total, [x, y]) => total + distanceToLine(x, y, to), 0);
	return sum / samples.length;
}

function distanceToLine(x: number, y: number, line: readonly number[]): number {
	if (line.length === 2) return Math.hypot(x - line[0]!, y - line[1]!);
	let nearest = Infinity;
	for (let i = 0; i + 3 < line.length; i += 2)
		nearest = Math.min(
			nearest,
			distanceToSegment(x, y, line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!),
		);
	return nearest;
}

/** Points at even distances along a line, its ends included. */
function along(line: readonly number[]): Array<[number, number]> {
	const lengths: number[] = [0];
	for (let i = 2; i + 1 < line.length; i += 2)
		lengths.push(
			lengths.at(-1)! + Math.hypot(line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!),
		);
	const whole = lengths.at(-1)!;
	if (whole === 0) return [[line[0]!, line[1]!]];
	let part = 1;
	return Array.from({ length: SAMPLES + 1 }, (_, step): [number, number] => {
		const at = (step / SAMPLES) * whole;
		while (part < lengths.length - 1 && lengths[part]! < at) part++;
		const share = (at - lengths[part - 1]!) / (lengths[part]! - lengths[part - 1]! || 1);
		const [x, y] = [line[2 * part - 2]!, line[2 * part - 1]!];
		return [x + share * (line[2 * part]! - x), y + share * (line[2 * part + 1]! - y)];
	});
}

/**
 * The mean distance of the points that both show, by their order. Undefined when they have different numbers of points, or show less
 * than half of their points in common: then it is not one skeleton in two places.
 */
function betweenSkeletons(
	a: readonly SkeletonPoint[],
	b: readonly SkeletonPoint[],
	size: Size,
): number | undefined {
	if (a.length !== b.length) return undefined;
	const pairs = a.map((point, at) => [point, b[at]!] as const);
	const shown = pairs.filter(([one, other]) => !one.hidden || !other.hidden);
	const inBoth = pairs.filter(([one, other]) => !one.hidden && !other.hidden);
	if (inBoth.length === 0 || 2 * inBoth.length < shown.length) return undefined;
	return inBoth.reduce((sum, [one, other]) => sum + between(one, other, size), 0) / inBoth.length;
}
