/** A workflow task in the output of operations and triggers. */
import type { IDataObject } from 'n8n-workflow';
import type { LeasedTask } from '../../../src/agents/lease';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Pathway, WorkflowStage } from '../../../src/encord/calls/projects';
import type { WorkflowTask } from '../../../src/encord/calls/tasks';
import { labelRowSummary } from './labelRow';

export interface StageContext {
	projectHash: string;
	stage: WorkflowStage;
}

/** A task that the agent stage trigger returns. */
export interface Handout extends LeasedTask<WorkflowTask> {
	/** The task's label row, read only when the form or its rules need it. */
	row?: LabelRowMetadata;
	/** The pathway chosen by the rules; absent when the task stays in the stage. */
	pathway?: Pathway;
	/** Whether the task was moved along the pathway. */
	moved?: boolean;
}

/** The fields of a task in every output. */
export function taskIdentity(
	{ projectHash, stage }: StageContext,
	task: WorkflowTask,
): IDataObject {
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

/** The output of the agent stage trigger for one task. */
export function handoutJson(
	context: StageContext,
	handout: Handout,
	withRow: boolean,
): IDataObject {
	const { task, attempt, leasedUntil, row, pathway, moved } = handout;
	return {
		...taskIdentity(context, task),
		attempt,
		// A task that was moved out of the stage has no lease.
		leasedUntil: moved ? null : new Date(leasedUntil).toISOString(),
		...(moved !== undefined && {
			moved,
			pathway: pathway ? { uuid: pathway.uuid, name: pathway.title } : null,
		}),
		...(withRow && { labelRow: row ? labelRowSummary(context.projectHash, row) : null }),
		raw: task as IDataObject,
	};
}
