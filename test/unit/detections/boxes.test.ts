/** The spellings of boxes and points: lists, pairs, maps and text, and what each of them leaves open. */
import { describe, expect, it } from '@jest/globals';
import { pixelsOf, place } from './lake';
import { placesIn } from './readings';

const by = 'the data';
const at = (box: unknown) => placesIn('xyxy', [{ box }]);
const polygon = (value: unknown) => placesIn('xyxy', [{ polygon: value }]);

describe('a box', () => {
	it.each<[string, unknown]>([
		['as a list', [40, 20, 140, 100]],
		['as text', '40 20 140 100'],
		['as text with commas', '40, 20, 140, 100'],
		['as text in brackets', ' [40, 20, 140, 100] '],
		['as text in round brackets', '(40;20;140;100)'],
		['in numbers as text', ['40', ' 20', '140 ', '100']],
	])('%s', (_, box) => {
		expect(at(box)).toEqual([{ kind: 'box', numbers: [40, 20, 140, 100], claim: { by } }]);
	});

	it('as two pairs has two corners, of which either number may come first', () => {
		const pairs = [
			[40, 20],
			[140, 100],
		];
		const numbers = [40, 20, 140, 100];
		expect(at(pairs)).toEqual([{ kind: 'box', numbers, claim: { by, corners: true } }]);
		const box = (format: string) =>
			place([{ class: 'Otter', box: pairs }], { format }).objects.map((each) => pixelsOf(each));
		expect(box('xyxy')).toEqual([[40, 20, 100, 80]]);
		expect(box('yxyx')).toEqual([[20, 40, 80, 100]]);
		expect(box('auto')).toEqual([]);
		expect(place([{ class: 'Otter', box: pairs }], { format: 'xywh' }).refused).toEqual([
			[0, 'The order xywh was chosen, but the data says two corners.'],
		]);
	});

	it('as two points with names has an order', () => {
		const points = [
			{ x: 40, y: 20 },
			{ x: 140, y: 100 },
		];
		const numbers = [40, 20, 140, 100];
		expect(at(points)).toEqual([
			{ kind: 'box', numbers, claim: { by, corners: true, named: true } },
		]);
		expect(
			place([{ class: 'Otter', box: points }], { format: 'auto' }).objects.map((each) =>
				pixelsOf(each),
			),
		).toEqual([[40, 20, 100, 80]]);
	});

	it('as four pairs, or eight numbers, has four corners', () => {
		const ring = [40, 20, 140, 20, 140, 100, 40, 100];
		const pairs = [0, 2, 4, 6].map((from) => ring.slice(from, from + 2));
		expect(at(pairs)).toEqual([{ kind: 'corners', ring, claim: { by } }]);
		expect(at(ring)).toEqual([{ kind: 'corners', ring, claim: { by } }]);
	});

	it('with a fifth number between 0 and 1 has a score', () => {
		const scored = (score: unknown) => place([{ class: 'Otter', box: [40, 20, 140, 100, score] }]);
		expect(scored(0.75).objects.map(({ confidence }) => confidence)).toEqual([0.75]);
		for (const score of [0, 1, 7])
			expect(scored(score).refused).toEqual([[0, '"box" has 5 numbers; a box is four.']]);
		// The same score under its own name is no contradiction, another one is.
		const beside = (confidence: number) =>
			place([{ class: 'Otter', box: [40, 20, 140, 100, 0.75], confidence }]);
		expect(beside(0.7505).objects.map(({ confidence }) => confidence)).toEqual([0.7505]);
		expect(beside(0.752).refused).toEqual([
			[
				0,
				'The box has a fifth number, 0.75, beside the confidence 0.752: what it means is a guess.',
			],
		]);
	});

	it.each<[unknown, string]>([
		[5, '"box" is 5; expected four numbers.'],
		[true, '"box" is true; expected four numbers.'],
		[{ a: 1 }, '"box" is {"a":1}; expected four numbers.'],
		[[1, 2, 3], '"box" has 3 numbers; a box is four.'],
		[[1, 2, 3, 4, 5, 6], '"box" has 6 numbers; a box is four.'],
		[[1, 2, 3, null], '"box" has null where a number is expected.'],
		['1 2 x 4', '"box" has "x" where a number is expected.'],
		[[[1, 2]], '"box" has 1 points; a box has two or four.'],
		[
			[
				[1, 2],
				[3, 4],
				[5, 6],
			],
			'"box" has 3 points; a box has two or four.',
		],
		[
			[[1, 2, 3], [4]],
			'"box" has points that are no pairs; a third number may be a score, which is no coordinate.',
		],
	])('that is %j is none', (box, reason) => {
		expect(at(box)).toBe(reason);
	});

	it('as pairs has no size, and as a size no corners', () => {
		const pairs = [
			[40, 20],
			[140, 100],
		];
		expect(placesIn('xyxy', [{ ltwh: pairs }])).toBe(
			'"ltwh" has two corners, but the key "ltwh" says xywh.',
		);
		expect(placesIn('xyxy', [{ ltrb: { x: 40, y: 20, width: 9, height: 9 } }])).toBe(
			'"ltrb" has a width and a height, but the key "ltrb" says xyxy.',
		);
		expect(placesIn('xyxy', [{ ltwh: { x: 40, y: 20, width: 9, height: 8 } }])).toEqual([
			{
				kind: 'box',
				numbers: [40, 20, 9, 8],
				claim: { order: 'xywh', sized: true, by: 'the key "ltwh"' },
			},
		]);
	});

	it('in percent signs counts hundredths, on all of its numbers or on none', () => {
		const claim = { unit: 'percent', by: 'the percent sign' };
		expect(at(['10%', '20 %', ' 30% ', '40%'])).toEqual([
			{ kind: 'box', numbers: [10, 20, 30, 40], claim },
		]);
		expect(at({ xmin: '10%', ymin: '20%', xmax: '30%', ymax: '40%' })).toMatchObject([
			{ numbers: [10, 20, 30, 40], claim },
		]);
		expect(at(['10%', '20%', '30%', 40])).toBe(
			'"box" has a percent sign on some of its numbers only.',
		);
		expect(placesIn('xyxy', [{ xyxyn: ['10%', '20%', '30%', '40%'] }])).toBe(
			'The numbers have percent signs, but the key "xyxyn" says fractions.',
		);
		const said = [{ class: 'Otter', box: ['10%', '10%', '35%', '50%'], unit: 'percent' }];
		expect(place(said, { numbers: 'auto' }).objects.map((each) => pixelsOf(each))).toEqual([
			[40, 20, 100, 80],
		]);
	});
});

