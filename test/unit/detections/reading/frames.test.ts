/** Frames, confidences and names of pictures of detections, at their limits. */
import { describe, expect, it } from '@jest/globals';
import type { Detection } from '../../../../src/detections/found';
import { confidenceOf } from '../../../../src/detections/reading/confidence';
import { framesOf } from '../../../../src/detections/reading/frames';
import { ofThisPicture } from '../../../../src/detections/reading/pictures';
import { detection, outcome } from '../readings';

describe('frames', () => {
	const film = { length: 20, isSingle: false, chosen: undefined };
	const frames = (frame: unknown, media: object = {}, time?: unknown) =>
		outcome(() => framesOf({ ...detection({ frame }), time }, { ...film, ...media }));

	it.each<[unknown, unknown]>([
		[0, [0]],
		[19, [19]],
		['7', [7]],
		[' 7 ', [7]],
		['3-5', [3, 4, 5]],
		[' 3 – 5 ', [3, 4, 5]],
		['0-19', Array.from({ length: 20 }, (_, at) => at)],
		['4-4', [4]],
		[
			[5, '3', 3],
			[3, 5],
		],
		[
			[2, '4-6', 10],
			[2, 4, 5, 6, 10],
		],
		[20, 'Frame 20 does not exist: the media has the frames 0 to 19.'],
		[[1, 25], 'Frame 25 does not exist: the media has the frames 0 to 19.'],
		['15-20', 'Frame 20 does not exist: the media has the frames 0 to 19.'],
		['0-20', 'The range of frames "0-20" is longer than the media.'],
		['5-3', 'The range of frames "5-3" ends before it begins.'],
		[[], 'The list of frames is empty.'],
		[-1, 'The frame is -1; expected a whole number from 0.'],
		[1.5, 'The frame is 1.5; expected a whole number from 0.'],
		['1.5', 'The frame is "1.5"; expected a whole number from 0.'],
		['first', 'The frame is "first"; expected a whole number from 0.'],
		['x3-5', 'The frame is "x3-5"; expected a whole number from 0.'],
		['3-5x', 'The frame is "3-5x"; expected a whole number from 0.'],
		[{ a: 1 }, 'The frame is {"a":1}; expected a whole number from 0.'],
		[true, 'The frame is true; expected a whole number from 0.'],
	])('%j are %j', (frame, expected) => {
		expect(frames(frame)).toEqual(expected);
	});

	it('that are not said are the chosen one, or the only one', () => {
		for (const none of [undefined, null, '']) {
			expect(frames(none, { chosen: 4 })).toEqual([4]);
			expect(frames(none, { chosen: 4 }, 2.5)).toEqual([4]);
			expect(frames(none, { isSingle: true })).toEqual([0]);
			expect(frames(none, { isSingle: true }, 2.5)).toEqual([0]);
			expect(frames(none)).toBe(
				'The detection names no frame, and none was chosen; the media has several.',
			);
			expect(frames(none, {}, 2.5)).toBe(
				'The detection is at the time 2.5; expected the number of a frame, counted from 0.',
			);
		}
		expect(frames(3, { chosen: 4 })).toEqual([3]);
		expect(frames(undefined, { chosen: 20 })).toBe(
			'Frame 20 does not exist: the media has the frames 0 to 19.',
		);
	});

	it('of media of unknown length are a hundred thousand at most', () => {
		expect(frames(99_999, { length: undefined })).toEqual([99_999]);
		expect(frames('0-99999', { length: undefined })).toHaveLength(100_000);
		expect(frames('0-100000', { length: undefined })).toBe(
			'The range of frames "0-100000" is longer than the media.',
		);
	});
});

