/** Detects file types by the signature in the first bytes. Names and declared MIME types may be wrong and are not used. */
import { MediaError, UnsupportedMediaError } from '../errors';
import { heifCoding } from './heifBrands';

type VideoContainer = 'mp4' | 'matroska' | 'mpegts' | 'avi';
export type ImageType = 'jpeg' | 'png' | 'webp' | 'avif' | 'bmp' | 'tiff' | 'gif';

const ascii = (head: Buffer, from: number, to: number) => head.toString('latin1', from, to);

/** Types of boxes that an MP4 or MOV file may begin with. */
const firstMp4Boxes = new Set([
	'ftyp',
	'moov',
	'mdat',
	'free',
	'skip',
	'wide',
	'pnot',
	'styp',
	'sidx',
	'moof',
	'emsg',
	'prft',
	'pdin',
]);

/** Looks for the sync byte of four packets, each of 188 bytes, or of 192 with a timestamp in front (M2TS). */
function isTransportStream(head: Buffer): boolean {
	const packetSize = head[0] === 0x47 ? 188 : head[4] === 0x47 ? 192 : 0;
	const first = packetSize === 192 ? 4 : 0;
	if (!packetSize || head.length < first + 4 * packetSize) return false;
	return [0, 1, 2, 3].every((i) => head[first + i * packetSize] === 0x47);
}

/** @throws UnsupportedMediaError for anything that is not one of the known containers (playlists, scripts, text, …). */
export function detectVideoContainer(head: Buffer): VideoContainer {
	if (head.length >= 8 && firstMp4Boxes.has(ascii(head, 4, 8))) return 'mp4';
	if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska';
	if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'AVI ') return 'avi';
	if (isTransportStream(head)) return 'mpegts';
	throw new UnsupportedMediaError(
		'This file, although listed as a video,',
		'It does not begin like an MP4, MOV, WebM, MKV, MPEG-TS or AVI file.',
	);
}

/**
 * @param head the whole file, or its beginning
 * @throws UnsupportedMediaError for vector graphics, documents and anything unknown, MediaError `damaged` for an empty file.
 */
export function detectImageType(head: Buffer): ImageType {
	if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
	if (
		head.length >= 8 &&
		head.readUInt32BE(0) === 0x89504e47 &&
		head.readUInt32BE(4) === 0x0d0a1a0a
	)
		return 'png';
	if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'webp';
	const heif = heifCoding(head);
	if (heif === 'avif' || heif === 'avifSequence') return 'avif';
	if (heif) throw new UnsupportedMediaError('An HEIC picture', 'Convert it to JPEG or PNG first.');
	if (ascii(head, 0, 4) === 'GIF8') return 'gif';
	if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(ascii(head, 0, 4))) return 'tiff';
	if (ascii(head, 0, 2) === 'BM' && head.length >= 26) return 'bmp';
	if (head.length === 0) throw new MediaError('damaged', 'The file is empty.');
	throw new UnsupportedMediaError(
		'This file, although listed as an image,',
		'It is not a JPEG, PNG, WebP, AVIF, BMP, TIFF or GIF file.',
	);
}

export const imageMimeTypes: Record<ImageType, string> = {
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	avif: 'image/avif',
	bmp: 'image/bmp',
	tiff: 'image/tiff',
	gif: 'image/gif',
};
