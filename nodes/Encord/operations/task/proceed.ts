import type { EncordClient } from '../../../../src/encord/client';
import type { Project, WorkflowStage } from '../../../../src/encord/calls/projects';
import { dryRunOptions } from '../../../shared/fields/dryRun';
import { outputFields, outputsPerPathway } from '../../../shared/fields/pathwayOutputFields';
import { projectOfTaskField } from '../../../shared/fields/places';
import { pathwayField, stageField, taskField } from '../../../shared/fields/workflowPlaces';
import { agentStage } from '../../../shared/labels/lookup';
import { failedLast, groupBy, type ItemInputs, type Batch } from '../../../shared/runtime/batch';
import { defineOperation } from '../../../shared/runtime/operation';
import {
	lookForMoves,
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
		options: dryRunOptions,
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
						const byDryRun = groupBy(group.members, ({ options }) =>
							String(options.dryRun ?? false),
						);
						for (const { members } of byDryRun)
							await proceed(batch, client, definition, stage, members);
					});
				}
			});
		}
	},
});

type Proceed = ItemInputs<TaskMove & { options: { dryRun?: boolean } }>;

/** Moves the tasks of one stage, or under Dry Run only looks whether they wait there. */
async function proceed(
	batch: Batch,
	client: EncordClient,
	project: Project,
	stage: WorkflowStage,
	moves: [Proceed, ...Proceed[]],
) {
	const dryRun = moves[0].options.dryRun ?? false;
	const planned = planMoves(batch, stage, moves);
	const outputs = outputPathways(batch, stage, planned);
	const outcomes = dryRun
		? await lookForMoves(client, project.projectHash, stage, planned)
		: await moveTasks(client, project.projectHash, stage, planned);
	const reports = planned.map((move) => ({ move, outcome: outcomes.get(move.task.taskUuid)! }));
	// A failure ends a node that stops on errors, and by then it must be known what was moved.
	for (const { move, outcome } of failedLast(
		reports,
		({ outcome }) => outcome.status === 'failed',
	)) {
		if (outcome.status === 'failed') batch.fail(move.index, outcome.error);
		else {
			if (outcome.status === 'alreadyMoved') batch.hints.count('alreadyMoved');
			batch.ok(move.index, [
				{
					json: moveJson(project, stage, move, { status: outcome.status, dryRun }),
					output: outputOf(move.target, outputs, outcome.status),
				},
			]);
		}
	}
}
