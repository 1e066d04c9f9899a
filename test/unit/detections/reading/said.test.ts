/** Each word with which data says the order and unit of its numbers, and the size of its picture. */
import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../../../../src/detections/found';
import { isSameSize, sizeSaid, withSaid } from '../../../../src/detections/formats/parts/said';
import { outcome } from '../readings';

const by = 'the model';
const said = (map: object, claim: Partial<Claim> = {}) =>
	outcome(() => withSaid({ by, ...claim }, map as never));

describe('the order of numbers', () => {
	it.each<[string, object]>([
		['xyxy', { order: 'xyxy' }],
		['X1Y1X2Y2', { order: 'xyxy' }],
		['xmin, ymin, xmax, ymax', { order: 'xyxy' }],
		['ltrb', { order: 'xyxy' }],
		['VOC', { order: 'xyxy' }],
		['pascal_voc', { order: 'xyxy' }],
		['yxyx', { order: 'yxyx' }],
		['[y1, x1, y2, x2]', { order: 'yxyx' }],
		['ymin_xmin_ymax_xmax', { order: 'yxyx' }],
		['xywh', { sized: true }],
		['ltwh', { order: 'xywh' }],
		['coco', { order: 'xywh' }],
		['cxcywh', { order: 'cxcywh' }],
		['xcycwh', { order: 'cxcywh' }],
		['yolo', { order: 'cxcywh' }],
	])('is said by %s', (word, says) => {
		expect(said({ format: word })).toEqual({ by: `"format": "${word}"`, ...says });
	});
});

describe('the unit of numbers', () => {
	it.each<[string, string]>([
		['pixel', 'pixels'],
		['Pixels', 'pixels'],
		['px', 'pixels'],
		['absolute', 'pixels'],
		['abs', 'pixels'],
		['fraction', 'fractions'],
		['fractions', 'fractions'],
		['ratio', 'fractions'],
		['relative', 'fractions'],
		['normalized', 'fractions'],
		['normalised', 'fractions'],
		['percent', 'percent'],
		['percentage', 'percent'],
		['grid_1000', 'grid1000'],
		['normalized-1000', 'grid1000'],
	])('is said by %s', (word, unit) => {
		expect(said({ units: word })).toEqual({ by: `"units": "${word}"`, unit });
	});

	it.each(['normalized', 'normalised', 'is_normalized', 'isNormalized', 'relative'])(
		'is said by "%s": true',
		(key) => {
			expect(said({ [key]: true })).toEqual({ by: `"${key}": true`, unit: 'fractions' });
			for (const other of [false, 'true', 1]) expect(said({ [key]: other })).toEqual({ by });
		},
	);
});

it.each(
	'format order box_format bboxFormat coordinate_format coordinates_format coordFormat unit units coordinate_unit coordinateUnits coordinate_system coordinate_space coordinate_type coordinates coords boxType'.split(
		' ',
	),
)('"%s" may say order and unit, or nothing', (key) => {
	expect(said({ [key]: 'yxyx' })).toEqual({ by: `"${key}": "yxyx"`, order: 'yxyx' });
	for (const other of ['JPEG', 5, ['xyxy'], null]) expect(said({ [key]: other })).toEqual({ by });
});

describe('two statements', () => {
	it('are joined, and the last one is named', () => {
		expect(said({ order: 'xyxy', unit: 'px' }, { named: true })).toEqual({
			by: '"unit": "px"',
			order: 'xyxy',
			unit: 'pixels',
			named: true,
		});
		expect(said({ order: 'xyxy' }, { order: 'xyxy' })).toEqual({
			by: '"order": "xyxy"',
			order: 'xyxy',
		});
	});

	it('that contradict are refused', () => {
		expect(said({ order: 'xyxy' }, { order: 'yxyx' })).toBe(
			'the model says yxyx, but "order": "xyxy" says xyxy.',
		);
		expect(said({ order: 'xyxy', format: 'coco' })).toBe(
			'"order": "xyxy" says xyxy, but "format": "coco" says xywh.',
		);
		expect(said({ unit: 'px' }, { unit: 'percent' })).toBe(
			'the model says percent, but "unit": "px" says pixels.',
		);
	});
});

describe('the corner that numbers count from', () => {
	it.each([
		['origin', 'bottom-left'],
		['coordinate_origin', 'Lower left'],
		['origin_corner', 'center'],
		['Origin', 'CENTRE'],
	])('is refused: "%s": "%s"', (key, value) => {
		expect(said({ [key]: value })).toBe(
			`"${key}" is "${value}": the numbers count from there. Give numbers that count from the upper left corner.`,
		);
	});

	it.each(['top-left', 'upper left', 0, [0, 0]])('may be %j', (value) => {
		expect(said({ origin: value })).toEqual({ by });
	});
});

