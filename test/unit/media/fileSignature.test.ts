/** Types of files by their first bytes, also where another sign is nearly there. */
import { describe, expect, it } from '@jest/globals';
import {
	detectImageType,
	detectVideoContainer,
	imageMimeTypes,
} from '../../../src/media/bytes/fileSignature';
import { box, words } from './containerBytes';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** Sync bytes at these places. */
const synced = (length: number, ...places: number[]) => {
	const bytes = Buffer.alloc(length);
	for (const place of places) bytes[place] = 0x47;
	return bytes;
};
const notVideo =
	'This file, although listed as a video, is not supported yet. It does not begin like an MP4, MOV, WebM, MKV, MPEG-TS or AVI file.';
const notImage =
	'This file, although listed as an image, is not supported yet. It is not a JPEG, PNG, WebP, AVIF, BMP, TIFF or GIF file.';
const heic = 'An HEIC picture is not supported yet. Convert it to JPEG or PNG first.';

describe('the container of a video', () => {
	it.each([
		...['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp', 'sidx', 'moof'],
		...['emsg', 'prft', 'pdin'],
	])('is MP4 where the first box is %s', (type) => {
		expect(detectVideoContainer(box(type))).toBe('mp4');
		expect(() => detectVideoContainer(box(type).subarray(0, 7))).toThrow(notVideo);
	});

	it.each<[string, Buffer, string]>([
		['Matroska', words(0x1a45dfa3), 'matroska'],
		['AVI', latin1('RIFF....AVI '), 'avi'],
		['a transport stream', synced(752, 0, 188, 376, 564), 'mpegts'],
		['one with timestamps', synced(772, 4, 196, 388, 580), 'mpegts'],
	])('is known: %s', (_, head, container) => {
		expect(detectVideoContainer(head)).toBe(container);
	});

	it.each<[string, Buffer]>([
		['nothing', Buffer.alloc(0)],
		['part of a mark', Buffer.from([0x1a, 0x45, 0xdf])],
		['a mark that is not at the beginning', words(0, 0x1a45dfa3)],
		['another box', box('meta')],
		['sound', latin1('RIFF....WAVE')],
		['AVI in another file', latin1('RIFX....AVI ')],
		['a transport stream that is too short', synced(751, 0, 188, 376, 564)],
		['one with timestamps that is too short', synced(771, 4, 196, 388, 580)],
		['a stream without its second packet', synced(800, 0, 376, 564)],
		['a stream without its last packet', synced(800, 0, 188, 376)],
		['one with timestamps without its third packet', synced(800, 4, 196, 580)],
		['zeros', Buffer.alloc(1000)],
		['a playlist', latin1('#EXTM3U')],
	])('is not known: %s', (_, head) => {
		expect(() => detectVideoContainer(head)).toThrow(
			expect.objectContaining({ code: 'unsupportedFormat', message: notVideo }),
		);
	});
});

describe('the type of an image', () => {
	const ftyp = (brand: string) => box('ftyp', latin1(`${brand}\0\0\0\0`));
	it.each<[string, Buffer]>([
		['jpeg', Buffer.from([0xff, 0xd8, 0xff])],
		['png', words(0x89504e47, 0x0d0a1a0a)],
		['webp', latin1('RIFF....WEBP')],
		['avif', ftyp('avif')],
		['avif', ftyp('avis')],
		['gif', latin1('GIF87a')],
		['gif', latin1('GIF89a')],
		['tiff', latin1('II*\0')],
		['tiff', latin1('MM\0*')],
		['tiff', latin1('II+\0')],
		['tiff', latin1('MM\0+')],
		['bmp', latin1('BM'.padEnd(26))],
	])('is %s', (type, head) => {
		expect(detectImageType(head)).toBe(type);
	});

	it.each<[string, Buffer, string]>([
		...[
			[0xfe, 0xd8, 0xff],
			[0xff, 0xd9, 0xff],
			[0xff, 0xd8, 0xfe],
		].map((bytes) => ['nearly JPEG', Buffer.from(bytes), notImage] as [string, Buffer, string]),
		['half of a PNG mark', words(0x89504e47, 0x0d0a1a0b), notImage],
		['the other half', words(0x89504e46, 0x0d0a1a0a), notImage],
		['part of a PNG mark', words(0x89504e47), notImage],
		['sound', latin1('RIFF....WAVE'), notImage],
		['WebP in another file', latin1('RIFX....WEBP'), notImage],
		['nearly GIF', latin1('GIF7'), notImage],
		['half of two marks of TIFF', latin1('II\0*'), notImage],
		['BMP that is too short', latin1('BM'.padEnd(25)), notImage],
		['long text', latin1('MB'.padEnd(100)), notImage],
		['HEIC', ftyp('heic'), heic],
		['another HEIF', ftyp('mif1'), heic],
		['an MP4', ftyp('isom'), notImage],
		['SVG', latin1('<svg xmlns='), notImage],
		['PDF', latin1('%PDF-1.7'), notImage],
	])('is not supported: %s', (_, head, message) => {
		expect(() => detectImageType(head)).toThrow(
			expect.objectContaining({ code: 'unsupportedFormat', message }),
		);
	});

	it('is not told by nothing', () => {
		expect(() => detectImageType(Buffer.alloc(0))).toThrow(
			expect.objectContaining({ code: 'damaged', message: 'The file is empty.' }),
		);
	});

	it('has a MIME type', () => {
		expect(imageMimeTypes).toEqual({
			jpeg: 'image/jpeg',
			png: 'image/png',
			webp: 'image/webp',
			avif: 'image/avif',
			bmp: 'image/bmp',
			tiff: 'image/tiff',
			gif: 'image/gif',
		});
	});
});
