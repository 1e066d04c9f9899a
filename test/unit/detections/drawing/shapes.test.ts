/** Detections drawn as the shape of their class, in pixels, with what was changed and why others are refused. */
import { describe, expect, it } from '@jest/globals';
import { pixelsOf, place } from '../lake';
import {
	ask,
	BOX,
	convert,
	drawn,
	give,
	MASK,
	TRIANGLE,
	TURNED,
	type Options,
} from './drawnShapes';

describe('a box', () => {
	it.each<[string, object, Options, unknown]>([
		[
			'of a mask, on request',
			{ mask: MASK },
			convert,
			{ pixels: [40, 20, 1, 80], rules: [['box around', 'mask', 'box']] },
		],
		[
			'of an outline, on request',
			{ polygon: TRIANGLE },
			convert,
			{ pixels: [40, 20, 160, 160], rules: [['box around', 'outline', 'box']] },
		],
		[
			'of four corners, on request',
			{ box: TURNED },
			convert,
			{ pixels: [80, 50, 100, 80], rules: [['box around', 'corners', 'box']] },
		],
		[
			'beside an outline',
			{ box: BOX, polygon: TRIANGLE },
			{},
			{ pixels: [40, 20, 100, 80], rules: [] },
		],
		[
			'of four upright corners',
			{ box: [40, 20, 140, 20, 140, 100, 40, 100] },
			{},
			{ pixels: [40, 20, 100, 80], rules: [] },
		],
		[
			'of four points',
			{
				points: [
					[40, 20],
					[140, 20],
					[140, 100],
					[40, 100],
				],
			},
			{},
			{ pixels: [40, 20, 100, 80], rules: [] },
		],
		[
			'of an outline that ends where it begins',
			{ polygon: [40, 20, 140, 20, 140, 100, 40, 100, 40, 20] },
			{},
			{ pixels: [40, 20, 100, 80], rules: [] },
		],
		[
			'over the edge',
			{ box: [-8, 150, 90, 206] },
			{},
			{ pixels: [0, 150, 90, 50], rules: [['cut at the edge', 'box', 'box']] },
		],
		['of a mask, not asked for', { mask: MASK }, {}, ask('a mask', 'Otter', 'bounding box')],
		[
			'of an outline, not asked for',
			{ polygon: TRIANGLE },
			{},
			ask('an outline', 'Otter', 'bounding box'),
		],
		[
			'of four corners, not asked for',
			{ box: TURNED },
			{},
			ask('four corners', 'Otter', 'bounding box'),
		],
		[
			'of two outlines',
			{ polygon: [[40, 20, 140, 20, 140, 100, 40, 100], TRIANGLE.map((value) => value + 150)] },
			{},
			ask('an outline', 'Otter', 'bounding box'),
		],
		['of a line', { polyline: TRIANGLE }, convert, give('a line', 'Otter', 'bounding box')],
		['of points', { points: TRIANGLE }, convert, give('points', 'Otter', 'bounding box')],
		[
			'of keypoints',
			{
				keypoints: [
					[1, 2],
					[3, 4],
				],
			},
			convert,
			give('keypoints', 'Otter', 'bounding box'),
		],
		[
			'of a mask that is not read',
			{ mask: 'abc' },
			convert,
			give('a mask that is no run lengths {size, counts}', 'Otter', 'bounding box'),
		],
		[
			'of a place and of one that is not read',
			{ mask: 'abc', point: [9, 9] },
			convert,
			give('a mask that is no run lengths {size, counts} and points', 'Otter', 'bounding box'),
		],
	])('%s', (_, detection, options, expected) => {
		expect(drawn({ class: 'Otter', ...detection }, options)).toEqual(expected);
	});

	it('around a mask of another size is in proportion, of another shape it is refused', () => {
		const half = { size: [100, 200], counts: [100 * 20 + 10, 40, 100 * 179 + 50] };
		expect(drawn({ class: 'Otter', mask: half }, convert)).toEqual({
			pixels: [40, 20, 2, 80],
			rules: [['box around', 'mask', 'box']],
		});
		const square = { size: [200, 200], counts: [20, 80, 39_900] };
		expect(drawn({ class: 'Otter', mask: square }, convert)).toBe(
			'The mask is 200 × 200 pixels, the picture 400 × 200. Give a mask of the size of the picture; its "size" is [height, width].',
		);
	});

	it('of a circle of labelme is around it, on request', () => {
		const shape = {
			label: 'Otter',
			shape_type: 'circle',
			points: [
				[200, 100],
				[230, 140],
			],
		};
		const circle = (options: Options) =>
			place([shape], { format: 'labelme', numbers: 'auto', ...options });
		expect(circle(convert).objects.map((each) => pixelsOf(each))).toEqual([[150, 50, 100, 100]]);
		expect(circle({}).refused).toEqual([[0, ask('a circle', 'Otter', 'bounding box')]]);
	});
});

