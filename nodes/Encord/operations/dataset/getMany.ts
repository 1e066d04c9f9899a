import type { IDataObject } from 'n8n-workflow';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { datasetExample, datasetSummary } from '../../../shared/output/dataset';
import { titleFilterFields, titleFilterOf } from '../../../shared/fields/titleFilter';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

export const getManyDatasets = defineOperation({
	resource: 'dataset',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many datasets',
	description: 'List the datasets that the service account of the credential can see',
	inputs: {
		limit: limitFields,
		simple: simplifyField,
		filters: titleFilterFields('datasetFilters', 'Datasets'),
	},
	readOnly: true,
	example: datasetExample,
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ filters }) => JSON.stringify(filters))) {
			await batch.together(group.members, async () => {
				const datasets = await client.listDatasets(titleFilterOf(group.members[0].filters));
				for (const { index, limit, simple } of group.members)
					batch.ok(
						index,
						datasets.slice(0, limit).map((dataset) => ({
							json: simple ? datasetSummary(dataset) : (dataset as unknown as IDataObject),
						})),
					);
			});
		}
	},
});
