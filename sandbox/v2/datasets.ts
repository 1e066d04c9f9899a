/** The listing of datasets (protocol §6). Calls of v1 list the data units in them. */
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

export const datasetRoutes: V2Route[] = [
	{ method: 'GET', path: 'datasets/list', call: 'datasets.list', handle: listDatasets },
];
