import type { IDataObject } from 'n8n-workflow';
import { take } from '../../../../src/encord/http/paging';
import { nodeVersion } from '../../../shared/fields/form/nodeVersions';
import { limitFields, simplifyField } from '../../../shared/fields/limits';
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
		simple: simplifyField,
		filter: taskFilterFields,
		version: nodeVersion,
	},
	readOnly: true,
	example: {
		taskUuid: exampleId,
		projectHash: exampleId,
		stageUuid: exampleId,
		stageTitle: 'Agent 1',
		dataHash: exampleId,
		dataTitle: 'cat_01.jpg',
		status: 'New',
		assignee: 'ann@example.com',
		lastActionedBy: 'ann@example.com',
		branchName: 'main',
		createdAt: '2026-01-31T09:00:00Z',
		updatedAt: '2026-01-31T09:00:00Z',
	},
	async run(batch, items) {
		const client = await batch.client();
		for (const { key: projectHash, members } of groupBy(items, (item) => item.projectHash)) {
			await batch.together(members, async () => {
				const project = await client.getProject(projectHash);
				const listings = groupBy(members, (item) => JSON.stringify([item.stage, item.filter]));
				await batch.each(listings, async (listing) => {
					const [{ stage: name, filter }] = listing.members;
					const stage = agentStage(project, name);
					const limit = Math.max(...listing.members.map((item) => item.limit));
					const tasks = await take(client.listTasks(projectHash, stage.uuid, filter), limit);
					for (const { index, limit: most, simple, version } of listing.members) {
						const statusInWords = version >= 2;
						batch.ok(
							index,
							tasks.slice(0, most).map((task) => ({
								json: {
									...taskIdentity({ projectHash, stage }, task, { statusInWords }),
									...(simple ? {} : { raw: task as IDataObject }),
								},
							})),
						);
					}
				});
			});
		}
	},
});
