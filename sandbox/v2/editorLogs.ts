/** The editor logs of a project (protocol §16.1). */
import { activityOf, userHash, type Activity } from '../calls/activity';
import { projectOf } from '../calls/context';
import { inWindow, windowOf } from '../calls/matching';
import { pageOf } from '../calls/pages';
import { Refusal, found } from '../calls/refusal';
import type { Project, ProjectRole } from '../state/entities';
import type { LabelChange } from '../state/records';
import { stableUuid } from '../state/ids';
import type { V2Call, V2Route } from './router';

const ROLES: Record<ProjectRole, string> = {
	0: 'admin',
	1: 'annotator',
	2: 'reviewer',
	3: 'annotator_reviewer',
	4: 'team_manager',
};

const LIMIT = 1000;

function common(call: V2Call, project: Project, done: Activity) {
	const { store } = call;
	const unit = found(store.dataUnits.get(done.dataHash), `Data unit ${done.dataHash}`);
	const dataset = found(store.datasets.get(unit.datasetHash), `Dataset ${unit.datasetHash}`);
	const stage = project.stages.find(({ uuid }) => uuid === done.stageUuid);
	const role = project.members[done.by];
	return {
		dataUnitId: done.dataHash,
		workflowStageId: done.stageUuid,
		branchName: done.branchName,
		workflowTaskId: done.taskUuid,
		timestamp: done.at,
		// The sandbox has no sessions: one for each person, project and day.
		sessionId: stableUuid('session', done.by, project.projectHash, done.at.slice(0, 10)),
		actorUserId: userHash(done.by),
		actorOrganisationId: 1,
		actorUserEmail: done.by,
		projectId: project.projectHash,
		projectOrganisationId: 1,
		projectUserRole: role === undefined ? '' : ROLES[role],
		projectOrganisationUserRole: 'user',
		dataUnitTitle: unit.title,
		dataUnitDataType: unit.dataType,
		dataUnitDatasetId: unit.datasetHash,
		dataUnitDatasetTitle: dataset.title,
		ontologyId: project.ontologyUuid,
		labelId: done.labelHash ?? '',
		workflowStageType: stage?.stageType ?? '',
		workflowStageTitle: stage?.title ?? '',
		eventInformation: {},
	};
}

function labelFacts(change: LabelChange) {
	const facts = {
		action: `${change.change}_${change.kind}`.toUpperCase(),
		actionCategory: change.kind,
		labelName: change.name,
		featureId: change.featureHash,
		labelRanges: change.ranges,
	};
	return change.kind === 'object'
		? {
				...facts,
				objectShape: change.shape,
				objectCurrentFrame: change.ranges[0]?.[0] ?? null,
				objectHash: change.hash,
				objectId: null,
			}
		: { ...facts, classificationHash: change.hash };
}

/** One entry for each label that a save changed, then one for the save; one for each action on a task. */
function entriesOf(call: V2Call, project: Project, done: Activity) {
	const facts = common(call, project, done);
	if (done.action !== 'save')
		return [
			{
				id: done.id,
				action: `${done.action}_TASK`.toUpperCase(),
				actionCategory: facts.workflowStageType === 'AGENT' ? 'agent' : 'task',
				...facts,
			},
		];
	return [
		...done.changes.map((change, index) => ({
			id: stableUuid(done.id, index),
			...labelFacts(change),
			...facts,
		})),
		{ id: done.id, action: 'SAVE', actionCategory: 'editor', ...facts },
	];
}

function listEditorLogs(call: V2Call) {
	const project = projectOf(call, call.params.project ?? '');
	const { query } = call;
	const window = windowOf(query.get('startTime'), query.get('endTime'));
	const limit = Number(query.get('limit') ?? call.pageSize);
	if (!Number.isInteger(limit) || limit < 1)
		throw new Refusal(400, 'limit must be a whole number from 1');
	const wanted = (name: string, value: string) => {
		const filter = query.get(name);
		return filter === null || filter.toLowerCase() === value.toLowerCase();
	};
	const entries = activityOf(call, project)
		.filter(
			(done) =>
				inWindow(done.at, window) &&
				wanted('actorUserEmail', done.by) &&
				wanted('workflowStageId', done.stageUuid) &&
				wanted('dataUnitId', done.dataHash),
		)
		.flatMap((done) => entriesOf(call, project, done))
		.filter(({ action }) => wanted('action', action))
		.map((entry, position) => ({ entry, position }));
	const page = pageOf(
		entries,
		({ entry, position }) => [entry.timestamp, position],
		query.get('pageToken'),
		Math.min(limit, LIMIT),
	);
	return { ...page, results: page.results.map(({ entry }) => entry) };
}

export const editorLogRoutes: V2Route[] = [
	{
		method: 'GET',
		path: 'projects/:project/editor-logs',
		call: 'projects.editorLogs',
		handle: listEditorLogs,
	},
];
