/** Whether a task that is to be finished is still in its stage, judged by the label row of its data unit. */
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { WorkflowStage } from '../../../src/encord/calls/projects';
import { shortened } from '../../../src/encord/wire/identifiers';
import { InputError } from '../fields/form/inputError';
import type { DataUnitRef } from '../fields/places';
import type { TaskRef } from '../fields/workflowPlaces';

/** The task is no longer in the stage. This is reported, not an error. */
export class TaskHasLeft extends Error {
	constructor(readonly row: LabelRowMetadata) {
		super('The task has left the stage.');
	}
}

/** Why nothing may be saved for a task, judged by the label row of its data unit as it is listed. */
export function refusalOf(
	{ task, unit }: { task: TaskRef; unit: DataUnitRef },
	stage: WorkflowStage,
	row: LabelRowMetadata,
): Error | undefined {
	const { task_uuid: taskOfRow, workflow_graph_node: node } = row;
	const belongs = taskOfRow
		? taskOfRow.toLowerCase() === task.taskUuid
		: task.dataHash === unit.dataHash;
	if (!belongs)
		return new InputError(
			`The task ${task.taskUuid} is not the task of the data unit "${shortened(row.data_title)}"`,
			'Give the task and the data unit of the same item, as the Encord Agent Stage Trigger and Task: Get Many give them.',
		);
	if (!node)
		return new InputError(
			`Encord does not say in which stage the data unit "${shortened(row.data_title)}" is`,
			'Use Label Row: Get to see its stage. Nothing was saved.',
		);
	return node.uuid.toLowerCase() === stage.uuid.toLowerCase() ? undefined : new TaskHasLeft(row);
}
