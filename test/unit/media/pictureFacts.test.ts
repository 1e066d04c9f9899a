/** What is known about pictures before they are decoded, and small facts about drawing them. */
import { describe, expect, it } from '@jest/globals';
import { backgroundOf, flattened } from '../../../src/media/picture/background';
import { cssOf, rgbOf } from '../../../src/media/picture/color';
import { checkDecodingMemory, holdsAllPixels } from '../../../src/media/picture/decodingMemory';
import { formatSpec, formatWithAlpha, isPictureFormat } from '../../../src/media/picture/formats';
import { jpegKind } from '../../../src/media/picture/jpegHeader';
import { round, svgLayer, textSvg, textWidth } from '../../../src/media/picture/text';

describe('a color', () => {
	it.each([
		['#1e90ff', [0x1e, 0x90, 0xff]],
		['#1E9', [0x11, 0xee, 0x99]],
		['#000', [0, 0, 0]],
	])('%s is read', (text, rgb) => {
		expect(rgbOf(text)).toEqual(rgb);
	});

	it.each(['1e90ff', '#1e90f', '#1e90ff0', ' #fff', '#ggg', 'red', '', undefined])(
		'%p is none: a red that is seen stands for it',
		(text) => {
			expect(rgbOf(text)).toEqual([255, 64, 64]);
		},
	);

	it('is written for drawings', () => {
		expect(cssOf([1, 20, 255])).toBe('rgb(1,20,255)');
	});
});

describe('the background', () => {
	it('is white unless one is chosen', () => {
		expect(backgroundOf({})).toEqual([255, 255, 255]);
		expect(backgroundOf({ background: '#102030' })).toEqual([16, 32, 48]);
	});

	it('is seen as far as a pixel is transparent, rounded to the nearest level', () => {
		const data = Buffer.from([
			...[10, 20, 30, 255],
			...[10, 20, 30, 0],
			...[0, 100, 255, 128],
			...[0, 100, 255, 1],
		]);
		const pixels = { width: 2, height: 2, channels: 4, data } as const;
		expect(flattened(pixels)).toEqual({
			width: 2,
			height: 2,
			channels: 3,
			// 255 · 127/255 = 127; (100 · 128 + 255 · 127)/255 = 177.2; 255 · 254/255 = 254; (100 + 255 · 254)/255 = 254.4
			data: Buffer.from([10, 20, 30, 255, 255, 255, 127, 177, 255, 254, 254, 255]),
		});
		expect(flattened(pixels, { background: '#0000ff' }).data).toEqual(
			// 100 · 128/255 = 50.2; 100/255 = 0.4
			Buffer.from([10, 20, 30, 0, 0, 255, 0, 50, 255, 0, 0, 255]),
		);
	});

	it('changes nothing of pixels without an alpha channel', () => {
		const pixels = { width: 1, height: 1, channels: 3, data: Buffer.from([1, 2, 3]) } as const;
		expect(flattened(pixels, { background: '#ffffff' })).toBe(pixels);
	});
});

describe('the memory that decoding takes', () => {
	const gib = 2 ** 30;
	it.each<[Parameters<typeof checkDecodingMemory>, string]>([
		[['webp', false, gib / 8, 0], 'eight bytes per pixel'],
		[['gif', false, gib / 8, 0], 'eight bytes per pixel'],
		[['avif', false, Math.floor(gib / 20), 0], 'twenty bytes per pixel'],
		[['jpeg', true, gib / 4, 0], 'four bytes per pixel, all at once'],
		[['jpeg', false, 2 ** 40, gib], 'row by row, so only the file counts'],
	])('%p is within 1 GiB: %s', ([type, isInterlaced, pixels, fileBytes]) => {
		expect(() => checkDecodingMemory(type, isInterlaced, pixels, fileBytes)).not.toThrow();
		expect(() => checkDecodingMemory(type, isInterlaced, pixels + 1, fileBytes + 20)).toThrow(
			expect.objectContaining({ code: 'tooLarge' }),
		);
	});

	it('is told when it is too much', () => {
		expect(() => checkDecodingMemory('avif', false, 2 ** 26, 2 ** 20)).toThrow(
			'Decoding this image takes about 1281 MiB of memory, more than the limit of 1024 MiB. Scale it down, or save it as a JPEG that is not progressive.',
		);
	});

	it('is that of all pixels for some types', () => {
		expect((['webp', 'avif', 'gif', 'jpeg', 'png', 'tiff'] as const).map(holdsAllPixels)).toEqual([
			...[true, true, true],
			...[false, false, false],
		]);
	});
});

