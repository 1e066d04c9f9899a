/** The form of the Encord Agent Stage Trigger. */
import type { INodeProperties } from 'n8n-workflow';
import { projectField } from '../shared/fields/places';
import { stageField } from '../shared/fields/workflowPlaces';
import { filterField } from './filters';
import { routingFields } from './routingFields';

export const fields: INodeProperties[] = [
	projectField,
	{ ...stageField, default: { mode: 'list', value: '' } },
	{
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 50,
		description:
			'Most tasks to start with at each poll, from 1 to 100; the others follow at the next poll',
	},
	{
		displayName: 'Lease (Minutes)',
		name: 'leaseMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 15,
		description:
			'How long a task is not handed out again while it is still in the stage. Choose more than the workflow needs for one batch.',
	},
	...routingFields,
	filterField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Include Client Metadata',
				name: 'clientMetadata',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the label row with the client metadata of the file to each task',
			},
			{
				displayName: 'Include Label Row',
				name: 'labelRow',
				type: 'boolean',
				default: false,
				description:
					'Whether to add data type, dataset, priority, size and label status to each task',
			},
			{
				displayName: 'One Execution per Task',
				name: 'separate',
				type: 'boolean',
				default: false,
				description:
					'Whether each task starts an execution of its own, so that one that fails stops no other. Otherwise the tasks of a poll are the items of one execution.',
			},
			{
				displayName: 'Tasks per Test Run',
				name: 'testTasks',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
				default: 1,
				description: 'How many tasks a run started by hand gets. Test runs lease and move nothing.',
			},
		],
	},
];
