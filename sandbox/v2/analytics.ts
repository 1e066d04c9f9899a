/** What was done in a project and how long it took (protocol §16.2). */
import { activityOf, stintsOf, type Activity, type Stint } from '../calls/activity';
import { projectOf } from '../calls/context';
import { contains, inWindow, windowOf } from '../calls/matching';
import { pageOf, type SortKey } from '../calls/pages';
import { Refusal, found } from '../calls/refusal';
import type { Project } from '../state/entities';
import { anyOf, pageSizeOf, type V2Call, type V2Route } from './router';

/** What was done in the window that the query names, from `after` (included) to `before` (excluded). */
function doneIn(call: V2Call, project: Project): Activity[] {
	const window = windowOf(call.query.get('after'), call.query.get('before'));
	return activityOf(call, project).filter(({ at }) => inWindow(at, window));
}

function listTaskActions(call: V2Call) {
	const project = projectOf(call, call.params.project ?? '');
	const { query } = call;
	const [byActor, byAction, byStage, byData] = [
		'actorEmail',
		'actionType',
		'workflowStageUuid',
		'dataUnitUuid',
	].map((name) => anyOf(query, name));
	const actions = doneIn(call, project).filter(
		(done) =>
			done.action !== 'save' &&
			byActor?.(done.by) &&
			byAction?.(done.action) &&
			byStage?.(done.stageUuid) &&
			byData?.(done.dataHash),
	);
	const page = pageOf(actions, ({ at, id }) => [at, id], query.get('pageToken'), pageSizeOf(call));
	return {
		...page,
		results: page.results.map((done) => ({
			timestamp: done.at,
			actionType: done.action,
			projectUuid: project.projectHash,
			workflowStageUuid: done.stageUuid,
			taskUuid: done.taskUuid,
			dataUnitUuid: done.dataHash,
			actorEmail: done.by,
		})),
	};
}

/** Stints with one key, added up. The key is also the place in the listing. */
interface Sum {
	key: SortKey;
	first: Stint;
	seconds: number;
}

function sums(stints: Stint[], keyOf: (stint: Stint) => SortKey): Sum[] {
	const all = new Map<string, Sum>();
	for (const stint of stints) {
		const key = keyOf(stint);
		const name = JSON.stringify(key);
		const known = all.get(name) ?? { key, first: stint, seconds: 0 };
		all.set(name, { ...known, seconds: known.seconds + stint.seconds });
	}
	return [...all.values()];
}

/** Stints of members: the listings name a role for everybody. */
function stintsOfMembers(call: V2Call, project: Project): Stint[] {
	return stintsOf(doneIn(call, project)).filter(({ until }) => until.by in project.members);
}

function listTimers(call: V2Call) {
	const project = projectOf(call, (call.query.get('projectHash') ?? '').toLowerCase());
	const groupBy = call.query.get('groupBy') ?? 'dataUnit';
	if (groupBy !== 'dataUnit' && groupBy !== 'project')
		throw new Refusal(400, 'groupBy must be dataUnit or project');
	const byUnit = groupBy === 'dataUnit';
	const timers = sums(stintsOfMembers(call, project), ({ until }) => [
		until.by,
		byUnit ? until.dataHash : '',
	]);
	const page = pageOf(timers, ({ key }) => key, call.query.get('pageToken'), pageSizeOf(call));
	return {
		...page,
		results: page.results.map(({ first: { until }, seconds }) => ({
			userEmail: until.by,
			userRole: project.members[until.by],
			dataTitle: byUnit ? (call.store.dataUnits.get(until.dataHash)?.title ?? null) : null,
			timeSeconds: seconds,
		})),
	};
}

const DAY = 24 * 60 * 60 * 1000;

function timeSpentJson(call: V2Call, project: Project, { first: { until }, seconds }: Sum) {
	const unit = found(call.store.dataUnits.get(until.dataHash), `Data unit ${until.dataHash}`);
	const stage = project.stages.find(({ uuid }) => uuid === until.stageUuid);
	const start = Math.floor(Date.parse(until.at) / DAY) * DAY;
	return {
		periodStartTime: new Date(start).toISOString(),
		periodEndTime: new Date(start + DAY).toISOString(),
		timeSpentSeconds: Math.round(seconds),
		userEmail: until.by,
		projectUserRole: project.members[until.by],
		dataUuid: until.dataHash,
		dataTitle: unit.title,
		datasetUuid: unit.datasetHash,
		datasetTitle: call.store.datasets.get(unit.datasetHash)?.title ?? '',
		workflowTaskUuid: until.taskUuid,
		workflowStage: stage
			? { stageType: stage.stageType, uuid: stage.uuid, title: stage.title }
			: null,
	};
}

/** One entry for each person, task, stage and day. */
function listTimeSpent(call: V2Call) {
	const { query, store } = call;
	const project = projectOf(call, (query.get('projectUuid') ?? '').toLowerCase());
	const [byStage, byEmail, byDataset, byData] = [
		'workflowStageUuids',
		'userEmails',
		'datasetUuids',
		'dataUuids',
	].map((name) => anyOf(query, name));
	const title = query.get('dataTitle');
	const stints = stintsOfMembers(call, project).filter(({ until }) => {
		const unit = store.dataUnits.get(until.dataHash);
		return (
			byStage?.(until.stageUuid) &&
			byEmail?.(until.by) &&
			byData?.(until.dataHash) &&
			byDataset?.(unit?.datasetHash ?? null) &&
			(title === null || contains(unit?.title ?? '', title))
		);
	});
	const entries = sums(stints, ({ until }) => [
		until.at.slice(0, 10),
		until.by,
		until.taskUuid,
		until.stageUuid,
	]);
	const page = pageOf(entries, ({ key }) => key, query.get('pageToken'), pageSizeOf(call));
	return { ...page, results: page.results.map((entry) => timeSpentJson(call, project, entry)) };
}

export const analyticsRoutes: V2Route[] = [
	{
		method: 'GET',
		path: 'projects/:project/analytics/task-actions',
		call: 'analytics.taskActions',
		handle: listTaskActions,
	},
	{
		method: 'GET',
		path: 'analytics/collaborators/timers',
		call: 'analytics.timers',
		handle: listTimers,
	},
	{
		method: 'GET',
		path: 'analytics/time-spent',
		call: 'analytics.timeSpent',
		handle: listTimeSpent,
	},
];
