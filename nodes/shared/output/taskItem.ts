/** A waiting task as the node hands it out. */
import type { IDataObject } from 'n8n-workflow';
import type { LeasedTask } from '../../../src/agents/lease';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Pathway, WorkflowStage } from '../../../src/encord/calls/projects';
import type { WorkflowTask } from '../../../src/encord/calls/tasks';
import { labelRowSummary } from './labelRow';

export interface StagePlace {
	projectHash: string;
	stage: WorkflowStage;
}

export interface Handout extends LeasedTask<WorkflowTask> {
	/** Listed when the form or its rules ask for it. */
	row?: LabelRowMetadata;
	/** The pathway rules chose; absent when the task stays. */
	pathway?: Pathway;
	/** Whether the task has taken it. */
	moved?: boolean;
}

/** A task as every operation and trigger gives it. */
export function taskIdentity({ projectHash, stage }: StagePlace, task: WorkflowTask): IDataObject {
	return {
		taskUuid: task.uuid,
		projectHash,
		stageUuid: stage.uuid,
		stageTitle: stage.title,
		dataHash: task.dataHash,
		dataTitle: task.dataTitle,
		status: task.status ?? null,
		assignee: task.assignee ?? null,
		lastActionedBy: task.lastActionedBy ?? null,
		branchName: task.labelBranchName ?? null,
		createdAt: task.createdAt ?? null,
		updatedAt: task.updatedAt ?? null,
	};
}

/** A task that the stage trigger hands out. */
export function handoutJson(place: StagePlace, handout: Handout, withRow: boolean): IDataObject {
	const { task, attempt, leasedUntil, row, pathway, moved } = handout;
	return {
		...taskIdentity(place, task),
		attempt,
		// A task that has left the stage is leased to nobody.
		leasedUntil: moved ? null : new Date(leasedUntil).toISOString(),
		...(moved !== undefined && {
			moved,
			pathway: pathway ? { uuid: pathway.uuid, name: pathway.title } : null,
		}),
		...(withRow && { labelRow: row ? labelRowSummary(place.projectHash, row) : null }),
		raw: task as IDataObject,
	};
}
