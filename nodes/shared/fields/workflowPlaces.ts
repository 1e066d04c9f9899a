/** Fields for parts of a project's workflow: stage, task, pathway. */
import { mapped, type Field } from './form/field';
import { locator, uuidOf } from './form/locator';
import { text } from './form/values';

const stage = {
	displayName: 'Agent Stage',
	name: 'stage',
	description: 'The agent stage of the workflow that the tasks are in',
	searchListMethod: 'searchAgentStages',
	typed: { displayName: 'By Name or ID', placeholder: 'e.g. Agent 1' },
};

/** Name or ID of the agent stage, chosen in the form. */
export const chosenStageField = locator(stage);

/** Name or ID of the agent stage; by default that of the incoming task. */
export const stageField = locator({ ...stage, fromItem: '={{ $json.stageUuid }}' });

const taskId = text({
	displayName: 'Task ID',
	name: 'task',
	type: 'string',
	required: true,
	default: '={{ $json.taskUuid }}',
	placeholder: 'e.g. 00000000-1111-2222-3333-444444444444',
	description: 'The task in the agent stage, as the Encord Agent Stage Trigger gives it',
});

export interface TaskRef {
	taskUuid: string;
	/** The task's data unit, if the incoming item is this task. */
	dataHash?: string;
}

export const taskField: Field<TaskRef> = mapped(taskId, (id, { item }) => {
	const taskUuid = uuidOf(id, taskId.property.displayName);
	return {
		taskUuid,
		...(item.taskUuid === taskUuid && typeof item.dataHash === 'string'
			? { dataHash: item.dataHash }
			: {}),
	};
});

/** Name or ID of the pathway. */
export const pathwayField = locator({
	displayName: 'Pathway',
	name: 'pathway',
	description: 'The way out of the agent stage that the task takes',
	searchListMethod: 'searchPathways',
	typed: { displayName: 'By Name or ID', placeholder: 'e.g. continue to Review' },
});
