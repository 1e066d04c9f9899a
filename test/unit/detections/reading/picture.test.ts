/** Each word with which data names its picture, or says that an object or an answer is not there. */
import { describe, expect, it } from '@jest/globals';
import {
	pictureSaid,
	refuseAbsent,
	refuseError,
} from '../../../../src/detections/formats/parts/said';

describe('the name of the picture', () => {
	it.each(['image', 'image_file', 'imageName', 'image_path', 'file_name', 'filename'])(
		'stands under %s',
		(key) => {
			for (const isAround of [true, false])
				expect(pictureSaid({ [key]: 'a/lake.png' }, isAround)).toEqual({ file: 'a/lake.png' });
		},
	);

	it.each(['path', 'file_path', 'file', 'picture'])(
		'stands under %s around a list alone',
		(key) => {
			expect(pictureSaid({ [key]: 'lake.png' }, true)).toEqual({ file: 'lake.png' });
			expect(pictureSaid({ [key]: 'lake.png' }, false)).toEqual({});
		},
	);

	it.each('jpg jpeg png webp bmp tif tiff gif heic avif jp2 dcm PNG'.split(' '))(
		'ends in .%s',
		(ending) => {
			expect(pictureSaid({ image: `lake.${ending}` }, false)).toEqual({ file: `lake.${ending}` });
			expect(pictureSaid({ image: `lake.${ending}?v=1#x` }, false)).toEqual({
				file: `lake.${ending}?v=1#x`,
			});
		},
	);

	it.each(['lake.txt', 'lake.png.zip', 'lakepng', 5, `${'x'.repeat(996)}.png`])(
		'is not %j',
		(value) => {
			expect(pictureSaid({ image: value }, true)).toEqual({});
		},
	);

	it('is not a text of a thousand signs, which may be the picture itself', () => {
		const name = `${'x'.repeat(995)}.png`;
		expect(pictureSaid({ image: name }, false)).toEqual({ file: name });
	});

	it('may be a number or word, which may be a file, too', () => {
		expect(pictureSaid({ image_id: 7 }, false)).toEqual({ id: '7' });
		expect(pictureSaid({ imageId: 'lake.png' }, false)).toEqual({
			id: 'lake.png',
			file: 'lake.png',
		});
		expect(pictureSaid({ image_id: [7] }, true)).toEqual({});
	});
});

describe('absence', () => {
	it.each<[object, string]>([
		[{ present: false }, '"present" is false'],
		[{ is_present: 'No' }, '"is_present" is "No"'],
		[{ found: 'FALSE' }, '"found" is "FALSE"'],
		[{ detected: false }, '"detected" is false'],
		[{ exists: 'no' }, '"exists" is "no"'],
		[{ outside: true }, '"outside" is true'],
		[{ outside: 1 }, '"outside" is 1'],
	])('is said by %j', (entry, words) => {
		expect(() => refuseAbsent(entry as never)).toThrow(
			`${words}: the object is not on the picture.`,
		);
	});

	it.each([
		{ present: true },
		{ found: 'yes' },
		{ found: 'none of them' },
		{ present: 0 },
		{ outside: 0 },
		{ outside: false },
		{ outside: '1' },
		{ no: false },
	])('is not said by %j', (entry) => {
		expect(() => refuseAbsent(entry)).not.toThrow();
	});
});

describe('an error', () => {
	it.each<[object, string]>([
		[{ error: 'overloaded' }, '"overloaded"'],
		[{ error: { code: 5 } }, '{"code":5}'],
		[{ success: false }, '"success is false"'],
		[{ success: false, message: 'no key' }, '"no key"'],
		[{ status: 'ERROR' }, '"ERROR"'],
		[{ status: 'failed' }, '"failed"'],
		[{ status: 'failure', message: 'no key' }, '"no key"'],
	])('is said by %j', (map, words) => {
		expect(() => refuseError(map as never)).toThrow(
			`The data says an error instead of detections: ${words}`,
		);
	});

	it.each([
		{ error: null },
		{ error: [] },
		{ error: {} },
		{ error: '' },
		{ error: false },
		{ success: true },
		{ status: 'ok' },
		{ status: 'not failed' },
		{ status: 'errors: 0' },
		{},
	])('is not said by %j', (map) => {
		expect(() => refuseError(map as never)).not.toThrow();
	});
});
