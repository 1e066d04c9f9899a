/** The JSON of detection libraries, and what every format has. */
import { describe, expect, it } from '@jest/globals';
import { FORMATS, recognized } from '../../../../src/detections/formats/registry';
import { pixelsOf, place } from '../lake';
import { placesIn, read, without } from '../readings';

const marks = (data: unknown) => recognized(data).map(({ name }) => name);

describe('Roboflow', () => {
	const claim = { order: 'cxcywh', unit: 'pixels', sized: true, by: 'Roboflow' };
	const otter = { x: 90, y: 60, width: 100, height: 80, class: 'Otter' };

	it('draws its points as an outline where there are at least three', () => {
		const points = [
			{ x: 1, y: 2 },
			{ x: 90, y: 9 },
			{ x: 50, y: 70 },
		];
		const predictions = (count: number) => [{ ...otter, points: points.slice(0, count) }];
		const box = { kind: 'box', numbers: [90, 60, 100, 80], claim };
		const named = { ...claim, named: true };
		const pointClaim = without(named, 'sized');
		expect(placesIn('roboflow', { predictions: predictions(3) })).toEqual([
			box,
			{ kind: 'outline', polygons: [[[1, 2, 90, 9, 50, 70]]], claim: pointClaim },
		]);
		expect(placesIn('roboflow', { predictions: predictions(2) })).toEqual([
			box,
			{ kind: 'points', ring: [1, 2, 90, 9], claim: pointClaim },
		]);
	});

	it.each<[unknown, string[]]>([
		[[{ detection_id: 'a', x: 1, width: 1 }], ['roboflow']],
		[{ image: { width: 1 }, predictions: [otter] }, ['roboflow']],
		[[{ detection_id: 'a', x: 1 }], []],
		[[{ detection_id: 'a', width: 1 }], []],
		[[{ x: 1, width: 1 }], []],
		[{ image: {}, predictions: [otter] }, []],
		[{ image: { width: 1 }, predictions: [] }, []],
		[{ image: { width: 1 }, predictions: [{ x: 1, y: 1, width: 1 }] }, []],
		[{ predictions: [otter] }, []],
	])('%j bears the marks %j', (data, expected) => {
		expect(marks(data)).toEqual(expected);
	});
});

describe('Detectron2', () => {
	const bbox = [40, 20, 140, 100];

	it.each<[unknown, string]>([
		[0, 'xyxy'],
		['1', 'xywh'],
		['BoxMode.XYXY_ABS', 'xyxy'],
		['XYWH_ABS', 'xywh'],
	])('says by bbox_mode %j the order %s', (bbox_mode, order) => {
		const claim = { order, unit: 'pixels', by: 'Detectron2' };
		const entry = { class: 'Otter', bbox, bbox_mode };
		const expected = [{ kind: 'box', numbers: bbox, claim }];
		expect(placesIn('detectron2', [entry])).toEqual(expected);
		for (const key of ['annotations', 'instances', 'detections'])
			expect(placesIn('detectron2', { [key]: [entry] })).toEqual(expected);
	});

	it('gives two corners side by side with classes and scores', () => {
		const data = { pred_boxes: [bbox], pred_classes: ['Otter'], scores: [0.5] };
		expect(read('detectron2', { instances: data }).detections).toMatchObject([
			{ names: ['Otter'], confidence: 0.5, places: [{ numbers: bbox, claim: { order: 'xyxy' } }] },
		]);
		expect(marks(data)).toEqual(['detectron2']);
	});

	it.each<[unknown, string]>([
		[
			[
				{ bbox, bbox_mode: 0 },
				{ bbox, bbox_mode: 1 },
			],
			'The detections have different values of "bbox_mode".',
		],
		[
			[{ bbox, bbox_mode: 4 }],
			'"bbox_mode" is 4; expected 0 (two corners) or 1 (corner and size).',
		],
	])('%j is refused', (data, reason) => {
		expect(() => read('detectron2', data)).toThrow(reason);
	});
});

