/** Coordinates of an edit that are damaged, of the wrong size, or outside the picture. */
import { describe, expect, it } from '@jest/globals';

import { wireCoordinates } from '../../../../src/labels/shapes/coordinates';
import { geometryOf } from '../../../../src/labels/shapes/geometryOf';
import type { OutsideRule } from '../../../../src/labels/shapes/parts/coordinateCheck';
import { encodeMask } from '../../../../src/labels/shapes/parts/runLengths';
import { Refusal } from '../../../../src/labels/row/problem';
import type { Coordinates } from '../../../../src/labels/shapes/registry';

const size = { width: 40, height: 20 };
const written = (
	shape: string,
	given: unknown,
	outside: OutsideRule = 'refuse',
	frame: typeof size | undefined = size,
): Record<string, unknown> =>
	wireCoordinates({ title: 'X', shape }, given as Coordinates, outside, frame);
const outline = [0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 0.1, 0.9];
const hole = [0.4, 0.4, 0.6, 0.4, 0.6, 0.6, 0.4, 0.6];
const refusalOf = (shape: string, given: unknown): unknown => {
	try {
		return written(shape, given);
	} catch (error) {
		return error instanceof Refusal ? error.problems[0] : error;
	}
};
const at = (x: unknown, y: unknown, more: object = {}) => ({ x, y, ...more });
const drawn = (width: number, height: number) => ({
	bitmask: encodeMask({ width, height, data: new Uint8Array(width * height).fill(1) }),
});
const { rleString } = drawn(40, 20).bitmask;

describe('coordinates are refused', () => {
	it.each<[string, string, unknown, string]>([
		['no key', 'bounding_box', {}, 'its coordinates go under "boundingBox", not nothing'],
		[
			'another shape',
			'bounding_box',
			{ polygons: [[outline]] },
			'"X" is drawn as bounding_box: its coordinates go under "boundingBox", not polygons.',
		],
		['no box', 'bounding_box', { boundingBox: null }, '"h" of "X" must be a number'],
		['a text', 'bounding_box', { boundingBox: { x: '0', y: 0, w: 1, h: 1 } }, '"x" of "X" must be'],
		[
			'no number',
			'bounding_box',
			{ boundingBox: { x: 0, y: Number.NaN, w: 1, h: 1 } },
			'"y" of "X"',
		],
		['a negative width', 'bounding_box', { boundingBox: { x: 1, y: 0, w: -1, h: 1 } }, 'negative'],
		['a negative height', 'bounding_box', { boundingBox: { x: 0, y: 1, w: 1, h: -1 } }, 'negative'],
		[
			'no angle',
			'rotatable_bounding_box',
			{ rotatableBoundingBox: { x: 0, y: 0, w: 1, h: 1 } },
			'"theta"',
		],
		['no points', 'polyline', { polyline: [] }, 'needs at least 1 point(s)'],
		['a text of points', 'polyline', { polyline: '0,0' }, 'needs at least 1 point(s)'],
		['a point without y', 'polyline', { polyline: [{ x: 0 }] }, '"y" of "X"'],
		['a height that is no number', 'polyline', { polyline: [at(0, 0, { z: '1' })] }, '"z" of "X"'],
		[
			'heights of some points',
			'polyline',
			{ polyline: [at(0, 0), at(1, 1, { z: 1 })] },
			'Either every point of "X" has a "z" or none has',
		],
		[
			'several points for one',
			'point',
			{ point: [at(0, 0), at(1, 1)] },
			'one point, and 2 points are given',
		],
		['two points of an outline', 'polygon', { polygon: [at(0, 0), at(1, 1)] }, 'needs at least 3'],
		['a ring of two points', 'polygon', { polygons: [[[0, 0, 1, 1]]] }, 'at least three points'],
		[
			'a ring of an odd length',
			'polygon',
			{ polygons: [[[0, 0, 1, 0, 1, 1, 0]]] },
			'at least three points',
		],
		[
			'a damaged hole',
			'polygon',
			{ polygons: [[outline, [0, 0, 1, 0, 1, null]]] },
			'at least three points',
		],
		[
			'an infinite number',
			'polygon',
			{ polygons: [[[0, 0, 1, 0, 1, Infinity]]] },
			'at least three points',
		],
		['a ring that is none', 'polygon', { polygons: [['outline']] }, 'at least three points'],
		['a point without a name', 'skeleton', { skeleton: [at(0, 0)] }, 'needs its "name"'],
		[
			'an unknown visibility',
			'skeleton',
			{ skeleton: [at(0, 0, { name: 'a', visibility: 'hidden' })] },
			'one of visible, invisible, occluded, selfOccluded',
		],
		[
			'a mask of another width',
			'bitmask',
			drawn(41, 20),
			'The bitmask is 41 × 20 pixels but the frame is 40 × 20',
		],
		[
			'a mask of another height',
			'bitmask',
			drawn(40, 21),
			'The bitmask is 40 × 21 pixels but the frame is 40 × 20',
		],
		[
			'a mask without runs',
			'bitmask',
			{ bitmask: { width: 40, height: 20 } },
			'needs its "rleString"',
		],
		['a mask without a size', 'bitmask', { bitmask: { rleString } }, '"width" of "X"'],
		[
			'more runs than pixels',
			'bitmask',
			{ bitmask: { width: 40, height: 20, rleString: drawn(40, 21).bitmask.rleString } },
			'The runs of the bitmask do not fit into 40 × 20 pixels.',
		],
		[
			'a place of the mask that is no number',
			'bitmask',
			{ bitmask: { width: 40, height: 20, rleString, top: '0' } },
			'"top" of "X"',
		],
		[
			'a place of the mask that is no number, from the left',
			'bitmask',
			{ bitmask: { width: 40, height: 20, rleString, left: null } },
			'"left" of "X"',
		],
	])('%s (%s)', (_, shape, given, message) => {
		expect(() => written(shape, given)).toThrow(message);
		expect(refusalOf(shape, given)).toMatchObject({
			code: 'badCoordinates',
			item: 'X',
			field: 'coordinates',
			value: given,
		});
	});
});

