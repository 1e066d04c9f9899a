/** Masks as run lengths in text, as Encord and the COCO tools pack them. */
import { describe, expect, it } from '@jest/globals';
import fc from '../../fastCheck';

import {
	countRuns,
	decodeGivenMask,
	decodeMask,
	encodeMask,
	packCounts,
	unpackCounts,
} from '../../../../src/labels/shapes/parts/runLengths';

describe('run lengths', () => {
	it.each<[number[], number[]]>([
		[
			[0, 0, 1],
			[2, 1],
		],
		[
			[1, 1, 0],
			[0, 2, 1],
		],
		[
			[0, 255, 3, 0],
			[1, 2, 1],
		],
		[[], []],
		[[0], [1]],
		[[1], [0, 1]],
	])('of the pixels %j are %j', (pixels, counts) =>
		expect(countRuns(Uint8Array.from(pixels))).toEqual(counts),
	);

	// From the third on, the difference to the count two places before is packed: 5 bits each, low ones first.
	it.each<[number[], string]>([
		[[], ''],
		[[0], '0'],
		[[15], '?'],
		[[16], '`0'],
		[[31], 'o0'],
		[[32], 'P1'],
		[[1, 2, 3, 4], '1232'],
		[[5, 5, 5, 5], '5550'],
		[[9, 8, 7, 6], '987N'],
		[[0, 0, 0, 0, 1024], '0000PP1'],
		[[0, 100, 0, 68], '0T30PO'],
		// A picture of 64 million pixels has runs whose difference needs up to six groups.
		[[0, 2 ** 24, 0, 0], '0PPPP`00PPPP@'],
		[[0, 2 ** 24 + 1, 0, 0], '0QPPP`00oooo_O'],
	])('%j are packed as %j, and read again', (counts, text) => {
		expect(packCounts(counts)).toBe(text);
		expect(unpackCounts(text)).toEqual(counts);
	});

	it('of any length are read as they were packed', () => {
		const counts = fc.array(fc.oneof(fc.nat(40), fc.nat(2 ** 28)), { maxLength: 12 });
		fc.assert(fc.property(counts, (list) => expect(unpackCounts(packCounts(list))).toEqual(list)));
	});

	it.each(['`', '1`', 'o', ' ', '/', 'p', '1 2', 'ooooooo0', 'é'])(
		'are malformed in the text %j',
		(text) =>
			expect(() => unpackCounts(text)).toThrow(
				new RangeError('The run lengths of the bitmask are malformed'),
			),
	);
});

describe('a mask', () => {
	const mask = { width: 3, height: 2, data: Uint8Array.from([0, 1, 1, 1, 0, 0]) };

	it('is written row by row, over the whole frame', () => {
		expect(encodeMask(mask)).toEqual({ top: 0, left: 0, width: 3, height: 2, rleString: '132' });
		expect(decodeMask({ width: 3, height: 2, rleString: '132' })).toEqual(mask);
	});

	it('has as many values as pixels', () => {
		expect(() => encodeMask({ ...mask, data: new Uint8Array(7) })).toThrow(
			new RangeError('A mask of 3 × 2 pixels has 6 values, not 7'),
		);
		expect(() => encodeMask({ ...mask, data: new Uint8Array(5) })).toThrow('has 6 values, not 5');
	});

	it('of a label may end early; one that somebody gives may not', () => {
		const given = { width: 3, height: 2, rleString: '13' };
		expect(decodeMask(given)).toEqual(mask);
		expect(() => decodeGivenMask(given)).toThrow(
			new RangeError('The run lengths of the mask cover 4 pixels, and it has 6'),
		);
		expect(decodeGivenMask({ ...given, rleString: '132' })).toEqual(mask);
	});

	it('has no runs beyond its end, and none that are negative', () => {
		const refused = new RangeError('The runs of the bitmask do not fit into 3 × 2 pixels');
		for (const counts of [[7], [1, 6], [1, 3, 3], [-1, 3]]) {
			const rleString = packCounts(counts);
			expect(() => decodeMask({ width: 3, height: 2, rleString })).toThrow(refused);
			expect(() => decodeGivenMask({ width: 3, height: 2, rleString })).toThrow(refused);
		}
		expect(decodeMask({ width: 3, height: 2, rleString: packCounts([6]) }).data).toEqual(
			new Uint8Array(6),
		);
		expect(decodeMask({ width: 3, height: 2, rleString: '' }).data).toEqual(new Uint8Array(6));
	});
});
