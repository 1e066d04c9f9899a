/** Places and answers that almost fit: each has one reading too many, or one number too few. */
import { describe, expect, it } from '@jest/globals';
import { packCounts } from '../../../src/labels/shapes/parts/runLengths';
import { pixelsOf, place } from './lake';

type Options = Parameters<typeof place>[1];

const BOX = [40, 20, 140, 100];
/** Columns 10 to 19 of a mask of 400 × 200 pixels, from row 30 to row 89. */
const RUNS = [2030, 60, ...Array.from({ length: 9 }, () => [140, 60]).flat(), 76110];

/** Rows 50 to 69 of a mask in Encord's form, which goes row by row. */
const ROWS = [20_000, 8_000, 52_000];
const inEncordsForm = (more: object) => [
	{
		class: 'Moss',
		coordinates: { bitmask: { top: 0, left: 0, height: 200, width: 400, ...more } },
	},
];

it.each<[string, unknown, Options, RegExp]>([
	[
		"a mask in Encord's form that ends early",
		inEncordsForm({ rleString: packCounts(ROWS.slice(0, 2)) }),
		{ format: 'encord', numbers: 'auto' },
		/cover 28000 pixels, and it has 80000/,
	],
	[
		"a mask in Encord's form with more runs than pixels",
		inEncordsForm({ rleString: packCounts([...ROWS, 1]) }),
		{ format: 'encord', numbers: 'auto' },
		/do not fit into 400 × 200/,
	],
	[
		"a mask in Encord's form of which no pixel is set",
		inEncordsForm({ rleString: packCounts([80_000]) }),
		{ format: 'encord', numbers: 'auto' },
		/no pixel of it is set/,
	],
	[
		"a mask in Encord's form that begins lower",
		inEncordsForm({ rleString: packCounts(ROWS), top: 50 }),
		{ format: 'encord', numbers: 'auto' },
		/begins at 0, 50/,
	],
	[
		"a mask in Encord's form of another picture",
		inEncordsForm({ rleString: packCounts([40_000]), width: 200 }),
		{ format: 'encord', numbers: 'auto' },
		/200 × 200 pixels but the frame is 400 × 200/,
	],
	[
		'run lengths as text that end early',
		[
			{
				category: 'Moss',
				segmentation: { size: [200, 400], counts: packCounts(RUNS.slice(0, -2)) },
			},
		],
		{ format: 'coco', numbers: 'auto' },
		/cover 3\d+ pixels, and it has 80000/,
	],
	[
		'a line without a length',
		[
			{
				class: 'Shoreline',
				points: [
					[9, 9],
					[9, 9],
					[9, 9],
				],
			},
		],
		{},
		/points of the line are the same/,
	],
	[
		'an outline in fractions beside a box in pixels',
		[
			{
				class: 'Reed bed',
				box: BOX,
				polygon: [
					[0.1, 0.1],
					[0.3, 0.1],
					[0.3, 0.5],
				],
			},
		],
		{},
		/as fractions are/,
	],
	[
		'a box in fractions among parts of a grid',
		[
			{ class: 'Otter', box: [0.1, 0.1, 0.4, 0.4] },
			{ class: 'Pond skater', box: [100, 100, 400, 400] },
		],
		{ numbers: 'grid1000' },
		/look like fractions/,
	],
	[
		'two sets of corners',
		[{ class: 'Otter', x1: 1, y1: 2, x2: 30, y2: 40, xmin: 40, ymin: 20, xmax: 140, ymax: 100 }],
		{},
		/they differ/,
	],
	[
		'a score behind the box that is not the confidence',
		[{ class: 'Otter', box: [...BOX, 0.3], confidence: 0.9 }],
		{},
		/what it means is a guess/,
	],
	[
		'a box of Encord without a width',
		[{ name: 'Otter', boundingBox: { x: 0.1, y: 0.1, w: 0, h: 0.2 } }],
		{ format: 'encord', numbers: 'auto' },
		/no area/,
	],
	[
		"a point of another skeleton in Encord's coordinates",
		[{ name: 'Heron', skeleton: { 0: { x: 0.1, y: 0.1, name: 'Antler' } } }],
		{ format: 'encord', numbers: 'auto' },
		/no point "Antler"/,
	],
	[
		'faces instead of objects of Google Vision',
		{ responses: [{ faceAnnotations: [{ boundingPoly: { vertices: [{ x: 1, y: 2 }] } }] }] },
		{ format: 'auto', numbers: 'auto' },
		/faceAnnotations/,
	],
	[
		'two answers of Rekognition',
		[1, 2].map((at) => ({
			Labels: [
				{
					Name: 'Otter',
					Instances: [{ BoundingBox: { Left: at / 10, Top: 0.1, Width: 0.2, Height: 0.2 } }],
				},
			],
		})),
		{ format: 'auto', numbers: 'auto' },
		/one for each picture/,
	],
	[
		'places that the chosen format does not have',
		{ class: 'Otter', box: BOX },
		{ format: 'pascalVoc', numbers: 'auto' },
		/not where this format has them/,
	],
	[
		'tracks of CVAT, which are no shapes of labelme',
		{ shapes: [], tracks: [{ label: 'Otter', shapes: [{ type: 'rectangle', points: BOX }] }] },
		{ format: 'labelme', numbers: 'auto' },
		/not where this format has them/,
	],
	[
		'files of two pictures in a list',
		['a', 'b'].map((filename) => ({
			annotation: {
				filename,
				object: { name: 'Otter', bndbox: { xmin: 1, ymin: 2, xmax: 9, ymax: 9 } },
			},
		})),
		{ format: 'pascalVoc', numbers: 'auto' },
		/2 files/,
	],
	[
		'a point at -1, -1, which is not there',
		[{ class: 'Buoy', point: [-1, -1] }],
		{},
		/two negative numbers/,
	],
	[
		'a table of names in the data that is not that of the user',
		{ names: { 0: 'Otter', 1: 'Water lily' }, detections: [{ class: 1, box: BOX }] },
		{ names: ['Water lily', 'Otter'] },
		/calls class 1 "Water lily"/,
	],
	[
		'a least confidence in percent',
		[{ class: 'Otter', box: BOX }],
		{ minConfidence: 40 },
		/from 0 to 1/,
	],
])('refuses %s', (_, input, options, reason) => {
	const { objects, refused } = place(input, options);
	expect(objects).toEqual([]);
	expect(refused[0]?.[1]).toMatch(reason);
});