describe('outside the picture', () => {
	const over = { boundingBox: { x: 0.5, y: 0.5, w: 1, h: 0.25 } };
	const beyond = { boundingBox: { x: 1.5, y: 0.5, w: 1, h: 0.25 } };
	const message = '"X" lies outside the image';

	it('a box is refused, cut or kept, as the rule says', () => {
		expect(() => written('bounding_box', over)).toThrow(message);
		expect(written('bounding_box', over, 'clip')).toEqual({
			boundingBox: { x: 0.5, y: 0.5, w: 0.5, h: 0.25 },
		});
		expect(written('bounding_box', over, 'keep')).toEqual(over);
		expect(() => written('bounding_box', beyond, 'clip')).toThrow(message);
		expect(written('bounding_box', beyond, 'keep')).toEqual(beyond);
		const whole = { boundingBox: { x: 0, y: 0, w: 1, h: 1 } };
		expect(written('bounding_box', whole)).toEqual(whole);
	});

	it('a turned box is never cut', () => {
		const turned = { rotatableBoundingBox: { x: 0.5, y: 0.5, w: 1, h: 0.25, theta: 30 } };
		expect(() => written('rotatable_bounding_box', turned)).toThrow(message);
		expect(written('rotatable_bounding_box', turned, 'clip')).toEqual(turned);
	});

	it('points are refused, moved to the edge or kept', () => {
		const line = { polyline: [at(0.5, 0.5), at(1.5, -0.5)] };
		expect(() => written('polyline', line)).toThrow(message);
		expect(written('polyline', line, 'clip')).toEqual({
			polyline: { 0: at(0.5, 0.5), 1: at(1, 0) },
		});
		expect(written('polyline', line, 'keep')).toEqual({ polyline: { ...line.polyline } });
	});

	it('a polygon is refused, cut with its holes, or kept', () => {
		const shifted = (ring: number[]) => ring.map((value, n) => (n % 2 ? value : value + 0.5));
		const polygons = [[shifted(outline), shifted(hole)]];
		expect(() => written('polygon', { polygons })).toThrow(message);
		expect(written('polygon', { polygons }, 'keep')).toMatchObject({ polygons });
		const cut = written('polygon', { polygons }, 'clip').polygons as number[][][];
		// Half of the outline is left, 0.4 × 0.8, without half of the hole, 0.1 × 0.2.
		const area = (ring: number[]) => {
			const points = ring.flatMap((x, n) => (n % 2 ? [] : [[x, ring[n + 1]!] as const]));
			const sum = points.reduce((total, [x, y], n) => {
				const [nx, ny] = points[(n + 1) % points.length]!;
				return total + x * ny - nx * y;
			}, 0);
			return Math.abs(sum / 2);
		};
		const [outer, ...holes] = cut.flat().map(area) as [number, ...number[]];
		expect(outer - holes.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0.32 - 0.02, 6);
		expect(cut.flat(2).every((value) => value >= 0 && value <= 1)).toBe(true);
		const away = polygons.map((rings) => rings.map((ring) => ring.map((value) => value + 2)));
		expect(() => written('polygon', { polygons: away }, 'clip')).toThrow(message);
	});
});

