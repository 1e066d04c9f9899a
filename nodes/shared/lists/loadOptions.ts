/** What the drop-downs of the form offer. Every function is named by a field's `loadOptionsMethod`. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { indexOntology } from '../../../src/labels/ontology/ontology';
import { chosenProjectDefinition, chosenStage } from './formContext';

/** Id and name in one value: the node's outputs are made from the values alone (n8n §4). */
export async function getPathwayOutputs(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const { pathways } = await chosenStage(this);
	return (pathways ?? []).map(({ uuid, title }) => ({ name: title, value: `${uuid}|${title}` }));
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
