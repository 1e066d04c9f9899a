/** Four corners as a box, upright or turned; and how far places may lie beyond the picture. */
import { describe, expect, it } from '@jest/globals';
import {
	beyondEdge,
	BeyondPicture,
	checkInside,
	pointsInside,
} from '../../../../src/detections/drawing/inside';
import { turnedBoxOf, uprightBoxOf } from '../../../../src/detections/drawing/rectangle';

const picture = { width: 400, height: 200 };
/** Corners of a box of w × h pixels about 200, 100, clockwise in the picture from the one that was the top left. */
function corners(w: number, h: number, degrees: number): number[] {
	const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
	return [
		[-w / 2, -h / 2],
		[w / 2, -h / 2],
		[w / 2, h / 2],
		[-w / 2, h / 2],
	].flatMap(([x = 0, y = 0]) => [200 + x * cos - y * sin, 100 + x * sin + y * cos]);
}
const reversed = (ring: number[]) => [0, 3, 2, 1].flatMap((at) => ring.slice(at * 2, at * 2 + 2));
const inPixels = (box: ReturnType<typeof turnedBoxOf>) =>
	box && [
		...[box.x * 400, box.y * 200, box.w * 400, box.h * 200, box.theta].map(
			(value) => Math.round(value * 100) / 100 + 0,
		),
	];

describe('four corners', () => {
	it.each([0, 20, 90, 135, -60])('turned by %d degrees are a box, whichever way round', (theta) => {
		const ring = corners(120, 40, theta);
		const expected = [140, 80, 120, 40, theta];
		expect(inPixels(turnedBoxOf(ring, picture))).toEqual(expected);
		expect(inPixels(turnedBoxOf(reversed(ring), picture))).toEqual(expected);
	});

	it('that are rounded to pixels are a box', () => {
		const box = turnedBoxOf(corners(120, 40, 20).map(Math.round), picture)!;
		expect(box.theta).toBeCloseTo(20, 0);
		expect(box.w * 400).toBeCloseTo(120, -0.5);
		expect(box.h * 200).toBeCloseTo(40, -0.5);
	});

	it('may be off by a pixel and a half, or a hundredth of the longer side', () => {
		const moved = (w: number, by: number) => {
			const ring = corners(w, 40, 0);
			// A quarter of it moves the middle, and as much each side.
			ring[0]! -= by;
			return turnedBoxOf(ring, { width: 4000, height: 200 }) !== undefined;
		};
		expect(moved(100, 1.9)).toBe(true);
		expect(moved(100, 4)).toBe(false);
		expect(moved(1000, 12)).toBe(true);
		expect(moved(1000, 25)).toBe(false);
	});

	it('of another shape are none', () => {
		expect(turnedBoxOf([0, 0, 100, 0, 130, 50, 30, 50], picture)).toBeUndefined();
		expect(turnedBoxOf([0, 0, 100, 0, 100, 50, 50, 50], picture)).toBeUndefined();
		expect(turnedBoxOf([0, 0, 100, 50, 100, 0, 0, 50], picture)).toBeUndefined();
		expect(turnedBoxOf([0, 0, 100, 0, 100, 0, 0, 0], picture)).toBeUndefined();
		expect(turnedBoxOf([50, 0, 50, 0, 50, 90, 50, 90], picture)).toBeUndefined();
	});
});

describe('a turned box', () => {
	const upright = (theta: number, w = 0.3, h = 0.2) => {
		const box = uprightBoxOf({ x: 0.35, y: 0.4, w, h, theta }, picture);
		return (
			box &&
			[box.x * 400, box.y * 200, box.w * 400, box.h * 200].map(
				(value) => Math.round(value * 100) / 100,
			)
		);
	};

	it.each([0, 180, -180, 360])('by %d degrees is upright', (theta) => {
		expect(upright(theta)).toEqual([140, 80, 120, 40]);
	});

	it.each([90, -90, 270])('by %d degrees is upright with its sides swapped', (theta) => {
		expect(upright(theta)).toEqual([180, 40, 40, 120]);
	});

	it('leans by a pixel over its longer side at most', () => {
		const oneOver = (pixels: number) => (Math.asin(1 / pixels) * 180) / Math.PI;
		expect(upright(oneOver(121))).toEqual([140, 80, 120, 40]);
		expect(upright(oneOver(119))).toBeUndefined();
		expect(upright(-oneOver(119))).toBeUndefined();
		expect(upright(90 - oneOver(121))).toEqual([180, 40, 40, 120]);
		expect(upright(90 - oneOver(119))).toBeUndefined();
		// The longer side is the height.
		expect(upright(oneOver(121), 0.1, 0.6)).toEqual([140, 80, 40, 120]);
		expect(upright(oneOver(119), 0.1, 0.6)).toBeUndefined();
		expect(upright(45)).toBeUndefined();
	});
});

