/** Projects, their datasets and people (protocol §6). */
import { z } from 'zod';
import { mayUseProject, projectOf, type Context } from '../calls/context';
import type { Project, ProjectRole, Stage } from '../state/entities';
import { passes } from '../calls/matching';
import { pageOf } from '../calls/pages';
import { found } from '../calls/refusal';
import type { V2Call, V2Route } from './router';

const statuses = [
	'notStarted',
	'inProgress',
	'inReview',
	'paused',
	'completed',
	'cancelled',
	'archived',
] as const;

function stageJson(stage: Stage) {
	const { stageType, uuid, title } = stage;
	return stage.stageType === 'AGENT'
		? { stageType, uuid, title, pathways: stage.pathways }
		: { stageType, uuid, title };
}

function projectJson(context: Context, project: Project) {
	const ontology = found(
		context.store.ontologies.get(project.ontologyUuid),
		`Ontology ${project.ontologyUuid}`,
	);
	return {
		projectHash: project.projectHash,
		projectType: 'workflow',
		status: project.status,
		title: project.title,
		description: project.description,
		createdAt: project.createdAt,
		lastEditedAt: project.lastEditedAt,
		ontologyHash: project.ontologyUuid,
		editorOntology: ontology.editor,
		userRole: project.members[context.user] ?? null,
		sourceProjects: [],
		workflowManagerUuid: project.workflowManagerUuid,
		workflow: { stages: project.stages.map(stageJson) },
	};
}

function listProjects(call: V2Call) {
	const { store, query } = call;
	const filter = Object.fromEntries(query);
	const tags = query.getAll('tagsAnyof');
	const seen = store.projects
		.all()
		.filter(
			(project) =>
				mayUseProject(call, project) &&
				passes(project, filter) &&
				(tags.length === 0 || project.tags.some((tag) => tags.includes(tag))),
		);
	return {
		results: seen.sort((a, b) => a.order - b.order).map((project) => projectJson(call, project)),
	};
}

function listDatasets(call: V2Call) {
	const project = projectOf(call, call.params.project ?? '');
	const datasets = project.datasetHashes.map((hash) =>
		found(call.store.datasets.get(hash), `Dataset ${hash}`),
	);
	return {
		results: datasets.map(({ datasetHash, title, description }) => ({
			datasetHash,
			title,
			description,
		})),
	};
}

function listUsers(call: V2Call) {
	const project = projectOf(call, call.params.project ?? '');
	const users = Object.entries(project.members).map(([userEmail, userRole]) => ({
		userEmail,
		userRole,
	}));
	return pageOf(users, (user) => [user.userEmail], call.query.get('pageToken'), call.pageSize);
}

function setStatus(call: V2Call): undefined {
	const project = projectOf(call, call.params.project ?? '');
	const { status } = call.body(z.object({ status: z.enum(statuses) }));
	call.store.projects.put(project.projectHash, {
		...project,
		status,
		lastEditedAt: call.now.toISOString(),
	});
	return undefined;
}

function groupJson({ createdAt }: Project, groupHash: string) {
	return { groupHash, name: `Group ${groupHash.slice(0, 8)}`, description: '', createdAt };
}

/** All results are on one page, because the official client requests no second one. */
function listGroups(call: V2Call) {
	const project = projectOf(call, call.params.project ?? '');
	return {
		results: project.groups.map(({ groupHash, userRole }) => ({
			...groupJson(project, groupHash),
			isSameOrganisation: true,
			userRole,
		})),
	};
}

/** The groups of the caller's organization: all groups of the caller's projects. */
function listOwnGroups(call: V2Call) {
	const seen = call.store.projects.all().filter((project) => mayUseProject(call, project));
	const groups = seen.flatMap((project) =>
		project.groups.map(({ groupHash }) => groupJson(project, groupHash)),
	);
	return { results: [...new Map(groups.map((group) => [group.groupHash, group])).values()] };
}

function changeGroups(
	call: V2Call,
	project: Project,
	change: (groups: Project['groups']) => Project['groups'],
): undefined {
	call.store.projects.put(project.projectHash, { ...project, groups: change(project.groups) });
	return undefined;
}

function addGroups(call: V2Call): undefined {
	const project = projectOf(call, call.params.project ?? '');
	const { groupHashList, userRole } = call.body(
		z.object({
			groupHashList: z.array(z.string().uuid()),
			userRole: z.number().int().min(0).max(4),
		}),
	);
	const added = groupHashList.map((groupHash) => ({
		groupHash,
		userRole: userRole as ProjectRole,
	}));
	return changeGroups(call, project, (groups) => [
		...groups.filter((group) => !groupHashList.includes(group.groupHash)),
		...added,
	]);
}

function removeGroups(call: V2Call): undefined {
	const removed = call.query.getAll('groupHashList');
	return changeGroups(call, projectOf(call, call.params.project ?? ''), (groups) =>
		groups.filter((group) => !removed.includes(group.groupHash)),
	);
}

export const projectRoutes: V2Route[] = [
	{ method: 'GET', path: 'projects', call: 'projects.list', handle: listProjects },
	{
		method: 'GET',
		path: 'projects/:project',
		call: 'projects.get',
		handle: (call) => projectJson(call, projectOf(call, call.params.project ?? '')),
	},
	{
		method: 'GET',
		path: 'projects/:project/datasets',
		call: 'projects.datasets',
		handle: listDatasets,
	},
	{ method: 'GET', path: 'projects/:project/users', call: 'projects.users', handle: listUsers },
	{
		method: 'PUT',
		path: 'projects/:project/status',
		call: 'projects.setStatus',
		handle: setStatus,
	},
	{ method: 'GET', path: 'projects/:project/groups', call: 'projects.groups', handle: listGroups },
	{
		method: 'GET',
		path: 'user/current-organisation/groups',
		call: 'user.groups',
		handle: listOwnGroups,
	},
	{
		method: 'POST',
		path: 'projects/:project/groups',
		call: 'projects.addGroups',
		handle: addGroups,
	},
	{
		method: 'DELETE',
		path: 'projects/:project/groups',
		call: 'projects.removeGroups',
		handle: removeGroups,
	},
];
