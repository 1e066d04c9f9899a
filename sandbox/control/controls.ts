/** The controls at `/_sandbox/…`: tests read and change the sandbox with them. Unsigned, for programs on this machine only. */
import { z } from 'zod';
import type { LabelRow, Project, Task } from '../state/entities';
import { sendJson, sendNothing, type Exchange } from '../calls/exchange';
import { faultSchema } from './faults';
import { contextFor, ownerOf, type Host } from '../server/host';
import { labelBlob } from '../labels/blob';
import { createLabels } from '../labels/create';
import { saveLabels } from '../labels/save';
import { Refusal, found } from '../calls/refusal';
import { bodyOf, projectNamed, type Control } from './control';
import { playgroundControls } from './playgroundControls';
import { putIssue } from '../calls/issues';
import { moveTask } from '../calls/workflow';
import { autoCallSchema, callForTask } from '../webhooks/autoCall';
import { eventSchema, sendEvent } from '../webhooks/events';
import { secretOf } from '../webhooks/signing';

export const CONTROL_PREFIX = '/_sandbox/';

/** Refuses web pages: a page sends its own Origin, or a host name that its site has pointed at this machine (DNS rebinding). */
function refuseStrangers(host: Host, { request }: Exchange): void {
	const { origin, host: name } = request.headers;
	const local = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(name ?? '');
	const known = origin === undefined || origin === host.url || origin === host.appUrl;
	if (!local || !known) throw new Refusal(403, 'The controls are for programs on this machine');
}

function rowState(host: Host, row: LabelRow) {
	const context = contextFor(host, ownerOf(host));
	const {
		dataHash,
		labelHash,
		branchName,
		version,
		labelStatus,
		priority,
		lastEditedAt,
		taskUuid,
	} = row;
	return {
		dataHash,
		title: host.store.dataUnits.get(dataHash)?.title,
		labelHash,
		branchName,
		version,
		labelStatus,
		priority,
		lastEditedAt,
		taskUuid,
		labels: labelHash === null ? null : labelBlob(context, row, { signedUrls: false }),
		saves:
			labelHash === null
				? []
				: host.store
						.savesOfLabel(labelHash)
						.filter((save) => save.projectHash === row.projectHash)
						.map(({ version: saved, by, at }) => ({ version: saved, by, at })),
	};
}

function taskState(
	host: Host,
	project: Project,
	{ uuid, stageUuid, dataHash, status, assignee, lastActionedBy, updatedAt }: Task,
) {
	const titleOf = (wanted: string): string | undefined =>
		project.stages.find((candidate) => candidate.uuid === wanted)?.title;
	const title = host.store.dataUnits.get(dataHash)?.title;
	return {
		uuid,
		dataHash,
		title,
		stageUuid,
		stage: titleOf(stageUuid),
		status,
		assignee,
		lastActionedBy,
		updatedAt,
		moves: host.store.movesOfTask(uuid).map(({ from, to, by, at }) => ({
			from: titleOf(from),
			to: titleOf(to),
			by,
			at,
		})),
	};
}

function state(host: Host, exchange: Exchange) {
	const wanted = exchange.query.get('project');
	const projects = wanted === null ? host.store.projects.all() : [projectNamed(host, wanted)];
	return {
		seed: host.store.meta.get('meta')?.seed,
		users: host.store.users.all().map(({ email, publicKeyHex }) => ({ email, publicKeyHex })),
		projects: projects.map((project) => ({
			projectHash: project.projectHash,
			title: project.title,
			status: project.status,
			stages: project.stages,
			agents: project.agents,
			labelRows: host.store
				.labelRowsOfProject(project.projectHash)
				.map((row) => rowState(host, row)),
			tasks: project.stages
				.flatMap((stage) => host.store.tasksOfStage(stage.uuid))
				.sort((a, b) => a.order - b.order)
				.map((task) => taskState(host, project, task)),
			issues: host.store.issuesOfProject(project.projectHash),
		})),
	};
}

const target = {
	project: z.string(),
	dataHash: z.string().optional(),
	title: z.string().optional(),
	user: z.string().default('colleague@example.com'),
};

/** The label row that a control names by data hash or title. */
function rowNamed(
	host: Host,
	{ project, dataHash, title }: { project: string; dataHash?: string; title?: string },
): { project: Project; row: LabelRow } {
	const named = projectNamed(host, project);
	const row = host.store
		.labelRowsOfProject(named.projectHash)
		.find(
			(candidate) =>
				candidate.branchName === 'main' &&
				(dataHash
					? candidate.dataHash === dataHash
					: host.store.dataUnits.get(candidate.dataHash)?.title === title),
		);
	return { project: named, row: found(row, `Data unit ${dataHash ?? title ?? ''}`) };
}

