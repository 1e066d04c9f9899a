/** Fields for parts of a project's workflow: stage, task, pathway. */
import type { IDataObject } from 'n8n-workflow';
import { AUTOMATIC, automaticValue } from './automatic';
import { mapped, type Field, type Parameter } from './form/field';
import { locator, uuidOf } from './form/locator';
import { optionalText } from './form/values';
import { fromItem, listValue, withListValue } from './places';

const stage = {
	displayName: 'Agent Stage',
	name: 'stage',
	description: 'The agent stage of the workflow that the tasks are in',
	searchListMethod: 'searchAgentStages',
	nameExample: 'Agent 1',
};

/** Name or ID of the agent stage, chosen in the form. */
export const chosenStageField = locator(stage);

/** The stage of the incoming task, for the lists of the editor. */
export const stageForLists = listValue('Stage of the Item', 'stageOfItem', 'stageUuid');

/** Name or ID of the agent stage; by default that of the task the item came from. */
export const stageField = withListValue(
	locator({
		...stage,
		automatic: fromItem(stage.displayName, { key: 'stageUuid', ofTask: true }),
	}),
	stageForLists,
);

/** Name or ID of the stage of any kind that a task is in; by default that of the task the item came from. */
export const originStageField = locator({
	displayName: 'From Stage',
	name: 'stage',
	description: 'The stage that the task is in. A task that has left it is not moved.',
	searchListMethod: 'searchStages',
	nameExample: 'Annotate 1',
	automatic: fromItem('From Stage', { key: 'stageUuid', ofTask: true }),
});

/** Name or ID of the stage of any kind that a task is moved to. */
export const destinationStageField = locator({
	displayName: 'To Stage',
	name: 'destination',
	description: 'The stage that the task is moved to, whether a pathway leads there or not',
	searchListMethod: 'searchStages',
	nameExample: 'Review 1',
});

const givenTaskId = optionalText({
	displayName: 'Task ID',
	name: 'task',
	type: 'string',
	default: '',
	placeholder: AUTOMATIC,
	description: 'The task in the agent stage, as the Encord Agent Stage Trigger gives it',
});

const taskId: Parameter<string> = {
	...givenTaskId,
	read: (form) =>
		givenTaskId.read(form) ||
		String(automaticValue(form, givenTaskId.property, { key: 'taskUuid' })),
};

export interface TaskRef {
	taskUuid: string;
	/** The task's data unit, if the item came from this task. */
	dataHash?: string;
	/** Its title, if the item has it. */
	dataTitle?: string;
}

export const taskField: Field<TaskRef> = mapped(taskId, (id, form) => {
	const taskUuid = uuidOf(id, taskId.property.displayName);
	const isTask = (json: IDataObject | undefined) =>
		json?.taskUuid === taskUuid && typeof json.dataHash === 'string';
	const task = isTask(form.item)
		? form.item
		: form.ancestors.find(({ json }) => isTask(json))?.json;
	return {
		taskUuid,
		...(task === undefined ? {} : { dataHash: task.dataHash as string }),
		...(typeof task?.dataTitle === 'string' ? { dataTitle: task.dataTitle } : {}),
	};
});

/** Name or ID of the pathway. */
export const pathwayField = locator({
	displayName: 'Pathway',
	name: 'pathway',
	description: 'The way out of the agent stage that the task takes',
	searchListMethod: 'searchPathways',
	nameExample: 'continue to Review',
});
