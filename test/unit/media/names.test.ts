/** Kinds of storage items, names of downloaded files, and where shapes lie on a picture. */
import { describe, expect, it } from '@jest/globals';
import { assetFile, assetFileName, mimeTypeOf } from '../../../src/media/bytes/assetName';
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

	it.each([
		...['image/jpeg jpg jpeg', 'image/png png', 'image/webp webp', 'image/avif avif'],
		...['image/bmp bmp', 'image/tiff tif tiff', 'image/gif gif', 'image/svg+xml svg'],
		...['image/heic heic', 'video/mp4 mp4 m4v', 'video/quicktime mov', 'video/webm webm'],
		...['video/x-matroska mkv', 'video/x-msvideo avi', 'video/mpeg mpg mpeg', 'audio/mpeg mp3'],
		...['audio/x-wav wav', 'audio/flac flac', 'audio/ogg ogg opus', 'audio/mp4 m4a'],
		...['audio/aac aac', 'text/plain txt', 'text/html html htm', 'text/csv csv'],
		...['text/markdown md', 'text/css css', 'text/javascript js', 'application/xml xml'],
		...['application/json json', 'application/pdf pdf', 'application/zip zip'],
		...['application/dicom dcm'],
	])('tell their type: %s', (line) => {
		const [type, ...extensions] = line.split(' ');
		for (const extension of extensions) {
			expect(mimeTypeOf(`a.b.${extension}`)).toBe(type);
			expect(mimeTypeOf(`A.${extension.toUpperCase()}`)).toBe(type);
			const [kind] = type!.split('/');
			expect(of('scene', { url: `https://x/a.${extension}?b=c.d` }).kind).toBe(kind);
		}
	});

	it.each(['', 'mp4', 'a.mp4 ', 'a.mp4/b', 'a.', '.toolongone', 'a.xyz', null, undefined])(
		'do not tell it: %p',
		(name) => {
			expect(mimeTypeOf(name)).toBeUndefined();
		},
	);

	it.each([
		['image', 'image', '.png'],
		['imageGroup', 'image', '.png'],
		['video', 'video', '.mp4'],
		['imageSequence', 'video', '.mp4'],
		['audio', 'audio', '.mp3'],
		['plainText', 'text', '.txt'],
		['pdf', 'application', '.pdf'],
	])('are those of the item type where nothing else tells: %s', (itemType, kind, suffix) => {
		expect(of(itemType)).toEqual({ kind, suffix });
		// None of these tells.
		const fields = { mimeType: 'font/woff', url: 'no address', title: 'a.xyz' };
		expect(of(itemType, fields)).toEqual({ kind, suffix });
		expect(of(itemType, { mimeType: 'image', url: 'https://x/%' })).toEqual({ kind, suffix });
		expect(of(itemType, { mimeType: 'image/' })).toEqual({ kind, suffix });
	});

	it.each([
		['image/png', '.png'],
		[' Audio/MPEG ; a=b', '.mp3'],
		['video/mpeg', '.mp3'],
		['application/vnd.ms-excel', '.vnd.ms-excel'],
	])('end as their MIME type says: %p', (mimeType, suffix) => {
		expect(of('scene', { mimeType }).suffix).toBe(suffix);
	});

	it('are read from an address with encoded characters', () => {
		expect(of('scene', { url: 'https://x/a%2Emov?c=d.png' }).suffix).toBe('.quicktime');
	});

	it('are not made up', () => {
		expect(() => of('scene', { title: 'a.xyz' })).toThrow(
			expect.objectContaining({
				code: 'unsupportedFormat',
				message:
					'Nothing tells which kind of file this item of type "scene" is. Give its storage item a MIME type.',
			}),
		);
	});

	it.each([
		['a<b>c:d"e|f?g*h.png', 'a_b_c_d_e_f_g_h.png'],
		['C:\\folder\\a.png', 'a.png'],
		['folder/', 'asset.png'],
		['  ', 'asset.png'],
		['a.PNG', 'a.PNG'],
		['a.mp4', 'a.mp4'],
		['a.b', 'a.b.png'],
	])('replace what file systems refuse: %p', (title, name) => {
		expect(assetFileName('image/png', null, title, 'image')).toBe(name);
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
