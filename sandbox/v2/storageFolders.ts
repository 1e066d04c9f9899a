/** Storage folders, and moving and deleting what lies in them (protocol §9). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { EncordJson } from '../../src/encord/wire/json';
import { folderOf, itemOf, type Context } from '../calls/context';
import type { Dataset, StorageFolder, StorageItemType } from '../state/entities';
import { Refusal } from '../calls/refusal';
import { laterThan } from '../state/times';
import type { V2Call, V2Route } from './router';

const patchSchema = z.object({
	name: z.string().nullish(),
	description: z.string().nullish(),
	clientMetadata: z.record(z.unknown()).nullish(),
});

/** JSON text of an object. */
const metadataText = z.string().transform((text, issues): EncordJson => {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value))
			return value as EncordJson;
	} catch {
		// Refused below.
	}
	issues.addIssue({ code: 'custom', message: 'must be the JSON text of an object' });
	return z.NEVER;
});

/** The dataset that mirrors the folder. */
export function syncedDataset({ store }: Context, folder: StorageFolder): Dataset | undefined {
	return store.datasets.all().find((dataset) => dataset.backingFolderUuid === folder.uuid);
}

/** All folders below one, on any level. */
export function foldersBelow(context: Context, folderUuid: string): StorageFolder[] {
	const children = context.store.folders.all().filter(({ parent }) => parent === folderUuid);
	return children.flatMap((child) => [child, ...foldersBelow(context, child.uuid)]);
}

/** The folder first, then the one it is in, up to one without parent. */
function pathToRoot(context: Context, folder: StorageFolder): StorageFolder[] {
	const parent = context.store.folders.get(folder.parent ?? '');
	return [folder, ...(parent ? pathToRoot(context, parent) : [])];
}

export function folderJson(context: Context, folder: StorageFolder) {
	const datasetOf = (each: StorageFolder) => syncedDataset(context, each)?.datasetHash ?? null;
	return {
		...folder,
		clientMetadata: JSON.stringify(folder.clientMetadata),
		userRole: folder.owner === context.user ? 'admin' : 'user',
		syncedDatasetHash: datasetOf(folder),
		pathToRoot: pathToRoot(context, folder).map((each) => ({
			uuid: each.uuid,
			parentUuid: each.parent,
			name: each.name,
			syncedDatasetHash: datasetOf(each),
		})),
	};
}

/** A folder the caller may change. @throws Refusal 403 */
function ownFolder(call: V2Call, folderUuid: string): StorageFolder {
	const folder = folderOf(call, folderUuid.toLowerCase());
	if (folder.owner !== call.user)
		throw new Refusal(403, `Only the owner may change folder ${folder.uuid}`);
	return folder;
}

function createFolder(call: V2Call) {
	const spec = call.body(
		z.object({
			name: z.string(),
			description: z.string().nullish(),
			parent: z.string().uuid().nullish(),
			clientMetadata: metadataText.nullish(),
		}),
	);
	const at = call.now.toISOString();
	const folder: StorageFolder = {
		uuid: randomUUID(),
		parent: spec.parent ? ownFolder(call, spec.parent).uuid : null,
		name: spec.name,
		description: spec.description ?? '',
		clientMetadata: spec.clientMetadata ?? {},
		owner: call.user,
		createdAt: at,
		lastEditedAt: at,
	};
	return folderJson(call, call.store.folders.put(folder.uuid, folder));
}

function patched(call: V2Call, folderUuid: string, patch: z.infer<typeof patchSchema>) {
	const folder = ownFolder(call, folderUuid);
	return folderJson(
		call,
		call.store.folders.put(folder.uuid, {
			...folder,
			name: patch.name ?? folder.name,
			description: patch.description ?? folder.description,
			clientMetadata:
				(patch.clientMetadata as EncordJson | null | undefined) ?? folder.clientMetadata,
			lastEditedAt: laterThan(folder.lastEditedAt, call.now),
		}),
	);
}

function patchBulk(call: V2Call) {
	const { folderPatches } = call.body(z.object({ folderPatches: z.record(patchSchema) }));
	return {
		results: Object.entries(folderPatches).map(([uuid, patch]) => patched(call, uuid, patch)),
	};
}