/** Saves labels as another user. Without `labels` it saves the present ones again, so that only author and time change. */
function saveAsColleague(host: Host, exchange: Exchange) {
	const spec = bodyOf(
		exchange,
		z.object({ ...target, labels: z.unknown(), validationErrors: z.array(z.string()).optional() }),
	);
	const { project, row } = rowNamed(host, spec);
	const context = contextFor(host, spec.user);
	return host.store.transact(() => {
		const created = createLabels(context, row);
		saveLabels(
			context,
			project,
			created,
			spec.labels ?? labelBlob(context, created, { signedUrls: false }),
		);
		const saved = found(host.store.labelRows.get(row.id), `Label row ${row.id}`);
		return rowState(
			host,
			spec.validationErrors
				? host.store.labelRows.put(row.id, { ...saved, validationErrors: spec.validationErrors })
				: saved,
		);
	});
}

/** Moves a task as another user, to the stage with a title. */
function moveAsColleague(host: Host, exchange: Exchange) {
	const spec = bodyOf(exchange, z.object({ ...target, stage: z.string() }));
	const { project, row } = rowNamed(host, spec);
	const task = found(host.store.tasks.get(row.taskUuid ?? ''), `Task of ${row.dataHash}`);
	const stage = found(
		project.stages.find(({ title }) => title === spec.stage),
		`Stage ${spec.stage}`,
	);
	host.store.transact(() => moveTask(contextFor(host, spec.user), project, task, stage.uuid));
	return taskState(host, project, found(host.store.tasks.get(task.uuid), `Task ${task.uuid}`));
}

/** Another user raises an issue, on a place of any kind, which may be resolved already. */
function raiseIssue(host: Host, exchange: Exchange) {
	const spec = bodyOf(
		exchange,
		z.object({
			...target,
			comment: z.string(),
			tags: z.array(z.string()).default([]),
			anchor: z.object({ type: z.string() }).passthrough().default({ type: 'dataUnit' }),
			resolved: z.boolean().default(false),
		}),
	);
	const { project, row } = rowNamed(host, spec);
	const context = contextFor(host, spec.user);
	const resolution = {
		isResolved: true,
		createdAt: context.now.toISOString(),
		actorEmail: spec.user,
	};
	return host.store.transact(() =>
		putIssue(context, project.projectHash, {
			anchor: { ...spec.anchor, dataUuid: row.dataHash },
			comment: spec.comment,
			tags: spec.tags,
			...(spec.resolved ? { resolutionHistory: [resolution] } : {}),
		}),
	);
}

function addAgent(host: Host, exchange: Exchange): undefined {
	const { projectHash, name, endpoint } = bodyOf(
		exchange,
		z.object({ projectHash: z.string(), name: z.string().min(1), endpoint: z.string().url() }),
	);
	const project = projectNamed(host, projectHash);
	const others = project.agents.filter((agent) => agent.name !== name);
	host.store.projects.put(project.projectHash, {
		...project,
		agents: [...others, { name, endpoint }],
	});
	return undefined;
}

/** The signing secret of an address, as the app shows it beside the address. */
function secret(host: Host, exchange: Exchange) {
	return {
		secret: secretOf(
			host.store,
			found(exchange.query.get('url') ?? undefined, 'The parameter url'),
		),
	};
}

async function callAgent(host: Host, exchange: Exchange) {
	const call = bodyOf(exchange, autoCallSchema);
	const { project, row } = rowNamed(host, call);
	return await callForTask(host, project, row, call);
}

async function notify(host: Host, exchange: Exchange) {
	const event = bodyOf(exchange, eventSchema);
	return await sendEvent(host, projectNamed(host, event.project), event);
}

const controls: Control[] = [
	{
		method: 'POST',
		path: 'reset',
		handle: (host, { query }) => host.reset(query.get('tasks') === 'new'),
	},
	{ method: 'GET', path: 'state', handle: state },
	{ method: 'GET', path: 'requests', handle: (host) => host.requests.report() },
	{ method: 'DELETE', path: 'requests', handle: (host) => host.requests.clear() },
	{ method: 'GET', path: 'chat', handle: (host) => host.chat.report() },
	{ method: 'GET', path: 'faults', handle: (host) => host.faults.list() },
	{
		method: 'POST',
		path: 'faults',
		handle: (host, exchange) => host.faults.add(bodyOf(exchange, faultSchema)),
	},
	{ method: 'DELETE', path: 'faults', handle: (host) => host.faults.clear() },
	{ method: 'POST', path: 'agents', handle: addAgent },
	{ method: 'GET', path: 'webhooks/secret', handle: secret },
	{ method: 'POST', path: 'webhooks/call', handle: callAgent },
	{ method: 'POST', path: 'webhooks/event', handle: notify },
	{ method: 'POST', path: 'labels', handle: saveAsColleague },
	{ method: 'POST', path: 'tasks', handle: moveAsColleague },
	{ method: 'POST', path: 'issues', handle: raiseIssue },
	...playgroundControls,
];

export async function runControl(host: Host, exchange: Exchange): Promise<void> {
	refuseStrangers(host, exchange);
	const path = exchange.path.slice(CONTROL_PREFIX.length).replace(/\/$/, '');
	const control = controls.find(
		(candidate) => candidate.path === path && candidate.method === exchange.method,
	);
	if (!control) throw new Refusal(404, `There is no control ${exchange.method} ${exchange.path}`);
	const reply = await control.handle(host, exchange);
	if (reply === undefined) sendNothing(exchange);
	else sendJson(exchange, 200, reply);
}
