/**
 * Finishes tasks of an agent stage: saves their labels, sets their priorities and moves them, in this order. The move is the commit:
 * whatever fails before it leaves the task where it is, and the workflow may run again.
 */
import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Project, WorkflowStage } from '../../../src/encord/calls/projects';
import { shortened } from '../../../src/encord/wire/identifiers';
import { InputError } from '../fields/form/inputError';
import type { DataUnitRef } from '../fields/places';
import { unitIdentity } from '../labels/lookup';
import { oneSentence, sentence } from '../output/summary';
import type { Batch, ItemInputs } from '../runtime/batch';
import {
	moveJson,
	moveTasks,
	outputOf,
	outputPathways,
	planMoves,
	type MoveReport,
	type PlannedMove,
	type TaskMove,
} from './taskMoves';
import { writeLabelsOf, type LabelWrite, type WriteOutcome, type WrittenItem } from './writeLabels';

/** A task to finish. */
export interface Finish extends TaskMove {
	unit: DataUnitRef;
	priority?: number;
	/** The labels that are saved before the task moves. */
	labels: Omit<LabelWrite, 'unit' | 'refusal'>;
}

/** Finishes the tasks of one stage and sets the result of each item. */
export async function finishTasks(
	batch: Batch,
	project: Project,
	stage: WorkflowStage,
	items: ReadonlyArray<ItemInputs<Finish>>,
): Promise<void> {
	const client = await batch.client();
	const planned = planMoves(batch, stage, items);
	const outputs = outputPathways(batch, stage, planned);
	const run: StageRun = { batch, client, project, stage, items, planned, outputs };
	await writeLabelsOf(
		batch,
		project,
		planned.map((item) => ({
			...item.labels,
			index: item.index,
			unit: item.unit,
			refusal: (row) => refusalOf(item, stage, row),
		})),
		{ onRefusedEdit: 'fail', afterSaving: async (outcomes) => await goOn(run, outcomes) },
	);
}

/** The task is no longer in the stage. This is reported, not an error. */
class TaskHasLeft extends Error {
	constructor(readonly row: LabelRowMetadata) {
		super('The task has left the stage.');
	}
}

/** Why nothing may be saved for a task, judged by the label row of its data unit as it is listed. */
function refusalOf(
	{ task, unit }: Pick<Finish, 'task' | 'unit'>,
	stage: WorkflowStage,
	row: LabelRowMetadata,
): Error | undefined {
	const { task_uuid: taskOfRow, workflow_graph_node: node } = row;
	const belongs = taskOfRow
		? taskOfRow.toLowerCase() === task.taskUuid
		: task.dataHash === unit.dataHash;
	if (!belongs)
		return new InputError(
			`The task ${task.taskUuid} is not the task of the data unit "${shortened(row.data_title)}"`,
			'Give the task and the data unit of the same item, as the Encord Agent Stage Trigger and Task: Get Many give them.',
		);
	if (!node)
		return new InputError(
			`Encord does not say in which stage the data unit "${shortened(row.data_title)}" is`,
			'Use Label Row: Get to see its stage. Nothing was saved.',
		);
	return node.uuid.toLowerCase() === stage.uuid.toLowerCase() ? undefined : new TaskHasLeft(row);
}

/** One stage with its items. */
interface StageRun {
	batch: Batch;
	client: EncordClient;
	project: Project;
	stage: WorkflowStage;
	/** Those whose pathway was not found included. */
	items: ReadonlyArray<ItemInputs<Finish>>;
	planned: ReadonlyArray<PlannedMove<Finish>>;
	outputs: string[];
}

