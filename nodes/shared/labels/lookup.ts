/** Looks up label rows, stages and pathways for several operations. */
import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowFilter, LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Pathway, Project, WorkflowStage } from '../../../src/encord/calls/projects';
import { parseUuid, shortened } from '../../../src/encord/wire/identifiers';
import { InputError } from '../fields/form/inputError';
import { withName } from '../fields/names/sameName';

/** Reads the label rows of data units with one listing; returns them by data hash, without those the key has no access to. */
export async function rowsByDataHash(
	client: EncordClient,
	projectHash: string,
	dataHashes: string[],
	more: LabelRowFilter = {},
): Promise<Map<string, LabelRowMetadata>> {
	const rows = await client.listLabelRows(projectHash, {
		dataHashes: [...new Set(dataHashes)],
		includeChildren: true,
		...more,
	});
	const byDataHash = new Map<string, LabelRowMetadata>();
	// For a file that is also a member of a data group, the listing has the file's own row first.
	for (const row of rows) if (!byDataHash.has(row.data_hash)) byDataHash.set(row.data_hash, row);
	return byDataHash;
}

/** The row of a data unit. @throws InputError when the project has none. */
export function rowOf(rows: Map<string, LabelRowMetadata>, dataHash: string): LabelRowMetadata {
	const row = rows.get(dataHash);
	if (row === undefined) {
		throw new InputError(
			`The project has no data unit ${dataHash}`,
			'Check that the data unit belongs to this project and that the service account of the credential may see it.',
		);
	}
	return row;
}

/** The stages of a project's workflow. @throws InputError for a project without one. */
export function stagesOf(project: Project): WorkflowStage[] {
	const stages = project.workflow?.stages;
	if (stages === undefined) {
		throw new InputError(
			`The project "${project.title}" has no workflow`,
			'Stages, tasks and pathways exist in workflow projects only.',
		);
	}
	return stages;
}

/** The pathways out of all agent stages; of several with one name, the first. @throws InputError without a workflow */
export function pathwaysOf(project: Project): Pathway[] {
	const pathways = allPathways(project);
	return pathways.filter(
		({ title }, index) => pathways.findIndex((other) => other.title === title) === index,
	);
}

/** The name of the pathway, which several agent stages may have. @throws InputError that lists the pathways */
export function pathwayTitle(project: Project, nameOrId: string): string {
	const id = parseUuid(nameOrId);
	const { title } =
		allPathways(project).find(({ uuid }) => uuid === id) ??
		byNameOrId(pathwaysOf(project), nameOrId, `The project "${project.title}"`, 'pathway');
	return title;
}

function allPathways(project: Project): Pathway[] {
	return stagesOf(project)
		.filter(({ stageType }) => stageType === 'AGENT')
		.flatMap((stage) => stage.pathways ?? []);
}

/** The agent stage with this name or ID. @throws InputError that lists the agent stages. */
export function agentStage(project: Project, nameOrId: string): WorkflowStage {
	const stages = stagesOf(project).filter(({ stageType }) => stageType === 'AGENT');
	return byNameOrId(stages, nameOrId, `The project "${project.title}"`, 'agent stage');
}

/** The stage of any kind with this name or ID. @throws InputError that lists the stages. */
export function stageOf(project: Project, nameOrId: string): WorkflowStage {
	return byNameOrId(stagesOf(project), nameOrId, `The project "${project.title}"`, 'stage');
}

/**
 * The label rows that fit a filter. Encord filters by the title of a stage, which several stages may have, and gives an empty list for
 * a title that the project does not have. So the name or ID is looked up in the project, and a stage that is named by its ID is told
 * from others of its title by the rows themselves. @throws InputError that lists the stages
 */
export async function listRows(
	client: EncordClient,
	projectHash: string,
	filter: LabelRowFilter,
): Promise<LabelRowMetadata[]> {
	const { workflowStageTitleEq: given } = filter;
	if (given === undefined) return await client.listLabelRows(projectHash, filter);
	const project = await client.getProject(projectHash);
	const matches = allByNameOrId(stagesOf(project), given);
	const { title } = matches[0] ?? stageOf(project, given);
	const rows = await client.listLabelRows(projectHash, { ...filter, workflowStageTitleEq: title });
	const others = stagesOf(project).filter(
		(stage) => stage.title === title && !matches.includes(stage),
	);
	if (others.length === 0) return rows;
	const wanted = matches.map(({ uuid }) => uuid.toLowerCase());
	return rows.filter(({ workflow_graph_node: stage }) =>
		wanted.includes(stage?.uuid.toLowerCase() ?? ''),
	);
}

/** The pathway of a stage with this name or ID. @throws InputError that lists the pathways. */
export function pathwayOf(stage: WorkflowStage, nameOrId: string): Pathway {
	return byNameOrId(stage.pathways ?? [], nameOrId, `The stage "${stage.title}"`, 'pathway');
}

interface Named {
	uuid: string;
	title: string;
}

/** The one with this ID, or else those that the name means: all with exactly this name, or the only one with a similar name. */
function allByNameOrId<T extends Named>(all: readonly T[], nameOrId: string): T[] {
	const id = parseUuid(nameOrId);
	const byId = all.filter(({ uuid }) => uuid === id);
	if (byId.length > 0) return byId;
	const { matches, exact } = withName(all, nameOrId, ({ title }) => title);
	return exact || matches.length === 1 ? matches : [];
}

/** @throws InputError when there is none, and when several have the name */
function byNameOrId<T extends Named>(
	all: readonly T[],
	nameOrId: string,
	owner: string,
	kind: string,
): T {
	const [match, ...more] = allByNameOrId(all, nameOrId);
	if (match !== undefined && more.length === 0) return match;
	if (match !== undefined)
		throw new InputError(
			`${owner} has ${more.length + 1} ${kind}s with the name "${shortened(match.title)}"`,
			`Give the ID of the one that is meant: ${[match, ...more].map(({ uuid }) => uuid).join(', ')}.`,
		);
	const names = all.map(({ title }) => `"${title}"`).join(', ');
	throw new InputError(
		`${owner} has no ${kind} "${shortened(nameOrId)}"`,
		names === '' ? 'It has none.' : `Its ${kind}s: ${names}.`,
	);
}

/** Title and IDs of a data unit, its stage and its task, under the names that the form fields read from incoming items. */
export function unitIdentity(projectHash: string, row: LabelRowMetadata): IDataObject {
	return {
		dataTitle: row.data_title,
		projectHash,
		dataHash: row.data_hash,
		labelHash: row.label_hash,
		stageUuid: row.workflow_graph_node?.uuid ?? null,
		taskUuid: row.task_uuid ?? null,
	};
}
