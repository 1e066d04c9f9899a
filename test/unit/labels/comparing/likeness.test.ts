/** How alike two places are, worked out by hand on a picture of 40 × 30 pixels, whose diagonal is 50. */
import { describe, expect, it } from '@jest/globals';
import type { Geometry, SkeletonPoint } from '../../../../src/geometry/geometry';
import type { Point } from '../../../../src/geometry/plane';
import {
	likenessOf,
	needsSize,
	picturePlace,
	type Likeness,
} from '../../../../src/labels/comparing/pairing/likeness';

const size = { width: 40, height: 30 };
const place = (geometry: Geometry) => picturePlace(geometry, size);
const likeness = (a: Geometry, b: Geometry) => likenessOf(place(a), place(b), size);

/** In pixels. */
const at = (x: number, y: number): Point => ({ x: x / 40, y: y / 30 });
const box = (x: number, y: number, w: number, h: number): Geometry => ({
	...{ kind: 'box', ...at(x, y), w: w / 40, h: h / 30 },
});
const polygon = (...rings: Point[][]): Geometry => ({ kind: 'polygon', polygons: [rings] });
const line = (...points: Array<[number, number]>): Geometry => ({
	...{ kind: 'polyline', points: points.map(([x, y]) => at(x, y)) },
});
const spot = (x: number, y: number): Geometry => ({ kind: 'point', point: at(x, y) });
const skeleton = (...points: Array<[number, number] | 'hidden'>): Geometry => ({
	kind: 'skeleton',
	points: points.map(
		(point): SkeletonPoint =>
			point === 'hidden'
				? { ...at(0, 0), hidden: true }
				: { ...at(point[0], point[1]), hidden: false },
	),
});
const maskOf = (width: number, height: number, ...pixels: number[]): Geometry => {
	const data = new Uint8Array(width * height);
	for (const pixel of pixels) data[pixel] = 1;
	return { kind: 'bitmask', mask: { width, height, data } };
};
const square = [at(0, 0), at(2, 0), at(2, 2), at(0, 2)];

const overlap = (value: number): Likeness => ({ by: 'overlap', value: close(value) });
const distance = (value: number): Likeness => ({ by: 'distance', value: close(value) });
const close = (value: number) => expect.closeTo(value, 9) as unknown as number;

describe('the overlap', () => {
	it.each<[string, Geometry, Geometry, number]>([
		['of two boxes', box(0, 0, 4, 4), box(2, 0, 4, 4), 1 / 3],
		['of a box and a polygon', box(0, 0, 4, 4), polygon(square), 1 / 4],
		['of a box and a turned one that is not turned', box(0, 0, 4, 4), turned(0, 0, 4, 4, 0), 1],
		['of a box and one turned by a right angle', box(0, 0, 4, 2), turned(0, 0, 4, 2, 90), 1 / 3],
		['of a mask and a box', maskOf(40, 30, 0, 1, 40), box(0, 0, 2, 2), 3 / 4],
		['of a mask and a polygon', maskOf(40, 30, 0, 1, 40), polygon(square), 3 / 4],
		['of two masks', maskOf(40, 30, 0, 1, 2), maskOf(40, 30, 2, 3), 1 / 4],
		['of boxes that touch on the right', box(0, 0, 4, 4), box(4, 0, 4, 4), 0],
		['of boxes that touch below', box(0, 0, 4, 4), box(0, 4, 4, 4), 0],
		['of boxes apart in both directions', box(0, 0, 4, 4), box(20, 20, 4, 4), 0],
		['of polygons in each other’s boxes', polygon(lower()), polygon(upper()), 0],
		['of an empty mask and another', maskOf(40, 30), maskOf(40, 30, 0), 0],
	])('%s is their common share', (_what, a, b, value) => {
		expect(likeness(a, b)).toEqual(overlap(value));
		expect(likeness(b, a)).toEqual(overlap(value));
	});

	it('of masks of different sizes is not known', () => {
		// Each has its first pixel set, so their boxes lie over each other.
		expect(likeness(maskOf(40, 30, 0), maskOf(20, 15, 0))).toBeUndefined();
	});
});