/** Sets priorities and moves the tasks whose labels are saved. The move comes last: what fails before it leaves the task in place. */
async function goOn(run: StageRun, outcomes: WriteOutcome[]): Promise<WriteOutcome[]> {
	const { batch, client, project, stage, planned } = run;
	const moveOf = new Map(planned.map((move) => [move.index, move]));
	const results: WriteOutcome[] = [];
	const saved: Array<{ move: PlannedMove<Finish>; written: WrittenItem }> = [];
	for (const outcome of outcomes) {
		const move = moveOf.get(outcome.item.index)!;
		if ('json' in outcome) {
			const json = outcome.item.write.saving.dryRun
				? outcome.json
				: batch.firstDone(move.index, outcome.json);
			saved.push({ move, written: { ...outcome, json } });
		} else if (outcome.error instanceof TaskHasLeft)
			results.push(leftAlready(run, move, outcome.item, outcome.error.row));
		else results.push(outcome);
	}
	const complete = saved.filter(({ move }) => everyItemOf(move, run.items, saved));
	for (const { written } of saved.filter((one) => !complete.includes(one)))
		results.push({
			item: written.item,
			error: new InputError(
				'Another item of the same task failed, so the task was not moved',
				'The labels of this item are saved. Correct the other item and run the workflow again.',
			),
		});
	const dry = complete.filter(({ written }) => written.item.write.saving.dryRun);
	for (const { move, written } of dry)
		results.push(finished(run, move, written, { status: 'moved', dryRun: true }));
	const ready = complete.filter((one) => !dry.includes(one));
	const priorityErrors = await setPriorities(run, ready);
	const movable = ready.filter(({ move }) => !priorityErrors.has(move.unit.dataHash));
	const moves = await moveTasks(
		client,
		project.projectHash,
		stage,
		movable.map(({ move }) => ({ ...move, task: { ...move.task, ...move.unit } })),
	);
	for (const { move, written } of ready) {
		const outcome = moves.get(move.task.taskUuid);
		const error =
			priorityErrors.get(move.unit.dataHash) ??
			(outcome?.status === 'failed' ? outcome.error : undefined);
		if (error) results.push({ item: written.item, error });
		else results.push(finished(run, move, written, { status: outcome!.status }));
	}
	return results;
}

/** Whether the labels of all items that name the same task are saved. */
function everyItemOf(
	{ task }: PlannedMove<Finish>,
	items: ReadonlyArray<ItemInputs<Finish>>,
	saved: ReadonlyArray<{ move: PlannedMove<Finish> }>,
): boolean {
	const done = new Set(saved.map(({ move }) => move.index));
	return items.every((item) => item.task.taskUuid !== task.taskUuid || done.has(item.index));
}

/** Sets the priorities the forms give; of several for one data unit, the last counts. @returns errors by data hash */
async function setPriorities(
	{ client, project }: StageRun,
	ready: ReadonlyArray<{ move: PlannedMove<Finish> }>,
): Promise<Map<string, Error>> {
	const byUnit = new Map(
		ready.flatMap(({ move }) =>
			move.priority === undefined ? [] : [[move.unit.dataHash, move.priority] as const],
		),
	);
	if (byUnit.size === 0) return new Map();
	const priorities = [...byUnit].map(([dataHash, value]) => ({ dataHash, priority: value }));
	const outcomes = await client.setPriorities(project.projectHash, priorities);
	return new Map(
		priorities.flatMap(({ dataHash }, position) => {
			const outcome = outcomes[position]!;
			return outcome.ok ? [] : [[dataHash, outcome.error] as const];
		}),
	);
}

/** The output of an item whose labels are saved, or would be. */
function finished(
	{ batch, project, stage, outputs }: StageRun,
	move: PlannedMove<Finish>,
	written: WrittenItem,
	report: MoveReport,
): WrittenItem {
	const { priority } = move;
	if (report.status === 'alreadyMoved') batch.hints.count('alreadyMoved');
	const moved = moveJson(project, stage, titled(move, written.json), report);
	const priorityText =
		priority === undefined
			? []
			: [sentence([{ verb: 'set', what: `the priority to ${priority}` }], report.dryRun)];
	return {
		...written,
		json: {
			...written.json,
			...moved,
			summary: oneSentence([written.json.summary, ...priorityText, moved.summary]),
			...(priority === undefined ? {} : { priority }),
		},
		output: outputOf(move.target, outputs, report.status),
	};
}

/** The move with the title of its file. */
function titled(move: PlannedMove<Finish>, { dataTitle }: IDataObject): PlannedMove<Finish> {
	return { ...move, task: { ...move.task, dataTitle: String(dataTitle) } };
}

/** The output of an item whose task had left the stage: nothing was written. */
function leftAlready(
	{ batch, project, stage, outputs }: StageRun,
	move: PlannedMove<Finish>,
	item: ItemInputs<LabelWrite>,
	row: LabelRowMetadata,
): WrittenItem {
	batch.hints.count('alreadyMoved');
	const unit = unitIdentity(project.projectHash, row);
	return {
		item,
		json: {
			...unit,
			saved: false,
			added: 0,
			changed: 0,
			removed: 0,
			...moveJson(project, stage, titled(move, unit), { status: 'alreadyMoved' }),
		},
		output: outputOf(move.target, outputs, 'alreadyMoved'),
	};
}
