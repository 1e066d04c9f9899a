import { tryToParseDateTime, type IDataObject, type INodeProperties } from 'n8n-workflow';
import type { LabelRowFilter } from '../../../../src/encord/calls/labelRows';
import { groupBy } from '../../../shared/runtime/batch';
import { InputError } from '../../../shared/runtime/errors';
import { defineOperation } from '../../../shared/runtime/operation';
import {
	limitField,
	limitOf,
	returnAllField,
	simplifyField,
	wantsSimple,
} from '../../../shared/fields/limits';
import { textList } from '../../../shared/fields/objects';
import { projectField } from '../../../shared/fields/places';
import { uuid } from '../../../shared/labels/lookup';
import { labelRowExample, labelRowSummary } from '../../../shared/output/labelRow';

const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	description: 'A label row is returned when all filters fit',
	options: [
		{
			displayName: 'Data Unit IDs',
			name: 'dataHashes',
			type: 'string',
			default: '',
			description:
				'Only these data units: IDs separated by commas, or a list given by an expression',
		},
		{
			displayName: 'Edited After',
			name: 'editedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only label rows whose labels were edited after this time',
		},
		{
			displayName: 'Edited Before',
			name: 'editedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only label rows whose labels were edited before this time',
		},
		{
			displayName: 'Include Client Metadata',
			name: 'includeClientMetadata',
			type: 'boolean',
			default: false,
			description: 'Whether to return the client metadata of each file as well',
		},
		{
			displayName: 'Include Members of Data Groups',
			name: 'includeChildren',
			type: 'boolean',
			default: false,
			description: 'Whether to return a row for each file inside a data group as well',
		},
		{
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
		},
		{
			displayName: 'Stage Name',
			name: 'stageTitle',
			type: 'string',
			default: '',
			placeholder: 'e.g. Agent 1',
			description: 'Only label rows in the workflow stage with exactly this name',
		},
		{
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			description:
				'Only data units with this text in their title. % stands for any text and _ for one character.',
		},
	],
};

export const getManyLabelRows = defineOperation({
	resource: 'labelRow',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many label rows',
	description:
		'List the label rows of a project: title, status, stage, task, size and number of frames of each file',
	fields: [projectField, returnAllField, limitField, simplifyField, filtersField],
	readOnly: true,
	example: labelRowExample,
	async run(batch) {
		const client = await batch.client();
		const asks = batch.read((index) => ({
			projectHash: uuid(batch.locator('project', index, 'Project'), 'Project'),
			filter: filterOf(batch.param<IDataObject>('filters', index, {}), batch.n8n.getTimezone()),
			limit: limitOf(batch, index),
			simple: wantsSimple(batch, index),
		}));
		for (const group of groupBy(asks, ({ projectHash, filter }) =>
			JSON.stringify([projectHash, filter]),
		)) {
			await batch.together(group.asks, async () => {
				const { projectHash, filter } = group.asks[0];
				const rows = await client.listLabelRows(projectHash, filter);
				for (const { index, limit, simple } of group.asks) {
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

function filterOf(filters: IDataObject, timezone: string): LabelRowFilter {
	const filter: LabelRowFilter = {
		includeClientMetadata: filters.includeClientMetadata === true,
		includeChildren: filters.includeChildren === true,
	};
	const dataHashes = textList(filters.dataHashes).map((hash) => uuid(hash, 'Data unit'));
	const statuses = filters.labelStatuses as LabelRowFilter['labelStatuses'];
	if (dataHashes.length > 0) filter.dataHashes = dataHashes;
	if (statuses && statuses.length > 0) filter.labelStatuses = statuses;
	if (filters.editedAfter)
		filter.editedAfter = isoTime(filters.editedAfter, timezone, 'Edited After');
	if (filters.editedBefore)
		filter.editedBefore = isoTime(filters.editedBefore, timezone, 'Edited Before');
	if (filters.stageTitle) filter.workflowStageTitleEq = String(filters.stageTitle);
	if (filters.titleContains) filter.dataTitleLike = `%${String(filters.titleContains)}%`;
	return filter;
}

/** A time typed without a zone is meant in the workflow's time zone. */
function isoTime(value: unknown, timezone: string, label: string): string {
	const time = dateOf(value, timezone);
	if (time === undefined)
		throw new InputError(
			`${label} is not a date`,
			'Give a date and time such as 2026-01-31T09:00:00.',
		);
	return time.toISOString();
}

function dateOf(value: unknown, timezone: string): Date | undefined {
	try {
		return tryToParseDateTime(value, timezone).toJSDate();
	} catch {
		return undefined;
	}
}
