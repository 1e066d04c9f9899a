/** Tasks of a stage: listing, actions, moves (protocol §11). */
import { z } from 'zod';
import { projectOf, stageOf } from '../calls/context';
import type { Project, Stage, Task } from '../state/entities';
import { contains } from '../calls/matching';
import { pageOf } from '../calls/pages';
import { found } from '../calls/refusal';
import { actOnTask, taskActionSchema } from '../calls/taskActions';
import { moveTask, taskInStage } from '../calls/workflow';
import { anyOf, type V2Call, type V2Route } from './router';

const MOVE_LIMIT = 500;

function place(call: V2Call): { project: Project; stage: Stage } {
	const project = projectOf(call, call.params.project ?? '');
	return { project, stage: stageOf(project, call.params.stage ?? '') };
}

/** A task with exactly the keys that tasks have in this kind of stage. */
function taskJson(call: V2Call, stage: Stage, task: Task) {
	const { uuid, createdAt, updatedAt, dataHash, status, assignee, lastActionedBy } = task;
	const common = {
		uuid,
		createdAt,
		updatedAt,
		dataHash,
		dataTitle: call.store.dataUnits.get(dataHash)?.title ?? '',
	};
	const labelBranchName = call.store.labelRows.get(task.labelRowId)?.branchName ?? 'main';
	switch (stage.stageType) {
		case 'AGENT':
			return { ...common, status, labelBranchName, assignee, lastActionedBy };
		case 'ANNOTATION':
			return { ...common, status, labelBranchName, assignee };
		case 'REVIEW':
			return { ...common, status, assignee };
		case 'DONE':
			return common;
	}
}

function listTasks(call: V2Call) {
	const { stage } = place(call);
	const { store, query } = call;
	const [byEmail, byData, byDataset, byStatus] = [
		'userEmails',
		'dataHashes',
		'datasetHashes',
		'statuses',
	].map((name) => anyOf(query, name));
	const title = query.get('dataTitleContains');
	const final = stage.stageType === 'DONE';
	const tasks = store.tasksOfStage(stage.uuid).filter((task) => {
		const unit = store.dataUnits.get(task.dataHash);
		return (
			byData?.(task.dataHash) &&
			byDataset?.(unit?.datasetHash ?? null) &&
			(title === null || contains(unit?.title ?? '', title)) &&
			(final || (byEmail?.(task.assignee) && byStatus?.(task.status)))
		);
	});
	const keyOf = (task: Task) => [
		-(store.labelRows.get(task.labelRowId)?.priority ?? 0),
		task.order,
	];
	const page = pageOf(tasks, keyOf, query.get('pageToken'), call.pageSize);
	return { ...page, results: page.results.map((task) => taskJson(call, stage, task)) };
}

/** Runs all actions or none: when one is refused, the transaction around the call undoes those before it. */
function act(call: V2Call): undefined {
	const { project, stage } = place(call);
	for (const action of call.body(z.array(taskActionSchema)))
		actOnTask(call, project, stage, action);
	return undefined;
}

function moveTasks(call: V2Call): undefined {
	const { project, stage } = place(call);
	const { taskUuids, destinationStageUuid } = call.body(
		z.object({
			taskUuids: z.array(z.string()).max(MOVE_LIMIT),
			destinationStageUuid: z.string(),
		}),
	);
	const destination = found(
		project.stages.find(({ uuid }) => uuid === destinationStageUuid.toLowerCase()),
		`Stage ${destinationStageUuid}`,
	);
	for (const taskUuid of taskUuids)
		moveTask(call, project, taskInStage(call, project, stage, taskUuid), destination.uuid);
	return undefined;
}

const STAGE = 'projects/:project/workflow/stages/:stage';

export const taskRoutes: V2Route[] = [
	{ method: 'GET', path: `${STAGE}/tasks`, call: 'tasks.list', handle: listTasks },
	{ method: 'POST', path: `${STAGE}/actions`, call: 'tasks.actions', handle: act },
	{ method: 'POST', path: `${STAGE}/move-tasks`, call: 'tasks.move', handle: moveTasks },
];
