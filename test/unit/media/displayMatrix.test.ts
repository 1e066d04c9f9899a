/** Turns as ISO/IEC 14496-12 §6.2.2 stores them, and the filters that ffmpeg 5.1 applies for each. */
import { describe, expect, it } from '@jest/globals';
import { readMatrix, turnOf } from '../../../src/media/isobmff/displayMatrix';
import { words } from './containerBytes';

/** The matrix of a turn and a scale, from its parts a, b, c, d. */
const matrix = (a: number, b: number, c: number, d: number) =>
	[a, b, 0, c, d, 0, 0, 0, 2 ** 14].map((value) => Math.round(value * 2 ** 16));
const upright = matrix(1, 0, 0, 1);
const clockwise = matrix(0, 1, -1, 0);
const counterclockwise = matrix(0, -1, 1, 0);
const upsideDown = matrix(-1, 0, 0, -1);
const half = Math.SQRT1_2;

describe('the matrix of a picture', () => {
	it('is read where it begins, with signs', () => {
		expect(readMatrix(words(7, 1, -2, 3, -4, 5, -6, 7, -8, 9), 4)).toEqual([
			1, -2, 3, -4, 5, -6, 7, -8, 9,
		]);
	});

	it('is that of an upright picture where the box is missing or too short by a byte', () => {
		const body = words(...clockwise);
		expect(readMatrix(body, 0)).toEqual(clockwise);
		expect(readMatrix(body.subarray(0, 35), 0)).toEqual(upright);
		expect(readMatrix(body, 1)).toEqual(upright);
		expect(readMatrix(undefined, 0)).toEqual(upright);
	});
});

describe('the turn of a picture', () => {
	it.each<[string, number[], string[]]>([
		['none', upright, []],
		['none, twice as large', matrix(2, 0, 0, 2), []],
		['a quarter clockwise', clockwise, ['transpose=clock']],
		['a quarter counterclockwise', counterclockwise, ['transpose=cclock']],
		['half', upsideDown, ['hflip', 'vflip']],
		['mirrored left to right', matrix(-1, 0, 0, 1), ['hflip']],
		['mirrored top to bottom', matrix(1, 0, 0, -1), ['vflip']],
		['mirrored along one diagonal', matrix(0, 1, 1, 0), ['transpose=cclock_flip']],
		['mirrored along the other', matrix(0, -1, -1, 0), ['transpose=clock_flip']],
		['an eighth clockwise', matrix(half, half, -half, half), ['rotate=45.000000*PI/180']],
		['an eighth counterclockwise', matrix(half, -half, half, half), ['rotate=315.000000*PI/180']],
		['nothing left of the picture', matrix(0, 0, 0, 0), []],
		['nothing left of its width', matrix(0, 1, 0, 1), []],
	])('%s', (_, track, filters) => {
		expect(turnOf(track, upright)).toEqual(filters);
		expect(turnOf(upright, track)).toEqual(filters);
	});

	it('of the track comes before that of the movie', () => {
		expect(turnOf(clockwise, clockwise)).toEqual(['hflip', 'vflip']);
		expect(turnOf(clockwise, counterclockwise)).toEqual([]);
		expect(turnOf(clockwise, matrix(-1, 0, 0, 1))).toEqual(['transpose=cclock_flip']);
		expect(turnOf(matrix(-1, 0, 0, 1), clockwise)).toEqual(['transpose=clock_flip']);
	});
});
