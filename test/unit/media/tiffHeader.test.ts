/** TIFF 6.0 and BigTIFF: what the first directory says, in both byte orders. */
import { describe, expect, it } from '@jest/globals';
import {
	checkTiff,
	readTiffHeader,
	unusualCompression,
	type TiffHeader,
} from '../../../src/media/picture/tiffHeader';

interface Entry {
	tag: number;
	/** 3: 16 bits, 4: 32 bits. */
	type: 3 | 4;
	values: number[];
}

const short = (tag: number, ...values: number[]): Entry => ({ tag, type: 3, values });

/** A TIFF file with one directory. Values that do not fit into their entry lie behind it. */
function tiff(entries: Entry[], { big = false, le = true } = {}): Buffer {
	const bytes = Buffer.alloc(1000);
	const u16 = (value: number, at: number) =>
		le ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
	const u32 = (value: number, at: number) =>
		le ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
	const wide = (value: number, at: number) =>
		!big ? u32(value, at) : le ? u32(value, at) : u32(value, at + 4);
	bytes.write(le ? 'II' : 'MM', 0, 'latin1');
	u16(big ? 43 : 42, 2);
	const directory = big ? 16 : 8;
	wide(directory, big ? 8 : 4);
	if (big) wide(entries.length, directory);
	else u16(entries.length, directory);
	let outside = 500;
	entries.forEach(({ tag, type, values }, i) => {
		const at = directory + (big ? 8 + 20 * i : 2 + 12 * i);
		u16(tag, at);
		u16(type, at + 2);
		wide(values.length, at + 4);
		const size = type === 3 ? 2 : 4;
		const inline = at + (big ? 12 : 8);
		const fits = values.length * size <= (big ? 8 : 4);
		if (!fits) wide(outside, inline);
		values.forEach((value, n) => {
			const place = (fits ? inline : outside) + size * n;
			if (size === 2) u16(value, place);
			else u32(value, place);
		});
		if (!fits) outside += values.length * size;
	});
	return bytes;
}

describe('the header of a TIFF file', () => {
	it.each([
		{ big: false, le: true },
		{ big: false, le: false },
		{ big: true, le: true },
		{ big: true, le: false },
	])('is read in each form: %p', (form) => {
		const entries = [
			short(256, 640),
			short(259, 5),
			{ tag: 262, type: 4, values: [2] } as const,
			short(277, 6),
			short(338, 2, 0, 0),
		];
		expect(readTiffHeader(tiff(entries as Entry[], form))).toEqual({
			compression: 5,
			photometric: 2,
			channels: 6,
			hasAlpha: true,
			hasOtherChannels: true,
		});
	});

	it('has the defaults of the format for what it does not say', () => {
		expect(readTiffHeader(tiff([]))).toEqual({
			compression: 1,
			photometric: 1,
			channels: 1,
			hasAlpha: false,
			hasOtherChannels: false,
		});
	});

	it('has them also for an entry without values', () => {
		const header = readTiffHeader(tiff([short(259), short(262), short(277), short(338)]));
		expect(header).toEqual(readTiffHeader(tiff([])));
	});

	it.each<[string, number, number, number[], boolean, boolean]>([
		['gray', 1, 1, [], false, false],
		['gray, white is 0', 0, 1, [], false, false],
		['a palette', 3, 1, [], false, false],
		['a mask', 4, 1, [], false, false],
		['gray and alpha', 1, 2, [2], true, false],
		['gray and something', 1, 2, [0], false, true],
		['RGB', 2, 3, [], false, false],
		['RGB and premultiplied alpha', 2, 4, [1], true, false],
		['RGB and alpha', 2, 4, [2], true, false],
		['RGB and something', 2, 4, [0], false, true],
		['RGB, alpha and something', 2, 5, [2, 0], true, true],
		['CMYK', 5, 4, [], false, false],
		['CMYK and alpha', 5, 5, [2], true, false],
		['CMYK and something', 5, 5, [], false, true],
		['YCbCr', 6, 3, [], false, false],
	])('tells what the channels are: %s', (_, photometric, channels, extra, hasAlpha, others) => {
		const entries = [short(262, photometric), short(277, channels)];
		const header = readTiffHeader(
			tiff([...entries, ...(extra.length ? [short(338, ...extra)] : [])]),
		);
		expect([header?.hasAlpha, header?.hasOtherChannels]).toEqual([hasAlpha, others]);
	});

	it('is not known when the directory, or a value, lies outside of the file', () => {
		const cut = tiff([short(259, 5), short(338, 2, 0, 0)]);
		expect(readTiffHeader(cut.subarray(0, 20))).toBeUndefined();
		expect(readTiffHeader(cut.subarray(0, 500))).toBeUndefined();
		expect(readTiffHeader(cut.subarray(0, 506))?.hasAlpha).toBe(true);
		expect(readTiffHeader(Buffer.from('II'))).toBeUndefined();
	});
});

describe('a TIFF file', () => {
	const header: TiffHeader = {
		compression: 1,
		photometric: 2,
		channels: 3,
		hasAlpha: false,
		hasOtherChannels: false,
	};

	it.each([8, 9, 10])('is not supported in CIELab colors, coding %p', (photometric) => {
		expect(() => checkTiff({ ...header, photometric })).toThrow(
			'A TIFF image in CIELab colors is not supported yet. Convert it to RGB first.',
		);
	});

	it('has at most five channels', () => {
		expect(() => checkTiff({ ...header, channels: 5 })).not.toThrow();
		expect(() => checkTiff({ ...header, channels: 6 })).toThrow(
			'A TIFF image with 6 channels is not supported yet. Save the channels to be shown as an RGB image.',
		);
	});

	it.each([1, 2, 3, 4, 5, 7, 8, 32_773, 32_946])('is compressed as usual: %p', (compression) => {
		expect(unusualCompression({ ...header, compression })).toBeUndefined();
	});

	it.each([
		[6, 'old-style JPEG'],
		[34_887, 'LERC'],
		[34_925, 'LZMA'],
		[50_000, 'Zstandard'],
		[50_001, 'WebP'],
		[50_002, 'JPEG XL'],
		[9, 'number 9'],
	])('names an unusual compression: %p', (compression, name) => {
		expect(unusualCompression({ ...header, compression })).toBe(name);
	});
});