describe('a turned box', () => {
	it.each<[string, object, unknown]>([
		['of an upright box', { box: BOX }, { pixels: [40, 20, 100, 80, 0], rules: [] }],
		[
			'of a box with keypoints beside it',
			{
				box: BOX,
				keypoints: [
					[1, 2],
					[3, 4],
				],
			},
			{ pixels: [40, 20, 100, 80, 0], rules: [] },
		],
		[
			'of an upright box over the edge',
			{ box: [-8, 150, 90, 206] },
			{ pixels: [0, 150, 90, 50, 0], rules: [['cut at the edge', 'box', 'box']] },
		],
		['of four corners', { box: TURNED }, { pixels: [85.3, 67.6, 89.4, 44.7, 26.6], rules: [] }],
		[
			'of an outline of four points',
			{ polygon: TURNED },
			{ pixels: [85.3, 67.6, 89.4, 44.7, 26.6], rules: [] },
		],
		['of four points', { points: TURNED }, { pixels: [85.3, 67.6, 89.4, 44.7, 26.6], rules: [] }],
		[
			'with an angle',
			{ box: [100, 50, 200, 90], theta: 30 },
			{ pixels: [100, 50, 100, 40, 30], rules: [] },
		],
		[
			'with the angle 0',
			{ box: BOX, theta: 0, rotation: 0 },
			{ pixels: [40, 20, 100, 80, 0], rules: [] },
		],
		[
			'with an angle of more than two turns of the radius',
			{ box: [100, 50, 200, 90], theta: '6.3' },
			{ pixels: [100, 50, 100, 40, 6.3], rules: [] },
		],
		[
			'of which less than a rounding error is on the picture',
			{ box: [400, 150, 400 + 1e-8, 180] },
			'The box lies outside of the picture. All numbers fit a grid of 1000, so that they may be no pixels.',
		],
		[
			'with an angle that may be radians',
			{ box: BOX, theta: 6.28 },
			'"theta" is 6.28, which may be degrees or radians. Give the four corners, or "xywhr" for radians.',
		],
		[
			'with a negative angle that may be radians',
			{ box: BOX, theta: -1 },
			'"theta" is -1, which may be degrees or radians. Give the four corners, or "xywhr" for radians.',
		],
		[
			'of three corners',
			{ polygon: TRIANGLE },
			'The detection has an outline, but "Raft" is drawn as rotatable bounding box. Give four corners of a box.',
		],
		[
			'of five points',
			{ polygon: [40, 20, 140, 20, 160, 60, 140, 100, 40, 100] },
			'The detection has an outline, but "Raft" is drawn as rotatable bounding box. Give four corners of a box.',
		],
		[
			'of a box beside a mask',
			{ box: BOX, mask: MASK },
			'The detection has a mask and a box, but "Raft" is drawn as rotatable bounding box. Give four corners of a box.',
		],
		[
			'beyond the picture',
			{ box: [300, 50, 380, 90, 460, 130, 300, 90].map((value, at) => value + TURNED[at]!) },
			expect.stringMatching(/turned box|four corners/),
		],
	])('%s', (_, detection, expected) => {
		const outcome = drawn({ class: 'Raft', ...detection });
		// A box and a mask come in the order in which they are read.
		if (typeof outcome === 'string' && typeof expected === 'string')
			expect(outcome.replace('a box and a mask', 'a mask and a box')).toBe(expected);
		else expect(outcome).toEqual(expected);
	});

	it.each(['angle', 'rotation', 'rotation_angle', 'orientation'])('with %s is a guess', (key) => {
		expect(drawn({ class: 'Raft', box: BOX, [key]: 30 })).toBe(
			`"${key}" is 30: its unit, its direction and its center are a guess. Give "theta" (degrees, clockwise, about the center), or four corners.`,
		);
		expect(drawn({ class: 'Raft', box: BOX, [key]: '0' })).toMatchObject({ rules: [] });
	});

	it('that reaches over the edge is refused further than a tenth', () => {
		const raft = (x: number) =>
			drawn({ class: 'Raft', box: TURNED.map((value, at) => (at % 2 ? value : value + x)) });
		expect(raft(-80)).toMatchObject({ rules: [] });
		expect(raft(-100)).toMatchObject({ rules: [] });
		expect(raft(-125)).toBe(
			'The turned box reaches 11 % of the picture over its edge: its scale or order may be another.',
		);
		expect(raft(-190)).toBe('The turned box lies outside of the picture.');
	});
});
