/** Datasets, and the data units that are made of storage items (protocol §6). */
import { z } from 'zod';
import { parseReply, wireObject } from '../http/reply';
import type { Transport } from '../http/transport';
import { uuid } from '../wire/identifiers';
import { itemPath, type ItemPath } from './storage';

const text = z.string();
const optionalText = text.nullish();

const datasetSchema = wireObject({
	datasetUuid: text,
	title: text,
	description: optionalText,
	createdAt: optionalText,
	lastEditedAt: optionalText,
	/** `admin`, `user`, or null for somebody who sees it through the organization. */
	userRole: optionalText,
	/** The folder that the dataset mirrors: files that come into it are in the dataset. Absent when it mirrors none. */
	backingFolderUuid: optionalText,
});

const dataRowSchema = wireObject({
	data_hash: text,
	data_title: text,
	/** Upper case. */
	data_type: text,
	backing_item_uuid: optionalText,
});

const itemSummarySchema = wireObject({
	accessibleDatasets: z.array(
		wireObject({ datasetHash: text, title: text, dataHashes: z.array(text) }),
	),
});

export type Dataset = z.infer<typeof datasetSchema>;
export type DataRow = z.infer<typeof dataRowSchema>;

/** A dataset that has a data unit of a storage item. */
export interface ItemDataset {
	datasetHash: string;
	title: string;
	/** Several when the item was added several times. */
	dataHashes: string[];
}

/** A missing field is no restriction. `titleLike` is SQL LIKE: `%` matches any text, `_` one character. */
export interface DatasetFilter {
	titleEq?: string;
	titleLike?: string;
	includeOrgAccess?: boolean;
}

export interface DatasetCalls {
	listDatasets(filter?: DatasetFilter): Promise<Dataset[]>;
	/**
	 * Makes data units of storage items; items that have one in the dataset are skipped. Every workflow project with the dataset gets
	 * a task for each. A request whose reply was lost may be repeated, because of the skipping.
	 * @returns the data units; whether those that were skipped are among them is Encord's choice
	 */
	linkItems(datasetHash: string, itemUuids: string[]): Promise<DataRow[]>;
	/** The datasets that have a data unit of this item, of those the key has access to. */
	datasetsOfItem(item: ItemPath): Promise<ItemDataset[]>;
}

export function datasetCalls({ v1, v2 }: Transport): DatasetCalls {
	return {
		async listDatasets({ titleEq, titleLike, includeOrgAccess = false } = {}) {
			const what = 'listing datasets';
			const reply = await v2({
				what,
				method: 'GET',
				path: 'datasets/list',
				params: { titleEq, titleLike, includeOrgAccess },
			});
			return parseReply(wireObject({ result: z.array(datasetSchema) }), reply, what).result;
		},

		async linkItems(datasetHash, itemUuids) {
			const what = 'adding data to the dataset';
			const id = uuid(datasetHash, 'Dataset ID');
			const item_uuids = itemUuids.map((item) => uuid(item, 'Storage item ID'));
			const reply = await v1({
				what,
				resource: { type: 'dataset', id },
				query: {
					queryType: 'datasetlinkitems',
					queryMethod: 'POST',
					uid: id,
					payload: { item_uuids, duplicates_behavior: 'SKIP' },
				},
				safeToRepeat: true,
			});
			return parseReply(z.array(dataRowSchema), reply, what);
		},

		async datasetsOfItem(item) {
			const what = 'reading where the storage item is used';
			const reply = await v2({
				what,
				method: 'GET',
				path: `${itemPath(item)}/summary`,
				params: { includeGroupLayout: true },
			});
			return parseReply(itemSummarySchema, reply, what).accessibleDatasets;
		},
	};
}
