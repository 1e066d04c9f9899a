/** A listed label row in the output of operations and triggers. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { exampleId } from './examples';
import { statusWords } from './status';

export function labelRowSummary(projectHash: string, row: LabelRowMetadata): IDataObject {
	return {
		dataTitle: row.data_title,
		datasetTitle: row.dataset_title,
		stageTitle: row.workflow_graph_node?.title ?? null,
		status: statusWords(row.annotation_task_status),
		dataType: row.data_type.toLowerCase(),
		labelStatus: row.label_status,
		branchName: row.branch_name,
		priority: row.priority ?? null,
		assignee: row.assigned_user_email ?? null,
		frames: row.number_of_frames,
		framesPerSecond: row.frames_per_second ?? null,
		durationSeconds: row.duration ?? null,
		width: row.width ?? null,
		height: row.height ?? null,
		lastEditedAt: row.last_edited_at,
		...(row.client_metadata ? { clientMetadata: row.client_metadata as IDataObject } : {}),
		projectHash,
		dataHash: row.data_hash,
		datasetHash: row.dataset_hash,
		labelHash: row.label_hash,
		stageUuid: row.workflow_graph_node?.uuid ?? null,
		taskUuid: row.task_uuid ?? null,
		storageItemUuid: row.backing_item_uuid ?? null,
		...(row.group_hash ? { groupHash: row.group_hash } : {}),
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
	status: 'Queued',
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
