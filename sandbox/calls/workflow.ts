/**
 * Moves tasks between stages. A data unit has one task per project. The task keeps its uuid in every stage, and so does the row's
 * `task_uuid`.
 */
import type { Context } from './context';
import type { LabelRow, Project, Review, Stage, Task, TaskStatus } from '../state/entities';
import type { TaskActionKind } from '../state/records';
import { stableUuid } from '../state/ids';
import { Refusal } from './refusal';

/** What listings say about a row in a stage: `annotation_task_status` and, once labels exist, `label_status` (protocol §7.1). */
function rowStatus(
	stage: Stage,
	task: Task,
): { annotationTaskStatus: string; labelStatus: string } {
	switch (stage.stageType) {
		case 'AGENT':
			return { annotationTaskStatus: 'QUEUED', labelStatus: 'LABEL_IN_PROGRESS' };
		case 'ANNOTATION':
			if (task.status === 'REOPENED')
				return { annotationTaskStatus: 'RETURNED', labelStatus: 'LABEL_IN_PROGRESS' };
			return {
				annotationTaskStatus: task.assignee === null ? 'QUEUED' : 'ASSIGNED',
				labelStatus: 'LABEL_IN_PROGRESS',
			};
		case 'REVIEW':
			return { annotationTaskStatus: 'IN_REVIEW', labelStatus: 'LABELLED' };
		case 'DONE':
			return { annotationTaskStatus: 'COMPLETED', labelStatus: 'REVIEWED' };
	}
}

/** The task as it is now in this stage. @throws Refusal 400: Encord refuses the whole batch for one stale task (protocol §11). */
export function taskInStage(
	context: Context,
	project: Project,
	stage: Stage,
	taskUuid: string,
): Task {
	const task = context.store.tasks.get(taskUuid.toLowerCase());
	if (!task || task.projectHash !== project.projectHash || task.stageUuid !== stage.uuid) {
		throw new Refusal(400, `Task ${taskUuid} is not in stage "${stage.title}"`);
	}
	return task;
}

/** Stores the task, and on its row the fields of the task that listings show. */
export function putTask(context: Context, project: Project, task: Task): void {
	const { store } = context;
	store.tasks.put(task.uuid, task);
	const row = store.labelRows.get(task.labelRowId);
	const stage = project.stages.find(({ uuid }) => uuid === task.stageUuid);
	if (!row || !stage) return;
	const { annotationTaskStatus, labelStatus } = rowStatus(stage, task);
	store.labelRows.put(row.id, {
		...row,
		annotationTaskStatus,
		labelStatus: row.labelHash === null ? 'NOT_LABELLED' : labelStatus,
		priority: stage.stageType === 'DONE' ? null : (row.priority ?? 0.5),
	});
}

/** Notes what the caller does with the task in the stage where it is, for logs and analytics. Call it before the task is moved. */
export function noteAction(
	{ store, user, now }: Context,
	{ uuid, projectHash, stageUuid, dataHash }: Task,
	action: TaskActionKind,
): void {
	const id = stableUuid('task action', uuid, store.taskActions.size);
	store.taskActions.put(id, {
		id,
		action,
		projectHash,
		stageUuid,
		taskUuid: uuid,
		dataHash,
		by: user,
		at: now.toISOString(),
	});
}

/** Moves a task. In the new stage it has no assignee unless `arrival` names one. `action`: what is done with it in the old stage. */
export function moveTask(
	context: Context,
	project: Project,
	task: Task,
	stageUuid: string,
	arrival: {
		status?: TaskStatus;
		assignee?: string | null;
		action?: 'submit' | 'approve' | 'reject';
	} = {},
): void {
	const stage = project.stages.find(({ uuid }) => uuid === stageUuid);
	if (!stage)
		throw new Refusal(400, `Stage ${stageUuid} is not part of project ${project.projectHash}`);
	noteAction(context, task, arrival.action ?? 'move');
	const assignee = arrival.assignee ?? null;
	const status = arrival.status ?? (assignee === null ? 'NEW' : 'ASSIGNED');
	putTask(context, project, {
		...task,
		stageUuid,
		status,
		assignee,
		lastActionedBy: context.user,
		updatedAt: context.now.toISOString(),
	});
	const { store, user, now } = context;
	const nth = store.movesOfTask(task.uuid).length + 1;
	store.moves.put(`${task.uuid}/${nth}`, {
		taskUuid: task.uuid,
		from: task.stageUuid,
		to: stageUuid,
		by: user,
		at: now.toISOString(),
		...(arrival.action === 'submit' ? { submitted: true } : {}),
	});
	openReviewsIn(context, stage, task);
}

/** Lets a task of a seed begin in this stage. This is no move: *Put tasks back* brings the task here. */
export function beginIn(context: Context, project: Project, task: Task, stage: Stage): void {
	putTask(context, project, { ...task, stageUuid: stage.uuid });
	openReviewsIn(context, stage, task);
}

function openReviewsIn(context: Context, stage: Stage, task: Task): void {
	const row = context.store.labelRows.get(task.labelRowId);
	if (stage.stageType === 'REVIEW' && row) openReviews(context, row, task);
}

/** Adds a review for every object and classification of the row that has none yet. */
function openReviews(context: Context, row: LabelRow, task: Task): void {
	const labels = [
		...Object.keys(row.content?.object_answers ?? {}).map((labelId) => ({
			labelId,
			labelType: 'Object' as const,
		})),
		...Object.keys(row.content?.classification_answers ?? {}).map((labelId) => ({
			labelId,
			labelType: 'Classification' as const,
		})),
	];
	for (const label of labels) {
		const reviewUuid = stableUuid('review', task.uuid, label.labelId);
		if (context.store.reviews.get(reviewUuid)) continue;
		context.store.reviews.put(reviewUuid, {
			...label,
			reviewUuid,
			projectHash: task.projectHash,
			taskUuid: task.uuid,
			status: 'NEW',
			comments: [],
			order: context.store.reviews.size,
		});
	}
}

/** Sets the status of every review of the task that has one of the statuses `from`. */
export function setReviews(
	context: Context,
	task: Task,
	from: Review['status'][],
	to: Review['status'],
): void {
	for (const review of context.store.reviewsOfTask(task.uuid)) {
		if (from.includes(review.status))
			context.store.reviews.put(review.reviewUuid, { ...review, status: to });
	}
}
