import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../../src/encord/client';
import type { TaskFilter, WorkflowTask } from '../../../../src/encord/calls/tasks';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import { exampleId } from '../../../shared/output/examples';
import { limitField, limitOf, returnAllField } from '../../../shared/fields/limits';
import { textList } from '../../../shared/fields/objects';
import { projectField } from '../../../shared/fields/places';
import { chosenStageField } from '../../../shared/fields/workflowPlaces';
import { agentStage, uuid } from '../../../shared/labels/lookup';

export const getManyTasks = defineOperation({
	resource: 'task',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many tasks',
	description: 'List the tasks that wait in an agent stage, those with the highest priority first',
	fields: [
		projectField,
		chosenStageField,
		returnAllField,
		limitField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Data Unit IDs',
					name: 'dataHashes',
					type: 'string',
					default: '',
					description:
						'Only tasks of these data units: IDs separated by commas, or a list given by an expression',
				},
				{
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
				},
				{
					displayName: 'Title Contains',
					name: 'titleContains',
					type: 'string',
					default: '',
					description: 'Only tasks of data units with this text in their title',
				},
			],
		},
	],
	readOnly: true,
	example: {
		taskUuid: exampleId,
		projectHash: exampleId,
		stageUuid: exampleId,
		stageTitle: 'Agent 1',
		dataHash: exampleId,
		dataTitle: 'cat_01.jpg',
		status: 'NEW',
		assignee: 'ann@example.com',
		createdAt: '2026-01-31T09:00:00Z',
		updatedAt: '2026-01-31T09:00:00Z',
	},
	async run(batch) {
		const client = await batch.client();
		const asks = batch.read((index) => ({
			projectHash: uuid(batch.locator('project', index, 'Project'), 'Project'),
			stage: batch.locator('stage', index, 'Agent Stage'),
			filter: filterOf(batch.param<IDataObject>('filters', index, {})),
			limit: limitOf(batch, index),
		}));
		for (const group of groupBy(asks, ({ projectHash, stage, filter }) =>
			JSON.stringify([projectHash, stage, filter]),
		)) {
			await batch.together(group.asks, async () => {
				const { projectHash, stage: name, filter } = group.asks[0];
				const stage = agentStage(await client.getProject(projectHash), name);
				const tasks = await take(
					client.listTasks(projectHash, stage.uuid, filter),
					Math.max(...group.asks.map(({ limit }) => limit)),
				);
				for (const { index, limit } of group.asks) {
					batch.ok(
						index,
						tasks.slice(0, limit).map((task) => ({ json: taskJson(projectHash, stage, task) })),
					);
				}
			});
		}
	},
});

function filterOf({ dataHashes, statuses, titleContains }: IDataObject): TaskFilter {
	const hashes = textList(dataHashes).map((hash) => uuid(hash, 'Data unit'));
	return {
		...(hashes.length > 0 ? { dataHashes: hashes } : {}),
		...(Array.isArray(statuses) && statuses.length > 0 ? { statuses: statuses.map(String) } : {}),
		...(titleContains ? { dataTitleContains: String(titleContains) } : {}),
	};
}

/** Pages are fetched only as far as results are wanted. */
async function take(
	tasks: ReturnType<EncordClient['listTasks']>,
	limit: number,
): Promise<WorkflowTask[]> {
	const taken: WorkflowTask[] = [];
	for await (const task of tasks) {
		taken.push(task);
		if (taken.length >= limit) break;
	}
	return taken;
}

function taskJson(
	projectHash: string,
	stage: { uuid: string; title: string },
	task: WorkflowTask,
): IDataObject {
	return {
		taskUuid: task.uuid,
		projectHash,
		stageUuid: stage.uuid,
		stageTitle: stage.title,
		dataHash: task.dataHash,
		dataTitle: task.dataTitle,
		status: task.status ?? null,
		assignee: task.assignee ?? null,
		createdAt: task.createdAt,
		updatedAt: task.updatedAt,
	};
}
