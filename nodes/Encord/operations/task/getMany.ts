import { take } from '../../../../src/encord/http/paging';
import { limitFields } from '../../../shared/fields/limits';
import { projectField } from '../../../shared/fields/places';
import { taskFilterFields } from '../../../shared/fields/taskFilter';
import { chosenStageField } from '../../../shared/fields/workflowPlaces';
import { agentStage } from '../../../shared/labels/lookup';
import { exampleId } from '../../../shared/output/examples';
import { taskIdentity } from '../../../shared/output/taskItem';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

export const getManyTasks = defineOperation({
	resource: 'task',
	name: 'getMany',
	displayName: 'Get Many',
	action: 'Get many tasks',
	description: 'List the tasks that wait in an agent stage, those with the highest priority first',
	inputs: {
		projectHash: projectField,
		stage: chosenStageField,
		limit: limitFields,
		filter: taskFilterFields,
	},
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
		lastActionedBy: 'ann@example.com',
		branchName: 'main',
		createdAt: '2026-01-31T09:00:00Z',
		updatedAt: '2026-01-31T09:00:00Z',
	},
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ projectHash, stage, filter }) =>
			JSON.stringify([projectHash, stage, filter]),
		)) {
			await batch.together(group.members, async () => {
				const { projectHash, stage: name, filter } = group.members[0];
				const stage = agentStage(await client.getProject(projectHash), name);
				const tasks = await take(
					client.listTasks(projectHash, stage.uuid, filter),
					Math.max(...group.members.map(({ limit }) => limit)),
				);
				for (const { index, limit } of group.members) {
					batch.ok(
						index,
						tasks
							.slice(0, limit)
							.map((task) => ({ json: taskIdentity({ projectHash, stage }, task) })),
					);
				}
			});
		}
	},
});
