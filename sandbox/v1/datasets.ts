/** Datasets and the old media call (PROTOCOL §6, §7.5). */
import { z } from 'zod';
import { canReadDataset } from '../context';
import type { DataUnit, Dataset } from '../entities';
import { dataLink } from '../labels/blob';
import { like, within } from '../matching';
import { Refusal, found } from '../refusal';
import { plainTime } from '../times';
import type { V1Call, V1Route } from './router';

const settingsSchema = z.object({ fetch_client_metadata: z.boolean().nullish() }).nullish();

function datasetOf(call: V1Call): Dataset {
	const dataset = found(call.store.datasets.get(call.resourceId), `Dataset ${call.resourceId}`);
	if (!canReadDataset(call, dataset)) throw new Refusal(403, `You have no access to dataset ${dataset.datasetHash}`);
	return dataset;
}

function dataRow(call: V1Call, unit: DataUnit, withMetadata: boolean) {
	const item = found(call.store.items.get(unit.itemUuid), `Storage item ${unit.itemUuid}`);
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
		client_metadata: withMetadata ? item.clientMetadata : null,
		signed_url: null,
		is_optimised_image_group: unit.dataType === 'img_group' ? false : null,
		backing_item_uuid: unit.itemUuid,
		images_data: null,
	};
}

function readDataset(call: V1Call) {
	const dataset = datasetOf(call);
	const { dataset_access_settings: settings } = call.payload(z.object({ dataset_access_settings: settingsSchema }));
	const rows = call.store.dataUnitsOfDataset(dataset.datasetHash);
	return {
		title: dataset.title,
		description: dataset.description,
		dataset_type: 'CORD_STORAGE',
		dataset_hash: dataset.datasetHash,
		backing_folder_uuid: dataset.backingFolderUuid,
		data_rows: rows.map((unit) => dataRow(call, unit, settings?.fetch_client_metadata ?? false)),
	};
}

function listDataRows(call: V1Call) {
	const dataset = datasetOf(call);
	const text = z.string().nullish();
	const filter = call.payload(z.object({
		title_eq: text, title_like: text, created_before: text, created_after: text, data_types: z.array(z.string()).nullish(),
		data_hashes: z.array(z.string()).nullish(), dataset_access_settings: settingsSchema,
	}));
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
		.map((unit) => dataRow(call, unit, filter.dataset_access_settings?.fetch_client_metadata ?? false));
}

function readMedia(call: V1Call) {
	const { datasetHashes } = call.project();
	const uid = z.object({ data_hash: z.string(), get_signed_url: z.boolean().nullish() }).safeParse(call.uid);
	if (!uid.success) throw new Refusal(400, 'uid must be {"data_hash", "get_signed_url"}');
	const unit = call.store.dataUnits.get(uid.data.data_hash.toLowerCase());
	if (!unit || !datasetHashes.includes(unit.datasetHash)) throw new Refusal(404, `Data unit ${uid.data.data_hash} does not exist`);
	const linkOf = (itemUuid: string) => {
		const item = found(call.store.items.get(itemUuid), `Storage item ${itemUuid}`);
		return { title: item.name, file_link: uid.data.get_signed_url ? call.signedUrl(item) : dataLink(item) };
	};
	const data_hash = unit.dataHash;
	if (unit.dataType === 'img_group') {
		const images = unit.images.map(({ imageHash, itemUuid }) => ({
			data_hash: imageHash,
			image_hash: imageHash,
			...linkOf(itemUuid),
		}));
		return { data_hash, video: null, images };
	}
	if (unit.dataType === 'image')
		return { data_hash, video: null, images: [{ data_hash, image_hash: data_hash, ...linkOf(unit.itemUuid) }] };
	return { data_hash, video: { data_hash, ...linkOf(unit.itemUuid) }, images: null };
}

export const datasetQueries: V1Route[] = [
	{ call: 'dataset.GET', scope: 'resource', handle: readDataset },
	{ call: 'datarows.GET', scope: 'resource', handle: listDataRows },
	{ call: 'datasetdata.GET', scope: 'resource', handle: readMedia },
];
