/** The methods that load the lists of this node's form. Most are shared with the Encord node. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import * as encordListSearch from '../shared/lists/listSearch';
import { getDatasets, getPathwayOutputs } from '../shared/lists/loadOptions';
import { LEAVE_IN_STAGE } from './outputs';

export const listSearch = {
	searchProjects: encordListSearch.searchProjects,
	searchAgentStages: encordListSearch.searchAgentStages,
};

async function getOtherwise(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return [
		{ name: 'Leave in the Stage', value: LEAVE_IN_STAGE },
		...(await getPathwayOutputs.call(this)),
	];
}

export const loadOptions = { getPathwayOutputs, getOtherwise, getDatasets };
