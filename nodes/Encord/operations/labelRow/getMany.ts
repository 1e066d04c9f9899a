import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../../src/encord/client';
import type { LabelRowFilter } from '../../../../src/encord/calls/labelRows';
import { parseUuid } from '../../../../src/encord/wire/identifiers';
import { collection, mapped } from '../../../shared/fields/form/field';
import { flag, loadedChoice, multiChoice, text, time } from '../../../shared/fields/form/values';
import { dataUnitIds } from '../../../shared/fields/identifiers';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
import { projectField } from '../../../shared/fields/places';
import { stageOf } from '../../../shared/labels/lookup';
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
		dataHashes: dataUnitIds(
			'Only these data units: IDs separated by commas, or a list given by an expression',
		),
		editedAfter: time({
			displayName: 'Edited After',
			name: 'editedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only label rows whose labels were edited after this time',
		}),
		editedBefore: time({
			displayName: 'Edited Before',
			name: 'editedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only label rows whose labels were edited before this time',
		}),
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
		labelStatuses: multiChoice({
			displayName: 'Label Status',
			name: 'labelStatuses',
			type: 'multiOptions',
			default: [],
			description: 'Only label rows with one of these statuses',
			options: [
				{ name: 'Assigned', value: 'ASSIGNED' },
				{ name: 'Completed', value: 'COMPLETED' },
				{ name: 'In Review', value: 'IN_REVIEW' },
				{ name: 'Queued', value: 'QUEUED' },
				{ name: 'Returned', value: 'RETURNED' },
			],
		}),
		stageTitle: loadedChoice({
			displayName: 'Stage Name or ID',
			name: 'stageTitle',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getStages', loadOptionsDependsOn: ['project.value'] },
			default: '',
			description:
				'Only label rows in this workflow stage. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
		titleContains: text({
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			description:
				'Only data units with this text in their title. % stands for any text and _ for one character.',
		}),
	},
);

const filterFields = mapped(
	filters,
	({
		dataHashes = [],
		labelStatuses = [],
		includeClientMetadata = false,
		includeChildren = false,
		...rest
	}): LabelRowFilter => ({
		includeClientMetadata,
		includeChildren,
		...(dataHashes.length > 0 && { dataHashes }),
		...(labelStatuses.length > 0 && { labelStatuses }),
		...(rest.editedAfter && { editedAfter: rest.editedAfter }),
		...(rest.editedBefore && { editedBefore: rest.editedBefore }),
		...(rest.stageTitle && { workflowStageTitleEq: rest.stageTitle }),
		...(rest.titleContains && { dataTitleLike: `%${rest.titleContains}%` }),
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
				const rows = await client.listLabelRows(
					projectHash,
					await withStageTitle(client, projectHash, filter),
				);
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

/** Encord lists by the title of a stage; an ID is looked up in the project. @throws InputError for an ID it does not have */
async function withStageTitle(
	client: EncordClient,
	projectHash: string,
	filter: LabelRowFilter,
): Promise<LabelRowFilter> {
	const { workflowStageTitleEq: given } = filter;
	if (given === undefined || parseUuid(given) === undefined) return filter;
	const { title } = stageOf(await client.getProject(projectHash), given);
	return { ...filter, workflowStageTitleEq: title };
}
