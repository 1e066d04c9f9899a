/** Storage items (protocol §9). The replies contain signed URLs, which must not appear in messages or logs. */
import { z } from 'zod';
import { chunksOf, sendInBatches, type BatchOutcome } from '../http/batch';
import { pageOf, parseReply, wireObject } from '../http/reply';
import type { Transport } from '../http/transport';
import { ProtocolError } from '../wire/errors';
import { invalidId, parseUuid, uuid } from '../wire/identifiers';
import type { EncordJson } from '../wire/json';

const text = z.string();
const optionalText = text.nullish();
const optionalNumber = z.number().nullish();

/** An item as every call of storage sends it. */
export const storageItemSchema = wireObject({
	uuid: text,
	/** The folder's ID. */
	parent: text,
	/** `video`, `image`, `imageGroup`, …, or a newer kind. */
	itemType: text,
	name: text,
	description: optionalText,
	/** JSON text. */
	clientMetadata: optionalText,
	owner: optionalText,
	createdAt: optionalText,
	lastEditedAt: optionalText,
	storageLocation: optionalText,
	/** Where a file in somebody's own bucket lies. */
	url: optionalText,
	/** Whether the file was announced and is not there yet. */
	isPlaceholder: z.boolean().nullish(),
	/** Whether the file was deleted, and only its name is kept. */
	isTombstone: z.boolean().nullish(),
	/** Present only when it was requested, and never for groups. */
	signedUrl: optionalText,
	/** Bytes. */
	fileSize: optionalNumber,
	mimeType: optionalText,
	/** Seconds. */
	duration: optionalNumber,
	fps: optionalNumber,
	height: optionalNumber,
	width: optionalNumber,
	frameCount: optionalNumber,
});

export type StorageItem = z.infer<typeof storageItemSchema>;

/** The fields of a storage item that can be changed. `clientMetadata` is an object here and replaces the old one. */
export interface StorageItemPatch {
	name?: string;
	description?: string;
	clientMetadata?: EncordJson;
}

/** IDs that the path of a storage item contains. */
export interface ItemPath {
	folderUuid: string;
	itemUuid: string;
}

export interface StorageCalls {
	getStorageItem(itemUuid: string, options?: { signUrl?: boolean }): Promise<StorageItem>;
	/** Reads items, 1000 per request. Each has its own outcome, in the given order. */
	findStorageItems(
		itemUuids: string[],
		options?: { signUrls?: boolean },
	): Promise<Array<BatchOutcome<StorageItem>>>;
	/** Like findStorageItems, but throws the error of the first item that cannot be read. */
	getStorageItems(itemUuids: string[], options?: { signUrls?: boolean }): Promise<StorageItem[]>;
	/** Children of an image group, image sequence, data group or DICOM series, in frame order. */
	getChildItems(item: ItemPath, options?: { signUrls?: boolean }): Promise<StorageItem[]>;
	updateStorageItem(item: ItemPath, patch: StorageItemPatch): Promise<StorageItem>;
	/** Updates items, 1000 per request, and returns them in the given order. Several patches of one item are merged. */
	updateStorageItems(
		patches: Array<{ itemUuid: string; patch: StorageItemPatch }>,
	): Promise<StorageItem[]>;
}

const MAX_PER_REQUEST = 1000;
const ITEM_ID = 'Storage item ID';

export function storageCalls(transport: Transport): StorageCalls {
	return { ...readCalls(transport), ...updateCalls(transport) };
}

export function itemPath({ folderUuid, itemUuid }: ItemPath): string {
	return `storage/folders/${uuid(folderUuid, 'Folder ID')}/items/${uuid(itemUuid, ITEM_ID)}`;
}

function itemsOf(reply: unknown, what: string): StorageItem[] {
	return parseReply(pageOf(storageItemSchema), reply, what).results;
}

