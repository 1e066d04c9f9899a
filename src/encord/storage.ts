/** Storage items (PROTOCOL §9). Signed URLs in the replies are for fetching media only; they belong in no message or log. */
import { chunksOf, settleInBatches } from './batch';
import type { EncordClient, StorageItemPatch } from './client';
import { ProtocolError } from './errors';
import { uuid } from './identifiers';
import { checked, resultsOf, storageItemShape } from './replyShape';
import type { Transport } from './transport';
import type { StorageItem } from './wire';

type StorageCalls = Pick<
	EncordClient,
	'getStorageItem' | 'getStorageItems' | 'findStorageItems' | 'getChildItems' | 'updateStorageItem' | 'updateStorageItems'
>;

const MOST_PER_REQUEST = 1000;
const ITEM_ID = 'Storage item ID';

export function storageCalls({ v2 }: Transport): StorageCalls {
	const itemPath = (item: { folderUuid: string; itemUuid: string }) =>
		`storage/folders/${uuid(item.folderUuid, 'Folder ID')}/items/${uuid(item.itemUuid, ITEM_ID)}`;

	async function getBulk(itemUuids: string[], signUrls: boolean): Promise<StorageItem[]> {
		const what = 'reading storage items';
		const reply = await v2({ what, method: 'POST', path: 'storage/items/get-bulk', body: { itemUuids, signUrls } });
		const items = checked<{ results: StorageItem[] }>(resultsOf(storageItemShape), reply, what).results;
		return inOrder(itemUuids, items, what);
	}

	async function findStorageItems(itemUuids: string[], { signUrls = false } = {}) {
		const ids = itemUuids.map((id) => uuid(id, ITEM_ID));
		const distinct = [...new Set(ids)];
		const outcomes = await settleInBatches(distinct, { size: MOST_PER_REQUEST, send: (chunk) => getBulk(chunk, signUrls) });
		const byId = new Map(distinct.map((id, index) => [id, outcomes[index]]));
		return ids.map(
			(id) => byId.get(id) ?? { ok: false as const, error: new ProtocolError(`Encord did not return storage item ${id}.`) },
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
			const reply = await v2({ what, method: 'GET', path: `${itemPath(item)}/child-items`, params: { signUrls } });
			return checked<{ results: StorageItem[] }>(resultsOf(storageItemShape), reply, what).results;
		},

		async updateStorageItem(item, patch) {
			const what = 'updating the storage item';
			return checked<StorageItem>(
				storageItemShape,
				await v2({ what, method: 'PATCH', path: itemPath(item), body: patch }),
				what,
			);
		},

		async updateStorageItems(patches) {
			const merged = mergedPatches(patches);
			const updated = new Map<string, StorageItem>();
			for (const chunk of chunksOf([...merged], MOST_PER_REQUEST)) {
				const what = 'updating storage items';
				const reply = await v2({
					what,
					method: 'PATCH',
					path: 'storage/items/patch-bulk',
					body: { itemPatches: Object.fromEntries(chunk) },
				});
				const { results } = checked<{ results: StorageItem[] }>(resultsOf(storageItemShape), reply, what);
				inOrder(
					chunk.map(([id]) => id),
					results,
					what,
				).forEach((item) => updated.set(item.uuid, item));
			}
			return patches.map(({ itemUuid }) => updated.get(uuid(itemUuid, ITEM_ID)) as StorageItem);
		},
	};
}

/** Several patches of one item become one; of the same field the last counts. */
function mergedPatches(patches: Array<{ itemUuid: string; patch: StorageItemPatch }>): Map<string, StorageItemPatch> {
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
