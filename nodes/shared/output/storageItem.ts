/** A storage item in the output of the Storage Item operations. */
import type { IDataObject } from 'n8n-workflow';
import type { StorageItem } from '../../../src/encord/calls/storage';
import { exampleId } from './examples';

export function storageItemSummary(item: StorageItem): IDataObject {
	return {
		storageItemUuid: item.uuid,
		name: item.name,
		itemType: item.itemType,
		mimeType: item.mimeType,
		fileSize: item.fileSize,
		width: item.width,
		height: item.height,
		frames: item.frameCount,
		framesPerSecond: item.fps,
		durationSeconds: item.duration,
		folderUuid: item.parent,
		description: item.description ?? '',
		clientMetadata: clientMetadata(item),
		createdAt: item.createdAt,
		lastEditedAt: item.lastEditedAt,
		...(item.signedUrl ? { signedUrl: item.signedUrl } : {}),
	};
}

/** The client metadata as an object. Empty when it is not a JSON object. */
function clientMetadata(item: StorageItem): IDataObject {
	return knownMetadata(item) ?? {};
}

/** The client metadata, which Encord sends as JSON text (protocol §9); undefined when it is not a JSON object. */
export function knownMetadata({ clientMetadata: text }: StorageItem): IDataObject | undefined {
	try {
		const parsed: unknown = JSON.parse(text || '{}');
		const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
		return isObject ? (parsed as IDataObject) : undefined;
	} catch {
		return undefined;
	}
}

export const storageItemExample: IDataObject = {
	storageItemUuid: exampleId,
	name: 'cat_01.jpg',
	itemType: 'image',
	mimeType: 'image/jpeg',
	fileSize: 48211,
	width: 640,
	height: 480,
	frames: 1,
	framesPerSecond: 25.5,
	durationSeconds: 2.5,
	folderUuid: exampleId,
	description: '',
	clientMetadata: { camera: 'north' },
	createdAt: '2026-01-31T09:00:00Z',
	lastEditedAt: '2026-01-31T09:00:00Z',
};
