import { describe, expect, it } from '@jest/globals';
import { assetFile, assetFileName } from '../../../src/media/bytes/assetName';
import { mediaKindOf } from '../../../src/media/mediaKind';
import type { Geometry } from '../../../src/geometry/geometry';
import { libraryBox } from '../../oracle/libraryBox';

describe('kinds of storage items', () => {
	it.each([
		['video', 'video'],
		['imageSequence', 'video'],
		['IMAGE_SEQUENCE', 'video'],
		['image', 'image'],
		['imageGroup', 'imageGroup'],
		['img_group', 'imageGroup'],
	])('%s is read as %s', (itemType, kind) => {
		expect(mediaKindOf(itemType)).toBe(kind);
	});

	const instead = {
		pdf: 'A picture of a PDF page is not supported yet. Download the file and turn its pages into images first.',
		medical:
			'A picture of a DICOM or NIfTI file is not supported yet. Download the file and use a medical imaging tool.',
		silent:
			'A picture of an audio or text file is not supported yet. It has no frames: download the file instead.',
	};
	it.each([
		['pdf', instead.pdf],
		...['DICOM', 'dicomFile', 'DICOM_SERIES', 'nifti'].map((type) => [type, instead.medical]),
		...['audio', 'PLAIN_TEXT', 'text'].map((type) => [type, instead.silent]),
		[
			'Scene 3',
			'A picture of an item of type "Scene 3" is not supported yet. Use an image, image group, image sequence or video.',
		],
	])('%s says what to use instead', (itemType, message) => {
		expect(() => mediaKindOf(itemType!)).toThrow(
			expect.objectContaining({ code: 'unsupportedFormat', message }),
		);
	});
});

describe('names of downloaded files', () => {
	const of = (itemType: string, fields: object = {}) => assetFile({ itemType, ...fields });

	it('come from the MIME type, else URL, else title, else the item type', () => {
		const all = { mimeType: 'video/webm', url: 'https://x/a.mp4?sig=1', title: 'b.mov' };
		expect(of('video', all)).toEqual({ kind: 'video', suffix: '.webm' });
		expect(of('video', { ...all, mimeType: null })).toEqual({ kind: 'video', suffix: '.mp4' });
		expect(of('video', { title: 'b.mov' })).toEqual({ kind: 'video', suffix: '.quicktime' });
		expect(of('pdf')).toEqual({ kind: 'application', suffix: '.pdf' });
		expect(of('plainText', { mimeType: 'text/plain; charset=utf-8' })).toEqual({
			kind: 'text',
			suffix: '.txt',
		});
		expect(() => of('dicomFile')).toThrow('Give its storage item a MIME type');
	});

	it('keep a title that has a known suffix, and hold no path', () => {
		expect(assetFileName('video/quicktime', null, 'cars.mov', 'video')).toBe('cars.mov');
		expect(assetFileName('image/png', null, 'cars', 'image')).toBe('cars.png');
		expect(assetFileName('text/html', null, '../../etc/pass:wd', 'plainText')).toBe('pass_wd.html');
		expect(assetFileName('audio/mpeg', null, '', 'audio')).toBe('asset.mp3');
		expect(assetFileName('image/png', null, ' a\tb ', 'image')).toBe('a_b.png');
		expect(assetFileName('video/quicktime', null, 'b.QuickTime', 'video')).toBe('b.QuickTime');
	});
});

describe('shapes from the wire', () => {
	it('are placed as the agents library places them', () => {
		const box = (x: number, y: number, w: number, h: number): Geometry => ({
			kind: 'box',
			x,
			y,
			w,
			h,
		});
		expect(libraryBox(box(0.214, 0.214, 0.5, 0.5), 7, 7)).toEqual({
			x: 1,
			y: 1,
			width: 4,
			height: 4,
		});
		expect(libraryBox(box(0.0499, 0.0499, 0.2499, 0.2499), 10, 10)).toEqual({
			x: 0,
			y: 0,
			width: 2,
			height: 2,
		});
		expect(libraryBox(box(0.9, 0.9, 0.5, 0.5), 100, 100)).toEqual({
			x: 90,
			y: 90,
			width: 10,
			height: 10,
		});
		expect(libraryBox(box(-0.1, -0.1, 0.5, 0.5), 100, 100)).toMatchObject({ width: 0, height: 0 });
		expect(libraryBox(box(-0.004, -0.004, 0.2, 0.2), 100, 100)).toEqual({
			x: 0,
			y: 0,
			width: 20,
			height: 20,
		});
		expect(
			libraryBox({ kind: 'rotatedBox', x: 0.4, y: 0.4, w: 0.2, h: 0.2, theta: 45 }, 100, 100),
		).toEqual({
			x: 36,
			y: 36,
			width: 28,
			height: 28,
		});
		expect(
			libraryBox({ kind: 'rotatedBox', x: 0.25, y: 0.25, w: 0.5, h: 0.25, theta: -30 }, 200, 100),
		).toEqual({
			x: 50,
			y: 2,
			width: 99,
			height: 72,
		});
	});
});
