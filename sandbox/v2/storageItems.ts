/** Storage items (protocol §9). */
import { z } from 'zod';
import { canReadDataset, folderOf, itemOf, type Context } from '../calls/context';
import type { EncordJson } from '../../src/encord/wire/json';
import type { StorageItem } from '../state/entities';
import { Refusal } from '../calls/refusal';
import { laterThan } from '../state/times';
import { flag, type V2Call, type V2Route } from './router';

const BULK_LIMIT = 1000;

const patchSchema = z.object({
	name: z.string().nullish(),
	description: z.string().nullish(),
	clientMetadata: z.record(z.unknown()).nullish(),
});

/** How long a file is a placeholder, while nobody asks for its job. */
const TAKING_IN_MS = 1000;

/** A storage item with every key that the client requires, null where there is no value; `clientMetadata` is JSON text. */
export function itemJson(context: Context, item: StorageItem, signed: boolean) {
	const { media, clientMetadata, cloud, jobUuid = '', ...facts } = item;
	const job = context.store.uploadJobs.get(jobUuid);
	return {
		...facts,
		childUuids: undefined,
		clientMetadata: JSON.stringify(clientMetadata),
		isTombstone: false,
		isPlaceholder: job?.polls === 0 && Date.now() < job.startedAt + TAKING_IN_MS,
		backedDataUnitsCount: context.store.dataUnitsOfItem(item.uuid).length,
		storageLocation: cloud === undefined ? 'encord' : 's3',
		integrationHash: cloud?.integrationUuid ?? null,
		url: cloud?.url ?? null,
		signedUrl: signed ? context.signedUrl(item) : null,
		fileSize: media?.bytes ?? null,
		dicomInstanceUid: null,
		dicomStudyUid: null,
		dicomSeriesUid: null,
	};
}

function getBulk(call: V2Call) {
	const { itemUuids, signUrls } = call.body(
		z.object({
			itemUuids: z.array(z.string()).max(BULK_LIMIT),
			signUrls: z.boolean().default(false),
		}),
	);
	return {
		results: itemUuids.map((uuid) => itemJson(call, itemOf(call, uuid.toLowerCase()), signUrls)),
	};
}

function listChildren(call: V2Call) {
	const item = itemOf(call, call.params.item ?? '', call.params.folder);
	if (item.itemType !== 'imageGroup')
		throw new Refusal(400, `A storage item of type ${item.itemType} has no children`);
	return {
		results: item.childUuids.map((uuid) =>
			itemJson(call, itemOf(call, uuid), flag(call.query, 'signUrls')),
		),
	};
}

function patched(call: V2Call, item: StorageItem, patch: z.infer<typeof patchSchema>): StorageItem {
	return call.store.items.put(item.uuid, {
		...item,
		name: patch.name ?? item.name,
		description: patch.description ?? item.description,
		clientMetadata: (patch.clientMetadata as EncordJson | null | undefined) ?? item.clientMetadata,
		lastEditedAt: laterThan(item.lastEditedAt, call.now),
	});
}

function patchOne(call: V2Call) {
	const item = itemOf(call, call.params.item ?? '', call.params.folder);
	return itemJson(call, patched(call, item, call.body(patchSchema)), false);
}

function patchBulk(call: V2Call) {
	const { itemPatches } = call.body(z.object({ itemPatches: z.record(patchSchema) }));
	const patches = Object.entries(itemPatches);
	if (patches.length > BULK_LIMIT)
		throw new Refusal(400, `itemPatches: more than ${BULK_LIMIT} items`);
	return {
		results: patches.map(([uuid, patch]) =>
			itemJson(call, patched(call, itemOf(call, uuid.toLowerCase()), patch), false),
		),
	};
}

function summary(call: V2Call) {
	const item = itemOf(call, call.params.item ?? '', call.params.folder);
	const groups = call.store.items.all().filter((group) => group.childUuids.includes(item.uuid));
	const units = call.store.dataUnitsOfItem(item.uuid);
	const datasets = call.store.datasets
		.all()
		.filter((dataset) => units.some((unit) => unit.datasetHash === dataset.datasetHash));
	return {
		frameInGroups: groups.length,
		accessibleGroupItems: groups.map((group) => ({
			uuid: group.uuid,
			name: group.name,
			parentUuid: group.parent,
			parentName: folderOf(call, group.parent).name,
			itemType: group.itemType,
		})),
		usedInDatasets: datasets.length,
		accessibleDatasets: datasets
			.filter((dataset) => canReadDataset(call, dataset))
			.map((dataset) => ({
				datasetHash: dataset.datasetHash,
				backingFolderUuid: dataset.backingFolderUuid,
				title: dataset.title,
				dataHashes: units
					.filter((unit) => unit.datasetHash === dataset.datasetHash)
					.map((unit) => unit.dataHash),
				dataUnitsCreatedAt: dataset.createdAt,
			})),
		groupLayout: null,
	};
}

export const storageItemRoutes: V2Route[] = [
	{ method: 'POST', path: 'storage/items/get-bulk', call: 'items.getBulk', handle: getBulk },
	{ method: 'PATCH', path: 'storage/items/patch-bulk', call: 'items.patchBulk', handle: patchBulk },
	{
		method: 'GET',
		path: 'storage/items/:item',
		call: 'items.get',
		handle: (call) =>
			itemJson(call, itemOf(call, call.params.item ?? ''), flag(call.query, 'signUrl')),
	},
	{
		method: 'GET',
		path: 'storage/folders/:folder/items/:item/child-items',
		call: 'items.children',
		handle: listChildren,
	},
	{
		method: 'GET',
		path: 'storage/folders/:folder/items/:item/summary',
		call: 'items.summary',
		handle: summary,
	},
	{
		method: 'PATCH',
		path: 'storage/folders/:folder/items/:item',
		call: 'items.patch',
		handle: patchOne,
	},
];
