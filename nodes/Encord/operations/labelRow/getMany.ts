import type { IDataObject } from 'n8n-workflow';
import type { LabelRowFilter } from '../../../../src/encord/calls/labelRows';
import { collection, mapped } from '../../../shared/fields/form/field';
import { flag } from '../../../shared/fields/form/values';
import { labelRowFilterEntries, labelRowFilterOf } from '../../../shared/fields/labelRowFilter';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { projectField } from '../../../shared/fields/places';
import { listRows } from '../../../shared/labels/lookup';
import { labelRowExample, labelRowSummary } from '../../../shared/output/labelRow';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

const filters = collection(
	{
		displayName: 'Filters',
		name: 'filters',
		placeholder: 'Add Filter',
		description: 'A label row is returned when all filters fit',
	},
	{
		...labelRowFilterEntries,
		includeClientMetadata: flag({
			displayName: 'Include Client Metadata',
			name: 'includeClientMetadata',
			type: 'boolean',
			default: false,
			description: 'Whether to return the client metadata of each file as well',
		}),
		includeChildren: flag({
			displayName: 'Include Members of Data Groups',
			name: 'includeChildren',
			type: 'boolean',
			default: false,
			description: 'Whether to return a row for each file inside a data group as well',
		}),
	},
);

const filterFields = mapped(
	filters,
	({ includeClientMetadata = false, includeChildren = false, ...rest }): LabelRowFilter => ({
		includeClientMetadata,
		includeChildren,
		...labelRowFilterOf(rest),
	}),
);

export const getManyLabelRows = defineOperation({
	resource: 'labelRow',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many label rows',
	description:
		'List the label rows of a project: title, status, stage, task, size and number of frames of each file',
	inputs: {
		projectHash: projectField,
		limit: limitFields,
		simple: simplifyField,
		filter: filterFields,
	},
	readOnly: true,
	example: labelRowExample,
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ projectHash, filter }) =>
			JSON.stringify([projectHash, filter]),
		)) {
			await batch.together(group.members, async () => {
				const { projectHash, filter } = group.members[0];
				const rows = await listRows(client, projectHash, filter);
				for (const { index, limit, simple } of group.members) {
					batch.ok(
						index,
						rows.slice(0, limit).map((row) => ({
							json: simple
								? labelRowSummary(projectHash, row)
								: { projectHash, ...(row as unknown as IDataObject) },
						})),
					);
				}
			});
		}
	},
});
