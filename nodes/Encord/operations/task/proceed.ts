import type { EncordClient } from '../../../../src/encord/client';
import type { Project, WorkflowStage } from '../../../../src/encord/calls/projects';
import { dryRunOptions } from '../../../shared/fields/dryRun';
import { outputFields, outputsPerPathway } from '../../../shared/fields/pathwayOutputFields';
import { projectOfTaskField } from '../../../shared/fields/places';
import { pathwayField, stageField, taskField } from '../../../shared/fields/workflowPlaces';
import { agentStage } from '../../../shared/labels/lookup';
import { groupBy, type ItemInputs, type Batch } from '../../../shared/runtime/batch';
import { failedLast } from '../../../shared/runtime/failedLast';
import { defineOperation } from '../../../shared/runtime/operation';
import {
	lookForMoves,
	moveExample,
	moveJson,
	moveTasks,
	outputOf,
	outputPathways,
	planMoves,
	type PlannedMove,
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
		// All stages and pathways are found before the first task moves: a wrong one ends a node that stops on errors.
		const groups: Group[] = [];
		for (const { key, members } of groupBy(moves, ({ projectHash }) => projectHash)) {
			await batch.together(members, async () => {
				const project = await client.getProject(key);
				const staged: Array<Proceed & { at: WorkflowStage }> = [];
				await batch.each(members, async (move) => {
					staged.push({ ...move, at: agentStage(project, move.stage) });
				});
				const byStage = groupBy(
					staged,
					({ at, options }) => `${at.uuid} ${options.dryRun ?? false}`,
				);
				await batch.each(byStage, async ({ members: ofStage }) => {
					const [{ at: stage, options }] = ofStage;
					const planned = planMoves(batch, stage, ofStage);
					const outputs = outputPathways(batch, stage, planned);
					const dryRun = options.dryRun ?? false;
					groups.push({ project, stage, members: planned, outputs, dryRun });
				});
			});
		}
		await batch.each(groups, async (group) => await proceed(batch, client, group));
	},
});

type Proceed = ItemInputs<TaskMove & { options: { dryRun?: boolean } }>;

/** The moves out of one stage. */
interface Group {
	project: Project;
	stage: WorkflowStage;
	members: Array<PlannedMove<Proceed>>;
	outputs: string[];
	dryRun: boolean;
}

/** Moves the tasks of one stage, or under Dry Run only looks whether they wait there. */
async function proceed(
	batch: Batch,
	client: EncordClient,
	{ project, stage, members, outputs, dryRun }: Group,
): Promise<void> {
	const outcomes = dryRun
		? await lookForMoves(client, project.projectHash, stage, members)
		: await moveTasks(client, project.projectHash, stage, members);
	const reports = members.map((move) => ({ move, outcome: outcomes.get(move.task.taskUuid)! }));
	// A failure ends a node that stops on errors, and by then it must be known what was moved.
	for (const { move, outcome } of failedLast(
		reports,
		({ outcome }) => outcome.status === 'failed',
	)) {
		if (outcome.status === 'failed') batch.fail(move.index, outcome.error);
		else {
			if (outcome.status === 'alreadyMoved') batch.hints.count('alreadyMoved', move.task.taskUuid);
			batch.ok(move.index, [
				{
					json: moveJson(project, stage, move, { status: outcome.status, dryRun }),
					output: outputOf(move.target, outputs, outcome.status),
				},
			]);
		}
	}
}
