/** The words under which detectors, models and services write a detection: each of them is understood, beside any other. */
import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../../../src/detections/found';
import { pixelsOf, place, rowOf } from './lake';
import { placesIn, read, without } from './readings';

const BOX = [40, 20, 140, 100];
/** The same box as pixelsOf gives it. */
const PLACE = [40, 20, 100, 80];
const otter = (more: object) => ({ class: 'Otter', box: BOX, ...more });
const film = rowOf(20);

describe('a detection says', () => {
	it.each([
		'class',
		'label',
		'name',
		'className',
		'class_name',
		'category',
		'category_name',
		'object',
		'classTitle',
		'categoryName',
		'tagName',
		'title',
		'featureHash',
		'feature_hash',
	])('its class under %s', (key) => {
		const { objects, refused } = place([{ [key]: 'obOtter', box: BOX }]);
		expect(refused).toEqual([]);
		expect(objects.map(({ title }) => title)).toEqual(['Otter']);
	});

	it.each(['class_id', 'classId', 'category_id', 'categoryId', 'label_id', 'cls', 'class'])(
		'the number of its class under %s',
		(key) => {
			const { objects } = place([{ [key]: 1, box: BOX }], { names: ['Raft', 'Otter'] });
			expect(objects.map(({ title }) => title)).toEqual(['Otter']);
		},
	);

	it.each(['confidence', 'score', 'conf', 'probability'])('its confidence under %s', (key) => {
		expect(place([otter({ [key]: 0.7 })]).objects.map(({ confidence }) => confidence)).toEqual([
			0.7,
		]);
		expect(place([otter({ [key]: 0.7, confidence: '0.7' })]).refused).toEqual([]);
	});

	it('its confidence once', () => {
		expect(place([otter({ score: 0.7, confidence: 0.6 })]).refused).toEqual([
			[0, '"confidence" is 0.6 and "score" is 0.7; expected one confidence.'],
		]);
	});

	it.each(['track', 'track_id', 'trackId', 'tracker_id', 'trackerId'])(
		'its track under %s',
		(key) => {
			const detections = [0, 1].map((frame) => otter({ frame, [key]: 5 }));
			const { objects } = place(detections, {}, film);
			expect(objects.map(({ places }) => [...places.keys()])).toEqual([[0, 1]]);
		},
	);

	it('its track under the name that the user gives, and else under its own', () => {
		const detections = [
			otter({ frame: 0, whisker: 'a', track_id: 1 }),
			otter({ frame: 1, whisker: 'a', track_id: 2 }),
			otter({ frame: 2, track_id: 7 }),
			otter({ frame: 3, track_id: 7 }),
		];
		const { objects } = place(detections, { trackField: 'whisker' }, film);
		expect(objects.map(({ places }) => [...places.keys()])).toEqual([
			[0, 1],
			[2, 3],
		]);
	});

	it.each([
		'frame',
		'frames',
		'frame_number',
		'frameNumber',
		'frame_index',
		'frameIndex',
		'frame_idx',
		'frame_no',
		'frame_id',
		'frameId',
	])('its frame under %s', (key) => {
		const { objects, refused } = place([otter({ [key]: 7 })], {}, film);
		expect(refused).toEqual([]);
		expect(objects.map(({ places }) => [...places.keys()])).toEqual([[7]]);
	});

	it.each([
		['start_frame', 'end_frame'],
		['startFrame', 'endFrame'],
		['first_frame', 'last_frame'],
	])('its frames from %s to %s, both included', (start, end) => {
		const { objects } = place([otter({ [start]: 4, [end]: 6 })], {}, film);
		expect(objects.map(({ places }) => [...places.keys()])).toEqual([[4, 5, 6]]);
		for (const half of [{ [start]: 4 }, { [end]: 6 }])
			expect(place([otter(half)], {}, film).refused).toEqual([
				[0, `A range of frames needs "${start}" and "${end}".`],
			]);
	});

	it('its frames once', () => {
		expect(place([otter({ frame: 3, frame_id: 4 })], {}, film).refused).toEqual([
			[0, '"frame" is 3 and "frame_id" is 4; expected one statement of the frames.'],
		]);
		expect(place([otter({ frame: 3, frame_id: '3' })], {}, film).refused).toEqual([]);
	});

	it('its frame under the name that the user gives, whatever its own say', () => {
		const { objects } = place(
			[otter({ frame: 3, still: 9 }), otter({ frame: 4 })],
			{ frameField: 'still' },
			film,
		);
		expect(objects.map(({ places }) => [...places.keys()])).toEqual([[4], [9]]);
	});

	it.each([
		'timestamp',
		'Timestamp',
		'time',
		'timestamp_ms',
		'timestampMs',
		'time_offset',
		'timeOffset',
		'seconds',
	])('a time under %s, which is no frame', (key) => {
		expect(place([otter({ [key]: 1.5 })], {}, film).refused).toEqual([
			[0, 'The detection is at the time 1.5; expected the number of a frame, counted from 0.'],
		]);
		// A still picture needs no frame, and a chosen one counts.
		expect(place([otter({ [key]: 1.5 })]).refused).toEqual([]);
		expect(place([otter({ [key]: 1.5 })], { frame: 2 }, film).refused).toEqual([]);
	});
});

