/** Coordinates in label rows and edits that are incomplete, in another spelling, or of a rare shape. */
import { describe, expect, it } from '@jest/globals';

import { Refusal } from '../../../../src/labels/row/problem';
import { wireCoordinates } from '../../../../src/labels/shapes/coordinates';
import { geometryOf, readableGeometryOf } from '../../../../src/labels/shapes/geometryOf';
import { numberAt } from '../../../../src/labels/shapes/parts/unreadableCoordinates';
import { toPixels } from '../../../../src/labels/shapes/pixels';

const written = (shape: string, given: unknown) =>
	wireCoordinates({ title: 'X', shape }, given as never, 'clip', { width: 40, height: 20 });
const messageOf = (run: () => unknown): string => {
	try {
		run();
	} catch (error) {
		if (error instanceof Error) return `${error.name}: ${error.message}`;
	}
	return 'nothing was thrown';
};

it('a number is read under its key, or it is said which is missing', () => {
	expect(numberAt({ x: '0.5' }, 'x', 'box')).toBe(0.5);
	for (const json of [{}, { x: Infinity }, { x: null }, null, undefined])
		expect(messageOf(() => numberAt(json, 'x', 'box'))).toBe(
			'UnreadableCoordinates: The box of a label has no number "x".',
		);
});

describe('the geometry of a label', () => {
	it.each<[string, object, string]>([
		['a box', { boundingBox: null }, 'bounding box of a label has no number "x"'],
		[
			'a turned box',
			{ rotatableBoundingBox: { x: 0, y: 0, w: 1, h: 1 } },
			'rotatable box of a label has no number "theta"',
		],
		['a point', { point: { 0: { x: 1 } } }, 'point of a label has no number "y"'],
		['a line', { polyline: { 0: {} } }, 'polyline of a label has no number "x"'],
		['an outline', { polygon: { 0: { y: 1 } } }, 'polygon of a label has no number "x"'],
		['a skeleton', { skeleton: [{ x: 1 }] }, 'skeleton of a label has no number "y"'],
		['a mask', { bitmask: { width: 1 } }, 'bitmask of a label has no number "height"'],
		[
			'a mask without runs',
			{ bitmask: { width: 1, height: 1 } },
			'The bitmask of a label has no "rleString".',
		],
		[
			'a ring of an odd length',
			{ polygons: [[[0, 0, 1]]] },
			'A ring of a polygon must be a flat list x0, y0, x1, y1, … of numbers.',
		],
		[
			'a ring of texts',
			{ polygons: [[['a', 'b']]] },
			'A ring of a polygon must be a flat list x0, y0, x1, y1, … of numbers.',
		],
	])('of %s that lacks numbers is not read', (_, label, message) => {
		const given = 'boundingBox' in label ? { boundingBox: {} } : label;
		expect(messageOf(() => geometryOf(given as never))).toContain(message);
		expect(readableGeometryOf(given as never)).toBeUndefined();
	});

	it('of a mask whose runs do not fit is an error, not only unreadable', () => {
		const label = { bitmask: { width: 1, height: 1, rleString: '9' } };
		expect(() => readableGeometryOf(label)).toThrow(RangeError);
	});

	it('is nothing without coordinates', () => {
		for (const label of [{}, { boundingBox: null }, { polygon: undefined }])
			expect(geometryOf(label as never)).toBeUndefined();
	});

	it('of polygons has all parts; what is no part is an empty one', () => {
		const ring = ['0', 0, 1, 0, 0, 1];
		const points = [
			{ x: 0, y: 0 },
			{ x: 1, y: 0 },
			{ x: 0, y: 1 },
		];
		expect(geometryOf({ polygons: [[ring, ring], 'part', [ring], [5]] } as never)).toEqual({
			kind: 'polygon',
			polygons: [[points, points], [], [points], [[]]],
		});
		expect(geometryOf({ polygon: 'outline' } as never)).toEqual({
			kind: 'polygon',
			polygons: [[[]]],
		});
	});

	it('of a point without one is nothing', () =>
		expect(geometryOf({ point: {} } as never)).toBeUndefined());

	it('of a skeleton has names, colors, and what older rows say of points that are not seen', () => {
		const skeleton = [
			{ x: 0, y: 0, name: 'a', color: '#fff', featureHash: 'f' },
			{ x: 0, y: 0, name: 5, color: null, invisible: true },
			{ x: 0, y: 0, occluded: true },
			{ x: 0, y: 0, selfOccluded: true, visible: true },
			{ x: 0, y: 0, invisible: 'yes', visible: true },
			{ x: 0, y: 0, invisible: true, visibility: 'visible' },
		];
		expect(geometryOf({ skeleton } as never)).toEqual({
			kind: 'skeleton',
			points: [
				{ x: 0, y: 0, name: 'a', color: '#fff', hidden: false },
				{ x: 0, y: 0, hidden: true },
				{ x: 0, y: 0, hidden: false, occluded: true },
				{ x: 0, y: 0, hidden: false, occluded: true },
				{ x: 0, y: 0, hidden: false },
				{ x: 0, y: 0, hidden: false },
			],
		});
	});
});