function moveFolders(call: V2Call): undefined {
	const { folderUuids, newParentUuid } = call.body(
		z.object({
			folderUuids: z.array(z.string().uuid()),
			newParentUuid: z.string().uuid().nullish(),
		}),
	);
	const target = newParentUuid ? ownFolder(call, newParentUuid) : null;
	for (const folder of folderUuids.map((uuid) => ownFolder(call, uuid))) {
		if (
			target &&
			[folder, ...foldersBelow(call, folder.uuid)].some(({ uuid }) => uuid === target.uuid)
		)
			throw new Refusal(400, `Folder ${folder.uuid} cannot be moved into itself`);
		call.store.folders.put(folder.uuid, { ...folder, parent: target?.uuid ?? null });
	}
	return undefined;
}

function deleteFolder(call: V2Call): undefined {
	const { uuid } = ownFolder(call, call.params.folder ?? '');
	if (call.store.itemsOfFolder(uuid).length > 0 || foldersBelow(call, uuid).length > 0)
		throw new Refusal(400, `Folder ${uuid} is not empty`);
	call.store.folders.delete(uuid);
	return undefined;
}

/** What lies directly in the folder. */
function summary(call: V2Call) {
	const { uuid } = folderOf(call, call.params.folder ?? '');
	const items = call.store.itemsOfFolder(uuid);
	const count = (type: StorageItemType) => items.filter(({ itemType }) => itemType === type).length;
	return {
		files: items.length,
		folders: foldersBelow(call, uuid).filter(({ parent }) => parent === uuid).length,
		videos: count('video'),
		images: count('image'),
		imageGroups: count('imageGroup'),
		audios: count('audio'),
		pdfs: count('pdf'),
		plainTexts: count('plainText'),
		imageSequences: 0,
		dicomFiles: 0,
		dicomSeries: 0,
		niftis: 0,
		tombstones: 0,
		uploadJobs: 0,
		totalSize: items.reduce((sum, { media }) => sum + (media?.bytes ?? 0), 0),
	};
}

function moveItems(call: V2Call): undefined {
	folderOf(call, call.params.folder ?? '');
	const { itemUuids, newParentUuid } = call.body(
		z.object({ itemUuids: z.array(z.string().uuid()), newParentUuid: z.string().uuid() }),
	);
	const target = folderOf(call, newParentUuid);
	for (const uuid of itemUuids)
		call.store.items.put(uuid, { ...itemOf(call, uuid, call.params.folder), parent: target.uuid });
	return undefined;
}

function deleteItems(call: V2Call) {
	folderOf(call, call.params.folder ?? '');
	const { childUuids } = call.body(
		z.object({ childUuids: z.array(z.string().uuid()), removeUnusedFrames: z.boolean() }),
	);
	for (const uuid of childUuids) {
		const item = itemOf(call, uuid, call.params.folder);
		const used = call.store.dataUnits
			.all()
			.some(
				(unit) => unit.itemUuid === uuid || unit.images.some((image) => image.itemUuid === uuid),
			);
		if (used) throw new Refusal(400, `Storage item ${uuid} is used by a dataset`);
		call.store.items.delete(item.uuid);
	}
	return { removedItemsCount: childUuids.length, removedFoldersCount: 0 };
}

export const storageFolderRoutes: V2Route[] = [
	{ method: 'POST', path: 'storage/folders', call: 'folders.create', handle: createFolder },
	{ method: 'POST', path: 'storage/folders/move', call: 'folders.move', handle: moveFolders },
	{
		method: 'PATCH',
		path: 'storage/folders/patch-bulk',
		call: 'folders.patchBulk',
		handle: patchBulk,
	},
	{
		method: 'GET',
		path: 'storage/folders/:folder',
		call: 'folders.get',
		handle: (call) => folderJson(call, folderOf(call, call.params.folder ?? '')),
	},
	{
		method: 'PATCH',
		path: 'storage/folders/:folder',
		call: 'folders.patch',
		handle: (call) => patched(call, call.params.folder ?? '', call.body(patchSchema)),
	},
	{
		method: 'DELETE',
		path: 'storage/folders/:folder',
		call: 'folders.delete',
		handle: deleteFolder,
	},
	{
		method: 'GET',
		path: 'storage/folders/:folder/summary',
		call: 'folders.summary',
		handle: summary,
	},
	{
		method: 'POST',
		path: 'storage/folders/:folder/items/delete',
		call: 'items.delete',
		handle: deleteItems,
	},
	{
		method: 'POST',
		path: 'storage/folders/:folder/items/move',
		call: 'items.move',
		handle: moveItems,
	},
];