describe('the distance', () => {
	it.each<[string, Geometry, Geometry, number]>([
		['of points is that in pixels, by the diagonal', spot(1, 1), spot(4, 5), 5 / 50],
		['of points in one place is none', spot(1, 1), spot(1, 1), 0],
		[
			'of parallel lines is how far they are apart',
			line([0, 0], [10, 0]),
			line([10, 5], [0, 5]),
			0.1,
		],
		[
			'of a line and its first half is that of the second half, on average',
			line([0, 0], [0, 20]),
			line([0, 0], [0, 10]),
			// Samples of 1/64: those beyond the middle are 1, 2, … 32 steps of 20/64 pixels away.
			(((32 * 33) / 2) * (20 / 64)) / 65 / 50,
		],
		[
			'of a line and one point is the mean one to the point',
			line([0, 0], [0, 20]),
			line([0, 0], [0, 0]),
			10 / 50,
		],
		[
			'of a line with a corner is measured around it, wherever the line begins',
			line([10, 0], [14, 0], [14, 4]),
			line([14, 0], [14, 0]),
			// Samples of an eighth of a pixel: 0 to 32 eighths away, on both sides of the corner.
			(2 * ((32 * 33) / 2)) / 8 / 65 / 50,
		],
		['of two lines of no length is that of points', line([3, 4]), line([0, 0], [0, 0]), 5 / 50],
		[
			'of a bent line is measured along all of its parts',
			line([0, 0], [10, 0], [10, 10]),
			line([0, 0], [5, 0], [10, 0], [10, 10]),
			0,
		],
		[
			'of skeletons is the mean of their points',
			skeleton([0, 0], [9, 9]),
			skeleton([3, 4], [9, 9]),
			0.05,
		],
		[
			'of skeletons leaves out points that one does not show',
			skeleton([0, 0], [9, 9], 'hidden'),
			skeleton([3, 4], 'hidden', 'hidden'),
			0.1,
		],
	])('%s', (_what, a, b, value) => {
		expect(likeness(a, b)).toEqual(distance(value));
		expect(likeness(b, a)).toEqual(distance(value));
	});

	it.each<[string, Geometry, Geometry]>([
		['a point and a line', spot(1, 1), line([1, 1])],
		['a line and a skeleton', line([1, 1]), skeleton([1, 1])],
		['a skeleton and a point', skeleton([1, 1]), spot(1, 1)],
		['a point and a box', spot(1, 1), box(0, 0, 4, 4)],
		['a line without points and another', line(), line([1, 1])],
		['skeletons of different numbers of points', skeleton([1, 1]), skeleton([1, 1], [2, 2])],
		['skeletons that show nothing', skeleton('hidden'), skeleton('hidden')],
		[
			'skeletons that show one of three points in common',
			skeleton([1, 1], [2, 2], [3, 3]),
			skeleton([1, 1], 'hidden', 'hidden'),
		],
		[
			'skeletons that show different points',
			skeleton([1, 1], 'hidden'),
			skeleton('hidden', [1, 1]),
		],
	])('of %s is not known', (_what, a, b) => {
		expect(likeness(a, b)).toBeUndefined();
		expect(likeness(b, a)).toBeUndefined();
	});
});

it.each<[string, Geometry, Geometry, boolean]>([
	['two boxes', box(0, 0, 1, 1), box(0, 0, 1, 1), false],
	['a polygon and a mask', polygon(square), maskOf(40, 30, 0), false],
	['a turned box and a box', turned(0, 0, 1, 1, 0), box(0, 0, 1, 1), true],
	['a mask and a turned box', maskOf(40, 30, 0), turned(0, 0, 1, 1, 0), true],
	['two points', spot(1, 1), spot(1, 1), true],
	['two lines', line([1, 1]), line([1, 1]), true],
	['two skeletons', skeleton([1, 1]), skeleton([1, 1]), true],
	['a point and a line, which are never alike', spot(1, 1), line([1, 1]), false],
	['a point and a box, which are never alike', spot(1, 1), box(0, 0, 1, 1), false],
])('to compare %s, the size of the picture is needed: %j', (_what, a, b, needed) =>
	expect(needsSize(place(a), place(b))).toBe(needed),
);

it('a place has the upright box around it, where the size of the picture is known', () => {
	const geometry = turned(0, 0, 4, 2, 90);
	expect(picturePlace(geometry, size)).toEqual({
		geometry,
		box: { x: close(1 / 40), y: close(-1 / 30), w: close(2 / 40), h: close(4 / 30) },
	});
	expect(picturePlace(geometry, undefined)).toEqual({ geometry, box: undefined });
});

function turned(x: number, y: number, w: number, h: number, theta: number): Geometry {
	return { kind: 'rotatedBox', ...at(x, y), w: w / 40, h: h / 30, theta };
}

function lower(): Point[] {
	return [at(0, 0), at(0, 10), at(10, 10)];
}

function upper(): Point[] {
	return [at(0, 0), at(10, 0), at(10, 10)];
}
