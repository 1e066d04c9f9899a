/** Puts tasks back to the stages where they began, so that everything can be tried once more. Labels stay. */
import type { Project } from '../state/entities';
import type { Context } from './context';
import { moveTask } from './workflow';

/** @returns how many tasks were moved */
export function putTasksBack(context: Context, project: Project): number {
	const { store } = context;
	let moved = 0;
	for (const stage of project.stages) {
		for (const task of store.tasksOfStage(stage.uuid)) {
			const began = store.movesOfTask(task.uuid)[0]?.from;
			if (began === undefined || began === stage.uuid) continue;
			moveTask(context, project, task, began);
			moved++;
		}
	}
	return moved;
}
