/** Ranges of audio, text and HTML, stretches of frames, and differences that go on. */
import { describe, expect, it } from '@jest/globals';
import { Differences } from '../../../../src/labels/comparing/differences';
import {
	overlapOfRanges,
	rangeOverlap,
} from '../../../../src/labels/comparing/pairing/rangeOverlap';
import { stretches } from '../../../../src/labels/comparing/pairing/timeline';
import type { FrameRange } from '../../../../src/labels/row/frames';

describe('the overlap of ranges', () => {
	it.each<[FrameRange[], FrameRange[], number]>([
		[[[0, 9]], [[0, 9]], 1],
		[[[0, 9]], [[5, 14]], 5 / 15],
		[[[0, 9]], [[9, 18]], 1 / 19],
		[[[0, 9]], [[10, 19]], 0],
		[
			[
				[0, 1],
				[4, 5],
			],
			[[1, 4]],
			2 / 6,
		],
		[[], [[1, 4]], 0],
		[[], [], 0],
	])('%j and %j is %d', (a, b, share) => {
		expect(rangeOverlap(a, b)).toBe(share);
		expect(overlapOfRanges({ frames: a }, { frames: b })).toBe(share);
	});

	const html = (start: object, end: object) => ({
		frames: [] as FrameRange[],
		htmlRanges: [{ start, end }] as never,
	});
	const inNode = (from: number, to: number, xpath = '/p') =>
		html({ xpath, offset: from }, { xpath, offset: to });
	const twoNodes = html({ xpath: '/p', offset: 0 }, { xpath: '/b', offset: 4 });

	it.each<[string, ReturnType<typeof html>, ReturnType<typeof html>, number]>([
		// The end is not included: 0–9 and 5–14.
		['in one node is that of their offsets', inNode(0, 10), inNode(5, 15), 5 / 15],
		['that touch in one node is none', inNode(0, 10), inNode(10, 15), 0],
		['of one character', inNode(4, 5), inNode(4, 6), 1 / 2],
		['in different nodes is none', inNode(0, 10), inNode(0, 10, '/b'), 0],
		['over the same nodes is whole', twoNodes, twoNodes, 1],
		['of which one goes over two nodes is none', twoNodes, inNode(0, 4), 0],
		['of which one is empty is none', inNode(4, 4), inNode(0, 10), 0],
		['that turn back is none', inNode(10, 0), inNode(0, 10), 0],
	])('in HTML: %s', (_what, a, b, share) => {
		expect(overlapOfRanges(a, b)).toBe(share);
		expect(overlapOfRanges(b, a)).toBe(share);
	});

	it('in HTML: of several ranges, all or nothing', () => {
		const two = {
			frames: [],
			htmlRanges: [...inNode(0, 4).htmlRanges, ...inNode(6, 9).htmlRanges],
		};
		expect(overlapOfRanges(two, structuredClone(two))).toBe(1);
		expect(overlapOfRanges(two, inNode(0, 4))).toBe(0);
	});

	it('in HTML and by characters is none', () =>
		expect(overlapOfRanges(inNode(0, 10), { frames: [[0, 9]] })).toBe(0));

	it('in HTML, of ranges without ends, is none', () => {
		const broken = { frames: [], htmlRanges: [{}] as never };
		expect(overlapOfRanges(broken, inNode(0, 10))).toBe(0);
	});
});

describe('stretches of frames', () => {
	const cut = (entries: Array<[string, number, number]>, alone = false) =>
		[
			...stretches(
				entries.map(([name, from, to]) => ({ name, frames: [from, to] as FrameRange })),
				alone,
			),
		].map(({ frames, present }) => [frames, present.map(({ name }) => name).join('')]);

	it('end where something begins or ends, and skip frames with nothing', () => {
		expect(
			cut([
				['b', 3, 6],
				['a', 0, 4],
				['c', 9, 9],
			]),
		).toEqual([
			[[0, 2], 'a'],
			[[3, 4], 'ba'],
			[[5, 6], 'b'],
			[[9, 9], 'c'],
		]);
	});

	it('are not cut where one begins right after another', () => {
		expect(
			cut([
				['a', 0, 2],
				['b', 3, 5],
			]),
		).toEqual([
			[[0, 2], 'a'],
			[[3, 5], 'b'],
		]);
		expect(
			cut([
				['a', 0, 5],
				['b', 0, 5],
			]),
		).toEqual([[[0, 5], 'ab']]);
	});

	it('are of one frame each, where every frame is looked at alone', () => {
		expect(
			cut(
				[
					['a', 0, 2],
					['b', 2, 2],
				],
				true,
			),
		).toEqual([
			[[0, 0], 'a'],
			[[1, 1], 'a'],
			[[2, 2], 'ab'],
		]);
	});

	it('of nothing are none', () => expect(cut([])).toEqual([]));
});

describe('differences', () => {
	it('that go on are one, in whichever order their facts are; others stay apart', () => {
		const differences = new Differences();
		differences.add({ kind: 'missed', class: 'Car', personHash: 'a' }, [[7, 9]]);
		differences.add({ kind: 'missed', class: 'Bus', personHash: 'b' }, [[2, 2]]);
		differences.add({ class: 'Car', kind: 'missed', personHash: 'a' }, [[5, 6]]);
		differences.add({ kind: 'missed', class: 'Car', personHash: 'c' }, [[6, 6]]);
		differences.add({ kind: 'otherAnswer', class: 'Quality' }, undefined);
		differences.add({ kind: 'otherAnswer', class: 'Quality' }, undefined);
		expect(differences.list()).toEqual([
			{ kind: 'otherAnswer', class: 'Quality', frames: [] },
			{ kind: 'missed', class: 'Bus', personHash: 'b', frames: [[2, 2]] },
			{ kind: 'missed', class: 'Car', personHash: 'a', frames: [[5, 9]] },
			{ kind: 'missed', class: 'Car', personHash: 'c', frames: [[6, 6]] },
		]);
	});

	it('do not change the ranges that they were given', () => {
		const frames: FrameRange[] = [[1, 1]];
		const differences = new Differences();
		differences.add({ kind: 'missed', class: 'Car' }, frames);
		differences.add({ kind: 'missed', class: 'Car' }, [[2, 2]]);
		expect(frames).toEqual([[1, 1]]);
		expect(differences.list()).toHaveLength(1);
	});
});
