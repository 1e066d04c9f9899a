/** Storage items (protocol §9). Signed URLs in the replies are for fetching media only; they belong in no message or log. */
import { chunksOf, settleInBatches } from '../http/batch';
import type { BatchOutcome, EncordClient, StorageItemPatch } from '../client';
import { ProtocolError } from '../wire/errors';
import { isUuid, notAnId, uuid } from '../wire/identifiers';
import { checked, resultsOf, storageItemShape } from './replyShape';
import type { Transport } from '../http/transport';
import type { StorageItem } from './wire';

type StorageCalls = Pick<
	EncordClient,
	| 'getStorageItem'
	| 'getStorageItems'
	| 'findStorageItems'
	| 'getChildItems'
	| 'updateStorageItem'
	| 'updateStorageItems'
>;

const MOST_PER_REQUEST = 1000;
const ITEM_ID = 'Storage item ID';

export function storageCalls(transport: Transport): StorageCalls {
	return { ...readCalls(transport), ...updateCalls(transport) };
}

function itemPath({ folderUuid, itemUuid }: { folderUuid: string; itemUuid: string }): string {
	return `storage/folders/${uuid(folderUuid, 'Folder ID')}/items/${uuid(itemUuid, ITEM_ID)}`;
}

function itemsOf(reply: unknown, what: string): StorageItem[] {
	return checked<{ results: StorageItem[] }>(resultsOf(storageItemShape), reply, what).results;
}

function readCalls({
	v2,
}: Transport): Omit<StorageCalls, 'updateStorageItem' | 'updateStorageItems'> {
	async function getBulk(itemUuids: string[], signUrls: boolean): Promise<StorageItem[]> {
		const what = 'reading storage items';
		const reply = await v2({
			what,
			method: 'POST',
			path: 'storage/items/get-bulk',
			body: { itemUuids, signUrls },
		});
		return inOrder(itemUuids, itemsOf(reply, what), what);
	}

	async function findStorageItems(
		itemUuids: string[],
		{ signUrls = false } = {},
	): Promise<Array<BatchOutcome<StorageItem>>> {
		const ids = [...new Set(itemUuids.filter(isUuid).map((id) => id.toLowerCase()))];
		const outcomes = await settleInBatches(ids, {
			size: MOST_PER_REQUEST,
			send: (chunk) => getBulk(chunk, signUrls),
		});
		const byId = new Map(ids.map((id, index) => [id, outcomes[index]]));
		return itemUuids.map(
			(id) => byId.get(id.toLowerCase()) ?? { ok: false, error: notAnId(ITEM_ID, id) },
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
			return checked<StorageItem>(storageItemShape, reply, what);
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

function updateCalls({
	v2,
}: Transport): Pick<StorageCalls, 'updateStorageItem' | 'updateStorageItems'> {
	return {
		async updateStorageItem(item, patch) {
			const what = 'updating the storage item';
			const reply = await v2({ what, method: 'PATCH', path: itemPath(item), body: patch });
			return checked<StorageItem>(storageItemShape, reply, what);
		},

		async updateStorageItems(patches) {
			const what = 'updating storage items';
			const updated = new Map<string, StorageItem>();
			for (const chunk of chunksOf([...mergedPatches(patches)], MOST_PER_REQUEST)) {
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

/** Several patches of one item become one; of the same field the last counts. */
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

/** Encord answers in request order; pairing by ID instead of position makes a wrong order harmless and a gap visible. */
function inOrder(ids: string[], items: StorageItem[], what: string): StorageItem[] {
	const byId = new Map(items.map((item) => [item.uuid.toLowerCase(), item]));
	return ids.map((id) => {
		const item = byId.get(id);
		if (!item) throw new ProtocolError(`Encord's answer lacks storage item ${id} (while ${what}).`);
		return item;
	});
}
