/** What the drop-downs of the form offer. Every function is named by a field's `loadOptionsMethod`. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { pathwayValue } from '../fields/pathwayOutputs';
import { chosenProject, chosenProjectDefinition, chosenStage } from './formContext';

/** Id and name in one value: the node's outputs are made from the values alone (n8n §4). */
export async function getPathwayOutputs(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { pathways } = await chosenStage(this);
	return (pathways ?? []).map((pathway) => ({ name: pathway.title, value: pathwayValue(pathway) }));
}

/** Classifications of the project's ontology by title. */
export async function getClassifications(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { classifications } = indexOntology((await chosenProjectDefinition(this)).editorOntology);
	return classifications
		.filter(({ archived }) => !archived)
		.map(({ title, featureHash }) => ({ name: title, value: featureHash }));
}

/** Datasets of the project by title. */
export async function getDatasets(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { client, projectHash } = await chosenProject(this);
	const datasets = await client.listProjectDatasets(projectHash);
	return datasets.map(({ title, datasetHash }) => ({ name: title, value: datasetHash }));
}
