/**
 * An item of a task goes through several nodes, and meanwhile the task may leave its stage. Label rows name the stage that the task
 * is in now. An item that named this one would send the task out of a stage that nobody has worked on.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Form } from '../fields/form/form';

/**
 * The output of an item with the stage that its task was handed out from. An output that has the stage's title, too, says where
 * the task is now, and is not changed.
 */
export function withStageOfTask<R extends { json: IDataObject }>(form: Form, results: R[]): R[] {
	const known = new Map<unknown, unknown>();
	return results.map((result) => {
		const { taskUuid, stageUuid, stageTitle } = result.json;
		if (!taskUuid || stageUuid === undefined || stageTitle !== undefined) return result;
		if (!known.has(taskUuid)) known.set(taskUuid, handedOutFrom(form, taskUuid));
		const from = known.get(taskUuid) ?? stageUuid;
		return from === stageUuid
			? result
			: { ...result, json: { ...result.json, stageUuid: from as string } };
	});
}

/** The stage that the item, or the nearest Encord node it came through, names for this task. */
function handedOutFrom(form: Form, taskUuid: unknown): unknown {
	const names = (json: IDataObject | undefined) => json?.taskUuid === taskUuid && json?.stageUuid;
	if (names(form.item)) return form.item.stageUuid;
	return form.ancestors.find(({ json }) => names(json))?.json?.stageUuid;
}
