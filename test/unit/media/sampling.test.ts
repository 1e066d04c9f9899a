import { describe, expect, it } from '@jest/globals';
import { FrameOutOfRangeError } from '../../../src/media/errors';
import {
	checkFrameSelection,
	type FrameSelection,
	highestFrame,
} from '../../../src/media/index/frameSelection';
import { framesBetween, framesOf, type FrameTable } from '../../../src/media/index/sampling';
import { declaredFrameCount, framesAtRate } from '../../oracle/agentsLibraryFrames';

const constantRate = (count: number, perSecond = 25, start = 0): FrameTable => ({
	count,
	timeOf: (frame) => start + frame / perSecond,
	isKey: (frame) => frame % 10 === 0,
});

describe('frames that are asked for', () => {
	it.each<[string, FrameSelection, number, number[]]>([
		['all', 'all', 3, [0, 1, 2]],
		['all of an empty file', 'all', 0, []],
		['a list, sorted, repeats kept', { frames: [7, 1, 3, 3] }, 10, [1, 3, 3, 7]],
		['every third', { every: 3 }, 8, [0, 3, 6]],
		['a range', { range: [2, 5] }, 10, [2, 3, 4, 5]],
		['every second of a range', { range: [2, 7], every: 2 }, 10, [2, 4, 6]],
		['a range past the end', { range: [8, 99] }, 10, [8, 9]],
		['at most more than there are', { atMost: 5 }, 3, [0, 1, 2]],
		['at most 4 of 10', { atMost: 4 }, 10, [0, 2, 5, 7]],
		['key frames', { keyFrames: true }, 25, [0, 10, 20]],
		['one per second', { perSecond: 1 }, 60, [0, 25, 50]],
		['more per second than there are', { perSecond: 100 }, 4, [0, 1, 2, 3]],
		['one every two seconds', { perSecond: 0.5 }, 101, [0, 50, 100]],
	])('%s', (_name, selection, count, frames) => {
		expect(framesOf(selection, constantRate(count))).toEqual(frames);
	});

	it('start their ticks at the time of the first frame', () => {
		expect(framesOf({ perSecond: 5 }, constantRate(20, 25, 1.337))).toEqual([0, 5, 10, 15]);
		expect(framesOf({ perSecond: 10 }, constantRate(12, 30000 / 1001))).toEqual([0, 2, 5, 8, 11]);
	});

	it('are the frames on screen at each tick when the frame rate varies', () => {
		const times = [0, 0.5, 0.55, 0.6, 2];
		const table: FrameTable = {
			count: 5,
			timeOf: (frame) => times[frame] ?? 0,
			isKey: () => false,
		};
		expect(framesOf({ perSecond: 2 }, table)).toEqual([0, 1, 3, 4]);
	});

	it('are an error with the frame count when the file does not have them', () => {
		expect(() => framesOf({ frames: [3, 10] }, constantRate(10))).toThrow(FrameOutOfRangeError);
		expect(() => framesOf({ frames: [3, 10] }, constantRate(10))).toThrow(
			'Frame 10 does not exist: the file has 10 frames, numbered 0 to 9.',
		);
		expect(() => framesOf({ range: [10, 12] }, constantRate(10))).toThrow(
			'Frame 10 does not exist',
		);
		expect(() => framesOf({ frames: [0] }, constantRate(0))).toThrow('the file has no frames');
	});

	it('are the same when they are selected in parts while the file is scanned', () => {
		const asks: FrameSelection[] = [
			'all',
			{ frames: [2, 8, 2] },
			{ range: [1, 9], every: 3 },
			{ every: 4 },
			{ perSecond: 10 },
			{ keyFrames: true },
		];
		for (const selection of asks) {
			const whole = framesOf(selection, constantRate(30));
			const parts = [
				[0, 7],
				[7, 8],
				[8, 29],
				[29, 30],
			].flatMap(([from = 0, until = 0]) =>
				framesBetween(selection, () => constantRate(until === 30 ? 30 : until + 1), from, until),
			);
			expect({ selection, parts }).toEqual({ selection, parts: whole });
		}
		expect([
			highestFrame({ frames: [4, 9, 2] }),
			highestFrame({ range: [3, 6] }),
			highestFrame('all'),
			highestFrame({ every: 2 }),
		]).toEqual([9, 6, Infinity, Infinity]);
	});
});

describe('an impossible selection of frames is refused:', () => {
	it.each<FrameSelection>([
		{ frames: [-1] },
		{ frames: [1.5] },
		{ frames: [Number.NaN] },
		{ range: [5, 4] },
		{ range: [0, 4], every: 0 },
		{ every: 0 },
		{ every: 2.5 },
		{ perSecond: 0 },
		{ perSecond: -1 },
		{ perSecond: Number.POSITIVE_INFINITY },
		{ atMost: 0 },
	])('%j', (selection) => {
		expect(() => checkFrameSelection(selection)).toThrow(
			expect.objectContaining({ code: 'invalidInput' }),
		);
	});
});

describe('the agents library', () => {
	it('samples a share of all frames', () => {
		expect(framesAtRate(0.2, 23)).toEqual([0, 5, 10, 15, 20]);
		expect(framesAtRate(1, 3)).toEqual([0, 1, 2]);
		expect(framesAtRate(0.5, 0)).toEqual([]);
		for (const rate of [0, -1, 1.01, Number.NaN])
			expect(() => framesAtRate(rate, 10)).toThrow('share of frames');
	});

	it('takes the frame count that Encord declares', () => {
		expect(declaredFrameCount({ itemType: 'video', frameCount: 0, duration: 2, fps: 5 })).toBe(0);
		expect(
			declaredFrameCount({ itemType: 'video', frameCount: null, duration: 1.999, fps: 10 }),
		).toBe(19);
		expect(() => declaredFrameCount({ itemType: 'video' })).toThrow('does not know');
		expect(() => declaredFrameCount({ itemType: 'imageSequence', frameCount: 3 })).toThrow(
			'no number of video frames',
		);
	});
});
