/** Finds and opens the file of a data unit or storage item. */
import type { EncordClient } from '../../../src/encord/client';
import type { BatchOutcome } from '../../../src/encord/http/batch';
import type { HttpSend } from '../../../src/encord/wire/send';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { StorageItem } from '../../../src/encord/calls/storage';
import type { Media, MediaOptions, MediaSource, ReadingLimits } from '../../../src/media/contract';
import { mediaKindOf } from '../../../src/media/mediaKind';
import { InputError } from '../fields/form/inputError';

/** Storage items by ID, each with its own outcome. */
export type StorageItems = Map<string, BatchOutcome<StorageItem>>;

/** Reads storage items with one bulk call. */
export async function storageItems(
	client: EncordClient,
	uuids: string[],
	signUrls: boolean,
): Promise<StorageItems> {
	const distinct = [...new Set(uuids)];
	const outcomes =
		distinct.length === 0 ? [] : await client.findStorageItems(distinct, { signUrls });
	return new Map(distinct.map((uuid, index) => [uuid, outcomes[index]!]));
}

/** The storage item of a label row. @throws when Encord did not return it */
export function itemOfRow(items: StorageItems, row: LabelRowMetadata): StorageItem {
	return itemOf(items, storageItemUuid(row));
}

/** The storage item with this ID. @throws when Encord did not return it */
export function itemOf(items: StorageItems, uuid: string): StorageItem {
	const outcome = items.get(uuid);
	if (!outcome?.ok)
		throw outcome?.error ?? new Error(`Encord gave no answer about the storage item ${uuid}`);
	return outcome.value;
}

/** The ID of a label row's storage item. @throws InputError when Encord names none */
export function storageItemUuid(row: LabelRowMetadata): string {
	if (!row.backing_item_uuid) {
		throw new InputError(
			`Encord names no file behind "${row.data_title}"`,
			'Give the service account of the credential access to the folder of the file in Encord storage.',
		);
	}
	return row.backing_item_uuid;
}

/**
 * A function that returns a signed URL of a file: first the one in `item`, then a new one for each call. It throws an InputError
 * when the item is not a single file.
 */
export function signedUrls(client: EncordClient, item: StorageItem): () => Promise<string> {
	let next: string | null | undefined = item.signedUrl;
	return async () => {
		const url = next ?? (await client.getStorageItem(item.uuid, { signUrl: true })).signedUrl;
		next = undefined;
		if (url === null || url === undefined) {
			throw new InputError(
				`"${item.name}" has no file of its own: it is an item of type "${item.itemType}"`,
				'Get its pictures with Frame: Get Many, or download the items it is made of.',
			);
		}
		return url;
	};
}

/** The source for `openMedia`; for an image group it lists the children. @throws for items without frames */
async function mediaSource(client: EncordClient, item: StorageItem): Promise<MediaSource> {
	const kind = mediaKindOf(item.itemType);
	const source: MediaSource = {
		kind,
		url: signedUrls(client, item),
		expected: item,
		title: item.name,
		mimeType: item.mimeType,
	};
	if (kind !== 'imageGroup') return source;
	const children = await client.getChildItems(
		{ folderUuid: item.parent, itemUuid: item.uuid },
		{ signUrls: true },
	);
	return {
		...source,
		children: children.map((child) => ({
			url: signedUrls(client, child),
			title: child.name,
			mimeType: child.mimeType,
		})),
	};
}

/** How to send requests to the storage, and when to cancel them. A `Batch` has these properties. */
export interface StorageAccess {
	send: HttpSend;
	signal: AbortSignal | undefined;
}

/** Limits of reading one file, and the decoder of the series that the file belongs to. */
type OpenOptions = ReadingLimits & Pick<MediaOptions, 'decoder'>;

/** Opens the media of a storage item; the caller must close it. @throws for items without frames */
export async function openItem(
	{ send, signal }: StorageAccess,
	client: EncordClient,
	item: StorageItem,
	options: OpenOptions = {},
): Promise<Media> {
	const source = await mediaSource(client, item);
	const { openMedia } = await import('../../../src/media/openMedia');
	return openMedia(source, { ...options, send, signal });
}