describe('a box at the edge of the picture', () => {
	const check = (x: number, y: number, w: number, h: number): unknown => {
		try {
			return checkInside({ x, y, w, h }, 'box');
		} catch (error) {
			expect(error).toBeInstanceOf(BeyondPicture);
			return (error as Error).message;
		}
	};
	const reaches = (percent: number) =>
		`The box reaches ${percent} % of the picture over its edge: its scale or order may be another.`;

	it('is not cut where it touches it', () => {
		expect(check(0, 0, 1, 1)).toBe(false);
		expect(check(-1e-10, -1e-10, 1, 1 + 2e-10)).toBe(false);
	});

	it.each<[string, [number, number, number, number]]>([
		['left', [-0.05, 0.2, 0.5, 0.5]],
		['upper', [0.2, -0.05, 0.5, 0.5]],
		['right', [0.6, 0.2, 0.45, 0.5]],
		['lower', [0.2, 0.6, 0.5, 0.45]],
	])('is cut at the %s side', (_, box) => {
		expect(check(...box)).toBe(true);
		expect(beyondEdge({ x: box[0], y: box[1], w: box[2], h: box[3] })).toBeCloseTo(0.05, 10);
	});

	it('reaches over it by a tenth at most', () => {
		expect(check(-0.1, 0.2, 0.5, 0.5)).toBe(true);
		expect(check(-0.11, 0.2, 0.5, 0.5)).toBe(reaches(11));
		expect(check(0.2, 0.7, 0.5, 0.42)).toBe(reaches(12));
	});

	it('lies on the picture by half at least', () => {
		expect(check(-0.05, 0.2, 0.1, 0.1)).toBe(true);
		expect(check(-0.05, 0.2, 0.099, 0.1)).toBe(reaches(5));
		expect(check(0.2, -0.05, 0.1, 0.099)).toBe(reaches(5));
	});

	it.each<[number, number, number, number]>([
		[-0.1, 0.2, 0.1, 0.1],
		[1, 0.2, 0.1, 0.1],
		[0.2, -0.1, 0.1, 0.1],
		[0.2, 1, 0.1, 0.1],
	])('is none at %d, %d with %d × %d', (x, y, w, h) => {
		expect(check(x, y, w, h)).toBe('The box lies outside of the picture.');
	});

	it('inside of the picture reaches over no edge', () => {
		expect(beyondEdge({ x: 0.2, y: 0.3, w: 0.4, h: 0.5 })).toBeCloseTo(-0.2, 10);
	});
});

describe('points at the edge of the picture', () => {
	it('are moved onto it where they are off by rounding', () => {
		expect(pointsInside([0, 1, 0.5, 1.002, -0.002, 0.5], 'line')).toEqual([0, 1, 0.5, 1, 0, 0.5]);
	});

	it.each([[[0.5, 1.003]], [[-0.003, 0.5]], [[0.5, Number.NaN]], [[1.003, -0.001]]])(
		'are refused further out: %j',
		(ring) => {
			expect(() => pointsInside(ring, 'line')).toThrow(
				'A point of the line lies outside of the picture.',
			);
		},
	);

	it('with two negative numbers mark points that are not there', () => {
		for (const ring of [
			[-0.001, -0.001],
			[0.5, 0.5, -0.001, -0.001],
		])
			expect(() => pointsInside(ring, 'line')).toThrow(
				'A point of the line has two negative numbers, as writers mark points that are not there.',
			);
		expect(pointsInside([-0.001, 0, 0, -0.001], 'line')).toEqual([0, 0, 0, 0]);
	});
});
