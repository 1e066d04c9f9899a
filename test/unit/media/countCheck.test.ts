/** Encord's number of frames decides. What is said when a file has another one. */
import { describe, expect, it } from '@jest/globals';
import { CountCheck } from '../../../src/media/video/countCheck';

const after = (
	encordCounts: number | null | undefined,
	...steps: Array<(check: CountCheck) => void>
) => {
	const check = new CountCheck(encordCounts);
	for (const step of steps) step(check);
	return check;
};
const index = (count: number) => (check: CountCheck) => void check.index(count);
const decoded = (count: number) => (check: CountCheck) => check.decoded(count);
const skip = (check: CountCheck) => check.skip();
const skipDecoding = (check: CountCheck) => check.skipDecoding();

describe('the number of frames', () => {
	it.each([null, undefined, 0])('is not compared where Encord says %p', (unknown) => {
		const check = after(unknown, decoded(5));
		expect(check.index(7)).toBe(true);
		expect([check.isOpen, check.needsDecoding, check.decodingShifts, check.warnings]).toEqual([
			...[false, false],
			...[undefined, []],
		]);
	});

	it('of the index is right when it is that of Encord', () => {
		expect(new CountCheck(10).index(10)).toBe(true);
		expect([9, 11].map((count) => new CountCheck(10).index(count))).toEqual([false, false]);
	});

	it('is open until the index or a decode has told it', () => {
		expect(
			[after(10), after(10, skip), after(10, index(9)), after(10, decoded(10))].map(
				({ isOpen }) => isOpen,
			),
		).toEqual([...[true, true], ...[false, false]]);
		expect(
			[after(10), after(10, index(10)), after(10, decoded(9))].map(
				({ needsDecoding }) => needsDecoding,
			),
		).toEqual([true, true, false]);
	});
});

describe('the numbers of decoded pictures', () => {
	it('are shifted where index and Encord agree and a full decode counts otherwise', () => {
		expect(after(10, index(10), decoded(9)).decodingShifts).toBe(
			"Encord and the file's own index count 10 frames, a full decode of the file 9, so it is not known which picture belongs to this frame",
		);
	});

	it.each<[string, CountCheck]>([
		['the decode agrees', after(10, index(10), decoded(10))],
		['the index does not agree with Encord', after(10, index(9), decoded(9))],
		['there is no index', after(10, decoded(9))],
		['nothing was decoded', after(10, index(10))],
	])('are not where %s', (_, check) => {
		expect(check.decodingShifts).toBeUndefined();
	});
});

describe('the warning of a picture', () => {
	const decodedOtherwise =
		'Encord counts 10 frames, a full decode of the file 9: this picture may belong to another frame in Encord.';
	const indexOtherwise =
		"Encord counts 10 frames, the file's own index 9: frames are counted by decoding the file.";
	const notCompared =
		'Encord counts 10 frames. That was not compared with the file, because all of it would have to be read.';
	const notDecoded =
		'Encord counts 10 frames. This picture was found by decoding the file, and the number of frames that decoding gives was not compared: the picture may belong to another frame in Encord.';

	it.each<[string, CountCheck, string[]]>([
		['nothing is known yet', after(10), []],
		['the index agrees', after(10, index(10)), []],
		['the index agrees, and comparing was given up before', after(10, skip, index(10)), []],
		['a decode agrees, whatever the index says', after(10, index(9), decoded(10)), []],
		['a decode counts otherwise', after(10, decoded(9)), [decodedOtherwise]],
		[
			'a decode counts otherwise, whatever the index says',
			after(10, index(10), decoded(9)),
			[decodedOtherwise],
		],
		['the index counts otherwise', after(10, index(9)), [indexOtherwise]],
		[
			'the index counts otherwise, and decoding was not counted',
			after(10, index(9), skipDecoding),
			[indexOtherwise],
		],
		['comparing takes too much', after(10, skip), [notCompared]],
		['counting by decoding takes too much', after(10, skipDecoding), [notCompared]],
		[
			'the index agrees, and pictures are found by decoding',
			after(10, index(10), skipDecoding),
			[notDecoded],
		],
	])('says what is true when %s', (_, check, warnings) => {
		expect(check.warnings).toEqual(warnings);
	});
});