function readCalls({
	v2,
}: Transport): Omit<StorageCalls, 'updateStorageItem' | 'updateStorageItems'> {
	async function findStorageItems(
		itemUuids: string[],
		{ signUrls = false } = {},
	): Promise<Array<BatchOutcome<StorageItem>>> {
		const ids = [...new Set(itemUuids.flatMap((id) => parseUuid(id) ?? []))];
		const outcomes = await sendInBatches(ids, {
			size: MAX_PER_REQUEST,
			hidesMembers: true,
			send: (chunk) => getBulk(v2, chunk, signUrls),
		});
		const byId = new Map(ids.map((id, index) => [id, outcomes[index]]));
		return itemUuids.map(
			(id) => byId.get(parseUuid(id) ?? '') ?? { ok: false, error: invalidId(ITEM_ID, id) },
		);
	}

	return {
		findStorageItems,

		async getStorageItem(itemUuid, { signUrl = false } = {}) {
			const what = 'reading the storage item';
			const reply = await v2({
				what,
				method: 'GET',
				path: `storage/items/${uuid(itemUuid, ITEM_ID)}`,
				params: { signUrl },
			});
			return parseReply(storageItemSchema, reply, what);
		},

		async getStorageItems(itemUuids, options) {
			const outcomes = await findStorageItems(itemUuids, options);
			return outcomes.map((outcome) => {
				if (!outcome.ok) throw outcome.error;
				return outcome.value;
			});
		},

		async getChildItems(item, { signUrls = false } = {}) {
			const what = 'listing the parts of the storage item';
			const reply = await v2({
				what,
				method: 'GET',
				path: `${itemPath(item)}/child-items`,
				params: { signUrls },
			});
			return itemsOf(reply, what);
		},
	};
}

async function getBulk(
	v2: Transport['v2'],
	itemUuids: string[],
	signUrls: boolean,
): Promise<StorageItem[]> {
	const what = 'reading storage items';
	const reply = await v2({
		what,
		method: 'POST',
		path: 'storage/items/get-bulk',
		body: { itemUuids, signUrls },
	});
	return inOrder(itemUuids, itemsOf(reply, what), what);
}

function updateCalls({
	v2,
}: Transport): Pick<StorageCalls, 'updateStorageItem' | 'updateStorageItems'> {
	return {
		async updateStorageItem(item, patch) {
			const what = 'updating the storage item';
			const reply = await v2({ what, method: 'PATCH', path: itemPath(item), body: patch });
			return parseReply(storageItemSchema, reply, what);
		},

		async updateStorageItems(patches) {
			const what = 'updating storage items';
			const updated = new Map<string, StorageItem>();
			for (const chunk of chunksOf([...mergedPatches(patches)], MAX_PER_REQUEST)) {
				const body = { itemPatches: Object.fromEntries(chunk) };
				const reply = await v2({ what, method: 'PATCH', path: 'storage/items/patch-bulk', body });
				const ids = chunk.map(([id]) => id);
				inOrder(ids, itemsOf(reply, what), what).forEach((item, index) =>
					updated.set(ids[index] as string, item),
				);
			}
			return patches.map(({ itemUuid }) => updated.get(uuid(itemUuid, ITEM_ID)) as StorageItem);
		},
	};
}

/** Merges the patches of each item; for each field the last patch counts. */
function mergedPatches(
	patches: Array<{ itemUuid: string; patch: StorageItemPatch }>,
): Map<string, StorageItemPatch> {
	const merged = new Map<string, StorageItemPatch>();
	for (const { itemUuid, patch } of patches) {
		const id = uuid(itemUuid, ITEM_ID);
		merged.set(id, { ...merged.get(id), ...patch });
	}
	return merged;
}

/** Items in the order of `ids`. Encord replies in request order, but pairing by ID also detects a missing item. */
function inOrder(ids: string[], items: StorageItem[], what: string): StorageItem[] {
	const byId = new Map(items.map((item) => [item.uuid.toLowerCase(), item]));
	return ids.map((id) => {
		const item = byId.get(id);
		if (!item) throw new ProtocolError(`Encord's answer lacks storage item ${id} (while ${what}).`);
		return item;
	});
}
