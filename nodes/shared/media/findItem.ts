/** Finds the storage items that items name by their ID or by a data unit. */
import type { EncordClient } from '../../../src/encord/client';
import type { StorageItem } from '../../../src/encord/calls/storage';
import { groupBy, type ItemInputs, type Batch } from '../runtime/batch';
import type { StorageItemRef } from '../fields/storageItems';
import { rowOf, rowsByDataHash } from '../labels/lookup';
import { itemOf, storageItems, storageItemUuid } from './storageFiles';

/** The form values of an item with its storage item. */
export type WithStorageItem<A> = A & { item: StorageItem };

/**
 * Calls `work` with the items and their storage items. It makes one listing per project and one bulk call. Items whose storage
 * item is not found fail; the others continue.
 */
export async function withStorageItems<A extends ItemInputs<{ file: StorageItemRef }>>(
	batch: Batch,
	items: A[],
	signUrls: boolean,
	work: (client: EncordClient, found: Array<WithStorageItem<A>>) => Promise<void>,
) {
	const client = await batch.client();
	await batch.together(items, async () => {
		const uuids = await itemUuids(batch, client, items);
		const files = await storageItems(client, [...uuids.values()], signUrls);
		const found: Array<WithStorageItem<A>> = [];
		for (const item of items) {
			const itemUuid = uuids.get(item.index);
			if (itemUuid === undefined) continue;
			try {
				found.push({ ...item, item: itemOf(files, itemUuid) });
			} catch (error) {
				batch.fail(item.index, error);
			}
		}
		await work(client, found);
	});
}

/** Storage item IDs by item index. */
async function itemUuids(
	batch: Batch,
	client: EncordClient,
	items: Array<ItemInputs<{ file: StorageItemRef }>>,
): Promise<Map<number, string>> {
	const uuids = new Map<number, string>();
	const byDataUnit = items.flatMap(({ index, file }) =>
		'itemUuid' in file ? [] : [{ index, ...file }],
	);
	for (const group of groupBy(byDataUnit, ({ projectHash }) => projectHash)) {
		await batch.together(group.members, async () => {
			const rows = await rowsByDataHash(
				client,
				group.key,
				group.members.map(({ dataHash }) => dataHash),
			);
			for (const { index, dataHash } of group.members) {
				try {
					uuids.set(index, storageItemUuid(rowOf(rows, dataHash)));
				} catch (error) {
					batch.fail(index, error);
				}
			}
		});
	}
	for (const { index, file } of items) if ('itemUuid' in file) uuids.set(index, file.itemUuid);
	return uuids;
}