describe('a cuboid on the picture', () => {
	const front = [0, 0, 1, 0, 1, 1, 0, 1];
	const vanishingPoint = { x: 0.5, y: 0.25 };
	it.each<[string, object, object]>([
		['an offset', { offset: { x: 0.1, y: 0.2 } }, { front, offset: { x: 0.1, y: 0.2 } }],
		[
			'an offset before all else',
			{ offset: { x: 0.1, y: 0.2, z: 1 }, vanishingPoint },
			{ front, offset: { x: 0.1, y: 0.2 } },
		],
		[
			'a vanishing point',
			{ vanishingPoint, scaleRatio: 2 },
			{ front, vanishingPoint, scaleRatio: 2 },
		],
	])('with %s is written', (_, more, expected) =>
		expect(written('cuboid_2d', { cuboid_2d: { front, ...more } })).toEqual({
			cuboid_2d: expected,
		}),
	);

	it.each<[string, object, string]>([
		[
			'only a front',
			{ front },
			'A 2D cuboid needs "vanishingPoint" and "scaleRatio", or "offset".',
		],
		['no front', {}, '"front" of "X" must be a list of 8 numbers.'],
		['seven numbers', { front: front.slice(1) }, '"front" of "X" must be a list of 8 numbers.'],
		['nine numbers', { front: [...front, 1] }, '"front" of "X" must be a list of 8 numbers.'],
		['a text in front', { front: ['0', ...front.slice(1)] }, 'must be a list of 8 numbers.'],
		['an infinite one', { front: [Infinity, ...front.slice(1)] }, 'must be a list of 8 numbers.'],
		['no ratio', { front, vanishingPoint }, '"scaleRatio" of "X" must be a number.'],
		['half a point', { front, vanishingPoint: { x: 1 }, scaleRatio: 1 }, '"y" of "X" must be'],
		['half an offset', { front, offset: { y: 1 } }, '"x" of "X" must be a number.'],
	])('with %s is refused', (_, given, message) => {
		const run = () => written('cuboid_2d', { cuboid_2d: given });
		expect(run).toThrow(Refusal);
		expect(messageOf(run)).toContain(message);
	});

	it('without a front has no pixels', () =>
		expect(toPixels({ cuboid_2d: {} }, { width: 1, height: 1 })).toBeUndefined());
});

it('a cuboid in space needs three numbers for its place, its turn and its size', () => {
	const cuboid = { position: [1, 2, 3], orientation: [0, 0, 1], size: [4, 5, 6] };
	expect(written('cuboid', { cuboid: { ...cuboid, future: 1 } })).toEqual({ cuboid });
	for (const key of ['position', 'orientation', 'size'])
		expect(messageOf(() => written('cuboid', { cuboid: { ...cuboid, [key]: [1, 2] } }))).toContain(
			`"${key}" of "X" must be a list of 3 numbers.`,
		);
	expect(messageOf(() => written('cuboid', { cuboid: null }))).toContain('"position" of "X"');
});

describe('pixels', () => {
	it('are those of every key that has fractions', () => {
		const size = { width: 10, height: 20 };
		expect(
			toPixels(
				{ boundingBox: { x: 0.5, y: 0.5, w: 1, h: 1, future: 1 }, bitmask: {} } as never,
				size,
			),
		).toEqual({ boundingBox: { x: 5, y: 10, w: 10, h: 20, future: 1 } });
		expect(toPixels({ bitmask: {} } as never, size)).toBeUndefined();
		expect(toPixels({ polygon: { 0: { x: 0.5, y: 0.5, name: 'a' } } } as never, size)).toEqual({
			polygon: { 0: { x: 5, y: 10, name: 'a' } },
		});
		expect(toPixels({ polygons: [[[0.5, 0.5, 1, 1]]] } as never, size)).toEqual({
			polygons: [[[5, 10, 10, 20]]],
		});
	});
});
