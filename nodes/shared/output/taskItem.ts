/** A workflow task in the output of operations and triggers. */
import type { IDataObject } from 'n8n-workflow';
import type { LeasedTask } from '../../../src/agents/lease';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Pathway, WorkflowStage } from '../../../src/encord/calls/projects';
import type { WorkflowTask } from '../../../src/encord/calls/tasks';
import { readable } from '../runtime/readable';
import { labelRowSummary } from './labelRow';
import { statusWords } from './status';

export interface StageContext {
	projectHash: string;
	stage: WorkflowStage;
	/** All stages of the workflow, for the titles of destinations. */
	stages: readonly WorkflowStage[];
	/** Address of the Encord app; empty when it is not known. */
	appUrl: string;
}

/** What of a task the output has. */
export interface TaskOutput {
	/** Whether states are in the words of Encord's screens; otherwise as its interface writes them, as outputs before version 2. */
	statusInWords: boolean;
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
	{ projectHash, stage }: Pick<StageContext, 'projectHash' | 'stage'>,
	task: WorkflowTask,
	{ statusInWords }: TaskOutput,
): IDataObject {
	return {
		dataTitle: task.dataTitle,
		stageTitle: stage.title,
		status: statusInWords ? statusWords(task.status) : (task.status ?? null),
		assignee: task.assignee ?? null,
		lastActionedBy: task.lastActionedBy ?? null,
		branchName: task.labelBranchName ?? null,
		createdAt: task.createdAt ?? null,
		updatedAt: task.updatedAt ?? null,
		projectHash,
		dataHash: task.dataHash,
		taskUuid: task.uuid,
		stageUuid: stage.uuid,
	};
}

/** The output of the agent stage trigger for one task. */
export function handoutJson(
	context: StageContext,
	handout: Handout,
	{ labelRow, raw, statusInWords }: TaskOutput & { labelRow: boolean; raw: boolean },
): IDataObject {
	const { task, attempt, leasedUntil, row, pathway, moved } = handout;
	const json = {
		...taskIdentity(context, task, { statusInWords }),
		attempt,
		// A task that was moved out of the stage has no lease.
		leasedUntil: moved ? null : new Date(leasedUntil).toISOString(),
		...(moved !== undefined && {
			moved,
			pathway: pathway ? pathwayJson(context, pathway) : null,
		}),
		...(labelRow && { labelRow: row ? labelRowSummary(context.projectHash, row) : null }),
		...(raw && { raw: task as IDataObject }),
	};
	return readable(json, context.appUrl);
}

function pathwayJson(
	{ stages }: StageContext,
	{ uuid, title, destinationUuid }: Pathway,
): IDataObject {
	const destination = stages.find((stage) => stage.uuid === destinationUuid);
	return {
		title,
		destinationTitle: destination?.title ?? null,
		uuid,
		destinationUuid,
		// The title under its name of before.
		name: title,
	};
}
