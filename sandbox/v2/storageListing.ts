/** Listings of storage folders and of what lies in them, level by level or through all levels (protocol §9). */
import { folderOf } from '../calls/context';
import type { StorageFolder, StorageItem } from '../state/entities';
import { contains } from '../calls/matching';
import { pageOf, type Page } from '../calls/pages';
import { folderJson, foldersBelow, syncedDataset } from './storageFolders';
import { itemJson } from './storageItems';
import { anyOf, flag, type V2Call, type V2Route } from './router';

/** The page the query asks for, ordered by name or by time of creation. */
function ordered<T extends { name: string; createdAt: string; uuid: string }>(
	call: V2Call,
	entities: T[],
): Page<T> {
	const { query } = call;
	const size = Math.min(Number(query.get('pageSize')) || call.pageSize, 1000);
	const keyOf = (entity: T) => [
		query.get('order') === 'createdAt' ? entity.createdAt : entity.name,
		entity.uuid,
	];
	return pageOf(entities, keyOf, query.get('pageToken'), size, flag(query, 'desc'));
}

/** A flag that restricts nothing when it is absent. */
function unlessAbsent(call: V2Call, name: string, value: boolean): boolean {
	return !call.query.has(name) || flag(call.query, name) === value;
}

function showFolders(call: V2Call, folders: StorageFolder[]) {
	const search = call.query.get('search') ?? '';
	const wanted = folders.filter(
		(folder) =>
			contains(folder.name, search) &&
			unlessAbsent(call, 'datasetSynced', syncedDataset(call, folder) !== undefined),
	);
	const page = ordered(call, wanted);
	return { ...page, results: page.results.map((folder) => folderJson(call, folder)) };
}

function showItems(call: V2Call, items: StorageItem[]) {
	const search = call.query.get('search') ?? '';
	const ofType = anyOf(call.query, 'itemTypes');
	const wanted = items.filter(
		(item) =>
			ofType(item.itemType) &&
			contains(item.name, search) &&
			unlessAbsent(call, 'isInDataset', call.store.dataUnitsOfItem(item.uuid).length > 0),
	);
	const page = ordered(call, wanted);
	return {
		...page,
		results: page.results.map((item) => itemJson(call, item, flag(call.query, 'signUrls'))),
	};
}

const ownFolders = (call: V2Call) =>
	call.store.folders.all().filter((folder) => folder.owner === call.user);

function listSubfolders(call: V2Call) {
	const { uuid } = folderOf(call, call.params.folder ?? '');
	const below = foldersBelow(call, uuid);
	return showFolders(
		call,
		flag(call.query, 'isRecursive') ? below : below.filter(({ parent }) => parent === uuid),
	);
}

function listItems(call: V2Call) {
	const folder = folderOf(call, call.params.folder ?? '');
	const folders = flag(call.query, 'isRecursive')
		? [folder, ...foldersBelow(call, folder.uuid)]
		: [folder];
	return showItems(
		call,
		folders.flatMap(({ uuid }) => call.store.itemsOfFolder(uuid)),
	);
}

export const storageListingRoutes: V2Route[] = [
	{
		method: 'GET',
		path: 'storage/folders',
		call: 'folders.list',
		handle: (call) =>
			showFolders(
				call,
				ownFolders(call).filter(({ parent }) => parent === null),
			),
	},
	{
		method: 'GET',
		path: 'storage/search/folders',
		call: 'folders.search',
		handle: (call) => showFolders(call, ownFolders(call)),
	},
	{
		method: 'GET',
		path: 'storage/search/items',
		call: 'items.search',
		handle: (call) =>
			showItems(
				call,
				ownFolders(call).flatMap(({ uuid }) => call.store.itemsOfFolder(uuid)),
			),
	},
	{
		method: 'GET',
		path: 'storage/folders/:folder/folders',
		call: 'folders.subfolders',
		handle: listSubfolders,
	},
	{
		method: 'GET',
		path: 'storage/folders/:folder/items',
		call: 'folders.items',
		handle: listItems,
	},
];