describe('a box', () => {
	it.each<[key: string, claim: Claim]>([
		['box', { by: 'the data' }],
		['bbox', { by: 'the data' }],
		['bounding_box', { by: 'the data' }],
		['boundingBox', { by: 'the data' }],
		['box_2d', { order: 'yxyx', unit: 'grid1000', by: 'the key "box_2d" (Gemini)' }],
		['bbox_2d', { order: 'xyxy', mayBeResized: true, by: 'the key "bbox_2d" (Qwen)' }],
		['bndbox', { order: 'xyxy', unit: 'pixels', by: 'the key "bndbox" (Pascal VOC)' }],
		['xyxy', { order: 'xyxy', unit: 'pixels', by: 'the key "xyxy"' }],
		['xyxyn', { order: 'xyxy', unit: 'fractions', by: 'the key "xyxyn"' }],
		['ltrb', { order: 'xyxy', by: 'the key "ltrb"' }],
		['ltwh', { order: 'xywh', by: 'the key "ltwh"' }],
		['xywh', { sized: true, by: 'the key "xywh"' }],
		['xywhn', { sized: true, unit: 'fractions', by: 'the key "xywhn"' }],
		['cxcywh', { order: 'cxcywh', by: 'the key "cxcywh"' }],
		['yxyx', { order: 'yxyx', by: 'the key "yxyx"' }],
	])('under %s says what its numbers are', (key, claim) => {
		expect(placesIn('xyxy', [{ [key]: BOX }])).toEqual([{ kind: 'box', numbers: BOX, claim }]);
		// A detection without a class and without a list around it is one by this key alone.
		expect(placesIn('xyxy', { [key]: BOX })).toEqual([{ kind: 'box', numbers: BOX, claim }]);
	});

	it.each<[key: string, claim: Claim]>([
		['xyxyxyxy', { order: 'xyxy', unit: 'pixels', by: 'the key "xyxyxyxy"' }],
		['xyxyxyxyn', { order: 'xyxy', unit: 'fractions', by: 'the key "xyxyxyxyn"' }],
	])('of four corners under %s', (key, claim) => {
		const ring = [40, 20, 140, 20, 140, 100, 40, 100];
		expect(placesIn('xyxy', { [key]: ring })).toEqual([{ kind: 'corners', ring, claim }]);
	});

	const corners = 'xyxy';
	it.each<[names: string, order: Claim['order'], numbers: number[]]>([
		['xmin ymin xmax ymax', corners, BOX],
		['x_min y_min x_max y_max', corners, BOX],
		['xMin yMin xMax yMax', corners, BOX],
		['minX minY maxX maxY', corners, BOX],
		['min_x min_y max_x max_y', corners, BOX],
		['x1 y1 x2 y2', corners, BOX],
		['x0 y0 x1 y1', corners, BOX],
		['xtl ytl xbr ybr', corners, BOX],
		['left top right bottom', corners, BOX],
		['left top width height', 'xywh', [40, 20, 100, 80]],
		['Left Top Width Height', 'xywh', [40, 20, 100, 80]],
		['cx cy w h', 'cxcywh', [90, 60, 100, 80]],
		['cx cy width height', 'cxcywh', [90, 60, 100, 80]],
		['x_center y_center width height', 'cxcywh', [90, 60, 100, 80]],
		['center_x center_y width height', 'cxcywh', [90, 60, 100, 80]],
	])('has the names %s', (list, order, numbers) => {
		const names = list.split(' ');
		const box = Object.fromEntries(names.map((name, at) => [name, numbers[at]]));
		const by = `the names ${names.join(', ')}`;
		const expected = [{ kind: 'box', numbers, claim: { order, named: true, by } }];
		expect(placesIn('xyxy', [{ box }])).toEqual(expected);
		expect(placesIn('xyxy', [{ class: 'Otter', ...box }])).toEqual(expected);
		const whole = place([{ class: 'Otter', ...box }], { format: 'auto' });
		expect(whole.objects.map((each) => pixelsOf(each))).toEqual([PLACE]);
		// One of the four is not there.
		const three = without(box, names[3]!);
		expect(placesIn('xyxy', [{ box: three }])).toBe(
			`"box" is ${JSON.stringify(three)}; expected four numbers.`,
		);
	});

	it.each(['xmin', 'x1', 'x_min', 'xMin', 'min_x', 'minX', 'xtl', 'cx', 'x_center', 'center_x'])(
		'of which the detection has %s alone is incomplete, and no list is missing',
		(key) => {
			expect(place({ [key]: 5 }, { defaultClass: 'Otter' }).refused).toEqual([
				[0, expect.stringContaining('has no place')],
			]);
		},
	);

	it.each([
		['x y width height', 'x, y, width, height'],
		['x y w h', 'x, y, w, h'],
	])('of %s may begin at a corner or at the center', (list, by) => {
		const names = list.split(' ');
		const box = Object.fromEntries(names.map((name, at) => [name, [90, 60, 100, 80][at]]));
		expect(placesIn('xyxy', [{ box }])).toEqual([
			{ kind: 'box', numbers: [90, 60, 100, 80], claim: { sized: true, by: `the names ${by}` } },
		]);
		const at = (format: string) =>
			place([{ class: 'Otter', ...box }], { format }).objects.map((each) => pixelsOf(each));
		expect(at('cxcywh')).toEqual([PLACE]);
		expect(at('xywh')).toEqual([[90, 60, 100, 80]]);
		expect(at('yxyx')).toEqual([]);
	});

	it('whose names say it twice is taken where both agree', () => {
		const twice = { x1: 40, y1: 20, x2: 140, y2: 100, xmin: 40, ymin: 20, xmax: 140, ymax: 100 };
		expect(placesIn('xyxy', [{ box: twice }])).toMatchObject([{ kind: 'box', numbers: BOX }]);
		expect(placesIn('xyxy', [{ box: { ...twice, x1: 41 } }])).toBe(
			'"box" has the names xmin, ymin, xmax, ymax and x1, y1, x2, y2, and they differ.',
		);
		// A size beside two corners is another way to say it, not a contradiction.
		expect(placesIn('xyxy', [{ box: { ...twice, left: 1, top: 2, width: 3, height: 4 } }])).toEqual(
			[expect.objectContaining({ numbers: BOX })],
		);
	});

	it('of eight named numbers has four corners', () => {
		const ring = [40, 20, 140, 20, 140, 100, 40, 100];
		const names = ['x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'x4', 'y4'];
		const box = Object.fromEntries(names.map((name, at) => [name, ring[at]]));
		expect(placesIn('xyxy', [{ box }])).toEqual([
			{ kind: 'corners', ring, claim: { order: 'xyxy', named: true, by: 'the data' } },
		]);
		expect(placesIn('xyxy', [{ box: { ...box, x4: 'left' } }])).toBe(
			'"box" has "left" where a number is expected.',
		);
	});
});

describe('a frame of a format', () => {
	it('gives each detection its number in the list and keeps the entry', () => {
		const list = [otter({}), 5, otter({ frame: '3' })];
		expect(read('xyxy', list, { hasFrames: true })).toEqual({
			detections: [
				{
					index: 0,
					names: ['Otter'],
					places: [{ kind: 'box', numbers: BOX, claim: { by: 'the data' } }],
					beside: list[0],
				},
				{
					index: 2,
					names: ['Otter'],
					places: [{ kind: 'box', numbers: BOX, claim: { by: 'the data' } }],
					beside: list[2],
					frame: '3',
				},
			],
			refused: [
				{ index: 1, reason: 'The detection is 5; expected a class and a place, with names.' },
			],
		});
	});
});
