import { describe, expect, it } from '@jest/globals';
import { detectImageType, detectVideoContainer } from '../../../src/media/bytes/fileSignature';
import { box, words } from './containerBytes';

describe('the type of a file', () => {
	it('is detected by the signature in its first bytes', () => {
		expect(detectVideoContainer(box('ftyp', words(0)))).toBe('mp4');
		expect(detectVideoContainer(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]))).toBe('matroska');
		expect(detectVideoContainer(Buffer.from('RIFF....AVI LIST'))).toBe('avi');
		expect(
			detectVideoContainer(Buffer.alloc(188 * 5).map((_, i) => (i % 188 ? 0 : 0x47)) as Buffer),
		).toBe('mpegts');
		expect(detectImageType(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('jpeg');
		expect(detectImageType(Buffer.from('RIFF....WEBPVP8 '))).toBe('webp');
		for (const text of ['#EXTM3U', 'ffconcat version 1.0', '<?xml version="1.0"?><MPD', '']) {
			expect(() => detectVideoContainer(Buffer.from(text))).toThrow(
				expect.objectContaining({ code: 'unsupportedFormat' }),
			);
		}
		for (const text of ['<svg xmlns=', '%PDF-1.7', 'text'])
			expect(() => detectImageType(Buffer.from(text))).toThrow('not supported yet');
	});
});