describe('the size of the picture', () => {
	const size = (map: object, isAround = true) => outcome(() => sizeSaid(map as never, isAround));
	const whole = { width: 400, height: 200 };

	it.each(['image', 'img', 'original', 'orig', 'input'])(
		'stands under %s_width and its height',
		(prefix) => {
			for (const isAround of [true, false]) {
				expect(size({ [`${prefix}_width`]: 400, [`${prefix}Height`]: 200 }, isAround)).toEqual(
					whole,
				);
				expect(size({ [`${prefix}_width`]: 400 }, isAround)).toEqual({ width: 400 });
			}
			expect(size({ [`x_${prefix}_width`]: 400 })).toBeUndefined();
			expect(size({ [`${prefix}_width_px`]: 400 })).toBeUndefined();
		},
	);

	it('is that of the map around, but not of a detection, without a prefix', () => {
		expect(size(whole)).toEqual(whole);
		expect(size(whole, false)).toBeUndefined();
		expect(size({ box_width: 400, box_height: 200 })).toBeUndefined();
	});

	it.each(
		'image image_size imgSize input_size model_input model_input_size original_size orig_size image_resolution image_dimensions image_info'.split(
			' ',
		),
	)('stands under %s', (key) => {
		for (const isAround of [true, false]) {
			expect(size({ [key]: whole }, isAround)).toEqual(whole);
			expect(size({ [key]: { size: whole } }, isAround)).toEqual(whole);
			expect(size({ [key]: [400, 200] }, isAround)).toEqual({ sides: [400, 200] });
			expect(size({ [key]: '400x200' }, isAround)).toEqual(whole);
		}
	});

	it.each(['metadata', 'size', 'resolution', 'dimensions'])(
		'stands under %s around a list alone',
		(key) => {
			expect(size({ [key]: whole })).toEqual(whole);
			expect(size({ [key]: whole }, false)).toBeUndefined();
		},
	);

	it.each(['image_shape', 'img_shape', 'orig_shape', 'original_shape', 'input_shape'])(
		'has its height first under %s',
		(key) => {
			for (const isAround of [true, false]) {
				expect(size({ [key]: [200, 400] }, isAround)).toEqual(whole);
				expect(size({ [key]: [200, 400, 3] }, isAround)).toEqual(whole);
			}
			expect(size({ [key]: [1, 200, 400, 3] })).toBeUndefined();
			expect(size({ shape: [200, 400] })).toEqual(whole);
			expect(size({ shape: [200, 400] }, false)).toBeUndefined();
		},
	);

	it.each<[unknown, unknown]>([
		['400x200', whole],
		[' 400 × 200 ', whole],
		['400,200', whole],
		['400X200', whole],
		['400', undefined],
		['a400x200', undefined],
		['400x200px', undefined],
		[['400', '200'], { sides: [400, 200] }],
		[[400], undefined],
		[[0, 200], undefined],
		[[400, 0], undefined],
		[[400, 200, 3], undefined],
		[['a', 200], undefined],
		[{ width: 400 }, { width: 400, height: undefined }],
		[{ height: 200 }, { width: undefined, height: 200 }],
		[{ a: 1 }, undefined],
		[{ size: 5 }, undefined],
		[5, undefined],
		[null, undefined],
	])('%j under "image_size" is %j', (value, expected) => {
		expect(size({ image_size: value })).toEqual(expected);
	});

	it('is said once', () => {
		expect(size({ image_size: [200, 400], ...whole })).toEqual(whole);
		expect(size({ image_size: '400x200', orig_shape: [200, 400] })).toEqual(whole);
		expect(size({ image_size: [200, 401], ...whole })).toBe(
			'The data says two sizes of the picture, {"width":400,"height":200} and {"sides":[200,401]}; expected one.',
		);
	});

	it.each<[object, object, boolean]>([
		[whole, { width: '400', height: '200' }, true],
		[whole, { width: 200, height: 400 }, false],
		[whole, { width: 400, height: 201 }, false],
		[whole, { width: 401, height: 200 }, false],
		[whole, { sides: [200, 400] }, true],
		[{ sides: [400, 200] }, whole, true],
		[{ sides: [400, 200] }, { sides: [200, 400] }, true],
		[{ sides: [400, 200] }, { sides: [200, 401] }, false],
	])('%j and %j are the same: %p', (a, b, expected) => {
		expect(isSameSize(a, b)).toBe(expected);
	});
});
