/** The filter for the tasks of a stage. */
import type { TaskFilter } from '../../../src/encord/calls/tasks';
import { collection, mapped, type Field } from './form/field';
import { idOrName } from './form/locator';
import { loadedChoices, multiChoice, text, wordList } from './form/values';
import { dataUnitIds } from './identifiers';
import { projectField } from './places';

const filters = collection(
	{ displayName: 'Filters', name: 'filters', placeholder: 'Add Filter' },
	{
		assignees: wordList({
			displayName: 'Assignees',
			name: 'assignees',
			type: 'string',
			default: '',
			placeholder: 'e.g. ann@example.com, ben@example.com',
			description: 'Only tasks assigned to one of these e-mail addresses, separated by commas',
		}),
		dataHashes: dataUnitIds(
			'Only tasks of these data units: IDs separated by commas, or a list given by an expression',
		),
		datasets: loadedChoices({
			displayName: 'Dataset Names or IDs',
			name: 'datasets',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getDatasets', loadOptionsDependsOn: ['project.value'] },
			default: [],
			description:
				'Only tasks of files in these datasets. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
		statuses: multiChoice({
			displayName: 'Status',
			name: 'statuses',
			type: 'multiOptions',
			default: [],
			description: 'Only tasks with one of these statuses',
			options: [
				{ name: 'Assigned', value: 'ASSIGNED' },
				{ name: 'Completed', value: 'COMPLETED' },
				{ name: 'New', value: 'NEW' },
				{ name: 'Released', value: 'RELEASED' },
				{ name: 'Reopened', value: 'REOPENED' },
				{ name: 'Skipped', value: 'SKIPPED' },
			],
		}),
		titleContains: text({
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			placeholder: 'e.g. london',
			description: 'Only tasks of data units with this text in their title',
		}),
	},
);

export const taskFilterFields: Field<TaskFilter> = mapped(
	filters,
	({ assignees = [], dataHashes = [], datasets = [], statuses = [], titleContains }, form) => ({
		...(assignees.length > 0 && { userEmails: assignees }),
		...(dataHashes.length > 0 && { dataHashes }),
		...(datasets.length > 0 && {
			datasetHashes: datasets.map((text) =>
				idOrName(form, text, 'Dataset', {
					kind: 'projectDataset',
					project: (whole) => projectField.read(whole),
				}),
			),
		}),
		...(statuses.length > 0 && { statuses }),
		...(titleContains && { dataTitleContains: titleContains }),
	}),
);
