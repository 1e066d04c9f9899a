/** A project in the output of the Project operations. */
import type { IDataObject } from 'n8n-workflow';
import type { Project, WorkflowStage } from '../../../src/encord/calls/projects';

/** The simplified form: without the ontology, stages by name. */
export function projectSummary(project: Project): IDataObject {
	return {
		projectHash: project.projectHash,
		title: project.title,
		description: project.description,
		status: project.status,
		projectType: project.projectType,
		ontologyHash: project.ontologyHash,
		createdAt: project.createdAt,
		lastEditedAt: project.lastEditedAt,
		stages: (project.workflow?.stages ?? []).map(({ title }) => title),
	};
}

/** The stages with their pathways; a pathway also names the stage it leads to. */
export function stageList(stages: readonly WorkflowStage[]): IDataObject[] {
	const titles = new Map(stages.map(({ uuid, title }) => [uuid, title]));
	return stages.map(({ uuid, title, stageType, pathways }) => ({
		stageUuid: uuid,
		title,
		type: stageType,
		...(pathways && {
			pathways: pathways.map((pathway) => ({
				pathwayUuid: pathway.uuid,
				title: pathway.title,
				destinationUuid: pathway.destinationUuid,
				destinationTitle: titles.get(pathway.destinationUuid) ?? null,
			})),
		}),
	}));
}
