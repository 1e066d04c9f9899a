/** What the drop-downs of this node's form offer; the others are those of the Encord node. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { chosenProject } from '../shared/lists/formContext';
import * as encordListSearch from '../shared/lists/listSearch';
import { getPathwayOutputs } from '../shared/lists/loadOptions';
import { LEAVE } from './outputs';

export const listSearch = {
	searchProjects: encordListSearch.searchProjects,
	searchAgentStages: encordListSearch.searchAgentStages,
};

async function getOtherwise(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return [{ name: 'Leave in the Stage', value: LEAVE }, ...(await getPathwayOutputs.call(this))];
}

async function getDatasets(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { client, projectHash } = await chosenProject(this);
	const datasets = await client.listProjectDatasets(projectHash);
	return datasets.map(({ title, datasetHash }) => ({ name: title, value: datasetHash }));
}

export const loadOptions = { getPathwayOutputs, getOtherwise, getDatasets };
