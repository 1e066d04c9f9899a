/** Frames as ranges, each operation at the edges of its ranges. */
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';

import {
	countFrames,
	describeRanges,
	framesIn,
	inRanges,
	intersectRanges,
	mergeRanges,
	someFrames,
	subtractRanges,
	toRanges,
	type FrameRange,
} from '../../../../src/labels/row/frames';

const frameLists = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
const sorted = (frames: Iterable<number>) => [...new Set(frames)].sort((a, b) => a - b);

describe('frames', () => {
	it('become ranges in any order, and frames again', () => {
		expect(toRanges([7, 2, 3, 3, 1, 9])).toEqual([
			[1, 3],
			[7, 7],
			[9, 9],
		]);
		expect(toRanges([])).toEqual([]);
		fc.assert(
			fc.property(frameLists, (frames) =>
				expect([...framesIn(toRanges(frames))]).toEqual(sorted(frames)),
			),
		);
	});

	it('are counted with the first and the last of each range', () => {
		expect(countFrames([])).toBe(0);
		expect(countFrames([[4, 4]])).toBe(1);
		expect(
			countFrames([
				[0, 2],
				[5, 9],
			]),
		).toBe(8);
	});
});

describe('ranges', () => {
	it.each<[string, FrameRange[], FrameRange[]]>([
		[
			'that overlap become one',
			[
				[0, 3],
				[2, 5],
			],
			[[0, 5]],
		],
		[
			'that touch become one',
			[
				[0, 3],
				[4, 5],
			],
			[[0, 5]],
		],
		[
			'with a frame between them stay two',
			[
				[0, 3],
				[5, 6],
			],
			[
				[0, 3],
				[5, 6],
			],
		],
		[
			'within another one disappear',
			[
				[0, 9],
				[2, 3],
			],
			[[0, 9]],
		],
		[
			'come in ascending order',
			[
				[8, 9],
				[0, 1],
			],
			[
				[0, 1],
				[8, 9],
			],
		],
		['of nothing are nothing', [], []],
	])('%s', (_, given, merged) => {
		const before = structuredClone(given);
		expect(mergeRanges(given)).toEqual(merged);
		expect(given).toEqual(before);
	});

	it.each<[string, FrameRange[], FrameRange[], FrameRange[]]>([
		['all', [[2, 5]], [[0, 9]], []],
		['exactly all', [[2, 5]], [[2, 5]], []],
		['the start', [[2, 5]], [[0, 2]], [[3, 5]]],
		['the end', [[2, 5]], [[5, 9]], [[2, 4]]],
		[
			'the middle',
			[[2, 5]],
			[[3, 4]],
			[
				[2, 2],
				[5, 5],
			],
		],
		[
			'what is beside them',
			[[2, 5]],
			[
				[0, 1],
				[6, 9],
			],
			[[2, 5]],
		],
		[
			'two parts',
			[[0, 9]],
			[
				[1, 2],
				[4, 5],
			],
			[
				[0, 0],
				[3, 3],
				[6, 9],
			],
		],
		[
			'one part of two ranges',
			[
				[0, 3],
				[5, 9],
			],
			[[2, 6]],
			[
				[0, 1],
				[7, 9],
			],
		],
		['nothing', [[2, 5]], [], [[2, 5]]],
	])('lose %s', (_, ranges, cut, rest) => expect(subtractRanges(ranges, cut)).toEqual(rest));

	it.each<[string, FrameRange[], FrameRange[], FrameRange[]]>([
		['one frame', [[2, 5]], [[5, 9]], [[5, 5]]],
		['a whole range', [[0, 9]], [[2, 3]], [[2, 3]]],
		[
			'parts of several',
			[
				[0, 3],
				[5, 9],
			],
			[
				[2, 6],
				[9, 12],
			],
			[
				[2, 3],
				[5, 6],
				[9, 9],
			],
		],
		['nothing, where they touch', [[2, 5]], [[6, 9]], []],
		['nothing, with nothing', [[2, 5]], [], []],
	])('share %s', (_, a, b, common) => {
		expect(intersectRanges(a, b)).toEqual(common);
		expect(intersectRanges(b, a)).toEqual(common);
	});

	it('are sets of frames', () => {
		fc.assert(
			fc.property(frameLists, frameLists, (a, b) => {
				const [ra, rb] = [toRanges(a), toRanges(b)];
				expect(subtractRanges(ra, rb)).toEqual(toRanges(a.filter((frame) => !b.includes(frame))));
				expect(intersectRanges(ra, rb)).toEqual(toRanges(a.filter((frame) => b.includes(frame))));
				expect(mergeRanges([...rb, ...ra])).toEqual(toRanges([...a, ...b]));
			}),
		);
	});

	it('have a frame from the first to the last, both included', () => {
		const ranges: FrameRange[] = [
			[2, 4],
			[7, 7],
		];
		const inside = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((frame) => inRanges(ranges, frame));
		expect(inside).toEqual([2, 3, 4, 7]);
	});
});

describe('some frames of ranges', () => {
	it.each<[number, number[]]>([
		[9, [0, 1, 2, 3, 10, 11, 12]],
		[7, [0, 1, 2, 3, 10, 11, 12]],
		[4, [0, 2, 10, 12]],
		[3, [0, 3, 12]],
		[2, [0, 12]],
		[1, [0]],
	])('%d of seven are spread over them', (most, frames) =>
		expect(
			someFrames(
				[
					[0, 3],
					[10, 12],
				],
				most,
			),
		).toEqual(frames),
	);
});

describe('the text of ranges', () => {
	const ranges = (count: number): FrameRange[] =>
		Array.from({ length: count }, (_, at): FrameRange => [10 * at, 10 * at + (at % 2)]);

	it('has single frames and ranges', () => expect(describeRanges(ranges(3))).toBe('0, 10–11, 20'));

	it('has eight of them at most', () => {
		const eight = '0, 10–11, 20, 30–31, 40, 50–51, 60, 70–71';
		expect(describeRanges(ranges(8))).toBe(eight);
		expect(describeRanges(ranges(9))).toBe(`${eight}, …`);
	});
});
