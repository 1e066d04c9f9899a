/** The lines of YOLO's label files: what each column is, and where that is a guess. */
import { describe, expect, it } from '@jest/globals';
import { isYoloText } from '../../../../src/detections/formats/detectors/yolo';
import { place } from '../lake';
import { placesIn, read } from '../readings';

const box = { order: 'cxcywh', unit: 'fractions', by: 'YOLO' };
const points = { order: 'xyxy', unit: 'fractions', by: 'YOLO' };
/** Confidences and reasons of lines. */
const lines = (format: string, text: string) => {
	const { detections, refused } = read(format, text);
	return [
		...detections.map(({ confidence }) => confidence),
		...refused.map(({ reason }) => reason),
	];
};

it.each<[string, boolean]>([
	['0 0.5 0.5 0.2 0.2', true],
	['0 0.5 0.5 0.2 0.2\r\n\r\n  12 .5 5e-1 +0.2 -0.2  \n', true],
	['0.0 0.5 0.5 0.2 0.2', true],
	['0.5 0.5 0.5 0.2 0.2', false],
	['otter 0.5 0.5 0.2 0.2', false],
	['0 0.5 0.5 0.2 x', false],
	['0 0.5\nno otter', false],
	['0', false],
	['', false],
	[' \n ', false],
])('%j is the text of a label file: %p', (text, expected) => {
	expect(isYoloText(text)).toBe(expected);
});

it('a line has the number of its class, and lines are counted from 0', () => {
	expect(read('yolo', '2 0.5 0.4 0.2 0.1\n\nx 1 2\n 7.0 0.1 0.2 0.1 0.3 \n')).toEqual({
		detections: [
			{
				index: 0,
				names: [],
				classNumber: 2,
				places: [{ kind: 'box', numbers: [0.5, 0.4, 0.2, 0.1], claim: box }],
			},
			{
				index: 2,
				names: [],
				classNumber: 7,
				places: [{ kind: 'box', numbers: [0.1, 0.2, 0.1, 0.3], claim: box }],
			},
		],
		refused: [{ index: 1, reason: '"x 1 2" is no line of YOLO: a class number and numbers.' }],
	});
	const long = `x ${'0.5 '.repeat(20)}`;
	expect(lines('yolo', long)).toEqual([
		`"${long.slice(0, 40)}" is no line of YOLO: a class number and numbers.`,
	]);
	expect(lines('yolo', '1 0.5 0.4 0.2 y')).toEqual([
		'"1 0.5 0.4 0.2 y" is no line of YOLO: a class number and numbers.',
	]);
});

describe('YOLO boxes', () => {
	const columns = (count: number) =>
		`A line has ${count} columns, which may be corners, an outline or keypoints. Choose the format YOLO Outlines, YOLO Turned Boxes or YOLO Keypoints.`;

	it.each<[string, string, unknown[]]>([
		['shares', '0 .5 .5 .2 .2 0.5\n0 .5 .5 .2 .3 1', [0.5, 1]],
		['the share 0', '0 .5 .5 .2 .2 0.5\n0 .5 .5 .2 .3 0', [0.5, 0]],
		['track numbers', '0 .5 .5 .2 .2 1\n0 .5 .5 .2 .3 9', [undefined, undefined]],
		['the track 1', '0 .5 .5 .2 .2 1', [undefined]],
		['nothing or a share', '0 .5 .5 .2 .2\n0 .5 .5 .2 .3 0.25', [undefined, 0.25]],
		['a share and a track', '0 .5 .5 .2 .2 0.5 7', [0.5]],
		['a share and the track 0', '0 .5 .5 .2 .2 1 0', [1]],
		[
			'0 and a whole number',
			'0 .5 .5 .2 .2 0\n0 .5 .5 .2 .3 4',
			Array(2).fill(
				'The sixth column has 0: whether it is a confidence or a track number is a guess.',
			),
		],
		[
			'numbers above 1',
			'0 .5 .5 .2 .2 1.5',
			['The sixth column is neither a confidence nor a track number.'],
		],
		[
			'numbers below 0',
			'0 .5 .5 .2 .2 -0.5',
			['The sixth column is neither a confidence nor a track number.'],
		],
		['a share and half a track', '0 .5 .5 .2 .2 0.5 7.5', [columns(7)]],
		['a share and a negative track', '0 .5 .5 .2 .2 0.5 -7', [columns(7)]],
		['two numbers that are no share and track', '0 .5 .5 .2 .2 1.5 7', [columns(7)]],
		['three numbers', '0 .5 .5 .2 .2 .5 .5 .5', [columns(8)]],
		['too few numbers', '0 .5 .5 .2', [columns(4)]],
	])('have %s behind them', (_, text, expected) => {
		expect(lines('yolo', text)).toEqual(expected);
	});

	it('are told from outlines, unless the pairs may be keypoints', () => {
		const ring = [0.1, 0.1, 0.5, 0.2, 0.3, 0.9, 0.2, 0.6];
		expect(placesIn('yolo', `0 ${ring.join(' ')}`)).toEqual([
			{ kind: 'outline', polygons: [[ring]], claim: points },
		]);
		// All further pairs, or triples, lie in the box that the first four numbers would be.
		for (const more of ['.4 .4 .6 .6', '.3 .3 .7 .7', '.4 .4 2 .6 .6 2', '.4 .4 1 .6 .6 0'])
			expect(lines('yolo', `0 .5 .5 .4 .4 ${more}`)).toEqual([columns(5 + more.split(' ').length)]);
		// One point is beyond the box on either side.
		for (const more of ['.4 .4 .6 .71', '.4 .4 .71 .6', '.29 .4 .6 .6', '.4 .29 .6 .6'])
			expect(lines('yolo', `0 .5 .5 .4 .4 ${more}`)).toEqual([undefined]);
		// Numbers beyond the picture are no outline.
		expect(lines('yolo', '0 .1 .1 .5 .2 .3 1.1 .2 .6')).toEqual([columns(9)]);
		expect(lines('yolo', '0 .1 .1 .5 .2 .3 .9 .2 .6 .5')).toEqual([columns(10)]);
	});

	it('may be JSON with the center and the size', () => {
		expect(placesIn('yolo', [{ box: [0.5, 0.4, 0.2, 0.1] }])).toEqual([
			{ kind: 'box', numbers: [0.5, 0.4, 0.2, 0.1], claim: box },
		]);
	});
});

