/** Which frames a selection means, and which selections are refused. */
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
		['at most 1', { atMost: 1 }, 10, [0]],
		['at most as many as there are', { atMost: 3 }, 3, [0, 1, 2]],
		['at most 3 of 4', { atMost: 3 }, 4, [0, 1, 2]],
		['no listed frame', { frames: [] }, 0, []],
		['the last frame', { frames: [9] }, 10, [9]],
		['a range that begins at the last frame', { range: [9, 9] }, 10, [9]],
		['every third up to the last', { every: 3 }, 7, [0, 3, 6]],
		['one per second of one frame', { perSecond: 1 }, 1, [0]],
		['two per second of one frame', { perSecond: 2 }, 1, [0]],
		['one per second of an empty file', { perSecond: 1 }, 0, []],
		['one per second, a second and a frame long', { perSecond: 1 }, 26, [0, 25]],
		['one per second, a second long', { perSecond: 1 }, 25, [0]],
		['25 per second', { perSecond: 25 }, 5, [0, 1, 2, 3, 4]],
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

	it('are those on screen at a tick by half a microsecond, and the last as long as the average', () => {
		const at = (perSecond: number, ...times: number[]) =>
			framesOf(
				{ perSecond },
				{ count: times.length, timeOf: (frame) => times[frame] ?? Number.NaN, isKey: () => false },
			);
		expect(at(1, 0, 1.0000004, 1.2)).toEqual([0, 1]);
		expect(at(1, 0, 1.0000006, 1.2)).toEqual([0]);
		// Three frames take 0.9 seconds, so that the last ends at 1.2 seconds, with the tick at 1.
		expect(at(1, 0, 0.4, 0.5, 0.9)).toEqual([0, 3]);
		expect(at(1, 0, 0.1, 0.2, 0.6)).toEqual([0]);
		expect(at(1, 7, 7.4, 7.5, 7.9)).toEqual([0, 3]);
		// A tick that no frame begins at shows one once.
		expect(at(10, 0, 1, 1.05, 1.1)).toEqual([0, 1, 3]);
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
		// The table is not known yet, and not needed.
		const unknown = () => {
			throw new Error('asked for the table');
		};
		expect(framesBetween({ frames: [9, 2, 4, 3, 9] }, unknown, 3, 9)).toEqual([3, 4]);
		expect(framesBetween({ range: [2, 20], every: 4 }, unknown, 3, 15)).toEqual([6, 10, 14]);
		expect(framesBetween({ range: [2, 9] }, unknown, 8, 30)).toEqual([8, 9]);
		expect([
			highestFrame({ frames: [] }),
			highestFrame({ frames: [0] }),
			highestFrame({ keyFrames: true }),
		]).toEqual([-1, 0, Infinity]);
		expect([
			highestFrame({ frames: [4, 9, 2] }),
			highestFrame({ range: [3, 6] }),
			highestFrame('all'),
			highestFrame({ every: 2 }),
		]).toEqual([9, 6, Infinity, Infinity]);
	});
});

describe('an impossible selection of frames is refused:', () => {
	const number = (value: number) =>
		`A frame number must be a whole number from 0 on, not ${value}.`;
	const whole = (name: string, value: number) =>
		`${name} must be a whole number from 1 on, not ${value}.`;
	const perSecond = (value: number) => `Frames per second must be more than 0, not ${value}.`;
	it.each<[FrameSelection, string]>([
		[{ frames: [-1] }, number(-1)],
		[{ frames: [0, 1.5] }, number(1.5)],
		[{ frames: [Number.NaN] }, number(Number.NaN)],
		[{ frames: [Number.POSITIVE_INFINITY] }, number(Number.POSITIVE_INFINITY)],
		[{ range: [-1, 4] }, number(-1)],
		[{ range: [0, 4.5] }, number(4.5)],
		[{ range: [5, 4] }, 'The range ends at frame 4, before it begins at frame 5.'],
		[{ range: [0, 4], every: 0 }, whole('The step of a range', 0)],
		[{ range: [0, 4], every: 1.5 }, whole('The step of a range', 1.5)],
		[{ every: 0 }, whole('The step between frames', 0)],
		[{ every: 2.5 }, whole('The step between frames', 2.5)],
		[{ perSecond: 0 }, perSecond(0)],
		[{ perSecond: -1 }, perSecond(-1)],
		[{ perSecond: Number.NaN }, perSecond(Number.NaN)],
		[{ perSecond: Number.POSITIVE_INFINITY }, perSecond(Number.POSITIVE_INFINITY)],
		[{ atMost: 0 }, whole('The number of frames', 0)],
		[{ atMost: 1.5 }, whole('The number of frames', 1.5)],
	])('%p', (selection, message) => {
		expect(() => checkFrameSelection(selection)).toThrow(
			expect.objectContaining({ code: 'invalidInput', message }),
		);
	});

	it.each<FrameSelection>([
		'all',
		{ keyFrames: true },
		{ frames: [] },
		{ frames: [0, 7, 7, 3] },
		{ range: [0, 0] },
		{ range: [3, 3], every: 1 },
		{ every: 1 },
		{ perSecond: 0.001 },
		{ atMost: 1 },
	])('%p is possible', (selection) => {
		expect(() => checkFrameSelection(selection)).not.toThrow();
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
