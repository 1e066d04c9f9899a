/** What can be done with a task of a stage: the actions of the API, which the Label Editor page takes, too (protocol §11). */
import { z } from 'zod';
import type { Project, Stage, Task } from '../state/entities';
import type { Context } from './context';
import { Refusal } from './refusal';
import { moveTask, noteAction, putTask, setReviews, taskInStage } from './workflow';

export const taskActionSchema = z.object({
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
export type Action = z.infer<typeof taskActionSchema>;

interface TaskAction {
	call: Context;
	project: Project;
	stage: Stage;
	task: Task;
	action: Action;
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
	moveTask(call, project, task, stage.submitUuid, {
		assignee: nextAssignee(taskAction),
		action: 'submit',
	});
}

function approve(taskAction: TaskAction): void {
	const { call, project, stage, task, action } = taskAction;
	if (stage.stageType !== 'REVIEW')
		throw new Refusal(400, `Tasks of stage "${stage.title}" cannot be approved`);
	if (action.approveLabelReviews ?? true)
		setReviews(call, task, ['NEW', 'REOPENED', 'RESOLVED'], 'APPROVED');
	moveTask(call, project, task, stage.approveUuid, {
		action: 'approve',
		assignee: nextAssignee(taskAction),
	});
}

function reject(taskAction: TaskAction): void {
	const { call, project, stage, task, action } = taskAction;
	if (stage.stageType !== 'REVIEW')
		throw new Refusal(400, `Tasks of stage "${stage.title}" cannot be rejected`);
	if (action.rejectLabelReviews ?? true)
		setReviews(call, task, ['NEW', 'REOPENED', 'RESOLVED'], 'REJECTED');
	moveTask(call, project, task, stage.rejectUuid, {
		action: 'reject',
		status: 'REOPENED',
		assignee: nextAssignee(taskAction),
	});
}

function assign({ call, project, stage, task, action }: TaskAction): void {
	if (!['ANNOTATION', 'REVIEW'].includes(stage.stageType))
		throw new Refusal(400, `Tasks of stage "${stage.title}" cannot be assigned`);
	const assignee = action.action === 'ASSIGN' ? memberOf(project, action.assignee ?? '') : null;
	noteAction(call, task, assignee === null ? 'release' : 'assign');
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

/** Does one thing with a task of a stage. @throws Refusal 400 when the task is not there, or the stage knows no such action */
export function actOnTask(call: Context, project: Project, stage: Stage, action: Action): void {
	const perform = deeds[action.action];
	if (!perform) throw new Refusal(400, `action: "${action.action}" is not known`);
	const task = taskInStage(call, project, stage, action.taskUuid);
	perform({ call, project, stage, task, action });
}