describe('an outline', () => {
	const ring = [40, 20, 200, 40, 120, 180];
	const outline = { kind: 'outline', polygons: [[ring]], claim: { by } };
	const named = { ...outline, claim: { by, named: true } };
	const points = [0, 2, 4].map((from) => ({ x: ring[from], y: ring[from + 1] }));

	it.each<[string, unknown, object]>([
		['as a flat list', ring, outline],
		['as pairs', [ring.slice(0, 2), ring.slice(2, 4), ring.slice(4)], outline],
		['as text', '40,20; 200,40;120 ,180;', outline],
		['as points with names', points, named],
		['as two lists', { x: [40, 200, 120], y: [20, 40, 180] }, named],
		['as a list of one ring', [ring], outline],
		['as a list of one ring of points', [points], named],
		['beside an empty part', [[], ring], outline],
	])('%s', (_, value, expected) => {
		expect(polygon(value)).toEqual([expected]);
	});

	it('of several parts keeps them apart', () => {
		const other = [300, 100, 350, 100, 325, 150];
		expect(polygon([ring, other])).toEqual([{ ...outline, polygons: [[ring], [other]] }]);
		// Names of some points do not give all of them an order.
		expect(polygon([points, other])).toEqual([{ ...outline, polygons: [[ring], [other]] }]);
	});

	it('with a ring inside of another may have a hole or a part', () => {
		const inner = [110, 70, 130, 70, 120, 90];
		const reason =
			'"polygon" has a ring inside of another: whether it is a hole or a part is a guess.';
		expect(polygon([ring, inner])).toBe(reason);
		expect(polygon([inner, ring])).toBe(reason);
		// COCO lists parts only.
		expect(placesIn('coco', [{ segmentation: [ring, inner] }])).toMatchObject([
			{ kind: 'outline', polygons: [[ring], [inner]] },
		]);
	});

	it.each<[unknown]>([[[]], [[[]]], [''], [null]])('that is %j is no place', (value) => {
		expect(polygon(value)).toEqual([]);
	});

	it.each<[unknown, string]>([
		[5, '"polygon" is 5; expected an outline.'],
		[{ a: 1 }, '"polygon" is {"a":1}; expected an outline.'],
		[{ x: [1, 2, 3], y: [1, 2] }, '"polygon" has 3 x and 2 y.'],
		[[1, 2, 3], '"polygon" has 3 numbers; points are pairs.'],
		[['a', 'b'], '"polygon" has "a" where a number is expected.'],
		['40,20;x,1', '"polygon" has "x" where a number is expected.'],
	])('that is %j is refused', (value, reason) => {
		expect(polygon(value)).toBe(reason);
	});

	it.each(['segmentation', 'segments', 'polygons', 'polygon', 'contour', 'outline'])(
		'stands under %s',
		(key) => {
			expect(placesIn('xyxy', [{ [key]: ring }])).toEqual([outline]);
		},
	);

	it.each(['mask', 'rle', 'rle_mask'])('under %s would be a mask that is not read', (key) => {
		expect(placesIn('xyxy', [{ [key]: ring }])).toEqual([
			{ kind: 'unread', what: 'mask that is no run lengths {size, counts}', claim: { by } },
		]);
		const mask = { size: [2, '3'], counts: [1, '2', 3] };
		expect(placesIn('xyxy', [{ [key]: mask }])).toEqual([
			{
				kind: 'mask',
				mask: { width: 3, height: 2, data: Uint8Array.from([0, 1, 0, 1, 0, 0]) },
				claim: { by },
			},
		]);
	});

	it('as run lengths covers a pixel, and as many as its size has', () => {
		const rle = (counts: unknown) => placesIn('xyxy', [{ mask: { size: [2, 3], counts } }]);
		expect(rle([6])).toBe('The mask is empty: no pixel of it is set.');
		expect(rle([1, 2])).toMatch(/cover 3 pixels, and it has 6/);
	});
});

describe('points', () => {
	it.each<[key: string, kind: string, claim: object]>([
		['point', 'points', { by }],
		['points', 'points', { by }],
		['polyline', 'line', { by }],
		['line', 'line', { by }],
		['point_2d', 'points', { by: 'the key "point_2d" (Qwen)', order: 'xyxy', mayBeResized: true }],
	])('under %s', (key, kind, claim) => {
		const places = (value: unknown) => placesIn('xyxy', [{ class: 'Buoy', [key]: value }]);
		expect(places([9, 8])).toEqual([{ kind, ring: [9, 8], claim }]);
		expect(places([{ x: 9, y: 8 }])).toEqual([
			{ kind, ring: [9, 8], claim: key === 'point_2d' ? claim : { ...claim, named: true } },
		]);
		expect(places(null)).toEqual([]);
		expect(places([1, 2, 3])).toMatch(/has 3 numbers; points are pairs/);
	});

	it('are none where the list is empty', () => {
		for (const key of ['points', 'polyline', 'line'])
			expect(placesIn('xyxy', [{ class: 'Buoy', [key]: [] }])).toEqual([]);
	});
});
