/** In which spaces, and on which of their frames, an answer entry applies. */
import { describe, expect, it } from '@jest/globals';

import { answerRanges, isInSpace, withoutSpace } from '../../../../src/labels/row/answerEntry';
import type { Space } from '../../../../src/labels/row/space';

const space = (id?: string): Space => ({
	...(id === undefined ? {} : { id }),
	kind: 'frames',
	layout: 'map',
	unitKeys: [],
	length: 10,
	type: 'video',
});
const [own, film] = [space(), space('film')];
const range = [[0, 3]];

describe('the ranges of an entry', () => {
	it.each<[string, object | undefined, Space, unknown]>([
		['are none without an entry', undefined, own, []],
		["are its own for the row's own media", { range, createdBy: null }, own, range],
		['are its own for the space `root`', { range, createdBy: 'a' }, space('root'), range],
		['are none without authorship', { range }, own, []],
		[
			'are those of the space',
			{ range: [[7, 7]], createdBy: null, spaces: { film: { range } } },
			film,
			range,
		],
		['of a space are none where it is not named', { range, createdBy: null, spaces: {} }, film, []],
		[
			'of a space are none where there are no spaces',
			{ range, createdBy: null, spaces: null },
			film,
			[],
		],
		['are no text', { range: 'all', createdBy: null }, own, []],
		[
			'are pairs of numbers only',
			{ range: [[0, 3], null, [1], ['1', 2], [1, '2'], [5, 6]], createdBy: null },
			own,
			[
				[0, 3],
				[5, 6],
			],
		],
	])('%s', (_, entry, where, expected) =>
		expect(answerRanges(entry as never, where)).toEqual(expected),
	);
});

describe('an entry', () => {
	it("belongs to the row's own media when it names no space, else to the spaces it names", () => {
		const named = { spaces: { film: {} } };
		const entries = [{}, { spaces: {} }, { spaces: null }, named];
		expect(entries.map((entry) => isInSpace(entry, own))).toEqual([true, true, true, false]);
		expect(entries.map((entry) => isInSpace(entry, film))).toEqual([false, false, false, true]);
		expect(isInSpace(named, space('sound'))).toBe(false);
	});

	it('without a space keeps the others and all else, and is gone without any', () => {
		const entry = { future: 1, spaces: { film: { range }, sound: {} } };
		expect(withoutSpace(entry, film)).toEqual({ future: 1, spaces: { sound: {} } });
		expect(withoutSpace({ spaces: { film: {} } }, film)).toBeUndefined();
		expect(withoutSpace({ future: 1 }, film)).toBeUndefined();
		expect(withoutSpace(entry, own)).toBeUndefined();
	});
});
