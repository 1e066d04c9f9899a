/** Tasks of a stage: listing, actions, moves (protocol §11). */
import { z } from 'zod';
import { projectOf, stageOf } from '../calls/context';
import type { Project, Stage, Task } from '../state/entities';
import { contains } from '../calls/matching';
import { pageOf } from '../calls/pages';
import { Refusal, found } from '../calls/refusal';
import { moveTask, putTask, setReviews, taskInStage } from '../calls/workflow';
import { anyOf, type V2Call, type V2Route } from './router';

const MOVE_LIMIT = 500;

const actionSchema = z.object({
	taskUuid: z.string(),
	action: z.string(),
	pathwayUuid: z.string().nullish(),
	pathwayName: z.string().nullish(),
	assignee: z.string().nullish(),
	retainAssignee: z.boolean().nullish(),
	resolveLabelReviews: z.boolean().nullish(),
	approveLabelReviews: z.boolean().nullish(),
	rejectLabelReviews: z.boolean().nullish(),
});
type Action = z.infer<typeof actionSchema>;

interface TaskAction {
	call: V2Call;
	project: Project;
	stage: Stage;
	task: Task;
	action: Action;
}

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

/** The assignee after a move: the named one, the present one when the request retains it, else none. */
function nextAssignee({ project, task, action }: TaskAction): string | null {
	if (action.assignee) return memberOf(project, action.assignee);
	if (!action.retainAssignee) return null;
	if (task.assignee === null) throw new Refusal(400, `Task ${task.uuid} has no assignee to retain`);
	return task.assignee;
}

function memberOf(project: Project, email: string): string {
	if (!(email in project.members))
		throw new Refusal(400, `${email} is not a member of the project`);
	return email;
}

function followPathway({ call, project, stage, task, action }: TaskAction): void {
	if (stage.stageType !== 'AGENT') throw new Refusal(400, `Stage "${stage.title}" has no pathways`);
	const { pathwayUuid, pathwayName } = action;
	if (!pathwayUuid && !pathwayName) throw new Refusal(400, 'pathwayUuid or pathwayName is needed');
	const pathway = stage.pathways.find(({ uuid, title }) =>
		pathwayUuid ? uuid === pathwayUuid.toLowerCase() : title === pathwayName,
	);
	if (!pathway)
		throw new Refusal(
			400,
			`Stage "${stage.title}" has no pathway ${pathwayUuid ?? `"${pathwayName ?? ''}"`}`,
		);
	moveTask(call, project, task, pathway.destinationUuid);
}

function submit(taskAction: TaskAction): void {
	const { call, project, stage, task, action } = taskAction;
	if (stage.stageType !== 'ANNOTATION')
		throw new Refusal(400, `Tasks of stage "${stage.title}" cannot be submitted`);
	if (action.resolveLabelReviews ?? true)
		setReviews(call, task, ['REJECTED', 'REOPENED'], 'RESOLVED');
	moveTask(call, project, task, stage.submitUuid, { assignee: nextAssignee(taskAction) });
}

function approve(taskAction: TaskAction): void {
	const { call, project, stage, task, action } = taskAction;
	if (stage.stageType !== 'REVIEW')
		throw new Refusal(400, `Tasks of stage "${stage.title}" cannot be approved`);
	if (action.approveLabelReviews ?? true)
		setReviews(call, task, ['NEW', 'REOPENED', 'RESOLVED'], 'APPROVED');
	moveTask(call, project, task, stage.approveUuid, { assignee: nextAssignee(taskAction) });
}

function reject(taskAction: TaskAction): void {
	const { call, project, stage, task, action } = taskAction;
	if (stage.stageType !== 'REVIEW')
		throw new Refusal(400, `Tasks of stage "${stage.title}" cannot be rejected`);
	if (action.rejectLabelReviews ?? true)
		setReviews(call, task, ['NEW', 'REOPENED', 'RESOLVED'], 'REJECTED');
	moveTask(call, project, task, stage.rejectUuid, {
		status: 'REOPENED',
		assignee: nextAssignee(taskAction),
	});
}

function assign({ call, project, stage, task, action }: TaskAction): void {
	if (!['ANNOTATION', 'REVIEW'].includes(stage.stageType))
		throw new Refusal(400, `Tasks of stage "${stage.title}" cannot be assigned`);
	const assignee = action.action === 'ASSIGN' ? memberOf(project, action.assignee ?? '') : null;
	putTask(call, project, {
		...task,
		assignee,
		status: assignee === null ? 'RELEASED' : 'ASSIGNED',
		lastActionedBy: call.user,
		updatedAt: call.now.toISOString(),
	});
}

const deeds: Record<string, (taskAction: TaskAction) => void> = {
	PATHWAY_ACTION: followPathway,
	SUBMIT: submit,
	APPROVE: approve,
	REJECT: reject,
	ASSIGN: assign,
	RELEASE: assign,
};

/** Runs all actions or none: when one is refused, the transaction around the call undoes those before it. */
function act(call: V2Call): undefined {
	const { project, stage } = place(call);
	for (const action of call.body(z.array(actionSchema))) {
		const perform = deeds[action.action];
		if (!perform) throw new Refusal(400, `action: "${action.action}" is not known`);
		perform({
			call,
			project,
			stage,
			task: taskInStage(call, project, stage, action.taskUuid),
			action,
		});
	}
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
