import type { EncordClient } from '../../../../src/encord/client';
import type { WorkflowStage } from '../../../../src/encord/calls/projects';
import type { MoveOutcome } from '../../../../src/encord/calls/stageMoves';
import { dryRunOptions } from '../../../shared/fields/dryRun';
import { InputError } from '../../../shared/fields/form/inputError';
import { projectOfTaskField } from '../../../shared/fields/places';
import {
	destinationStageField,
	originStageField,
	taskField,
	type TaskRef,
} from '../../../shared/fields/workflowPlaces';
import { stageOf } from '../../../shared/labels/lookup';
import { stagePlace, tasksInWork } from '../../../shared/n8n/tasksInWork';
import { exampleId } from '../../../shared/output/examples';
import { named, sentence } from '../../../shared/output/summary';
import { groupBy, type Batch, type ItemInputs } from '../../../shared/runtime/batch';
import { failedLast } from '../../../shared/runtime/failedLast';
import { defineOperation } from '../../../shared/runtime/operation';
import { alreadyMoved, lookForMoves, taskName } from '../../../shared/writing/taskMoves';

interface Move {
	projectHash: string;
	task: TaskRef;
	from: WorkflowStage;
	to: WorkflowStage;
	dryRun: boolean;
}

export const moveTask = defineOperation({
	resource: 'task',
	name: 'move',
	displayName: 'Move',
	action: 'Move tasks to another stage',
	description:
		'Move a task from any stage to any other stage of the workflow; a task that somebody else has moved already is reported, not failed',
	inputs: {
		projectHash: projectOfTaskField,
		stage: originStageField,
		task: taskField,
		destination: destinationStageField,
		options: dryRunOptions,
	},
	readOnly: false,
	example: {
		summary: 'Moved "cat_01.jpg" from "Review 1" to "Annotate 1"',
		dataTitle: 'cat_01.jpg',
		stageTitle: 'Review 1',
		destinationTitle: 'Annotate 1',
		moved: true,
		alreadyMoved: false,
		projectHash: exampleId,
		dataHash: exampleId,
		taskUuid: exampleId,
		stageUuid: exampleId,
		destinationUuid: exampleId,
	},
	async run(batch, items) {
		const client = await batch.client();
		// All stages are found before the first task moves: a wrong one ends a node that stops on errors.
		const moves: Array<ItemInputs<Move>> = [];
		for (const project of groupBy(items, ({ projectHash }) => projectHash)) {
			await batch.together(project.members, async () => {
				const definition = await client.getProject(project.key);
				const targets = new Map<string, WorkflowStage>();
				await batch.each(project.members, async ({ stage, destination, options, ...item }) => {
					const from = stageOf(definition, stage);
					const to = stageOf(definition, destination);
					refuseTarget(item.task, from, to, targets);
					moves.push({ ...item, from, to, dryRun: options.dryRun ?? false });
				});
			});
		}
		await batch.each(
			groupBy(
				moves,
				({ projectHash, from, to, dryRun }) => `${projectHash} ${from.uuid} ${to.uuid} ${dryRun}`,
			),
			async ({ members }) => await move(batch, client, members),
		);
	},
});

/** @throws InputError for a move that leads nowhere, or elsewhere than the one of an item before */
function refuseTarget(
	{ taskUuid }: TaskRef,
	from: WorkflowStage,
	to: WorkflowStage,
	targets: Map<string, WorkflowStage>,
): void {
	if (from.uuid === to.uuid)
		throw new InputError(
			`The task ${taskUuid} is to be moved from the stage "${from.title}" to the same stage`,
			'Choose another stage under To Stage.',
		);
	const first = targets.get(taskUuid) ?? to;
	if (first.uuid !== to.uuid)
		throw new InputError(
			`Two items move the task ${taskUuid} to different stages: "${first.title}" and "${to.title}"`,
			'Give one item per task, or the same stage to all items of a task.',
		);
	targets.set(taskUuid, to);
}

async function move(
	batch: Batch,
	client: EncordClient,
	moves: readonly [ItemInputs<Move>, ...Array<ItemInputs<Move>>],
): Promise<void> {
	const [{ projectHash, from, to, dryRun }] = moves;
	const outcomes = dryRun
		? await lookForMoves(client, projectHash, from, moves)
		: await moveAll(client, moves);
	const reports = moves.map(({ index, task }) => ({
		index,
		task,
		outcome: outcomes.get(task.taskUuid)!,
	}));
	// A failure ends a node that stops on errors, and by then it must be known what was moved.
	for (const { index, task, outcome } of failedLast(
		reports,
		({ outcome }) => outcome.status === 'failed',
	)) {
		if (outcome.status === 'failed') batch.fail(index, outcome.error);
		else {
			if (outcome.status === 'alreadyMoved') batch.hints.count('alreadyMoved', task.taskUuid);
			const path = `from ${named(from.title)} to ${named(to.title)}`;
			batch.ok(index, {
				summary:
					outcome.status === 'alreadyMoved'
						? alreadyMoved(task, from)
						: sentence([{ verb: 'move', what: `${taskName(task)} ${path}` }], dryRun),
				...(task.dataTitle === undefined ? {} : { dataTitle: task.dataTitle }),
				stageTitle: from.title,
				destinationTitle: to.title,
				...(dryRun ? { dryRun } : {}),
				moved: outcome.status === 'moved' && !dryRun,
				alreadyMoved: outcome.status === 'alreadyMoved',
				projectHash,
				...(task.dataHash === undefined ? {} : { dataHash: task.dataHash }),
				taskUuid: task.taskUuid,
				stageUuid: from.uuid,
				destinationUuid: to.uuid,
			});
		}
	}
}

/** Moves each task once, however many items name it. @returns outcomes by task ID */
async function moveAll(
	client: EncordClient,
	moves: readonly [Move, ...Move[]],
): Promise<Map<string, MoveOutcome>> {
	const [{ projectHash, from, to }] = moves;
	const tasks = groupBy(moves, ({ task }) => task.taskUuid);
	const outcomes = await client.moveTasks(
		projectHash,
		from.uuid,
		to.uuid,
		tasks.map(({ members: [{ task }] }) => task),
	);
	tasksInWork.release(
		stagePlace(client, projectHash, from.uuid),
		tasks.filter((_task, index) => outcomes[index]?.status !== 'failed').map(({ key }) => key),
	);
	return new Map(tasks.map(({ key }, position) => [key, outcomes[position]!]));
}
