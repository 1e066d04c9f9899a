/** Fields that name parts of a project's workflow: stage, task, pathway. */
import type { INodeProperties } from 'n8n-workflow';
import { locatorField } from './locator';

const stage = {
	displayName: 'Agent Stage',
	name: 'stage',
	description: 'The agent stage of the workflow that the tasks are in',
	searchListMethod: 'searchAgentStages',
	typed: { displayName: 'By Name or ID', placeholder: 'e.g. Agent 1' },
};

/** Chosen on the form. */
export const chosenStageField = locatorField(stage);

/** The agent stage of the incoming task. */
export const stageField = locatorField({ ...stage, fromItem: '={{ $json.stageUuid }}' });

export const taskField: INodeProperties = {
	displayName: 'Task ID',
	name: 'task',
	type: 'string',
	required: true,
	default: '={{ $json.taskUuid }}',
	placeholder: 'e.g. 00000000-1111-2222-3333-444444444444',
	description: 'The task in the agent stage, as the Encord Agent Stage Trigger gives it',
};

export const pathwayField = locatorField({
	displayName: 'Pathway',
	name: 'pathway',
	description: 'The way out of the agent stage that the task takes',
	searchListMethod: 'searchPathways',
	typed: { displayName: 'By Name or ID', placeholder: 'e.g. continue to Review' },
});