describe('libraries of detectors', () => {
	const box = { xmin: 40, ymin: 20, xmax: 140, ymax: 100 };

	it.each<[unknown, string[]]>([
		[[{ score: 0.5, label: 'otter', box }], ['huggingFace']],
		[[{ label: 'otter', box }], []],
		[[{ score: 0.5, box }], []],
		[[{ score: 0.5, label: 'otter', box: [1, 2, 3, 4] }], []],
		[[{ score: 0.5, label: 'otter', box: { xmin: 1 } }], []],
		[[{ score: 0.5, label: 'otter', box: { ymax: 1 } }], []],
		[{ boxes: [], logits: [], phrases: [] }, ['groundingDino']],
		[{ boxes: [], logits: [] }, []],
		[{ boxes: [], phrases: [] }, []],
		[{ logits: [], phrases: [] }, []],
		[[{ name: 'otter', confidence: 1, class: 0, box: { x1: 1 } }], ['ultralytics']],
		[[{ name: 'otter', confidence: 1, xywhr: [1, 2, 3, 4, 0] }], ['ultralytics']],
		[[{ name: 'otter', class: 0, box: { x1: 1 } }], []],
		[[{ name: 'otter', confidence: 1, class: 'otter', box: { x1: 1 } }], []],
		[[{ name: 'otter', confidence: 1, class: 0, box: { x: 1 } }], []],
		[[{ name: 'otter', confidence: 1, class: 0, box: [1] }], []],
		[[{ confidence: 1, class: 0, box: { x1: 1 } }], []],
	])('%j bears the marks %j', (data, expected) => {
		expect(marks(data)).toEqual(expected);
	});

	it('Ultralytics gives turned boxes in radians, clockwise about their center', () => {
		const xywhr = [100, 90, 60, 20, Math.PI / 6];
		const entry = { name: 'Raft', class: 0, confidence: 0.5, xywhr };
		expect(placesIn('ultralytics', [entry])).toEqual([
			{
				kind: 'turned',
				numbers: [100, 90, 60, 20],
				theta: expect.closeTo(30, 9),
				about: 'center',
				claim: {
					pixelsOrFractions: true,
					order: 'cxcywh',
					unit: 'pixels',
					by: 'the key "xywhr" (Ultralytics)',
				},
			},
		]);
		const { objects } = place([entry], { format: 'auto', numbers: 'auto' });
		expect(objects.map((each) => pixelsOf(each))).toEqual([[70, 80, 60, 20, 30]]);
		for (const wrong of [[1, 2, 3, 4], 5])
			expect(placesIn('ultralytics', [{ ...entry, xywhr: wrong }])).toBe(
				'"xywhr" has five numbers: center, size, radians.',
			);
	});
});

describe('each format', () => {
	it('has a name, a title and a description on screen', () => {
		for (const format of FORMATS)
			expect({ ...format, recognizes: undefined, read: undefined }).toMatchObject({
				name: expect.stringMatching(/^[a-z][A-Za-z0-9-]+$/),
				title: expect.stringMatching(/^[A-Z]/),
				description: expect.stringMatching(/^[A-Z]/),
			});
		for (const key of ['name', 'title'] as const)
			expect(new Set(FORMATS.map((format) => format[key])).size).toBe(FORMATS.length);
	});

	it('can be chosen, except for the one that has no places', () => {
		expect(FORMATS.filter(({ isChoice }) => !isChoice).map(({ name }) => name)).toEqual([
			'yolo-cls',
		]);
	});

	it.each([
		['seconds', 'Time Ranges in Seconds'],
		['milliseconds', 'Time Ranges in Milliseconds'],
		['characters', 'Character Ranges'],
	])('%s are no places on pictures', (format, title) => {
		expect(place([{ start: 0, end: 1, box: [1, 2, 3, 4] }], { format }).refused).toEqual([
			[undefined, `${title} are places on audio or text, and this media has pictures.`],
		]);
	});
});

it('a mark is on one of the first fifty entries, at most five levels deep', () => {
	const list = (length: number) => [
		...Array.from({ length: length - 1 }, () => ({ a: 1 })),
		{ box_2d: [1, 2, 3, 4] },
	];
	expect(marks(list(50))).toEqual(['gemini']);
	expect(marks(list(51))).toEqual([]);
	const nested = (levels: number): object =>
		levels === 0 ? list(1)[0]! : { a: nested(levels - 1) };
	expect(marks(nested(5))).toEqual(['gemini']);
	expect(marks(nested(6))).toEqual([]);
});
