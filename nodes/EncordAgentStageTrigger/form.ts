/** The form of the Encord Agent Stage Trigger. */
import type { TaskFilter } from '../../src/encord/calls/tasks';
import { collection, group, mapped, type Field } from '../shared/fields/form/field';
import { changed, nodeVersion } from '../shared/fields/form/nodeVersions';
import { flag, loadedChoice, number } from '../shared/fields/form/values';
import { pathwayUuid } from '../shared/fields/pathwayOutputs';
import { rawEntry, wantsRaw } from '../shared/fields/limits';
import { projectField } from '../shared/fields/places';
import { taskFilterFields } from '../shared/fields/taskFilter';
import { chosenStageField } from '../shared/fields/workflowPlaces';
import { LEAVE_IN_STAGE } from './outputs';
import { routingFields, type Routes } from './routingForm';

const MIN_LEASE_MINUTES = 0.1;
const MAX_LEASE_MINUTES = 7 * 24 * 60;
/** Maximum number of tasks in one poll. */
const MAX_TASKS = 1000;
const MAX_ATTEMPTS = 100;

export interface StageSettings {
	projectHash: string;
	/** Name or ID. */
	stage: string;
	/** Tasks per poll. */
	batchSize: number;
	leaseMs: number;
	filter: TaskFilter;
	/** Whether to add the task as Encord lists it. */
	raw: boolean;
	/** Whether states are in the words of Encord's screens. */
	statusInWords: boolean;
	/** Whether to add the label row to each task. */
	labelRow: boolean;
	clientMetadata: boolean;
	/** Whether to start one execution per task instead of one per poll. */
	separate: boolean;
	/** Number of tasks in a manual run. */
	testTasks: number;
	/** Absent when tasks are handed out without moving them. */
	routes?: Routes;
	attempts: AttemptSettings;
}

export interface AttemptSettings {
	/** How often a task is handed out at most; absent: without end. */
	most?: number;
	/** ID of the pathway that tasks take after their last attempt; absent: they stay. */
	failurePathway?: string;
	/** Whether the reason is written to the task as an issue. */
	reportIssue: boolean;
}

const batchSize = (most: number) =>
	number({
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MAX_TASKS, numberPrecision: 0 },
		default: most,
		description:
			'Most tasks to start with at each poll, from 1 to 1,000; the others follow at the next poll',
	});

const options = collection(
	{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
	{
		clientMetadata: flag({
			displayName: 'Include Client Metadata',
			name: 'clientMetadata',
			type: 'boolean',
			default: false,
			description: 'Whether to add the label row with the client metadata of the file to each task',
		}),
		failurePathway: loadedChoice({
			displayName: 'Failure Pathway Name or ID',
			name: 'failurePathway',
			type: 'options',
			typeOptions: {
				loadOptionsMethod: 'getOtherwise',
				loadOptionsDependsOn: ['project.value', 'stage.value'],
			},
			default: LEAVE_IN_STAGE,
			description:
				'Where a task goes after its last attempt, see Maximum Attempts. A task that is left is tried again after a day. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		}),
		includeRaw: rawEntry,
		labelRow: flag({
			displayName: 'Include Label Row',
			name: 'labelRow',
			type: 'boolean',
			default: false,
			description:
				'Whether to add data type, dataset, priority, size and label status to each task',
		}),
		maxAttempts: number({
			displayName: 'Maximum Attempts',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_ATTEMPTS, numberPrecision: 0 },
			default: 3,
			description:
				'How often a task is handed out before it is given up. Without this option, it is handed out again and again.',
		}),
		reportIssue: flag({
			displayName: 'Report as Issue',
			name: 'reportIssue',
			type: 'boolean',
			default: false,
			description: 'Whether the reason is written to a task as an issue when it is given up',
		}),
		separate: flag({
			displayName: 'One Execution per Task',
			name: 'separate',
			type: 'boolean',
			default: false,
			description:
				'Whether each task starts an execution of its own, so that one that fails stops no other. Otherwise the tasks of a poll are the items of one execution.',
		}),
		testTasks: number({
			displayName: 'Tasks per Test Run',
			name: 'testTasks',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_TASKS, numberPrecision: 0 },
			default: 1,
			description: 'How many tasks a run started by hand gets. Test runs lease and move nothing.',
		}),
	},
	['separate', 'labelRow', 'testTasks', 'maxAttempts', 'failurePathway'],
);

export const form: Field<StageSettings> = mapped(
	group({
		projectHash: projectField,
		stage: chosenStageField,
		batchSize: changed(batchSize(50), 2, batchSize(300)),
		leaseMinutes: number({
			displayName: 'Lease (Minutes)',
			name: 'leaseMinutes',
			type: 'number',
			typeOptions: { minValue: MIN_LEASE_MINUTES, maxValue: MAX_LEASE_MINUTES },
			default: 15,
			description:
				'How long a task is not handed out again while it is still in the stage. Choose more than the workflow needs for one batch.',
		}),
		routes: routingFields,
		filter: taskFilterFields,
		options,
		version: nodeVersion,
	}),
	({ projectHash, stage, batchSize, leaseMinutes, routes, filter, options: values, version }) => {
		const { clientMetadata = false, labelRow = false, separate = false, testTasks = 1 } = values;
		const { maxAttempts, failurePathway = LEAVE_IN_STAGE, reportIssue = false } = values;
		return {
			projectHash,
			stage,
			batchSize,
			leaseMs: leaseMinutes * 60_000,
			filter,
			raw: wantsRaw(values, version),
			statusInWords: version >= 2,
			labelRow: labelRow || clientMetadata,
			clientMetadata,
			separate,
			testTasks,
			...(routes && { routes }),
			attempts: {
				...(maxAttempts !== undefined && { most: maxAttempts }),
				...(failurePathway !== LEAVE_IN_STAGE && { failurePathway: pathwayUuid(failurePathway) }),
				reportIssue,
			},
		};
	},
);
