/** The items of a poll: what is added to the tasks, and by which output they leave. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { findDataUnit } from '../../src/agents/dataUnit';
import type { EncordClient } from '../../src/encord/client';
import { handoutJson, type Handout, type StageContext } from '../shared/output/taskItem';
import type { StageSettings } from './form';
import type { PollSummary } from './pollSummary';
import { choosePathways, rowNeeds } from './routeTasks';

/** Adds label rows, and chooses pathways. */
export async function addDetails(
	client: EncordClient,
	settings: StageSettings,
	{ projectHash, stage }: StageContext,
	taken: Handout[],
): Promise<Handout[]> {
	const { routes } = settings;
	const handouts = await withRows(client, settings, projectHash, taken);
	return routes ? choosePathways(handouts, routes, stage) : handouts;
}

/** Adds the label rows with one listing, if the form or the rules need them. */
async function withRows(
	client: EncordClient,
	{ labelRow, clientMetadata, routes }: StageSettings,
	projectHash: string,
	handouts: Handout[],
): Promise<Handout[]> {
	const needs = rowNeeds(routes);
	if (handouts.length === 0 || !(labelRow || needs.row)) return handouts;
	const rows = await client.listLabelRows(projectHash, {
		dataHashes: [...new Set(handouts.map(({ task }) => task.dataHash))],
		includeClientMetadata: clientMetadata || needs.metadata,
	});
	return handouts.map((handout) => ({
		...handout,
		row: findDataUnit(rows, handout.task.dataHash),
	}));
}

/** The items by output; tasks without a pathway are in the last output. */
export function itemsByOutput(
	{ routes, labelRow, raw, statusInWords }: StageSettings,
	context: StageContext,
	handouts: Handout[],
	summary: PollSummary,
): INodeExecutionData[][] {
	const toItem = (handout: Handout): { json: IDataObject } => ({
		json: {
			...handoutJson(context, handout, { labelRow, raw, statusInWords }),
			// The same object in all items: n8n stores it once.
			poll: summary as unknown as IDataObject,
		},
	});
	if (!routes) return [handouts.map(toItem)];
	const count = routes.pathways.length + (routes.otherwise === undefined ? 1 : 0);
	const outputs = Array.from({ length: Math.max(count, 1) }, (): INodeExecutionData[] => []);
	for (const handout of handouts) {
		const index = handout.pathway
			? routes.pathways.indexOf(handout.pathway.uuid)
			: outputs.length - 1;
		outputs[index]?.push(toItem(handout));
	}
	return outputs;
}