describe('takes', () => {
	it('a point of Qwen in the unit that is chosen', () => {
		const input = [{ point_2d: [250, 500], label: 'Buoy' }];
		const { objects } = place(input, { numbers: 'grid1000' });
		expect(pixelsOf(objects[0]!)).toEqual([[100, 100]]);
		expect(place(input, { format: 'auto', numbers: 'auto' }).refused).toHaveLength(1);
	});

	it("pixels under Moondream's names where pixels are chosen", () => {
		const input = { objects: [{ x_min: 40, y_min: 20, x_max: 140, y_max: 100 }] };
		const options = { format: 'auto', numbers: 'pixels', defaultClass: 'Otter' } as const;
		expect(pixelsOf(place(input, options).objects[0]!)).toEqual([40, 20, 100, 80]);
	});

	it('a file whose parser makes every element a list', () => {
		const bndbox = [{ xmin: ['40'], ymin: ['20'], xmax: ['140'], ymax: ['100'] }];
		const input = { annotation: { object: [{ name: ['Otter'], bndbox }] } };
		const { objects } = place(input, { format: 'pascalVoc', numbers: 'auto' });
		expect(pixelsOf(objects[0]!)).toEqual([40, 20, 100, 80]);
	});

	it('a single box with a named center, as data and as text', () => {
		const input = [{ class: 'Otter', x_center: 90, y_center: 60, width: 100, height: 80 }];
		for (const given of [input, JSON.stringify(input)])
			expect(pixelsOf(place(given, { format: 'auto' }).objects[0]!)).toEqual([40, 20, 100, 80]);
	});

	it('predictions of Roboflow below the name that a workflow gives them', () => {
		const predictions = [{ x: 90, y: 60, width: 100, height: 80, class: 'Otter', confidence: 0.7 }];
		const image = { width: 400, height: 200 };
		const input = [{ predictions: { image, predictions } }];
		const { objects } = place(input, { format: 'auto', numbers: 'auto' });
		expect(pixelsOf(objects[0]!)).toEqual([40, 20, 100, 80]);
	});
});
