import { describe, it } from '@jest/globals';
import fc from '../fastCheck';
import { BOX_ORDERS, numbersFromBox } from '../../../src/labels/detections/formats/boxNumbers';
import { FORMATS } from '../../../src/detections/formats/registry';
import { UNITS } from '../../../src/detections/found';
import { ontology, place, rowOf, size, type Outcome } from './lake';

const RUNS = Number(process.env.FUZZ_RUNS ?? 3000);

/** Every object is of the ontology and on the picture. */
function isSound({ objects }: Outcome): boolean {
	return objects.every(({ title, places, confidence }) => {
		if (!ontology.objects.some((item) => item.title === title && !item.archived)) return false;
		if (!(confidence >= 0 && confidence <= 1)) return false;
		return [...places.values()].every((label) => {
			const box = label.boundingBox as { x: number; y: number; w: number; h: number } | undefined;
			if (box !== undefined)
				return (
					box.w > 0 &&
					box.h > 0 &&
					box.x >= 0 &&
					box.y >= 0 &&
					box.x + box.w <= 1 + 1e-9 &&
					box.y + box.h <= 1 + 1e-9
				);
			const points = label.point ?? label.polyline ?? label.skeleton;
			if (points !== undefined)
				return Object.values(points as object).every(
					({ x, y }: { x: number; y: number }) => x >= 0 && x <= 1 && y >= 0 && y <= 1,
				);
			const { polygons } = label as { polygons?: number[][][] };
			return (
				polygons === undefined ||
				polygons.flat(2).every((value) => value >= -1e-9 && value <= 1 + 1e-9)
			);
		});
	});
}

const number = fc.oneof(
	fc.integer({ min: -50, max: 1200 }),
	fc.double({ min: -0.2, max: 1.3, noNaN: true }),
	fc.constantFrom(0, 1, NaN, Infinity, null, '12%', '40', ''),
);
const numbers = fc.array(number, { maxLength: 9 });
const name = fc.constantFrom(
	'Otter',
	'Raft',
	'Reed bed',
	'Moss',
	'Buoy',
	'Shoreline',
	'Heron',
	'Pier',
	'Old pier',
	'duck',
	'constructor',
	'',
	1,
	null,
);
const value: fc.Arbitrary<unknown> = fc.oneof(
	numbers,
	fc.array(numbers, { maxLength: 4 }),
	fc.record({ x1: number, y1: number, x2: number, y2: number }),
	fc.record({ xmin: number, ymin: number, xmax: number, ymax: number }),
	fc.record({ x: number, y: number, width: number, height: number }),
	fc.record({ size: fc.constantFrom([200, 400], [400, 200], [0, 0]), counts: numbers }),
	fc.array(fc.record({ x: number, y: number, name: fc.constantFrom('Beak', 'Wing', 'Tail') }), {
		maxLength: 4,
	}),
	fc.anything(),
);
const key = fc.constantFrom(
	'box',
	'bbox',
	'box_2d',
	'bbox_2d',
	'xyxy',
	'xywhr',
	'bndbox',
	'segmentation',
	'mask',
	'polygon',
	'points',
	'point',
	'keypoints',
	'coordinates',
	'theta',
	'score',
	'confidence',
	'frame',
	'track',
	'attributes',
	'imageWidth',
	'class_id',
	'value',
	'detection_id',
	'boundingPoly',
	'BoundingBox',
	'rectangle',
	'segments',
);
const entry = fc
	.tuple(name, fc.dictionary(key, value, { maxKeys: 4 }))
	.map(([label, rest]) => ({ class: label, ...rest }));
const input = fc.oneof(
	fc.array(entry, { maxLength: 4 }),
	fc.record({ detections: fc.array(entry, { maxLength: 3 }) }),
	fc.record({ boxes: fc.array(numbers), labels: fc.array(name), scores: numbers }),
	fc.dictionary(
		fc.constantFrom(
			'annotations',
			'images',
			'categories',
			'shapes',
			'predictions',
			'Labels',
			'responses',
			'annotation',
			'<OD>',
			'3',
		),
		fc.oneof(fc.array(entry, { maxLength: 3 }), fc.anything()),
	),
	fc.anything(),
	fc.string(),
);
const options = fc.record({
	format: fc.constantFrom('auto', ...FORMATS.map((format) => format.name)),
	numbers: fc.constantFrom('auto' as const, ...UNITS),
	names: fc.constantFrom([], ['Otter', 'Raft']),
	lossy: fc.constantFrom('refuse' as const, 'convert' as const),
});

describe('whatever comes in', () => {
	it('nothing crashes, and nothing lies outside of the ontology or the picture', () => {
		fc.assert(
			fc.property(input, options, fc.boolean(), (given, chosen, isFilm) =>
				isSound(place(given, chosen, rowOf(isFilm ? 20 : 1))),
			),
			{ numRuns: RUNS },
		);
	});

	it('a text that was cut off gives no label', () => {
		const box = fc
			.tuple(fc.integer({ min: 10, max: 90 }), fc.integer({ min: 10, max: 90 }))
			.map(([x, y]) => ({ class: 'Otter', box: [x, y, x + 100, y + 90] }));
		fc.assert(
			fc.property(
				fc.array(box, { minLength: 1, maxLength: 3 }),
				fc.boolean(),
				fc.nat(),
				(list, pretty, at) => {
					const text = JSON.stringify(list, null, pretty ? 2 : 0);
					const { objects } = place(text.slice(0, at % text.length));
					return objects.length === 0;
				},
			),
			{ numRuns: RUNS },
		);
	});

	it('a box comes to the same place in every order and unit that is chosen', () => {
		const share = fc.integer({ min: 50, max: 400 }).map((value) => value / 1000);
		fc.assert(
			fc.property(
				share,
				share,
				share,
				share,
				fc.constantFrom(...BOX_ORDERS),
				fc.constantFrom('pixels' as const, 'fractions' as const, 'grid1000' as const),
				(x, y, w, h, order, scale) => {
					const { objects } = place(
						[{ class: 'Otter', box: numbersFromBox({ x, y, w, h }, order, scale, size) }],
						{ format: order, numbers: scale },
					);
					const found = objects[0]!.places.get(0)!.boundingBox as {
						x: number;
						y: number;
						w: number;
						h: number;
					};
					return [found.x - x, found.y - y, found.w - w, found.h - h].every(
						(off) => Math.abs(off) < 1e-9,
					);
				},
			),
			{ numRuns: RUNS },
		);
	});
});
