/** Every shape: coordinates of an edit → frame object → geometry and pixels, and back. */
import { describe, expect, it } from '@jest/globals';

import { boundingBox, type Geometry } from '../../../../src/geometry/geometry';
import { indexOntology } from '../../../../src/labels/ontology/ontology';
import { wireCoordinates } from '../../../../src/labels/shapes/coordinates';
import {
	coordinatesIn,
	plainCoordinatesIn,
	withoutCoordinates,
} from '../../../../src/labels/shapes/coordinateKeys';
import { geometryOf } from '../../../../src/labels/shapes/geometryOf';
import { toPixels } from '../../../../src/labels/shapes/pixels';
import {
	frameShape,
	isKnownShape,
	isRangeShape,
	SHAPES,
	shapesIn,
	type Coordinates,
} from '../../../../src/labels/shapes/registry';
import { encodeMask } from '../../../../src/labels/shapes/parts/runLengths';
import type { Shape } from '../../../../src/labels/shapes/shape';

const size = { width: 40, height: 20 };
const box = { x: 0.25, y: 0.25, w: 0.5, h: 0.25 };
const ring = [0.25, 0.25, 0.75, 0.25, 0.75, 0.5];
const points = [
	{ x: 0.25, y: 0.25 },
	{ x: 0.75, y: 0.25 },
	{ x: 0.75, y: 0.5 },
];
const named = points.map((point, index) => ({ ...point, name: `p${index}` }));
const mask = { ...size, data: Uint8Array.from({ length: 800 }, (_, i) => (i === 45 ? 1 : 0)) };
const cuboid2d = { front: [...ring, 0.25, 0.5], offset: { x: 0.1, y: 0.1 } };
const cuboid = { position: [1, 2, 3], orientation: [0, 0, 0], size: [1, 1, 1] };

interface Sample {
	/** What an edit gives. */
	given: Coordinates;
	/** The frame object. */
	wire: object;
	geometry: Geometry | undefined;
	pixels: object | undefined;
	/** The upright box in fractions. */
	around?: object;
}

/** One sample for each shape that lies on frames, `undefined` for the others; a new shape has to be added here. */
const SAMPLES: Record<Shape, Sample | undefined> = {
	bounding_box: {
		given: { boundingBox: box },
		wire: { boundingBox: box },
		geometry: { kind: 'box', ...box },
		pixels: { boundingBox: { x: 10, y: 5, w: 20, h: 5 } },
		around: box,
	},
	rotatable_bounding_box: {
		given: { rotatableBoundingBox: { ...box, theta: 180 } },
		wire: { rotatableBoundingBox: { ...box, theta: 180 } },
		geometry: { kind: 'rotatedBox', ...box, theta: 180 },
		pixels: { rotatableBoundingBox: { x: 10, y: 5, w: 20, h: 5, theta: 180 } },
		around: box,
	},
	polygon: {
		given: { polygons: [[ring]] },
		wire: { polygon: { ...points }, polygons: [[ring]] },
		geometry: { kind: 'polygon', polygons: [[points]] },
		pixels: {
			polygon: { 0: { x: 10, y: 5 }, 1: { x: 30, y: 5 }, 2: { x: 30, y: 10 } },
			polygons: [[[10, 5, 30, 5, 30, 10]]],
		},
		around: box,
	},
	polyline: {
		given: { polyline: points },
		wire: { polyline: { ...points } },
		geometry: { kind: 'polyline', points },
		pixels: { polyline: { 0: { x: 10, y: 5 }, 1: { x: 30, y: 5 }, 2: { x: 30, y: 10 } } },
		around: box,
	},
	point: {
		given: { point: { x: 0.25, y: 0.5 } },
		wire: { point: { 0: { x: 0.25, y: 0.5 } } },
		geometry: { kind: 'point', point: { x: 0.25, y: 0.5 } },
		pixels: { point: { 0: { x: 10, y: 10 } } },
		around: { x: 0.25, y: 0.5, w: 0, h: 0 },
	},
	skeleton: {
		given: { skeleton: named },
		wire: { skeleton: { ...named } },
		geometry: { kind: 'skeleton', points: named.map((point) => ({ ...point, hidden: false })) },
		pixels: {
			skeleton: {
				0: { x: 10, y: 5, name: 'p0' },
				1: { x: 30, y: 5, name: 'p1' },
				2: { x: 30, y: 10, name: 'p2' },
			},
		},
		around: box,
	},
	bitmask: {
		given: { bitmask: encodeMask(mask) },
		wire: { bitmask: encodeMask(mask) },
		geometry: { kind: 'bitmask', mask },
		pixels: undefined,
		around: { x: 5 / 40, y: 1 / 20, w: 1 / 40, h: 1 / 20 },
	},
	cuboid_2d: {
		given: { cuboid_2d: cuboid2d },
		wire: { cuboid_2d: cuboid2d },
		geometry: undefined,
		pixels: { cuboid_2d: { ...cuboid2d, front: [10, 5, 30, 5, 30, 10, 10, 10] } },
	},
	cuboid: { given: { cuboid }, wire: { cuboid }, geometry: undefined, pixels: undefined },
	audio: undefined,
	text: undefined,
	segmentation: undefined,
};