describe('YOLO outlines', () => {
	it('have at least three points, and a confidence behind them where the numbers are odd', () => {
		const ring = [0.1, 0.1, 0.5, 0.2, 0.3, 0.9];
		const outline = { kind: 'outline', polygons: [[ring]], claim: points };
		const text = `0 ${ring.join(' ')}`;
		expect(placesIn('yolo-seg', text)).toEqual([outline]);
		expect(lines('yolo-seg', text)).toEqual([undefined]);
		expect(placesIn('yolo-seg', `${text} 0.75`)).toEqual([outline]);
		expect(lines('yolo-seg', `${text} 0.75`)).toEqual([0.75]);
		for (const short of ['0 .1 .1 .5 .2', '0 .1 .1 .5 .2 .9'])
			expect(lines('yolo-seg', short)).toEqual([
				'A line has 2 points; an outline has at least three.',
			]);
	});
});

describe('turned boxes of YOLO', () => {
	const ring = [0.25, 0.25, 0.75, 0.25, 0.75, 0.75, 0.25, 0.75];
	const text = `0 ${ring.join(' ')}`;

	it('have four corners, a confidence and a track', () => {
		expect(placesIn('yolo-obb', `${text} 0.5 3`)).toEqual([
			{ kind: 'corners', ring, claim: points },
		]);
		expect(
			['', ' 0.5', ' 0.5 3', ' 0.5 0'].map((more) => lines('yolo-obb', text + more)[0]),
		).toEqual([undefined, 0.5, 0.5, 0.5]);
	});

	it.each([
		['three corners and a half', '0 .1 .1 .2 .2 .3 .3 .4', 8],
		['eleven numbers', `${text} .5 3 4`, 12],
		['half a track', `${text} .5 3.5`, 11],
		['a negative track', `${text} .5 -3`, 11],
	])('with %s are refused', (_, line, count) => {
		expect(lines('yolo-obb', line)).toEqual([
			`A line has ${count} columns; a turned box has a class and four corners.`,
		]);
	});
});

describe('YOLO keypoints', () => {
	const pose = (more: string) => placesIn('yolo-pose', `0 .5 .5 .4 .4 ${more}`);
	const keypoints = (list: object[]) => [
		{ kind: 'box', numbers: [0.5, 0.5, 0.4, 0.4], claim: box },
		{ kind: 'keypoints', points: list, claim: points },
	];

	it('are pairs, or triples with flags or scores', () => {
		expect(pose('.4 .3 .6 .7')).toEqual(
			keypoints([
				{ x: 0.4, y: 0.3 },
				{ x: 0.6, y: 0.7 },
			]),
		);
		expect(pose('.4 .3 2 0 0 0 .5 .5 1')).toEqual(
			keypoints([
				{ x: 0.4, y: 0.3, visibility: 'visible' },
				{ x: 0, y: 0, missing: true },
				{ x: 0.5, y: 0.5, visibility: 'occluded' },
			]),
		);
		expect(pose('.4 .3 .9')).toEqual(keypoints([{ x: 0.4, y: 0.3, visibility: 'visible' }]));
		// Six numbers that are flags as triples, although pairs would fit.
		expect(pose('.4 .3 2 .6 .7 1')).toEqual(
			keypoints([
				{ x: 0.4, y: 0.3, visibility: 'visible' },
				{ x: 0.6, y: 0.7, visibility: 'occluded' },
			]),
		);
	});

	it('are refused where they may be both, or are none', () => {
		const reason = (count: number) =>
			`A line has ${count} numbers behind its box, which are not clearly pairs or triples.`;
		expect(pose('.4 .3 .9 .6 .7 .8')).toBe(reason(6));
		expect(pose('.4 .3 .9 .6 .7')).toBe(reason(5));
		expect(placesIn('yolo-pose', '0 .5 .5 .4 .4')).toBe('A line has no keypoints.');
	});
});

it.each([
	['yolo-seg', 'YOLO Outlines'],
	['yolo-obb', 'YOLO Turned Boxes'],
	['yolo-pose', 'YOLO Keypoints'],
	['yolo-cls', 'YOLO Classes'],
])('%s is text', (format, title) => {
	expect(place([{ class: 'Otter', box: [1, 2, 3, 4] }], { format }).refused).toEqual([
		[undefined, `${title} is text: one line for each object.`],
	]);
});

it('classes of a whole picture have no place', () => {
	expect(lines('yolo-cls', '0 0.9')).toEqual([
		'A classification names a class of the whole picture and no place. Use Classification: Set.',
	]);
});
