/**
 * Fewer points for the same outline (Ramer–Douglas–Peucker). Distances are measured in pixels, because fractions of width
 * and of height are different lengths.
 */
import type { EncordJson, LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { Edit } from '../edits/edit';
import type { ImageSize } from '../detections/formats/boxNumbers';
import { ringArea } from '../detections/formats/ringArea';
import type { OntologyIndex } from '../ontology/ontology';
import { tidyLabelRow, type TidyFilter } from './tidy';
import type { TidyObject } from './tidyObject';

export interface Simplification {
	/** Largest distance, in pixels, between the old outline and the new one. */
	tolerance: number;
	/** Most the area of a polygon may change, as a share (0.01 = 1 %); a polygon that would change more stays as it is. */
	maxAreaChange?: number;
}

export interface SimplifiedRings {
	polygons: number[][][];
	pointsBefore: number;
	pointsAfter: number;
	/** (new area − old area) / old area; holes subtracted. */
	areaChange: number;
}

/** Simplifies polygon → ring → x0, y0, x1, y1, … (fractions). A ring keeps at least three points; a ring is closed. */
export function simplifyPolygons(
	polygons: number[][][],
	{ width, height }: ImageSize,
	tolerance: number,
): SimplifiedRings {
	const scale = (ring: number[], x: number, y: number): number[] =>
		ring.map((value, index) => value * (index % 2 === 0 ? x : y));
	const simplified = polygons.map((rings) =>
		rings.map((ring) => {
			const kept = keptOfRing(scale(ring, width, height), tolerance);
			return kept.flatMap((point) => [ring[2 * point]!, ring[2 * point + 1]!]);
		}),
	);
	const [before, after] = [area(polygons), area(simplified)];
	return {
		polygons: simplified,
		pointsBefore: polygons.flat(2).length / 2,
		pointsAfter: simplified.flat(2).length / 2,
		areaChange: before === 0 ? 0 : (after - before) / before,
	};
}

/** Indices of the points an open line x0, y0, … keeps; the ends always. */
export function keptOfLine(line: readonly number[], tolerance: number): number[] {
	const count = Math.floor(line.length / 2);
	if (count < 3) return Array.from({ length: count }, (_, index) => index);
	const keep = new Set([0, count - 1]);
	const open: Array<[number, number]> = [[0, count - 1]];
	for (let span = open.pop(); span !== undefined; span = open.pop()) {
		const [start, end] = span;
		let [farthest, distance] = [-1, tolerance];
		for (let point = start + 1; point < end; point++) {
			const away = distanceToSegment(line, point, start, end);
			if (away > distance) [farthest, distance] = [point, away];
		}
		if (farthest === -1) continue;
		keep.add(farthest);
		open.push([start, farthest], [farthest, end]);
	}
	return [...keep].sort((a, b) => a - b);
}

/** A ring has no ends: it is cut at its first point and at the point farthest from that, and both halves are simplified. */
function keptOfRing(ring: readonly number[], tolerance: number): number[] {
	const count = ring.length / 2;
	if (count <= 3) return Array.from({ length: count }, (_, index) => index);
	let [opposite, distance] = [1, -1];
	for (let point = 1; point < count; point++) {
		const away = Math.hypot(ring[2 * point]! - ring[0]!, ring[2 * point + 1]! - ring[1]!);
		if (away > distance) [opposite, distance] = [point, away];
	}
	const there = keptOfLine(ring.slice(0, 2 * opposite + 2), tolerance);
	const back = keptOfLine([...ring.slice(2 * opposite), ring[0]!, ring[1]!], tolerance).map(
		(point) => (point + opposite) % count,
	);
	const kept = [...new Set([...there, ...back])].sort((a, b) => a - b);
	return kept.length >= 3
		? kept
		: [...new Set([...kept, widest(ring, kept)])].sort((a, b) => a - b);
}

/** The point farthest from the line through the two kept ones, so that a ring keeps an area. */
function widest(ring: readonly number[], [a = 0, b = 0]: number[]): number {
	let [best, distance] = [0, -1];
	for (let point = 0; point < ring.length / 2; point++) {
		if (point === a || point === b) continue;
		const away = distanceToSegment(ring, point, a, b);
		if (away > distance) [best, distance] = [point, away];
	}
	return best;
}

function distanceToSegment(
	line: readonly number[],
	point: number,
	start: number,
	end: number,
): number {
	const [px, py, ax, ay] = [
		line[2 * point]!,
		line[2 * point + 1]!,
		line[2 * start]!,
		line[2 * start + 1]!,
	];
	const [dx, dy] = [line[2 * end]! - ax, line[2 * end + 1]! - ay];
	const length = dx * dx + dy * dy;
	const share =
		length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
	return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}

function area(polygons: number[][][]): number {
	return polygons.reduce(
		(sum, [outline = [], ...holes]) =>
			sum + ringArea(outline) - holes.reduce((inner, hole) => inner + ringArea(hole), 0),
		0,
	);
}

export interface SimplifiedObject {
	objectHash: string;
	class: string;
	frames: [number, number];
	pointsBefore: number;
	pointsAfter: number;
	areaChange: number;
	/** False when the area would have changed more than allowed. */
	simplified: boolean;
}

/** Edits that simplify the polygons of a row, and what each of them does. Only polygons whose frame size is known are touched. */
export function simplifyEdits(
	row: LabelRowJson,
	ontology: OntologyIndex,
	metadata: Partial<LabelRowMetadata> | undefined,
	wanted: Simplification,
	filter: TidyFilter = {},
): { edits: Edit[]; objects: SimplifiedObject[] } {
	const edits: Edit[] = [];
	const objects: SimplifiedObject[] = [];
	for (const object of tidyLabelRow(row, ontology, metadata, filter).objects) {
		if (object.shape !== 'polygon') continue;
		for (const place of object.places) simplifyPlace(object, place, wanted, edits, objects);
	}
	return { edits, objects };
}

function simplifyPlace(
	object: TidyObject,
	{ frames, coordinates, pixels, confidence }: TidyObject['places'][number],
	{ tolerance, maxAreaChange }: Simplification,
	edits: Edit[],
	objects: SimplifiedObject[],
): void {
	const polygons = ringsOf(coordinates);
	const size = imageSize(polygons, ringsOf(pixels ?? {}));
	if (size === undefined) return;
	const result = simplifyPolygons(polygons, size, tolerance);
	const fits = maxAreaChange === undefined || Math.abs(result.areaChange) <= maxAreaChange;
	const { pointsBefore, areaChange } = result;
	const pointsAfter = fits ? result.pointsAfter : pointsBefore;
	objects.push({
		objectHash: object.hash,
		class: object.class,
		frames,
		pointsBefore,
		pointsAfter,
		areaChange: fits ? areaChange : 0,
		simplified: fits,
	});
	if (!fits || pointsAfter === pointsBefore) return;
	edits.push({
		kind: 'moveObject',
		objectHash: object.hash,
		frames: [frames],
		coordinates: { polygons: result.polygons },
		confidence,
		replacePersonLabels: true,
		...(object.space === undefined ? {} : { space: object.space }),
	});
}

function ringsOf(coordinates: EncordJson): number[][][] {
	if (Array.isArray(coordinates.polygons)) return coordinates.polygons as number[][][];
	const points = Object.entries(
		(coordinates.polygon ?? {}) as { [index: string]: { x: number; y: number } },
	);
	return points.length === 0
		? []
		: [[points.sort(([a], [b]) => Number(a) - Number(b)).flatMap(([, { x, y }]) => [x, y])]];
}

/** The frame's size, told by one ring in fractions and in pixels. */
function imageSize(fractions: number[][][], pixels: number[][][]): ImageSize | undefined {
	const [inFractions, inPixels] = [fractions.flat(2), pixels.flat(2)];
	const side = (odd: number): number | undefined => {
		const at = inFractions.findIndex((value, index) => index % 2 === odd && value !== 0);
		return at < 0 ? undefined : inPixels[at]! / inFractions[at]!;
	};
	const [width, height] = [side(0), side(1)];
	return inPixels.length === 0 || width === undefined || height === undefined
		? undefined
		: { width, height };
}
