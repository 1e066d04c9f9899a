/** Places of cases, which are in pixels, as Encord has them. */
import type { EncordJson } from '../../src/encord/wire/json';
import type { Size } from '../../src/geometry/plane';
import { encodeMask } from '../../src/labels/shapes/parts/runLengths';

/** x, y. */
export type Pairs = Array<[number, number]>;

/** As in the outcome of a case; see the readers below for the keys that each shape has. */
export interface PlaceJson {
	shape: string;
	box?: [number, number, number, number];
	theta?: number;
	polygons?: Pairs[][];
	rings?: Pairs[];
	points?: Pairs | { [name: string]: [number, number] | null };
	visibility?: { [name: string]: string };
	size?: [height: number, width: number];
	runs?: number[];
}

/** @throws Error for a shape without a place on a picture */
export function coordinatesOf(place: PlaceJson, size: Size): EncordJson {
	switch (place.shape) {
		case 'bounding_box':
			return { boundingBox: boxOf(place, size) };
		case 'rotatable_bounding_box':
			return { rotatableBoundingBox: { ...boxOf(place, size), theta: place.theta ?? 0 } };
		case 'polygon': {
			const polygons = place.polygons ?? [place.rings ?? []];
			return {
				polygons: polygons.map((rings) => rings.map((ring) => fractionsOf(ring, size))),
			};
		}
		case 'polyline':
		case 'point':
			return { [place.shape]: pointsOf(place, size) };
		case 'skeleton':
			return { skeleton: pointsOf(place, size) };
		case 'bitmask':
			return { bitmask: encodeMask(maskOf(place)) };
		default:
			throw new Error(`A case cannot draw the shape ${place.shape}.`);
	}
}

export function fractionsOf(pairs: Pairs, { width, height }: Size): number[] {
	return pairs.flatMap(([x, y]) => [x / width, y / height]);
}

export function pairsOf(ring: readonly number[]): Pairs {
	return Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i]!, ring[2 * i + 1]!]);
}

function boxOf({ box: [x, y, w, h] = [0, 0, 0, 0] }: PlaceJson, { width, height }: Size) {
	return { x: x / width, y: y / height, w: w / width, h: h / height };
}

/** Points in order; a point of a skeleton that is not placed is invisible. */
function pointsOf({ points = [], visibility = {} }: PlaceJson, { width, height }: Size) {
	return Object.entries(points).map(([name, point]) => ({
		name,
		x: (point?.[0] ?? 0) / width,
		y: (point?.[1] ?? 0) / height,
		visibility: point === null ? 'invisible' : (visibility[name] ?? 'visible'),
	}));
}

/** Run lengths row by row; the first run is empty. */
function maskOf({ size: [height, width] = [0, 0], runs = [] }: PlaceJson) {
	const data = new Uint8Array(width * height);
	let at = 0;
	runs.forEach((length, i) => data.fill(i % 2, at, (at += length)));
	return { width, height, data };
}
