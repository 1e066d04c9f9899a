/** Puts tasks back to the stages where they began, so that everything can be tried once more. Labels stay. */
import { randomUUID } from 'node:crypto';
import type { Project, Stage, Task } from '../state/entities';
import type { Context } from './context';
import { beginIn } from './workflow';

/**
 * Each task that is elsewhere becomes a new one: a trigger leaves a task alone for a while that it has handed out already, so the
 * old one would not be seen.
 * @returns how many tasks were put back
 */
export function putTasksBack(context: Context, project: Project): number {
	const { store } = context;
	const tasks = project.stages.flatMap(({ uuid }) => store.tasksOfStage(uuid));
	const away = tasks.flatMap((task) => {
		const began = store.movesOfTask(task.uuid)[0]?.from;
		const stage = project.stages.find(({ uuid }) => uuid === began);
		return stage && stage.uuid !== task.stageUuid ? [{ task, stage }] : [];
	});
	for (const { task, stage } of away) beginAnew(context, project, task, stage);
	return away.length;
}

function beginAnew(context: Context, project: Project, old: Task, stage: Stage): void {
	const { store, now } = context;
	const uuid = randomUUID();
	const row = store.labelRows.get(old.labelRowId);
	if (row) store.labelRows.put(row.id, { ...row, taskUuid: uuid });
	for (const { reviewUuid } of store.reviewsOfTask(old.uuid)) store.reviews.delete(reviewUuid);
	store.tasks.delete(old.uuid);
	const at = now.toISOString();
	const task: Task = {
		...old,
		uuid,
		status: 'NEW',
		assignee: null,
		lastActionedBy: null,
		createdAt: at,
		updatedAt: at,
	};
	beginIn(context, project, task, stage);
}
