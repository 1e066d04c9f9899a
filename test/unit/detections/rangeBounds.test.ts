/** The first and last millisecond or character of ranges, and the lists in which ranges stand. */
import { describe, expect, it } from '@jest/globals';
import { boundsOf } from '../../../src/detections/ranges/bounds';
import { rangeEntries } from '../../../src/detections/ranges/entries';
import type { Repair } from '../../../src/reply/value';
import { outcome } from './readings';

describe('a range', () => {
	const bounds = (
		start: unknown,
		end: unknown,
		unit: 'seconds' | 'milliseconds' | 'characters',
		length?: number,
	) => {
		const repairs: Repair[] = [];
		const range = outcome(() => boundsOf({ start, end }, unit, length, repairs));
		return repairs.length === 0 ? range : [range, repairs];
	};

	it.each<[unknown, unknown, 'seconds' | 'milliseconds' | 'characters', unknown]>([
		[0, 1.25, 'seconds', [0, 1249]],
		['0.5', ' 2 ', 'seconds', [500, 1999]],
		[0.0004, 0.0016, 'seconds', [0, 1]],
		[500, 900, 'milliseconds', [500, 899]],
		[4, 9, 'characters', [4, 8]],
		[4, 5, 'characters', [4, 4]],
		[4, 4, 'characters', 'The range 4 to 4 ends before it has begun.'],
		['5', 4, 'characters', 'The range "5" to 4 ends before it has begun.'],
		[-1, 4, 'seconds', '"start" is -1; expected seconds from 0.'],
		[0, undefined, 'seconds', '"end" is nothing; expected seconds from 0.'],
		['soon', 4, 'milliseconds', '"start" is "soon"; expected whole milliseconds from 0.'],
		[0, Infinity, 'characters', '"end" is null; expected whole characters from 0.'],
		[
			0.5,
			4,
			'milliseconds',
			'"start" is 0.5, but milliseconds are whole numbers. Are these seconds? Check what start and end count (Format).',
		],
		[
			0,
			4.5,
			'characters',
			'"end" is 4.5, but characters are whole numbers. Check what start and end count (Format).',
		],
	])('from %j to %j in %s', (start, end, unit, expected) => {
		expect(bounds(start, end, unit)).toEqual(expected);
	});

	it('may reach a second beyond the end of a file, but no character beyond the end of a text', () => {
		const cut = (to: number, length: number) => [
			{ rule: 'cut at the end', from: String(to), to: String(length) },
		];
		const beyond = (range: string, words: string) =>
			`The range ${range} is beyond the end of the file, which has ${words}. Check what start and end count (Format).`;
		expect(bounds(9, 10, 'seconds', 10_000)).toEqual([9000, 9999]);
		expect(bounds(9, 11, 'seconds', 10_000)).toEqual([[9000, 9999], cut(11_000, 10_000)]);
		expect(bounds(9, 11.001, 'seconds', 10_000)).toBe(beyond('9 to 11.001', '10000 milliseconds'));
		expect(bounds(9.999, 10.5, 'seconds', 10_000)).toEqual([[9999, 9999], cut(10_500, 10_000)]);
		expect(bounds(10, 10.5, 'seconds', 10_000)).toBe(beyond('10 to 10.5', '10000 milliseconds'));
		expect(bounds(0, 100, 'characters', 100)).toEqual([0, 99]);
		expect(bounds(0, 101, 'characters', 100)).toBe(beyond('0 to 101', '100 characters'));
	});
});

describe('ranges', () => {
	const range = { start: 0, end: 1, text: 'a' };

	it.each(['segments', 'ranges', 'detections', 'objects'])('stand under %s', (key) => {
		expect(rangeEntries({ [key]: [range], text: 'a', language: 'en' })).toEqual([range]);
		expect(rangeEntries(JSON.stringify({ [key]: [range] }))).toEqual([range]);
		expect(rangeEntries({ [key]: 5, start: 0, end: 1 })).toEqual([{ [key]: 5, start: 0, end: 1 }]);
	});

	it('may be a list, one of them, or text', () => {
		expect(rangeEntries([range, 5])).toEqual([range, 5]);
		expect(rangeEntries([])).toEqual([]);
		expect(rangeEntries(range)).toEqual([range]);
		expect(rangeEntries(JSON.stringify(range))).toEqual([range]);
		expect(rangeEntries(`Here:\n\`\`\`json\n${JSON.stringify([range, range])}\n\`\`\``)).toEqual([
			range,
			range,
		]);
	});

	it.each<[unknown, string]>([
		[
			{ segments: [], ranges: [] },
			'There are several lists: segments and ranges. Give one of them.',
		],
		[
			{ start: 0 },
			'There is no list of ranges, such as [{"start": 0, "end": 2.5, "text": "…"}], nor one under segments, ranges, detections, objects. Give [] when the model found nothing.',
		],
		[
			{ end: 0 },
			'There is no list of ranges, such as [{"start": 0, "end": 2.5, "text": "…"}], nor one under segments, ranges, detections, objects. Give [] when the model found nothing.',
		],
		['Nobody speaks.', 'The text holds no list of ranges. Give [] when the model found nothing.'],
		[
			{ error: 'overloaded', segments: [] },
			'The data says an error instead of detections: "overloaded"',
		],
		['<think>[]', 'The thinking is not closed, so the answer may be missing or part of it.'],
	])('%j are refused', (input, reason) => {
		expect(outcome(() => rangeEntries(input))).toBe(reason);
	});
});
