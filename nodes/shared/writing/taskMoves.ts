/** Sends tasks of an agent stage along pathways, for all operations that do. */
import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { Pathway, Project, WorkflowStage } from '../../../src/encord/calls/projects';
import { unknownTask, type MoveOutcome } from '../../../src/encord/calls/stageMoves';
import { InputError } from '../fields/form/inputError';
import { outputsTitle } from '../fields/pathwayOutputFields';
import type { TaskRef } from '../fields/workflowPlaces';
import { pathwayOf } from '../labels/lookup';
import { stagePlace, tasksInWork } from '../n8n/tasksInWork';
import { exampleId } from '../output/examples';
import { named, sentence } from '../output/summary';
import { groupBy, outputsDiffer, type Batch, type ItemInputs } from '../runtime/batch';

/** What the form of an item says about its task. */
export interface TaskMove {
	task: TaskRef;
	/** Name or ID. */
	pathway: string;
	/** IDs or names of the pathways with an output; empty when there is one output. */
	outputs: string[];
}

/** A move whose pathway was found. */
export type PlannedMove<M extends TaskMove = TaskMove> = ItemInputs<M> & { target: Pathway };

/** Finds the pathways. An item that names another pathway than the items before it with the same task fails. */
export function planMoves<M extends TaskMove>(
	batch: Batch,
	stage: WorkflowStage,
	moves: ReadonlyArray<ItemInputs<M>>,
): Array<PlannedMove<M>> {
	const planned: Array<PlannedMove<M>> = [];
	const byTask = new Map<string, Pathway>();
	for (const move of moves) {
		try {
			const target = pathwayOf(stage, move.pathway);
			const first = byTask.get(move.task.taskUuid) ?? target;
			if (first.uuid !== target.uuid) {
				throw new InputError(
					`Two items send the task ${move.task.taskUuid} along different pathways: "${first.title}" and "${target.title}"`,
					'Give one item per task, or the same pathway to all items of a task.',
				);
			}
			byTask.set(move.task.taskUuid, target);
			planned.push({ ...move, target });
		} catch (error) {
			batch.fail(move.index, error);
		}
	}
	return planned;
}

/**
 * IDs of the pathways with an output, in the order of the outputs, checked before any task is moved.
 * @throws InputError when n8n cannot have made these outputs
 */
export function outputPathways(
	batch: Batch,
	stage: WorkflowStage,
	moves: ReadonlyArray<Pick<TaskMove, 'outputs'>>,
): string[] {
	const lists = new Set(moves.map(({ outputs: names }) => JSON.stringify(names)));
	const [names = []] = [...lists].map((list) => JSON.parse(list) as string[]);
	if (names.length === 0 && lists.size < 2) return [];
	if (lists.size > 1) throw outputsDiffer(outputsTitle);
	batch.requireOutputs(names.length + 1, outputsTitle);
	return names.map((name) => pathwayOf(stage, name).uuid);
}

/**
 * Moves each task once, however many items name it, and lets the triggers of this process have it again.
 * @returns outcomes by task ID
 */
export async function moveTasks(
	client: EncordClient,
	projectHash: string,
	stage: WorkflowStage,
	moves: ReadonlyArray<Pick<PlannedMove, 'task' | 'target'>>,
): Promise<Map<string, MoveOutcome>> {
	if (moves.length === 0) return new Map();
	const tasks = tasksOf(moves);
	const outcomes = await client.proceedTasks(
		projectHash,
		stage.uuid,
		tasks.map(({ members: [{ task, target }] }) => ({ ...task, pathway: { uuid: target.uuid } })),
	);
	tasksInWork.release(
		stagePlace(client, projectHash, stage.uuid),
		tasks.filter((_task, index) => outcomes[index]?.status !== 'failed').map(({ key }) => key),
	);
	return new Map(tasks.map(({ key }, position) => [key, outcomes[position]!]));
}

/** What moves would find, by task ID. `moved` means that the task waits in the stage. Nothing is written. */
export async function lookForMoves(
	client: EncordClient,
	projectHash: string,
	stage: WorkflowStage,
	moves: ReadonlyArray<{ task: TaskRef }>,
): Promise<Map<string, MoveOutcome>> {
	if (moves.length === 0) return new Map();
	const tasks = tasksOf(moves).map(({ members: [{ task }] }) => task);
	const places = await client.lookForTasks(projectHash, stage.uuid, tasks);
	return new Map(
		tasks.map((task, position): [string, MoveOutcome] => {
			const place = places[position]!;
			if (place === 'unknown')
				return [task.taskUuid, { status: 'failed', error: unknownTask(task) }];
			return [task.taskUuid, { status: place === 'inStage' ? 'moved' : 'alreadyMoved' }];
		}),
	);
}

const tasksOf = <M extends { task: TaskRef }>(moves: readonly M[]) =>
	groupBy(moves, ({ task }) => task.taskUuid);

/** What became of a move, or would become of it under Dry Run. */
export interface MoveReport {
	status: MoveOutcome['status'];
	dryRun?: boolean;
}

/** The output of an item about its task and the pathway it took, or would take. */
export function moveJson(
	{ projectHash, workflow }: Project,
	stage: WorkflowStage,
	{ task, target }: Pick<PlannedMove, 'task' | 'target'>,
	{ status, dryRun = false }: MoveReport,
): IDataObject {
	const destination = workflow?.stages.find(({ uuid }) => uuid === target.destinationUuid);
	const alongPathway = `along ${named(target.title)}${destination ? ` to ${named(destination.title)}` : ''}`;
	return {
		summary:
			status === 'alreadyMoved'
				? alreadyMoved(task, stage)
				: sentence([{ verb: 'send', what: `${taskName(task)} ${alongPathway}` }], dryRun),
		...(task.dataTitle === undefined ? {} : { dataTitle: task.dataTitle }),
		stageTitle: stage.title,
		pathway: target.title,
		destinationTitle: destination?.title ?? null,
		...(dryRun ? { dryRun } : {}),
		moved: status === 'moved' && !dryRun,
		alreadyMoved: status === 'alreadyMoved',
		projectHash,
		...(task.dataHash === undefined ? {} : { dataHash: task.dataHash }),
		taskUuid: task.taskUuid,
		stageUuid: stage.uuid,
		pathwayUuid: target.uuid,
		destinationUuid: target.destinationUuid,
	};
}

/** What a sentence calls a task: the title of its file, if the item has it. */
export function taskName({ taskUuid, dataTitle }: TaskRef): string {
	return dataTitle === undefined ? `the task ${taskUuid}` : named(dataTitle);
}

/** That a task was not moved, because it has left the stage. */
export function alreadyMoved(task: TaskRef, { title }: WorkflowStage): string {
	return `Already moved: ${taskName(task)} is no longer in ${named(title)}`;
}

export const moveExample: IDataObject = {
	summary: 'Sent "cat_01.jpg" along "Cat" to "Review cats"',
	dataTitle: 'cat_01.jpg',
	stageTitle: 'Agent 1',
	pathway: 'Cat',
	destinationTitle: 'Review cats',
	moved: true,
	alreadyMoved: false,
	projectHash: exampleId,
	dataHash: exampleId,
	taskUuid: exampleId,
	stageUuid: exampleId,
	pathwayUuid: exampleId,
	destinationUuid: exampleId,
};

/** Place of a pathway among the outputs; the last one is Other. */
export function outputOf(
	{ uuid }: Pathway,
	outputs: string[],
	status?: MoveOutcome['status'],
): number {
	const place = outputs.indexOf(uuid);
	return place === -1 || status === 'alreadyMoved' ? outputs.length : place;
}
