/** A project in the output of the Project operations. */
import type { IDataObject } from 'n8n-workflow';
import type { Project, WorkflowStage } from '../../../src/encord/calls/projects';
import { statusWords } from './status';

/**
 * The simplified form: without the ontology, stages by name.
 * @param statusInWords whether the state is in the words of Encord's screens; outputs before version 2 have Encord's own name for it
 */
export function projectSummary(
	project: Omit<Project, 'editorOntology'>,
	statusInWords: boolean,
): IDataObject {
	return {
		title: project.title,
		description: project.description,
		status: statusInWords ? statusWords(project.status) : project.status,
		projectType: project.projectType,
		createdAt: project.createdAt,
		lastEditedAt: project.lastEditedAt,
		stages: (project.workflow?.stages ?? []).map(({ title }) => title),
		projectHash: project.projectHash,
		ontologyHash: project.ontologyHash,
	};
}

/** The stages with their pathways; a pathway also names the stage it leads to. */
export function stageList(stages: readonly WorkflowStage[]): IDataObject[] {
	const titles = new Map(stages.map(({ uuid, title }) => [uuid, title]));
	return stages.map(({ uuid, title, stageType, pathways }) => ({
		title,
		type: stageType,
		...(pathways && {
			pathways: pathways.map((pathway) => ({
				title: pathway.title,
				destinationTitle: titles.get(pathway.destinationUuid) ?? null,
				pathwayUuid: pathway.uuid,
				destinationUuid: pathway.destinationUuid,
			})),
		}),
		stageUuid: uuid,
	}));
}
