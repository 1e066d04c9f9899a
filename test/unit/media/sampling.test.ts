import { describe, expect, it } from '@jest/globals';
import { FrameOutOfRangeError } from '../../../src/media/errors';
import {
	checkAsk,
	declaredFrameCount,
	type FrameAsk,
	framesAtRate,
	framesBetween,
	framesOf,
	type FrameTable,
	highestOf,
} from '../../../src/media/index/sampling';

const steady = (count: number, perSecond = 25, start = 0): FrameTable => ({
	count,
	timeOf: (frame) => start + frame / perSecond,
	isKey: (frame) => frame % 10 === 0,
});

describe('frames of an ask', () => {
	it.each<[string, FrameAsk, number, number[]]>([
		['all', 'all', 3, [0, 1, 2]],
		['all of nothing', 'all', 0, []],
		['a list, sorted, repeats kept', { frames: [7, 1, 3, 3] }, 10, [1, 3, 3, 7]],
		['every third', { every: 3 }, 8, [0, 3, 6]],
		['a range', { range: [2, 5] }, 10, [2, 3, 4, 5]],
		['every second of a range', { range: [2, 7], every: 2 }, 10, [2, 4, 6]],
		['a range past the end', { range: [8, 99] }, 10, [8, 9]],
		['at most more than there are', { atMost: 5 }, 3, [0, 1, 2]],
		['at most 4 of 10', { atMost: 4 }, 10, [0, 2, 5, 7]],
		['key frames', { keyFrames: true }, 25, [0, 10, 20]],
		['one a second', { perSecond: 1 }, 60, [0, 25, 50]],
		['more a second than there are', { perSecond: 100 }, 4, [0, 1, 2, 3]],
		['one in two seconds', { perSecond: 0.5 }, 101, [0, 50, 100]],
	])('%s', (_name, ask, count, frames) => {
		expect(framesOf(ask, steady(count))).toEqual(frames);
	});

	it('begin their ticks with the first frame, wherever its time is', () => {
		expect(framesOf({ perSecond: 5 }, steady(20, 25, 1.337))).toEqual([0, 5, 10, 15]);
		expect(framesOf({ perSecond: 10 }, steady(12, 30000 / 1001))).toEqual([0, 2, 5, 8, 11]);
	});

	it('are the ones on screen when frames stay for different times', () => {
		const times = [0, 0.5, 0.55, 0.6, 2];
		const table: FrameTable = {
			count: 5,
			timeOf: (frame) => times[frame] ?? 0,
			isKey: () => false,
		};
		expect(framesOf({ perSecond: 2 }, table)).toEqual([0, 1, 3, 4]);
	});

	it('that the file does not have are named with the count', () => {
		expect(() => framesOf({ frames: [3, 10] }, steady(10))).toThrow(FrameOutOfRangeError);
		expect(() => framesOf({ frames: [3, 10] }, steady(10))).toThrow(
			'Frame 10 does not exist: the file has 10 frames, numbered 0 to 9.',
		);
		expect(() => framesOf({ range: [10, 12] }, steady(10))).toThrow('Frame 10 does not exist');
		expect(() => framesOf({ frames: [0] }, steady(0))).toThrow('the file has no frames');
	});

	it('come in parts while the file is read', () => {
		const asks: FrameAsk[] = [
			'all',
			{ frames: [2, 8, 2] },
			{ range: [1, 9], every: 3 },
			{ every: 4 },
			{ perSecond: 10 },
			{ keyFrames: true },
		];
		for (const ask of asks) {
			const whole = framesOf(ask, steady(30));
			const parts = [
				[0, 7],
				[7, 8],
				[8, 29],
				[29, 30],
			].flatMap(([from = 0, until = 0]) =>
				framesBetween(ask, () => steady(until === 30 ? 30 : until + 1), from, until),
			);
			expect({ ask, parts }).toEqual({ ask, parts: whole });
		}
		expect([
			highestOf({ frames: [4, 9, 2] }),
			highestOf({ range: [3, 6] }),
			highestOf('all'),
			highestOf({ every: 2 }),
		]).toEqual([9, 6, Infinity, Infinity]);
	});
});

describe('asks that no file could fulfill', () => {
	it.each<FrameAsk>([
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
	])('%j', (ask) => {
		expect(() => checkAsk(ask)).toThrow(expect.objectContaining({ code: 'badAsk' }));
	});
});

describe('what the agents library counts', () => {
	it('a share of all frames, never past the end', () => {
		expect(framesAtRate(0.2, 23)).toEqual([0, 5, 10, 15, 20]);
		expect(framesAtRate(1, 3)).toEqual([0, 1, 2]);
		expect(framesAtRate(0.5, 0)).toEqual([]);
		for (const rate of [0, -1, 1.01, Number.NaN])
			expect(() => framesAtRate(rate, 10)).toThrow('share of frames');
	});

	it('the frames that Encord declares', () => {
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
