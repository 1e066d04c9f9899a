/** File names of downloaded assets (protocol §14.4; vectors media_helpers). */
import { MediaError } from '../errors';

/** The kinds of file that the agents library distinguishes: the first half of a MIME type. */
type AssetKind = 'image' | 'video' | 'audio' | 'text' | 'application';

interface AssetFile {
	kind: AssetKind;
	/** With the dot, e.g. `.mp4`. */
	suffix: string;
}

/** Subtypes with another suffix than their own name. `mpeg` becomes `mp3` for videos too, as in the agents library. */
const suffixBySubtype: Record<string, string> = { plain: 'txt', mpeg: 'mp3' };

/** MIME types to assume when nothing but the item type is known. */
const mimeTypeByItemType: Record<string, string> = {
	image: 'image/png',
	imageGroup: 'image/png',
	video: 'video/mp4',
	imageSequence: 'video/mp4',
	audio: 'audio/mp3',
	plainText: 'text/plain',
	pdf: 'application/pdf',
};

/** For the files that Encord accepts. */
const mimeTypeByExtension: Record<string, string> = {
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	avif: 'image/avif',
	bmp: 'image/bmp',
	tif: 'image/tiff',
	tiff: 'image/tiff',
	gif: 'image/gif',
	svg: 'image/svg+xml',
	heic: 'image/heic',
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
	mkv: 'video/x-matroska',
	avi: 'video/x-msvideo',
	mpg: 'video/mpeg',
	mpeg: 'video/mpeg',
	mp3: 'audio/mpeg',
	wav: 'audio/x-wav',
	flac: 'audio/flac',
	ogg: 'audio/ogg',
	opus: 'audio/ogg',
	m4a: 'audio/mp4',
	aac: 'audio/aac',
	txt: 'text/plain',
	html: 'text/html',
	htm: 'text/html',
	csv: 'text/csv',
	md: 'text/markdown',
	css: 'text/css',
	js: 'text/javascript',
	xml: 'application/xml',
	json: 'application/json',
	pdf: 'application/pdf',
	zip: 'application/zip',
	dcm: 'application/dicom',
};

const kinds: readonly string[] = [
	'image',
	'video',
	'audio',
	'text',
	'application',
] satisfies AssetKind[];

function fromMimeType(mimeType: string | null | undefined): AssetFile | undefined {
	const [kind = '', subtype = ''] =
		(mimeType ?? '').toLowerCase().split(';')[0]?.trim().split('/') ?? [];
	if (!kinds.includes(kind) || !subtype) return undefined;
	return { kind: kind as AssetKind, suffix: `.${suffixBySubtype[subtype] ?? subtype}` };
}

/** By the ending of the name; undefined for one that is not known. */
export const mimeTypeOf = (name: string | null | undefined) => {
	const extension = /\.([a-z0-9]{1,8})$/i.exec(name ?? '')?.[1]?.toLowerCase();
	return extension === undefined ? undefined : mimeTypeByExtension[extension];
};

function pathOf(url: string | null | undefined): string | undefined {
	try {
		return decodeURIComponent(new URL(url ?? '').pathname);
	} catch {
		return undefined;
	}
}

/**
 * Finds kind and suffix of an asset from its MIME type, else its URL, else its title, else its item type.
 * @throws MediaError `unsupportedFormat` when none of them is conclusive (DICOM files, scenes).
 */
export function assetFile(item: {
	mimeType?: string | null;
	url?: string | null;
	title?: string | null;
	itemType: string;
}): AssetFile {
	const file = [
		item.mimeType,
		mimeTypeOf(pathOf(item.url)),
		mimeTypeOf(item.title),
		mimeTypeByItemType[item.itemType],
	]
		.map(fromMimeType)
		.find((known) => known !== undefined);
	if (!file) {
		throw new MediaError(
			'unsupportedFormat',
			`Nothing tells which kind of file this item of type "${item.itemType}" is. Give its storage item a MIME type.`,
		);
	}
	return file;
}

/** Makes a file name of the title: adds a missing suffix and replaces characters that file systems refuse. */
export function assetFileName(
	mimeType: string | null | undefined,
	url: string | null | undefined,
	title: string,
	itemType: string,
): string {
	const { suffix } = assetFile({ mimeType, url, title, itemType });
	const name =
		(title.split(/[\\/]/).at(-1) ?? '').replace(/[\p{Cc}<>:"|?*]/gu, '_').trim() || 'asset';
	return (mimeTypeOf(name) ?? name.toLowerCase().endsWith(suffix)) ? name : `${name}${suffix}`;
}
