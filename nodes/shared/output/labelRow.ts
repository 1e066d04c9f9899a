/** A listed label row in the output of operations and triggers. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { exampleId } from './examples';

export function labelRowSummary(projectHash: string, row: LabelRowMetadata): IDataObject {
	return {
		projectHash,
		dataHash: row.data_hash,
		dataTitle: row.data_title,
		dataType: row.data_type.toLowerCase(),
		datasetHash: row.dataset_hash,
		datasetTitle: row.dataset_title,
		labelHash: row.label_hash,
		labelStatus: row.label_status,
		branchName: row.branch_name,
		stageUuid: row.workflow_graph_node?.uuid ?? null,
		stageTitle: row.workflow_graph_node?.title ?? null,
		taskUuid: row.task_uuid ?? null,
		priority: row.priority ?? null,
		assignee: row.assigned_user_email ?? null,
		frames: row.number_of_frames,
		framesPerSecond: row.frames_per_second ?? null,
		durationSeconds: row.duration ?? null,
		width: row.width ?? null,
		height: row.height ?? null,
		storageItemUuid: row.backing_item_uuid ?? null,
		lastEditedAt: row.last_edited_at,
		...(row.group_hash ? { groupHash: row.group_hash } : {}),
		...(row.client_metadata ? { clientMetadata: row.client_metadata as IDataObject } : {}),
	};
}

/** An example of a label row in the output. */
export const labelRowExample: IDataObject = {
	projectHash: exampleId,
	dataHash: exampleId,
	dataTitle: 'cat_01.jpg',
	dataType: 'image',
	datasetHash: exampleId,
	datasetTitle: 'Pets, spring',
	labelHash: exampleId,
	labelStatus: 'LABEL_IN_PROGRESS',
	branchName: 'main',
	stageUuid: exampleId,
	stageTitle: 'Agent 1',
	taskUuid: exampleId,
	priority: 0.5,
	assignee: 'ann@example.com',
	frames: 1,
	framesPerSecond: 25.5,
	durationSeconds: 2.5,
	width: 640,
	height: 480,
	storageItemUuid: exampleId,
	lastEditedAt: '2026-01-31 09:00:00',
};
