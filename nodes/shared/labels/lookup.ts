/** What several operations look up before they work: each project, ontology and row once, however many items name it. */
import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowFilter, LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Pathway, Project, WorkflowStage } from '../../../src/encord/calls/projects';
import { parseUuid, shortened } from '../../../src/encord/wire/identifiers';
import { InputError } from '../fields/form/inputError';

/** The label rows of data units of one project, by data hash, with one listing. Rows this key cannot see are absent. */
export async function rowsByDataHash(
	client: EncordClient,
	projectHash: string,
	dataHashes: string[],
	more: LabelRowFilter = {},
): Promise<Map<string, LabelRowMetadata>> {
	const wanted = [...new Set(dataHashes)];
	const rows = await client.listLabelRows(projectHash, {
		dataHashes: wanted,
		includeChildren: true,
		...more,
	});
	const found = new Map<string, LabelRowMetadata>();
	// A file that is also a member of a data group has a row of its own first.
	for (const row of rows) if (!found.has(row.data_hash)) found.set(row.data_hash, row);
	return found;
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

/** The agent stage with this name or id. @throws InputError listing the agent stages there are. */
export function agentStage(project: Project, nameOrId: string): WorkflowStage {
	const stages = stagesOf(project).filter(({ stageType }) => stageType === 'AGENT');
	return byNameOrId(
		stages,
		nameOrId,
		`The project "${project.title}" has no agent stage`,
		'Its agent stages',
	);
}

/** The pathway of a stage with this name or id. @throws InputError listing the pathways there are. */
export function pathwayOf(stage: WorkflowStage, nameOrId: string): Pathway {
	return byNameOrId(
		stage.pathways ?? [],
		nameOrId,
		`The stage "${stage.title}" has no pathway`,
		'Its pathways',
	);
}

/** Exact ids and names first, then names that differ in case or outer spaces only: a model writes `cat` for `Cat`. */
function byNameOrId<T extends { uuid: string; title: string }>(
	all: T[],
	wanted: string,
	problem: string,
	listed: string,
): T {
	const id = parseUuid(wanted);
	const fold = (text: string) => text.trim().toLowerCase();
	const exact = all.find((one) => one.uuid === id || one.title === wanted);
	const alike = all.filter(({ title }) => fold(title) === fold(wanted));
	const found = exact ?? (alike.length === 1 ? alike[0] : undefined);
	if (found === undefined) {
		const names = all.map(({ title }) => `"${title}"`).join(', ');
		throw new InputError(
			`${problem} "${shortened(wanted)}"`,
			names === '' ? 'It has none.' : `${listed}: ${names}.`,
		);
	}
	return found;
}

/** What names a data unit and where it is in the workflow, under the names that fields read from incoming items. */
export function unitIdentity(projectHash: string, row: LabelRowMetadata): IDataObject {
	return {
		projectHash,
		dataHash: row.data_hash,
		dataTitle: row.data_title,
		labelHash: row.label_hash,
		stageUuid: row.workflow_graph_node?.uuid ?? null,
		taskUuid: row.task_uuid ?? null,
	};
}
