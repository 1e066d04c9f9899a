/** Loads the options of the form's drop-downs. Each function is the `loadOptionsMethod` of a field. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import type { WorkflowStage } from '../../../src/encord/calls/projects';
import { encordClient } from '../n8n/client';
import { pathwayValue } from '../fields/pathwayOutputs';
import { pathwaysOf, stagesOf } from '../labels/lookup';
import { chosenOntology, chosenProject, chosenProjectDefinition, chosenStage } from './formContext';

/**
 * Pathways of the stage. Each value contains ID and name, because n8n computes the node's outputs from the values alone (n8n
 * §4).
 */
export async function getPathwayOutputs(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { pathways } = await chosenStage(this);
	return (pathways ?? []).map((pathway) => ({ name: pathway.title, value: pathwayValue(pathway) }));
}

/** The stages of the project by title, under their titles: Encord lists label rows by these. */
export async function getStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return stageTitles(stagesOf(await chosenProjectDefinition(this)));
}

/** The agent stages of the project by title, under their titles. */
export async function getAgentStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const stages = stagesOf(await chosenProjectDefinition(this));
	return stageTitles(stages.filter(({ stageType }) => stageType === 'AGENT'));
}

function stageTitles(stages: readonly WorkflowStage[]): INodePropertyOptions[] {
	return [...new Set(stages.map(({ title }) => title))].map((title) => ({
		name: title,
		value: title,
	}));
}

/** Everything that a project labels with: classes of objects and classifications by title. */
export async function getOntologyItems(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { objects, classifications } = indexOntology(
		(await chosenProjectDefinition(this)).editorOntology,
	);
	const titles = [...objects, ...classifications]
		.filter(({ archived }) => !archived)
		.map(({ title }) => title);
	return [...new Set(titles)].map((title) => ({ name: title, value: title }));
}

/** The projects that the key can see. */
export async function getProjects(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const projects = await (await encordClient(this)).listProjects();
	return projects.map(({ title, projectHash }) => ({ name: title, value: projectHash }));
}

/** Classifications of the project's ontology by title. */
export async function getClassifications(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { classifications } = indexOntology((await chosenProjectDefinition(this)).editorOntology);
	return itemsByTitle(classifications);
}

/** Classes of objects of the project's ontology by title. */
export async function getProjectClasses(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { objects } = indexOntology((await chosenProjectDefinition(this)).editorOntology);
	return itemsByTitle(objects);
}

/** Datasets of the project by title. */
export async function getDatasets(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { client, projectHash } = await chosenProject(this);
	const datasets = await client.listProjectDatasets(projectHash);
	return datasets.map(({ title, datasetHash }) => ({ name: title, value: datasetHash }));
}

/** Classifications of the ontology that is chosen itself or by its project. */
export async function getOntologyClassifications(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return itemsByTitle(indexOntology(await chosenOntology(this)).classifications);
}

/** Classes of objects of the ontology that is chosen itself or by its project. */
export async function getOntologyObjects(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return itemsByTitle(indexOntology(await chosenOntology(this)).objects);
}

/** The pathways of all agent stages of the project, by name. */
export async function getPathwayNames(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const pathways = pathwaysOf(await chosenProjectDefinition(this));
	return pathways.map(({ title, uuid }) => ({ name: title, value: uuid }));
}

function itemsByTitle(
	items: Array<{ archived: boolean; title: string; featureHash: string }>,
): INodePropertyOptions[] {
	return items
		.filter(({ archived }) => !archived)
		.map(({ title, featureHash }) => ({ name: title, value: featureHash }));
}
