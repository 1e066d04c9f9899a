/** Finds the storage items that the Storage Item operations are asked for: directly, or behind data units. */
import type { EncordClient } from '../../../src/encord/client';
import type { StorageItem } from '../../../src/encord/calls/storage';
import { groupBy, type Ask, type Batch } from '../runtime/batch';
import type { StorageItemAsk } from '../fields/storageItems';
import { rowOf, rowsByDataHash } from '../labels/lookup';
import { itemOf, storageItems, storageItemUuid } from './storageFiles';

/** An item with the storage item it asks for. */
export type Found<A> = A & { item: StorageItem };

/**
 * Calls `work` with the asks and their storage items. Costs one listing per project that is named, and one bulk call; each
 * ask whose item is not found fails on its own.
 */
export async function withStorageItems<A extends Ask<{ file: StorageItemAsk }>>(
	batch: Batch,
	asks: A[],
	signUrls: boolean,
	work: (client: EncordClient, found: Array<Found<A>>) => Promise<void>,
) {
	const client = await batch.client();
	await batch.together(asks, async () => {
		const uuids = await itemUuids(batch, client, asks);
		const items = await storageItems(client, [...uuids.values()], signUrls);
		const found: Array<Found<A>> = [];
		for (const ask of asks) {
			const itemUuid = uuids.get(ask.index);
			if (itemUuid === undefined) continue;
			try {
				found.push({ ...ask, item: itemOf(items, itemUuid) });
			} catch (error) {
				batch.fail(ask.index, error);
			}
		}
		await work(client, found);
	});
}

/** Storage item IDs by item of the batch. */
async function itemUuids(
	batch: Batch,
	client: EncordClient,
	asks: Array<Ask<{ file: StorageItemAsk }>>,
): Promise<Map<number, string>> {
	const uuids = new Map<number, string>();
	const behindUnits = asks.flatMap(({ index, file }) =>
		'itemUuid' in file ? [] : [{ index, ...file }],
	);
	for (const group of groupBy(behindUnits, ({ projectHash }) => projectHash)) {
		await batch.together(group.asks, async () => {
			const rows = await rowsByDataHash(
				client,
				group.key,
				group.asks.map(({ dataHash }) => dataHash),
			);
			for (const { index, dataHash } of group.asks) {
				try {
					uuids.set(index, storageItemUuid(rowOf(rows, dataHash)));
				} catch (error) {
					batch.fail(index, error);
				}
			}
		});
	}
	for (const { index, file } of asks) if ('itemUuid' in file) uuids.set(index, file.itemUuid);
	return uuids;
}
