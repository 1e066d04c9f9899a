/** Which tasks of a stage are meant, as a field of the form and as Encord's filter. */
import type { INodeProperties, IPollFunctions } from 'n8n-workflow';
import type { TaskFilter } from '../../src/encord/calls/tasks';
import { uuid } from '../shared/labels/lookup';

export const filterField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [
		{
			displayName: 'Assignees',
			name: 'assignees',
			type: 'string',
			default: '',
			placeholder: 'e.g. ann@example.com, ben@example.com',
			description: 'Only tasks assigned to one of these e-mail addresses, separated by commas',
		},
		{
			displayName: 'Data Unit IDs',
			name: 'dataHashes',
			type: 'string',
			default: '',
			placeholder: 'e.g. 00000000-1111-2222-3333-444444444444',
			description: 'Only tasks of these data units (data hashes), separated by commas',
		},
		{
			displayName: 'Dataset Names or IDs',
			name: 'datasets',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getDatasets', loadOptionsDependsOn: ['project.value'] },
			default: [],
			description:
				'Only tasks of files in these datasets. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Status',
			name: 'statuses',
			type: 'multiOptions',
			default: [],
			description: 'Only tasks in one of these states',
			options: ['Assigned', 'Completed', 'New', 'Released', 'Reopened', 'Skipped'].map((name) => ({
				name,
				value: name.toUpperCase(),
			})),
		},
		{
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			placeholder: 'e.g. london',
			description: 'Only tasks whose file title contains this text',
		},
	],
};

/** @throws InputError naming an entry that is no id */
export function readFilter(n8n: IPollFunctions): TaskFilter {
	const filters = n8n.getNodeParameter('filters', {}) as {
		assignees?: string;
		dataHashes?: string;
		datasets?: string[];
		statuses?: string[];
		titleContains?: string;
	};
	const userEmails = entries(filters.assignees);
	const dataHashes = entries(filters.dataHashes).map((id) => uuid(id, 'Data unit'));
	const datasetHashes = (filters.datasets ?? []).map((id) => uuid(id, 'Dataset'));
	return {
		...(userEmails.length && { userEmails }),
		...(dataHashes.length && { dataHashes }),
		...(datasetHashes.length && { datasetHashes }),
		...(filters.statuses?.length && { statuses: filters.statuses }),
		...(filters.titleContains && { dataTitleContains: filters.titleContains }),
	};
}

function entries(text = ''): string[] {
	return text.split(/[\s,]+/).filter((entry) => entry !== '');
}