const onFrames = Object.entries(SAMPLES).flatMap(([shape, sample]) =>
	sample === undefined ? [] : [{ shape, ...sample }],
);

describe('shapes on frames', () => {
	it('are those with a sample', () => {
		const placed = Object.keys(SHAPES).filter((shape) => frameShape(shape) !== undefined);
		expect(onFrames.map(({ shape }) => shape).sort()).toEqual(placed.sort());
	});

	describe.each(onFrames)('$shape', ({ shape, given, wire, geometry, pixels, around }) => {
		const label = { objectHash: 'abc', ...wire };

		it('is read from an edit, and again from what was written', () => {
			const written = wireCoordinates({ title: 'X', shape }, given, 'refuse', size);
			expect(written).toEqual(wire);
			expect(
				wireCoordinates({ title: 'X', shape }, written as Coordinates, 'refuse', size),
			).toEqual(wire);
		});

		it('is found by its keys in a frame object', () => {
			expect(shapesIn(label)).toEqual([frameShape(shape)]);
			expect(coordinatesIn(label)).toEqual(wire);
			expect(withoutCoordinates(label)).toEqual({ objectHash: 'abc' });
			expect(shapesIn({ objectHash: 'abc', futureShape: {} })).toEqual([]);
		});

		it('is geometry on the picture', () => {
			const read = geometryOf(label);
			expect(read).toEqual(geometry);
			const upright = read && boundingBox(read, size);
			for (const [key, value] of Object.entries(around ?? {}))
				expect(upright?.[key as 'x']).toBeCloseTo(value as number, 12);
			expect(upright === undefined).toBe(around === undefined);
		});

		it('becomes pixels and fractions again', () => {
			expect(toPixels(wire as never, size)).toEqual(pixels);
			const spec = frameShape(shape);
			const back = pixels && spec?.scaled(pixels as never, { width: 1 / 40, height: 1 / 20 });
			expect(back).toEqual(pixels && wire);
		});
	});

	it('have no number in pixels where something else stands', () => {
		// As JSON can be: an object of which JavaScript cannot make a number.
		const odd = JSON.parse('{"x": {"toString": 1, "valueOf": 2}, "y": null, "w": "0.5", "h": 1}');
		const pixels = { x: Number.NaN, y: Number.NaN, w: 20, h: 20 };
		expect(toPixels({ boundingBox: odd }, size)).toEqual({ boundingBox: pixels });
		expect(toPixels({ polyline: { 0: odd } }, size)).toMatchObject({
			polyline: { 0: { x: Number.NaN, y: Number.NaN } },
		});
	});

	it('count the full key of two that say the same', () => {
		const wire = { polygon: { 0: { x: 0, y: 0 } }, polygons: [[ring]] };
		expect(plainCoordinatesIn(wire)).toEqual({ polygons: [[ring]] });
		expect(plainCoordinatesIn({ polygon: wire.polygon })).toEqual({ polygon: wire.polygon });
	});
});

describe('shapes that are not on frames', () => {
	it.each(['segmentation', 'audio', 'holographic_blob', 'constructor'])(
		'%s is refused there',
		(shape) => {
			expect(frameShape(shape)).toBeUndefined();
			expect(() =>
				wireCoordinates({ title: 'X', shape }, { boundingBox: box }, 'clip', size),
			).toThrow(`"X" (${shape}) cannot be placed on frames.`);
		},
	);

	it('are ranges for audio and text', () => {
		expect(Object.keys(SHAPES).filter(isRangeShape)).toEqual(['audio', 'text']);
	});

	it('are listed when an ontology has one that is not known', () => {
		expect(isKnownShape('holographic_blob')).toBe(false);
		const object = { name: 'Blob', color: '#fff', featureNodeHash: 'f', shape: 'holographic_blob' };
		expect(indexOntology({ objects: [object], classifications: [] }).unknown).toEqual([
			'shape "holographic_blob" of object "Blob"',
		]);
	});
});