describe('coordinates are taken', () => {
	it('a polygon with its holes and parts, and the first outline as points', () => {
		const polygons = [[outline, hole], [[0, 0, 0.1, 0, 0.1, 0.1]]];
		expect(written('polygon', { polygons })).toEqual({
			polygons,
			polygon: { 0: at(0.1, 0.1), 1: at(0.9, 0.1), 2: at(0.9, 0.9), 3: at(0.1, 0.9) },
		});
	});

	it('points as a map, in the order of its numbers', () => {
		const map = { 10: at(0.3, 0.3), 2: at(0.2, 0.2), 1: at(0.1, 0.1) };
		expect(written('polyline', { polyline: map })).toEqual({
			polyline: { 0: at(0.1, 0.1), 1: at(0.2, 0.2), 2: at(0.3, 0.3) },
		});
	});

	it('points with a height each', () => {
		const polyline = [at(0, 0, { z: 1 }), at(1, 1, { z: 2 })];
		expect(written('polyline', { polyline })).toEqual({ polyline: { ...polyline } });
	});

	it.each(['visible', 'invisible', 'occluded', 'selfOccluded'])(
		'a point of a skeleton that is %s',
		(visibility) => {
			const skeleton = [at(0, 0, { name: 'a', visibility })];
			expect(written('skeleton', { skeleton })).toEqual({ skeleton: { ...skeleton } });
			const [read] = (geometryOf({ skeleton: { ...skeleton } }) as { points: object[] }).points;
			const occluded = ['occluded', 'selfOccluded'].includes(visibility);
			expect(read).toEqual({
				...at(0, 0, { name: 'a' }),
				hidden: visibility === 'invisible',
				...(occluded ? { occluded } : {}),
			});
		},
	);

	it('a mask where the size of the frame is not known, at the place it says', () => {
		const { bitmask } = drawn(41, 20);
		expect(() => written('bitmask', { bitmask })).toThrow('41 × 20');
		const unknown = wireCoordinates(
			{ title: 'X', shape: 'bitmask' },
			{ bitmask },
			'refuse',
			undefined,
		);
		expect(unknown).toEqual({ bitmask: { ...bitmask, top: 0, left: 0 } });
		const placed = { ...drawn(40, 20).bitmask, top: 3, left: 4 };
		expect(written('bitmask', { bitmask: placed })).toEqual({ bitmask: placed });
	});
});
