/** Datasets and the data rows in them (protocol §6). */
import { z } from 'zod';
import type { EncordJson } from '../../src/encord/wire/json';
import { canReadDataset, itemOf } from '../calls/context';
import { linkItem, unitOfItem } from '../calls/dataUnits';
import type { DataUnit, Dataset, StorageItem } from '../state/entities';
import { dataLink } from '../labels/blob';
import { like, within } from '../calls/matching';
import { Refusal, found, visible } from '../calls/refusal';
import { laterThan, plainTime } from '../state/times';
import type { V1Call, V1Route } from './router';

const accessSchema = z.object({ fetch_client_metadata: z.boolean().nullish() }).nullish();

/** The dataset that `ResourceID` names. @throws Refusal */
export function datasetOf(call: V1Call): Dataset {
	return visible(
		call.store.datasets.get(call.resourceId),
		(dataset) => canReadDataset(call, dataset),
		`Dataset ${call.resourceId}`,
	);
}

interface RowOptions {
	metadata?: boolean | null;
	signedUrl?: boolean | null;
	/** Null leaves out the images of a group. */
	images?: { fetch_signed_urls?: boolean | null } | null;
}

function itemOfRow(call: V1Call, itemUuid: string): StorageItem {
	return found(call.store.items.get(itemUuid), `Storage item ${itemUuid}`);
}

function imagesData(call: V1Call, unit: DataUnit, signed: boolean) {
	return unit.images.map(({ imageHash, itemUuid }) => {
		const item = itemOfRow(call, itemUuid);
		return {
			image_hash: imageHash,
			title: item.name,
			file_link: dataLink(item),
			file_type: item.mimeType,
			file_size: item.media?.bytes ?? null,
			storage_location: 0,
			created_at: plainTime(item.createdAt),
			last_edited_at: plainTime(item.lastEditedAt),
			width: item.width,
			height: item.height,
			signed_url: signed ? call.signedUrl(item) : null,
		};
	});
}

function dataRow(call: V1Call, unit: DataUnit, { metadata, signedUrl, images }: RowOptions) {
	const item = itemOfRow(call, unit.itemUuid);
	return {
		data_hash: unit.dataHash,
		data_title: unit.title,
		data_type: unit.dataType.toUpperCase(),
		created_at: plainTime(unit.createdAt),
		last_edited_at: plainTime(unit.lastEditedAt),
		width: item.width,
		height: item.height,
		file_link: dataLink(item),
		file_size: item.media?.bytes ?? null,
		file_type: item.mimeType,
		storage_location: 0,
		frames_per_second: item.fps,
		duration: item.duration,
		client_metadata: metadata ? item.clientMetadata : null,
		signed_url: signedUrl ? call.signedUrl(item) : null,
		is_optimised_image_group: unit.dataType === 'img_group' ? false : null,
		backing_item_uuid: unit.itemUuid,
		images_data:
			images && unit.images.length > 0
				? imagesData(call, unit, images.fetch_signed_urls ?? false)
				: null,
	};
}

function readDataset(call: V1Call) {
	const dataset = datasetOf(call);
	const { dataset_access_settings: settings } = call.payload(
		z.object({ dataset_access_settings: accessSchema }),
	);
	const rows = call.store.dataUnitsOfDataset(dataset.datasetHash);
	return {
		title: dataset.title,
		description: dataset.description,
		dataset_type: 'CORD_STORAGE',
		dataset_hash: dataset.datasetHash,
		backing_folder_uuid: dataset.backingFolderUuid,
		data_rows: rows.map((unit) =>
			dataRow(call, unit, { metadata: settings?.fetch_client_metadata }),
		),
	};
}

function listDataRows(call: V1Call) {
	const dataset = datasetOf(call);
	const text = z.string().nullish();
	const filter = call.payload(
		z.object({
			title_eq: text,
			title_like: text,
			created_before: text,
			created_after: text,
			data_types: z.array(z.string()).nullish(),
			data_hashes: z.array(z.string()).nullish(),
			dataset_access_settings: accessSchema,
		}),
	);
	return call.store
		.dataUnitsOfDataset(dataset.datasetHash)
		.filter(
			(unit) =>
				(filter.title_eq == null || unit.title === filter.title_eq) &&
				(filter.title_like == null || like(unit.title, filter.title_like)) &&
				within(unit.createdAt, filter.created_after, filter.created_before) &&
				(!filter.data_types || filter.data_types.includes(unit.dataType.toUpperCase())) &&
				(!filter.data_hashes || filter.data_hashes.includes(unit.dataHash)),
		)
		.map((unit) =>
			dataRow(call, unit, { metadata: filter.dataset_access_settings?.fetch_client_metadata }),
		);
}

