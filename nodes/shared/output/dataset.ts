/** A dataset in the output of the Dataset operations. */
import type { IDataObject } from 'n8n-workflow';
import type { Dataset } from '../../../src/encord/calls/datasets';
import { exampleId } from './examples';

export function datasetSummary(dataset: Dataset): IDataObject {
	return {
		datasetHash: dataset.datasetUuid,
		title: dataset.title,
		description: dataset.description ?? '',
		/** The folder that it mirrors, if it does. */
		folderUuid: dataset.backingFolderUuid ?? null,
		userRole: dataset.userRole ?? null,
		createdAt: dataset.createdAt,
		lastEditedAt: dataset.lastEditedAt,
	};
}

export const datasetExample: IDataObject = {
	datasetHash: exampleId,
	title: 'Street pictures',
	description: '',
	folderUuid: exampleId,
	userRole: 'admin',
	createdAt: '2026-01-31T09:00:00Z',
	lastEditedAt: '2026-01-31T09:00:00Z',
};
