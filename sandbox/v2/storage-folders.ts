/** Storage folders, and moving and deleting what lies in them (PROTOCOL §9). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { EncordJson } from '../../src/encord/json';
import { folderOf, itemOf, type Context } from '../context';
import type { StorageFolder } from '../entities';
import { contains } from '../matching';
import { pageOf, type Page } from '../pages';
import { Refusal } from '../refusal';
import { itemJson } from './storage-items';
import { anyOf, flag, type V2Call, type V2Route } from './router';

function folderJson(context: Context, folder: StorageFolder) {
	const synced = context.store.datasets.all().find((dataset) => dataset.backingFolderUuid === folder.uuid);
	return {
		...folder,
		clientMetadata: JSON.stringify(folder.clientMetadata),
		userRole: folder.owner === context.user ? 'admin' : 'user',
		syncedDatasetHash: synced?.datasetHash ?? null,
		pathToRoot: [
			{ uuid: folder.uuid, parentUuid: folder.parent, name: folder.name, syncedDatasetHash: synced?.datasetHash ?? null },
		],
	};
}

/** The page the query asks for, ordered by name or by time of creation. */
function ordered<T extends { name: string; createdAt: string; uuid: string }>(call: V2Call, entities: T[]): Page<T> {
	const { query } = call;
	const size = Math.min(Number(query.get('pageSize')) || call.pageSize, 1000);
	const keyOf = (entity: T) => [query.get('order') === 'createdAt' ? entity.createdAt : entity.name, entity.uuid];
	return pageOf(entities, keyOf, query.get('pageToken'), size, flag(query, 'desc'));
}

function listFolders(call: V2Call) {
	const search = call.query.get('search');
	const seen = call.store.folders
		.all()
		.filter((folder) => folder.owner === call.user && (search === null || contains(folder.name, search)));
	const page = ordered(call, seen);
	return { ...page, results: page.results.map((folder) => folderJson(call, folder)) };
}

function listItems(call: V2Call) {
	const folder = folderOf(call, call.params.folder ?? '');
	const search = call.query.get('search');
	const ofType = anyOf(call.query, 'itemTypes');
	const items = call.store
		.itemsOfFolder(folder.uuid)
		.filter((item) => ofType(item.itemType) && (search === null || contains(item.name, search)));
	const page = ordered(call, items);
	return { ...page, results: page.results.map((item) => itemJson(call, item, flag(call.query, 'signUrls'))) };
}

function createFolder(call: V2Call) {
	const spec = call.body(z.object({
		name: z.string(), description: z.string().nullish(), parent: z.string().uuid().nullish(), clientMetadata: z.string().nullish(),
	}));
	const at = call.now.toISOString();
	const folder: StorageFolder = {
		uuid: randomUUID(), parent: spec.parent ?? null, name: spec.name, description: spec.description ?? '',
		clientMetadata: JSON.parse(spec.clientMetadata ?? '{}') as EncordJson, owner: call.user, createdAt: at, lastEditedAt: at,
	};
	return folderJson(call, call.store.folders.put(folder.uuid, folder));
}

function moveItems(call: V2Call): undefined {
	const { itemUuids, newParentUuid } = call.body(
		z.object({ itemUuids: z.array(z.string().uuid()), newParentUuid: z.string().uuid() }),
	);
	const target = folderOf(call, newParentUuid);
	for (const uuid of itemUuids) call.store.items.put(uuid, { ...itemOf(call, uuid, call.params.folder), parent: target.uuid });
	return undefined;
}

function deleteItems(call: V2Call) {
	const { childUuids } = call.body(z.object({ childUuids: z.array(z.string().uuid()), removeUnusedFrames: z.boolean() }));
	for (const uuid of childUuids) {
		const item = itemOf(call, uuid, call.params.folder);
		const used = call.store.dataUnits
			.all()
			.some((unit) => unit.itemUuid === uuid || unit.images.some((image) => image.itemUuid === uuid));
		if (used) throw new Refusal(400, `Storage item ${uuid} is used by a dataset`);
		call.store.items.delete(item.uuid);
	}
	return { removedItemsCount: childUuids.length, removedFoldersCount: 0 };
}

export const storageFolderRoutes: V2Route[] = [
	{ method: 'GET', path: 'storage/folders', call: 'folders.list', handle: listFolders },
	{ method: 'POST', path: 'storage/folders', call: 'folders.create', handle: createFolder },
	{
		method: 'GET', path: 'storage/folders/:folder', call: 'folders.get',
		handle: (call) => folderJson(call, folderOf(call, call.params.folder ?? '')),
	},
	{ method: 'GET', path: 'storage/folders/:folder/items', call: 'folders.items', handle: listItems },
	{ method: 'POST', path: 'storage/folders/:folder/items/delete', call: 'items.delete', handle: deleteItems },
	{ method: 'POST', path: 'storage/folders/:folder/items/move', call: 'items.move', handle: moveItems },
];
