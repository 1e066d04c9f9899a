/** Filters that choose label rows of a project. */
import type { LabelRowFilter } from '../../../src/encord/calls/labelRows';
import type { CollectionValues } from './form/field';
import { loadedChoice, multiChoice, text, time } from './form/values';
import { dataUnitIds } from './identifiers';

export const labelRowFilterEntries = {
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
	labelStatuses: multiChoice({
		displayName: 'Status',
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
};

export function labelRowFilterOf({
	dataHashes = [],
	labelStatuses = [],
	...rest
}: CollectionValues<typeof labelRowFilterEntries>): LabelRowFilter {
	return {
		...(dataHashes.length > 0 && { dataHashes }),
		...(labelStatuses.length > 0 && { labelStatuses }),
		...(rest.editedAfter && { editedAfter: rest.editedAfter }),
		...(rest.editedBefore && { editedBefore: rest.editedBefore }),
		...(rest.stageTitle && { workflowStageTitleEq: rest.stageTitle }),
		...(rest.titleContains && { dataTitleLike: `%${rest.titleContains}%` }),
	};
}
