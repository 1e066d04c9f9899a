/** What kind of file Encord is to take a file for, and how it is sent (protocol §9.1). */
import type { FileType } from '../../encord/calls/uploads';
import { mimeTypeOf } from './assetName';

/** MIME types of texts that do not begin with `text/`. */
const TEXTS = /^application\/(json|xml|xhtml\+xml|x-ndjson|yaml)$/;

/** The kind of a file by its MIME type, or by its name where the type says nothing; undefined when neither tells. */
export function fileTypeOf(name: string, mimeType: string | undefined): FileType | undefined {
	const given = mimeType?.toLowerCase().split(';')[0]?.trim() ?? '';
	const type = ['', 'application/octet-stream'].includes(given) ? mimeTypeOf(name) : given;
	if (type === undefined) return undefined;
	if (type === 'application/pdf') return 'pdf';
	if (type.startsWith('text/') || TEXTS.test(type)) return 'plainText';
	const kind = type.split('/')[0];
	return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : undefined;
}

/** `Content-Type` of an upload. A signed address may be for this type only, so it is the one that the official client sends. */
export function uploadContentType(
	fileType: FileType,
	name: string,
	mimeType: string | undefined,
): string {
	const type = mimeTypeOf(name) ?? mimeType?.toLowerCase().split(';')[0]?.trim();
	switch (fileType) {
		case 'image':
			return type?.startsWith('image/') ? type : 'application/octet-stream';
		case 'plainText':
			return type !== undefined && /^(text\/|application\/(json|xml))/.test(type)
				? type
				: 'text/plain';
		case 'pdf':
			return 'application/pdf';
		default:
			return 'application/octet-stream';
	}
}
