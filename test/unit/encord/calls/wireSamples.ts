/** Smallest valid objects of the wire (protocol §6–§11), with a field the package does not know. */
import type { LabelRowJson } from '../../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../../src/encord/calls/labelRows';
import type { Project } from '../../../../src/encord/calls/projects';
import type { StorageItem } from '../../../../src/encord/calls/storage';
import type { WorkflowTask } from '../../../../src/encord/calls/tasks';
import { id, PROJECT, STAGE } from '../scriptedEncord';

export const UNKNOWN = { fromTheFuture: { kept: true } };

export function project(more: Partial<Project> = {}): Project {
	return {
		projectHash: PROJECT,
		projectType: 'workflow',
		status: 'inProgress',
		title: 'Pets',
		description: '',
		createdAt: '2026-01-01T00:00:00Z',
		lastEditedAt: '2026-01-01T00:00:00Z',
		ontologyHash: id(1, 9),
		editorOntology: { objects: [], classifications: [] },
		workflow: {
			stages: [
				{
					stageType: 'AGENT',
					uuid: STAGE,
					title: 'Agent 1',
					pathways: [
						{ uuid: id(1, 7), title: 'Cat', destinationUuid: id(1, 8) },
						{ uuid: id(2, 7), title: 'Dog', destinationUuid: id(1, 8) },
					],
				},
			],
		},
		...UNKNOWN,
		...more,
	} as Project;
}

/** `labelled` = its labels have been created. */
export function row(
	number: number,
	labelled = true,
	more: Partial<LabelRowMetadata> = {},
): LabelRowMetadata {
	return {
		label_hash: labelled ? id(number, 2) : null,
		created_at: null,
		last_edited_at: null,
		branch_name: 'main',
		data_hash: id(number, 1),
		dataset_hash: id(1, 3),
		dataset_title: 'Dataset',
		data_title: `picture ${number}`,
		data_type: 'IMAGE',
		data_link: null,
		label_status: 'NOT_LABELLED',
		number_of_frames: 1,
		spaces: {},
		...UNKNOWN,
		...more,
	} as LabelRowMetadata;
}

export function labels(number: number, more: Partial<LabelRowJson> = {}): LabelRowJson {
	return {
		label_hash: id(number, 2),
		data_hash: id(number, 1),
		dataset_hash: id(1, 3),
		dataset_title: 'Dataset',
		data_title: `picture ${number}`,
		data_type: 'image',
		label_status: 'NOT_LABELLED',
		data_units: {},
		object_answers: {},
		classification_answers: {},
		object_actions: {},
		...UNKNOWN,
		...more,
	};
}

export function item(uuid: string): StorageItem {
	return {
		uuid,
		parent: id(1, 5),
		itemType: 'image',
		name: 'picture',
		clientMetadata: '{}',
		owner: 'a@example.com',
		createdAt: '2026-01-01T00:00:00Z',
		lastEditedAt: '2026-01-01T00:00:00Z',
		storageLocation: 'encord',
		url: null,
		signedUrl: null,
		fileSize: null,
		mimeType: null,
		duration: null,
		fps: null,
		height: null,
		width: null,
		frameCount: null,
		...UNKNOWN,
	};
}

export function task(number: number): WorkflowTask {
	return {
		uuid: id(number, 6),
		createdAt: '2026-01-01T00:00:00Z',
		updatedAt: '2026-01-01T00:00:00Z',
		dataHash: id(number, 1),
		dataTitle: `picture ${number}`,
		status: 'NEW',
		labelBranchName: 'main',
		assignee: null,
		lastActionedBy: null,
		...UNKNOWN,
	};
}
