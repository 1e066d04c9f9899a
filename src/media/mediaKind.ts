/** Which Encord storage items have frames, and how those are read. */
import { UnsupportedMediaError } from './errors';

export type MediaKind = 'video' | 'image' | 'imageGroup';

/**
 * @param itemType the `itemType` of a storage item (protocol §9)
 * @throws UnsupportedMediaError for items without frames; its message says what to use instead.
 */
export function mediaKindOf(itemType: string): MediaKind {
	switch (itemType.replace(/[^a-z]/gi, '').toLowerCase()) {
		case 'video':
		case 'imagesequence':
			return 'video';
		case 'image':
			return 'image';
		case 'imagegroup':
		case 'imggroup':
			return 'imageGroup';
		case 'pdf':
			throw new UnsupportedMediaError(
				'A picture of a PDF page',
				'Download the file and turn its pages into images first.',
			);
		case 'dicom':
		case 'dicomfile':
		case 'dicomseries':
		case 'nifti':
			throw new UnsupportedMediaError(
				'A picture of a DICOM or NIfTI file',
				'Download the file and use a medical imaging tool.',
			);
		case 'audio':
		case 'plaintext':
		case 'text':
			throw new UnsupportedMediaError(
				'A picture of an audio or text file',
				'It has no frames: download the file instead.',
			);
		default:
			throw new UnsupportedMediaError(
				`A picture of an item of type "${itemType}"`,
				'Use an image, image group, image sequence or video.',
			);
	}
}