describe('the kind of a JPEG file', () => {
	const start = [0xff, 0xd8];
	const application = [0xff, 0xe0, 0, 4, 0xff, 0xc2];
	const frame = (marker: number) => [0xff, marker, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];
	it.each([
		...[0xc0, 0xc1, 0xc5, 0xc9, 0xcd].map((marker) => [marker, 'sequential'] as const),
		...[0xc2, 0xc6, 0xca, 0xce].map((marker) => [marker, 'progressive'] as const),
		...[0xc3, 0xc7, 0xcb, 0xcf].map((marker) => [marker, 'lossless'] as const),
	])('is told by the frame header %p: %s', (marker, kind) => {
		expect(jpegKind(Buffer.from([...start, ...frame(marker)]))).toBe(kind);
		// Behind another segment, whose content looks like a header, and a fill byte.
		expect(jpegKind(Buffer.from([...start, ...application, 0xff, ...frame(marker)]))).toBe(kind);
	});

	it.each([0xc4, 0xc8, 0xcc, 0xd0, 0xbf])('is not told by segment %p', (marker) => {
		const segment = [0xff, marker, 0, 2];
		expect(jpegKind(Buffer.from([...start, ...segment, ...frame(0xc2)]))).toBe('progressive');
	});

	it('is the usual one where nothing tells', () => {
		expect(jpegKind(Buffer.from(start))).toBe('sequential');
		expect(jpegKind(Buffer.from([...start, 0xff, 0xc2, 0]))).toBe('sequential');
		expect(jpegKind(Buffer.from([...start, 0, ...frame(0xc2)]))).toBe('sequential');
	});
});

describe('formats of pictures', () => {
	it('are known by name; without a name it is JPEG', () => {
		expect(['jpeg', 'png', 'webp', 'gif', 'toString'].map(isPictureFormat)).toEqual([
			...[true, true, true],
			...[false, false],
		]);
		expect(formatSpec()).toBe(formatSpec('jpeg'));
		expect((['jpeg', 'png', 'webp'] as const).map((name) => formatSpec(name).mimeType)).toEqual([
			'image/jpeg',
			'image/png',
			'image/webp',
		]);
		expect((['jpeg', 'png', 'webp'] as const).map((name) => formatSpec(name).hasQuality)).toEqual([
			true,
			false,
			true,
		]);
	});

	it('have an alpha channel where one is needed', () => {
		expect((['jpeg', 'png', 'webp', undefined] as const).map(formatWithAlpha)).toEqual([
			...['png', 'png'],
			...['webp', 'png'],
		]);
	});
});

describe('text in drawings', () => {
	it('is written where it belongs, with two decimal places', () => {
		expect(textSvg('Cat', 1.23456, 7, 12.005)).toBe(
			'<text x="1.23" y="7" font-size="12.01" font-family="Arial, DejaVu Sans, sans-serif" fill="#fff">Cat</text>',
		);
		expect(textSvg('Cat', 0, 0, 1, '#000')).toContain('fill="#000"');
		expect([round(1.005), round(-0.126), round(2)]).toEqual([1, -0.13, 2]);
	});

	it('cannot end or break the drawing', () => {
		expect(textSvg('a<b>&"c"\'', 0, 0, 1)).toContain('>a&#60;b&#62;&#38;&#34;c&#34;&#39;<');
		expect(textSvg('a\u0000b\u0008\ud800c\ufffe\n😀', 0, 0, 1)).toContain('>abc\n😀<');
	});

	it('is cut behind 80 characters, and takes room for what is shown', () => {
		expect(textSvg('x'.repeat(80), 0, 0, 1)).toContain(`>${'x'.repeat(80)}<`);
		expect(textSvg('x'.repeat(81), 0, 0, 1)).toContain(`>${'x'.repeat(80)}…<`);
		expect(textWidth('abcd', 10)).toBeCloseTo(30);
		expect(textWidth('x'.repeat(200), 10)).toBeCloseTo(82 * 6);
	});

	it('is laid over a picture of a size', () => {
		expect(svgLayer(4, 3, '<g/>').toString()).toBe(
			'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><g/></svg>',
		);
	});
});