describe('a confidence', () => {
	const of = (confidence: unknown, confidenceInPercent?: boolean) =>
		outcome(() =>
			confidenceOf({
				...detection({ confidence }),
				...(confidenceInPercent === undefined ? {} : { confidenceInPercent }),
			}),
		);
	const wrong = (shown: string) =>
		`The confidence is ${shown}; expected a share from 0 to 1, or text with a percent sign.`;

	it.each<[unknown, unknown]>([
		[undefined, undefined],
		[null, undefined],
		['', undefined],
		[0, 0],
		[1, 1],
		['0.5', 0.5],
		['50%', 0.5],
		[' 50 % ', 0.5],
		['0.5%', 0.005],
		[1.0001, 1],
		[-0.0001, 0],
		[0.1234567891, 0.123456789],
		[1.0002, wrong('1.0002')],
		[-0.0002, wrong('-0.0002')],
		['101%', wrong('"101%"')],
		['high', wrong('"high"')],
		['%', wrong('"%"')],
		[true, wrong('true')],
		[{ a: 1 }, wrong('{"a":1}')],
	])('of %j is %p', (given, expected) => {
		expect(of(given)).toEqual(expected);
	});

	it('in hundredths is above 1, or 0', () => {
		expect([0, 1.5, 80, 100].map((value) => of(value, true))).toEqual([0, 0.015, 0.8, 1]);
		for (const value of [0.5, 1])
			expect(of(value, true)).toBe(
				`The confidence is ${value}, where this format counts hundredths; it may be a share.`,
			);
		expect(of(101, true)).toBe(wrong('101'));
	});
});

describe('the picture of a detection', () => {
	const divided = (title: string | undefined, ...given: Array<Partial<Detection>>) => {
		const result = outcome(() =>
			ofThisPicture(
				given.map((each, index) => detection({ ...each, index })),
				title,
			),
		);
		if (typeof result === 'string') return result;
		const { own, refused } = result as ReturnType<typeof ofThisPicture>;
		return [own.map(({ index }) => index), refused];
	};
	const other = (name: string, title: string) =>
		`The detection is of the picture "${name}"; this one is called ${title}. Leave the name out if it is this one.`;

	it.each([
		'lake.png',
		'LAKE.PNG',
		'a/b\\lake.jpeg',
		'lake',
		'https://x/lake.png?a=1#b',
		'0123abcd-lake.png',
		'l%61ke.png',
	])('%s is lake.png', (file) => {
		expect(divided('in/lake.png', { file })).toEqual([[0], []]);
	});

	it.each([
		'lake2.png',
		'0123abc-lake.png',
		'xlake.png',
		'lake.segments',
		'0123abcd-0123abcd-lake.png',
		'%zz.png',
	])('%s is not lake.png', (file) => {
		expect(divided('lake.png', { file }, {})).toEqual([
			[1],
			[{ index: 0, reason: other(file, '"lake.png"') }],
		]);
	});

	it('is one of several only where the title tells', () => {
		expect(divided('lake.png', { file: 'bay.png' }, { file: 'lake.png' })).toEqual([
			[1],
			[{ index: 0, reason: other('bay.png', '"lake.png"') }],
		]);
		const several = (names: string) =>
			`The detections are of several pictures (${names}). Give those of this one.`;
		expect(divided(undefined, { file: 'bay.png' }, { file: 'lake.png' })).toBe(
			several('bay.png, lake.png'),
		);
		expect(divided(undefined, { file: 'a/bay.png' }, { file: 'b/bay.png' })).toEqual([[0, 1], []]);
		expect(
			divided(
				'lake.png',
				{ pictureId: '1' },
				{ pictureId: '2' },
				{ pictureId: '3' },
				{ pictureId: '4' },
			),
		).toBe(several('1, 2, 3'));
		expect(divided('lake.png', { pictureId: '1' }, { pictureId: '1' })).toEqual([[0, 1], []]);
		expect(divided(undefined, { pictureId: '1' }, {})).toEqual([[0, 1], []]);
		expect(divided('lake.png', { pictureId: 'bay' }, { pictureId: 'lake' }, {})).toEqual([
			[1, 2],
			[{ index: 0, reason: other('bay', '"lake.png"') }],
		]);
		// The name of a file counts more than its number.
		expect(
			divided(
				'lake.png',
				{ file: 'lake.png', pictureId: '1' },
				{ file: 'lake.png', pictureId: '2' },
			),
		).toEqual([[0, 1], []]);
	});
});
