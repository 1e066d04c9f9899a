/** Which frames an edit means, and why it is refused. */
import { describe, expect, it } from '@jest/globals';

import { resolveFrames } from '../../../../src/labels/edits/rules/editFrames';
import type { FramesInput } from '../../../../src/labels/row/frames';
import { Refusal } from '../../../../src/labels/row/problem';
import type { Space } from '../../../../src/labels/row/space';

const space = (length: number | undefined): Space => ({
	kind: 'frames',
	layout: 'map',
	unitKeys: [],
	length,
	type: 'video',
});
const refusal = (input: unknown, length: number | undefined, item?: string) => {
	try {
		return resolveFrames(input as FramesInput, space(length), item);
	} catch (error) {
		return error instanceof Refusal ? error.problems : error;
	}
};

describe('frames', () => {
	it.each<[unknown, number | undefined, unknown]>([
		[0, 1, [[0, 0]]],
		[9, 10, [[9, 9]]],
		[9, undefined, [[9, 9]]],
		[[3, 1, 2], 10, [[1, 3]]],
		[
			['3', ['5', ' 6 ']],
			10,
			[
				[3, 3],
				[5, 6],
			],
		],
		[[[0, 9]], 10, [[0, 9]]],
		[
			[[4, 4], 8, [1, 2]],
			10,
			[
				[1, 2],
				[4, 4],
				[8, 8],
			],
		],
		[
			[
				[0, 5],
				[3, 9],
			],
			10,
			[[0, 9]],
		],
		[[], 10, []],
		['all', 10, [[0, 9]]],
		['all', 1, [[0, 0]]],
		['all', 0, []],
		['only', 1, [[0, 0]]],
		[[[0, 4_999_999]], undefined, [[0, 4_999_999]]],
	])('%j of %j are %j', (input, length, ranges) => expect(refusal(input, length)).toEqual(ranges));

	const noFrame = (text: string) =>
		`${text} is not a frame. Frames are whole numbers from 0; a range is [first, last].`;
	it.each<[unknown, number | undefined, string]>([
		[
			'global',
			10,
			'Only a global classification can be set without frames. Give frames, or "all".',
		],
		[
			'all',
			undefined,
			'How many frames there are is not known, so "all" cannot be used. Give the frames.',
		],
		['only', 10, 'No frame is given, and there are 10 of them.'],
		['only', 0, 'No frame is given, and there are 0 of them.'],
		['only', undefined, 'No frame is given, and how many frames there are is not known.'],
		[
			'first',
			10,
			'Frames are a number, a list of numbers and [first, last] pairs, "all" or "only".',
		],
		[
			{ first: 1 },
			10,
			'Frames are a number, a list of numbers and [first, last] pairs, "all" or "only".',
		],
		[10, 10, 'Frame 10 is outside the media: its frames are 0 to 9.'],
		[[[0, 10]], 10, 'Frame 10 is outside the media: its frames are 0 to 9.'],
		[-1, 10, noFrame('-1')],
		[1.5, 10, noFrame('1.5')],
		[[[0.5, 2]], 10, noFrame('[0.5,2]')],
		[[[0, 2.5]], 10, noFrame('[0,2.5]')],
		[[[-1, 2]], 10, noFrame('[-1,2]')],
		[[[3, 2]], 10, noFrame('[3,2]')],
		[['x'], 10, noFrame('"x"')],
		// What an expression gives that has found nothing is not frame 0.
		[[null], 10, noFrame('null')],
		[[''], 10, noFrame('""')],
		[[true], 10, noFrame('true')],
		[[[null, 2]], 10, noFrame('[null,2]')],
		[[[]], 10, noFrame('[]')],
		[[[1, 2, 3]], 10, noFrame('[1,2,3]')],
		[[[1]], 10, noFrame('[1]')],
		[[[0, 5_000_000]], undefined, 'More than 5000000 frames at once.'],
	])('%j of %j are refused', (value, length, message) => {
		const problem = { code: 'badFrames', message, field: 'frames', value };
		expect(refusal(value, length)).toEqual([problem]);
		expect(refusal(value, length, 'Car')).toEqual([{ ...problem, item: 'Car' }]);
	});
});