function unitOf(call: V1Call, dataset: Dataset): DataUnit {
	const unit = call.store.dataUnits.get(String(call.uid).toLowerCase());
	return found(
		unit?.datasetHash === dataset.datasetHash ? unit : undefined,
		`Data unit ${String(call.uid)} of the dataset`,
	);
}

function readDataRow(call: V1Call) {
	const unit = unitOf(call, datasetOf(call));
	const flag = z.boolean().nullish();
	const { additional_data: wanted } = call.payload(
		z.object({
			additional_data: z
				.object({
					signed_url: flag,
					client_metadata: flag,
					images_data_fetch_options: z.object({ fetch_signed_urls: flag }).nullish(),
				})
				.default({}),
		}),
	);
	return dataRow(call, unit, {
		metadata: wanted.client_metadata,
		signedUrl: wanted.signed_url,
		images: wanted.images_data_fetch_options,
	});
}

/** The client checks that exactly the fields it sent have been updated. */
function changeDataRow(call: V1Call) {
	const dataset = datasetOf(call);
	if (dataset.members[call.user] !== 0)
		throw new Refusal(403, 'Only admins of the dataset may change its data');
	const unit = unitOf(call, dataset);
	const change = call.payload(
		z.object({
			data_title: z.string().optional(),
			client_metadata: z.record(z.unknown()).optional(),
		}),
	);
	const item = itemOfRow(call, unit.itemUuid);
	const clientMetadata = (change.client_metadata as EncordJson | undefined) ?? item.clientMetadata;
	call.store.items.put(item.uuid, {
		...item,
		clientMetadata,
		lastEditedAt: laterThan(item.lastEditedAt, call.now),
	});
	const changed = call.store.dataUnits.put(unit.dataHash, {
		...unit,
		title: change.data_title ?? unit.title,
		lastEditedAt: laterThan(unit.lastEditedAt, call.now),
	});
	return {
		updated_fields: Object.keys(change),
		data_row: dataRow(call, changed, { metadata: true }),
	};
}

/** Makes data units of storage items. Those that have one already are skipped, or refused, or get another one. */
function linkItems(call: V1Call) {
	const dataset = datasetOf(call);
	if (dataset.members[call.user] !== 0)
		throw new Refusal(403, 'Only admins of the dataset may add data to it');
	const { item_uuids, duplicates_behavior } = call.payload(
		z.object({
			item_uuids: z.array(z.string().uuid()),
			duplicates_behavior: z.enum(['DUPLICATE', 'FAIL', 'SKIP']),
		}),
	);
	const items = item_uuids.map((uuid) => itemOf(call, uuid.toLowerCase()));
	if (dataset.backingFolderUuid !== null)
		for (const { uuid, parent } of items)
			if (parent !== dataset.backingFolderUuid)
				throw new Refusal(
					400,
					`Dataset ${dataset.datasetHash} mirrors a folder, and item ${uuid} lies elsewhere`,
				);
	const isThere = ({ uuid }: StorageItem) => unitOfItem(call.store, dataset, uuid) !== undefined;
	if (duplicates_behavior === 'FAIL' && items.some(isThere))
		throw new Refusal(400, 'An item is in the dataset already');
	return items.flatMap((item) => {
		if (duplicates_behavior === 'SKIP' && isThere(item)) return [];
		const unit = linkItem(call.store, dataset, item, lengthOf(call, item), call.now);
		return dataRow(call, unit, {});
	});
}

/** As `numberOfFrames` of a data unit counts. */
function lengthOf({ store }: V1Call, item: StorageItem): number {
	const [known] = store.dataUnitsOfItem(item.uuid);
	if (known) return known.numberOfFrames;
	const slot = store.uploadSlots.get(item.uuid)?.facts;
	if (slot && 'length' in slot) return slot.length;
	const { url = '', integrationUuid = '' } = item.cloud ?? {};
	return store.integrations.get(integrationUuid)?.objects[url]?.facts.length ?? 1;
}

export const datasetQueries: V1Route[] = [
	{ call: 'dataset.GET', scope: 'resource', handle: readDataset },
	{ call: 'datarows.GET', scope: 'resource', handle: listDataRows },
	{ call: 'datarow.GET', scope: 'resource', handle: readDataRow },
	{ call: 'datarow.POST', scope: 'resource', handle: changeDataRow },
	{ call: 'datasetlinkitems.POST', scope: 'resource', handle: linkItems },
];
