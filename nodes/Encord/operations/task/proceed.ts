import type { EncordClient } from '../../../../src/encord/client';
import type { WorkflowStage } from '../../../../src/encord/calls/projects';
import { outputFields, outputsPerPathway } from '../../../shared/fields/pathwayOutputFields';
import { projectOfTaskField } from '../../../shared/fields/places';
import { pathwayField, stageField, taskField } from '../../../shared/fields/workflowPlaces';
import { agentStage } from '../../../shared/labels/lookup';
import { failedLast, groupBy, type ItemInputs, type Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import {
	moveExample,
	moveJson,
	moveTasks,
	outputOf,
	outputPathways,
	planMoves,
	type TaskMove,
} from '../../../shared/writing/taskMoves';

export const proceedTask = defineOperation({
	resource: 'task',
	name: 'proceed',
	displayName: 'Proceed',
	action: 'Send tasks along a pathway',
	description:
		'Send a task out of its agent stage along a pathway; a task that somebody else has moved already is reported, not failed',
	inputs: {
		projectHash: projectOfTaskField,
		stage: stageField,
		task: taskField,
		pathway: pathwayField,
		outputs: outputFields,
	},
	readOnly: false,
	example: moveExample,
	outputs: outputsPerPathway,
	async run(batch, moves) {
		const client = await batch.client();
		for (const project of groupBy(moves, ({ projectHash }) => projectHash)) {
			await batch.together(project.members, async () => {
				const definition = await client.getProject(project.key);
				for (const group of groupBy(project.members, ({ stage }) => stage)) {
					await batch.together(group.members, async () => {
						const stage = agentStage(definition, group.key);
						await proceed(batch, client, project.key, stage, group.members);
					});
				}
			});
		}
	},
});

async function proceed(
	batch: Batch,
	client: EncordClient,
	projectHash: string,
	stage: WorkflowStage,
	moves: Array<ItemInputs<TaskMove>>,
) {
	const planned = planMoves(batch, stage, moves);
	const outputs = outputPathways(batch, stage, planned);
	const outcomes = await moveTasks(client, projectHash, stage, planned);
	const reports = planned.map((move) => ({ move, outcome: outcomes.get(move.task.taskUuid)! }));
	// A failure ends a node that stops on errors, and by then it must be known what was moved.
	for (const { move, outcome } of failedLast(
		reports,
		({ outcome }) => outcome.status === 'failed',
	)) {
		if (outcome.status === 'failed') batch.fail(move.index, outcome.error);
		else
			batch.ok(move.index, [
				{
					json: moveJson(projectHash, stage, move, outcome.status),
					output: outputOf(move.target, outputs, outcome.status),
				},
			]);
	}
}
