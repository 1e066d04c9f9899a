import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import { exampleId } from '../../../shared/output/examples';
import { projectField } from '../../../shared/fields/places';
import { stagesOf, uuid } from '../../../shared/labels/lookup';
import { stageList } from '../../../shared/output/project';

export const getWorkflow = defineOperation({
	resource: 'project',
	name: 'getWorkflow',
	displayName: 'Get Workflow',
	action: 'Get the workflow of a project',
	description:
		"Get the stages of a project's workflow with the pathways that lead out of its agent stages",
	fields: [projectField],
	readOnly: true,
	example: {
		projectHash: exampleId,
		title: 'Pets',
		stages: [
			{
				stageUuid: exampleId,
				title: 'Agent 1',
				type: 'AGENT',
				pathways: [
					{
						pathwayUuid: exampleId,
						title: 'Cat',
						destinationUuid: exampleId,
						destinationTitle: 'Review cats',
					},
				],
			},
		],
	},
	async run(batch) {
		const client = await batch.client();
		const asks = batch.read((index) => ({
			projectHash: uuid(batch.locator('project', index, 'Project'), 'Project'),
		}));
		for (const group of groupBy(asks, ({ projectHash }) => projectHash)) {
			await batch.together(group.asks, async () => {
				const project = await client.getProject(group.key);
				const stages = stageList(stagesOf(project));
				for (const { index } of group.asks) {
					batch.ok(index, { projectHash: project.projectHash, title: project.title, stages });
				}
			});
		}
	},
});
