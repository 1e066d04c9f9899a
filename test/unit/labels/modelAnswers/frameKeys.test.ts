/** Frames as models write them beside, around and below answers. */
import { describe, expect, it } from '@jest/globals';
import { WrittenNumber } from '../../../../src/reply/value';
import { film, told } from './answersFixture';

describe('an entry of a list', () => {
	it.each<[unknown, string]>([
		[[{ frame: 3, Stems: 1 }], 'Stems@3 = 1'],
		[[{ Frame_Number: 3, Stems: 1 }], 'Stems@3 = 1'],
		[[{ frame: new WrittenNumber('3'), Stems: 1 }], 'Stems@3 = 1'],
		[
			[{ frame: new WrittenNumber('3.5'), Stems: 1 }],
			'Stems: Its frames are not frame numbers from 0.',
		],
		[[{ frame: 3, frames: {}, Stems: 1 }], 'Stems@3 = 1'],
		[
			[{ frames: { a: 1 }, Stems: 1 }],
			'a: "a" is not a question that was asked. [ALL] | Stems = 1',
		],
		[
			[{ frames: [{ a: 1 }], Stems: 1 }],
			'a: "a" is not a question that was asked. [ALL] | Stems = 1',
		],
		[[{ frame: [[{ a: 1 }, 3]], Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frame: 'x', Foo: 4 }], '*: Its frames are not frame numbers from 0.'],
		[[{ 'frame index': '3', Stems: 1 }], 'Stems@3 = 1'],
		[[{ frame: '3-5', Stems: 1 }], 'Stems@3-5 = 1'],
		[[{ frames: '3,5, 7-9', Stems: 1 }], 'Stems@3,5,7-9 = 1'],
		[[{ frames: [3], Stems: 1 }], 'Stems@3 = 1'],
		[[{ frames: [3, 4], Stems: 1 }], 'Stems@3-4 = 1'],
		[[{ frames: [4, 3], Stems: 1 }], 'Stems@3-4 = 1'],
		[[{ frames: [3, 5], Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frames: [3, 5, 7], Stems: 1 }], 'Stems@3,5,7 = 1'],
		[[{ frames: [], Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[
			[
				{
					frames: [
						[3, 5],
						[7, 8],
					],
					Stems: 1,
				},
			],
			'Stems@3-5,7-8 = 1',
		],
		[[{ frames: [[3, 5], [7]], Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frames: [[5, 3]], Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frames: [3, 'x'], Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frame: -1, Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frame: 1.5, Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frame: '5-3', Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frame: 'x', Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frame: null, Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ frame: true, Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ start_frame: 3, end_frame: 5, Stems: 1 }], 'Stems@3-5 = 1'],
		[[{ firstFrame: 3, 'last frame': 3, Stems: 1 }], 'Stems@3 = 1'],
		[
			[{ start_frame: 5, end_frame: 3, Stems: 1 }],
			'Stems: Its frames are not frame numbers from 0.',
		],
		[[{ start_frame: 5, Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[[{ end_frame: 5, Stems: 1 }], 'Stems: Its frames are not frame numbers from 0.'],
		[
			[{ frame: 3, start_frame: 3, end_frame: 5, Stems: 1 }],
			'Stems: It names its frames in two ways.',
		],
		[[{ frame: 3, frames: [3], Stems: 1 }], 'Stems: It names its frames in two ways.'],
		[
			[{ start_frame: 3, from_frame: 3, end_frame: 4, Stems: 1 }],
			'Stems: It names its frames in two ways.',
		],
		[
			[{ frame: 3, time: '0:03', Stems: 1 }],
			'Stems: It says where it holds by frames and in another way. Frame numbers alone would be accepted.',
		],
		[
			[{ time: '0:03', Stems: 1 }],
			'Stems: It says where it holds in another way than by frames. Frame numbers would be accepted.',
		],
		[[{ time: null, Stems: 1 }], 'Stems = 1'],
		[
			[{ time: '0:03' }],
			'*: It says where it holds in another way than by frames. Frame numbers would be accepted.',
		],
		[[{ frame: 3, answers: { frame: 4, Stems: 1 } }], 'Stems: It names frames twice.'],
		[[{ frame: 3, answers: { Stems: 1 } }], 'Stems@3 = 1'],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { media: film }).join(' | ')).toBe(reports),
	);
});

describe('a key', () => {
	it.each<[unknown, string]>([
		[{ frames: { '3': { Stems: 1 }, '5': { Stems: 2 } } }, 'Stems@3 = 1 | Stems@5 = 2'],
		[{ frames: [{ frame: 3, Stems: 1 }] }, 'Stems@3 = 1'],
		[{ '3': { Stems: 1 } }, 'Stems@3 = 1'],
		[{ 'frame 3': { Stems: 1 } }, 'Stems@3 = 1'],
		[{ 'Frames_3-5': { Stems: 1 } }, 'Stems@3-5 = 1'],
		[{ '3 to 5': { Stems: 1 } }, 'Stems@3-5 = 1'],
		[{ '3..5': { Stems: 1 } }, 'Stems@3-5 = 1'],
		[{ '3–5': { Stems: 1 } }, 'Stems@3-5 = 1'],
		[{ '3until5': { Stems: 1 } }, 'Stems@3-5 = 1'],
		[{ '3,x': { Stems: 1 } }, '3,x: "3,x" is not a question that was asked. [ALL]'],
		[
			{ '1234567890': { Stems: 1 } },
			'1234567890: "1234567890" is not a question that was asked. [ALL]',
		],
		[{ '3:05': { Stems: 1 } }, '3:05: "3:05" is not a question that was asked. [ALL]'],
		[{ '5-3': { Stems: 1 } }, 'Stems@5-3: The frames of "Stems" end before they begin.'],
		[{ Stems: { frames: { '3': 1, '5': 2 } } }, 'Stems@3 = 1 | Stems@5 = 2'],
		[{ Stems: { '3': 1, x: 2 } }, 'Stems: "3" in the answer to "Stems" is not known.'],
		[
			{
				Stems: [
					{ frame: 3, value: 1 },
					{ frame: 4, value: 2 },
				],
			},
			'Stems@3 = 1 | Stems@4 = 2',
		],
		[
			{ Stems: [{ frame: 3, value: 1 }, { value: 2 }] },
			'Stems: "Stems" has one answer, not several: [{"frame":3,"value":1},{"value":2}].',
		],
		[{ Stems: { frame: 3, value: 1 } }, 'Stems@3 = 1'],
		[{ Stems: { frame: 'x', value: 1 } }, 'Stems: "frame" in the answer to "Stems" is not known.'],
		[
			{ Stems: {} },
			'Stems: The answer to "Stems" is an object that does not say what is chosen: {}. [number]',
		],
		[{ 'In bloom': { Yes: true } }, 'In bloom = Yes (map of options:  → Yes)'],
		[{ Soil: { '1.5': true } }, 'Soil = 1.5 (map of options:  → 1.5)'],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { media: film }).join(' | ')).toBe(reports),
	);
});

describe('in an image', () => {
	it.each<[unknown, string]>([
		[[{ frame: 3, index: 1, Stems: 1 }], 'Stems@3: The media has frames 0 to 0.'],
		[[{ page: 3, Stems: 1 }], 'page: "page" is not a question that was asked. [ALL] | Stems = 1'],
	])('%j gives: %s', (said, reports) => expect(told(said).join(' | ')).toBe(reports));
});

describe('the only question, in a film', () => {
	it.each<[unknown, string]>([
		[[{ frame: 3, value: 1 }], 'Stems@3 = 1'],
		[{ '3': 1 }, 'Stems@3 = 1'],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { one: 'Stems', media: film }).join(' | ')).toBe(reports),
	);
});

describe('the only question, in an image', () => {
	it.each<[unknown, string]>([
		[[{ value: 1 }, { value: 1 }], 'Stems = 1'],
		[{ value: 1 }, 'Stems = 1'],
		[{ '3': 1 }, 'Stems@3: The media has frames 0 to 0.'],
		[{ a: 1 }, 'a: "a" is not a question that was asked. [Stems]'],
		[5, 'Stems = 5'],
		['5 stems', 'Stems = 5 (number in a text: 5 stems → 5)'],
		[[5, 5], 'Stems = 5'],
		[{ featureNodeHash: 'c-Stems', value: 5 }, 'Stems = 5'],
		[
			{ Stems: 5, value: 6 },
			'value: "value" is not a question that was asked. [Stems] | Stems = 5',
		],
	])('%j gives: %s', (said, reports) =>
		expect(told(said, { one: 'Stems' }).join(' | ')).toBe(reports),
	);
});
