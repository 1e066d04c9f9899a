/** Finds the storage items that the Storage Item operations are asked for: directly, or behind data units. */
import type { EncordClient } from '../../../src/encord/client';
import type { StorageItem } from '../../../src/encord/calls/storage';
import { groupBy, type Ask, type Batch } from '../runtime/batch';
import { rowOf, rowsByDataHash, uuid } from '../labels/lookup';
import { itemOf, storageItems, storageItemUuid } from './storageFiles';

type Wanted = { projectHash: string; dataHash: string } | { itemUuid: string };
type Found = Ask<{ item: StorageItem }>;

/**
 * Calls `work` with the storage item of every item of the batch. Costs one listing per project that is named, and one
 * bulk call; each item that is not found fails on its own.
 */
export async function withStorageItems(
	batch: Batch,
	signUrls: boolean,
	work: (client: EncordClient, found: Found[]) => Promise<void>,
) {
	const client = await batch.client();
	const asks = batch.read((index): { wanted: Wanted } => ({ wanted: readWanted(batch, index) }));
	await batch.together(asks, async () => {
		const uuids = await itemUuids(batch, client, asks);
		const items = await storageItems(client, [...uuids.values()], signUrls);
		const found: Found[] = [];
		for (const [index, itemUuid] of uuids) {
			try {
				found.push({ index, item: itemOf(items, itemUuid) });
			} catch (error) {
				batch.fail(index, error);
			}
		}
		await work(client, found);
	});
}

function readWanted(batch: Batch, index: number): Wanted {
	if (batch.param('findBy', index) === 'storageItem') {
		return { itemUuid: uuid(batch.locator('storageItem', index, 'Storage Item'), 'Storage Item') };
	}
	return {
		projectHash: uuid(batch.locator('project', index, 'Project'), 'Project'),
		dataHash: uuid(batch.locator('dataUnit', index, 'Data Unit'), 'Data Unit'),
	};
}

/** Storage item ids by item of the batch, in item order. */
async function itemUuids(
	batch: Batch,
	client: EncordClient,
	asks: Array<Ask<{ wanted: Wanted }>>,
): Promise<Map<number, string>> {
	const uuids = new Map<number, string>();
	const behindUnits = asks.flatMap(({ index, wanted }) =>
		'itemUuid' in wanted ? [] : [{ index, ...wanted }],
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
	for (const { index, wanted } of asks) if ('itemUuid' in wanted) uuids.set(index, wanted.itemUuid);
	return new Map([...uuids].sort(([a], [b]) => a - b));
}
