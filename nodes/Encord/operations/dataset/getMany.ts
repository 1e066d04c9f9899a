import type { IDataObject } from 'n8n-workflow';
import { collection } from '../../../shared/fields/form/field';
import { flag, text } from '../../../shared/fields/form/values';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { datasetExample, datasetSummary } from '../../../shared/output/dataset';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

const filterFields = collection(
	{ displayName: 'Filters', name: 'datasetFilters', placeholder: 'Add Filter' },
	{
		includeOrgAccess: flag({
			displayName: 'Include Organization Datasets',
			name: 'includeOrgAccess',
			type: 'boolean',
			default: false,
			description:
				'Whether to also list datasets of the organization that the account can see without being a member',
		}),
		titleContains: text({
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			description:
				'Only datasets with this text in their title. % stands for any text and _ for one character.',
		}),
	},
);

export const getManyDatasets = defineOperation({
	resource: 'dataset',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many datasets',
	description: 'List the datasets that the service account of the credential can see',
	inputs: {
		limit: limitFields,
		simple: simplifyField,
		filters: filterFields,
	},
	readOnly: true,
	example: datasetExample,
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ filters }) => JSON.stringify(filters))) {
			await batch.together(group.members, async () => {
				const { titleContains, includeOrgAccess = false } = group.members[0].filters;
				const datasets = await client.listDatasets({
					...(titleContains ? { titleLike: `%${titleContains}%` } : {}),
					includeOrgAccess,
				});
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
