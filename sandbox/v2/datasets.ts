/** Listing and creating datasets (protocol §6, §16.5). Calls of v1 list the data units in them. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { canReadDataset } from '../calls/context';
import { passes } from '../calls/matching';
import type { V2Call, V2Route } from './router';

function listDatasets(call: V2Call) {
	const { descriptionEq, descriptionLike, ...filter } = Object.fromEntries(call.query);
	const seen = call.store.datasets
		.all()
		.filter(
			(dataset) =>
				canReadDataset(call, dataset) &&
				passes(dataset, { ...filter, descEq: descriptionEq, descLike: descriptionLike }),
		);
	return {
		result: seen.map(
			({
				datasetHash,
				title,
				description,
				createdAt,
				lastEditedAt,
				members,
				backingFolderUuid,
			}) => ({
				datasetUuid: datasetHash,
				title,
				description,
				createdAt,
				lastEditedAt,
				backingFolderUuid,
				storageLocation: 0,
				userRole:
					members[call.user] === undefined ? null : members[call.user] === 0 ? 'admin' : 'user',
			}),
		),
	};
}

/** With a folder of the same name that the dataset mirrors, unless the request wants none. */
function createDataset(call: V2Call) {
	const { title, description, createBackingFolder } = call.body(
		z.object({
			title: z.string(),
			description: z.string().nullish(),
			createBackingFolder: z.boolean().default(true),
			legacyCall: z.boolean().nullish(),
		}),
	);
	const { store, user } = call;
	const at = call.now.toISOString();
	const facts = { description: description ?? '', createdAt: at, lastEditedAt: at };
	const [datasetHash, folderUuid] = [randomUUID(), randomUUID()];
	if (createBackingFolder)
		store.folders.put(folderUuid, {
			...facts,
			uuid: folderUuid,
			parent: null,
			name: title,
			clientMetadata: {},
			owner: user,
		});
	const backingFolderUuid = createBackingFolder ? folderUuid : null;
	store.datasets.put(datasetHash, {
		...facts,
		datasetHash,
		title,
		backingFolderUuid,
		members: { [user]: 0 },
	});
	return { datasetUuid: datasetHash, backingFolderUuid };
}

export const datasetRoutes: V2Route[] = [
	{ method: 'POST', path: 'datasets', call: 'datasets.create', handle: createDataset },
	{ method: 'GET', path: 'datasets/list', call: 'datasets.list', handle: listDatasets },
];
