import { projectField } from '../../../shared/fields/places';
import { stagesOf } from '../../../shared/labels/lookup';
import { exampleId } from '../../../shared/output/examples';
import { stageList } from '../../../shared/output/project';
import { groupBy } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';

export const getWorkflow = defineOperation({
	resource: 'project',
	name: 'getWorkflow',
	displayName: 'Get Workflow',
	action: 'Get the workflow of a project',
	description:
		"Get the stages of a project's workflow with the pathways that lead out of its agent stages",
	inputs: {
		projectHash: projectField,
	},
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
	async run(batch, items) {
		const client = await batch.client();
		for (const group of groupBy(items, ({ projectHash }) => projectHash)) {
			await batch.together(group.members, async () => {
				const project = await client.getProject(group.key, { fresh: true });
				const stages = stageList(stagesOf(project));
				for (const { index } of group.members) {
					batch.ok(index, { projectHash: project.projectHash, title: project.title, stages });
				}
			});
		}
	},
});
