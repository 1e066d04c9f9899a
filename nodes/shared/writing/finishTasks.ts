/**
 * Finishes tasks of an agent stage: saves their labels, sets their priorities and moves them, in this order. The move is the commit:
 * whatever fails before it leaves the task where it is, and the workflow may run again.
 */
import type { IDataObject } from 'n8n-workflow';
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Project, WorkflowStage } from '../../../src/encord/calls/projects';
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
import { refusalOf, TaskHasLeft } from './taskHasLeft';
import { OnePriority } from './onePriority';
import {
	planWrites,
	type LabelWrite,
	type WriteOutcome,
	type WritePlan,
	type WrittenItem,
} from './writeLabels';

/** A task to finish. */
export interface Finish extends TaskMove {
	unit: DataUnitRef;
	priority?: number;
	/** The labels that are saved before the task moves. */
	labels: Omit<LabelWrite, 'unit' | 'refusal'>;
}

/**
 * Finds the pathways of the items of one stage and plans their labels. Nothing is sent. An item whose pathway is not found, or whose
 * labels cannot be planned, fails. When the plan's labels are saved, the tasks go on.
 * @throws InputError when n8n cannot have made the outputs
 */
export async function planFinishes(
	batch: Batch,
	client: EncordClient,
	project: Project,
	stage: WorkflowStage,
	items: ReadonlyArray<ItemInputs<Finish>>,
): Promise<WritePlan[]> {
	const planned = withSamePriority(batch, withSameOptions(batch, planMoves(batch, stage, items)));
	const outputs = outputPathways(batch, stage, planned);
	const run: StageRun = { batch, client, project, stage, items, planned, outputs };
	return await planWrites(
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

/** Fails items that save the labels of a task otherwise than the items before them with the same task. */
function withSameOptions(
	batch: Batch,
	planned: ReadonlyArray<PlannedMove<Finish>>,
): Array<PlannedMove<Finish>> {
	const byTask = new Map<string, string>();
	return planned.filter(({ index, task: { taskUuid }, labels }) => {
		const saving = JSON.stringify(labels.write.saving);
		const first = byTask.get(taskUuid) ?? saving;
		byTask.set(taskUuid, first);
		if (first === saving) return true;
		batch.fail(
			index,
			new InputError(
				`Two items of the task ${taskUuid} have different options, such as Dry Run or Agent Name`,
				'Give the same options to all items of a task.',
			),
		);
		return false;
	});
}

/** Fails items that give the file of a task another priority than the items before them. */
function withSamePriority(
	batch: Batch,
	planned: ReadonlyArray<PlannedMove<Finish>>,
): Array<PlannedMove<Finish>> {
	const priorities = new OnePriority();
	return planned.filter(({ index, unit: { dataHash }, priority }) => {
		if (priority === undefined) return true;
		try {
			priorities.add(dataHash, priority, `the data unit ${dataHash}`);
			return true;
		} catch (error) {
			batch.fail(index, error);
			return false;
		}
	});
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

/** An item whose labels are saved, or would be. */
interface SavedItem {
	move: PlannedMove<Finish>;
	written: WrittenItem;
}

/** Goes on with the items of one save, which are all dry runs or none. */
async function goOn(run: StageRun, outcomes: WriteOutcome[]): Promise<WriteOutcome[]> {
	const { batch, planned } = run;
	const moveOf = new Map(planned.map((move) => [move.index, move]));
	const results: WriteOutcome[] = [];
	const saved: SavedItem[] = [];
	const dryRun = outcomes.some(({ item }) => item.write.saving.dryRun);
	for (const outcome of outcomes) {
		const move = moveOf.get(outcome.item.index)!;
		if ('json' in outcome) {
			const json = dryRun ? outcome.json : batch.firstDone(move.index, outcome.json);
			saved.push({ move, written: { ...outcome, json } });
		} else if (outcome.error instanceof TaskHasLeft)
			results.push(leftAlready(run, move, outcome.item, outcome.error.row));
		else results.push(outcome);
	}
	const complete = saved.filter(({ move }) => everyItemOf(move, run.items, saved));
	for (const { written } of saved.filter((one) => !complete.includes(one)))
		results.push({ item: written.item, error: otherItemFailed(written) });
	return [...results, ...(dryRun ? wouldMove(run, complete) : await moveOn(run, complete))];
}

/** The outputs of a dry run. */
function wouldMove(run: StageRun, complete: readonly SavedItem[]): WrittenItem[] {
	const priorities = prioritiesOf(complete);
	return complete.map((one) => finished(run, one, { status: 'moved', dryRun: true }, priorities));
}

/** Sets priorities and moves the tasks whose labels are saved. The move comes last: what fails before it leaves the task in place. */
async function moveOn(run: StageRun, complete: readonly SavedItem[]): Promise<WriteOutcome[]> {
	const { batch, client, project, stage } = run;
	const priorities = prioritiesOf(complete);
	const priorityErrors = await setPriorities(run, priorities);
	const movable = complete.filter(({ move }) => !priorityErrors.has(move.unit.dataHash));
	const moves = await moveTasks(
		client,
		project.projectHash,
		stage,
		movable.map(({ move }) => ({ ...move, task: { ...move.task, ...move.unit } })),
	);
	const changed = new Set(
		movable
			.filter(({ move, written }) => written.json.saved || priorities.has(move.unit.dataHash))
			.map(({ move }) => move.task.taskUuid),
	);
	return complete.map((one): WriteOutcome => {
		const { move, written } = one;
		const { taskUuid } = move.task;
		const outcome = moves.get(taskUuid);
		const error =
			priorityErrors.get(move.unit.dataHash) ??
			(outcome?.status === 'failed' ? outcome.error : undefined);
		if (error) return { item: written.item, error };
		if (outcome!.status === 'alreadyMoved')
			batch.hints.count(changed.has(taskUuid) ? 'leftLate' : 'alreadyMoved', taskUuid);
		return finished(run, one, { status: outcome!.status }, priorities);
	});
}

/** Why the task of an item whose labels were saved, or would be, stays in its stage. */
function otherItemFailed({ item, json }: WrittenItem): InputError {
	if (item.write.saving.dryRun)
		return new InputError(
			'Another item of the same task fails, so the task would not be moved',
			'The labels of this item would be saved. Correct the other item before you turn Dry Run off.',
		);
	const labels = json.saved ? 'The labels of this item are saved.' : 'This item changed no label.';
	return new InputError(
		'Another item of the same task failed, so the task was not moved',
		`${labels} Correct the other item and run the workflow again.`,
	);
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

/** The priorities that the forms give, by data hash. */
function prioritiesOf(complete: readonly SavedItem[]): Map<string, number> {
	return new Map(
		complete.flatMap(({ move }) =>
			move.priority === undefined ? [] : [[move.unit.dataHash, move.priority] as const],
		),
	);
}

/** @returns errors by data hash */
async function setPriorities(
	{ client, project }: StageRun,
	byUnit: ReadonlyMap<string, number>,
): Promise<Map<string, Error>> {
	if (byUnit.size === 0) return new Map();
	const priorities = [...byUnit].map(([dataHash, priority]) => ({ dataHash, priority }));
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
	{ project, stage, outputs }: StageRun,
	{ move, written }: SavedItem,
	report: MoveReport,
	priorities: ReadonlyMap<string, number>,
): WrittenItem {
	const priority = move.priority === undefined ? undefined : priorities.get(move.unit.dataHash);
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

/** The output of an item whose task had left the stage: nothing was written, unless an earlier try of the node did. */
function leftAlready(
	run: StageRun,
	move: PlannedMove<Finish>,
	item: ItemInputs<LabelWrite>,
	row: LabelRowMetadata,
): WrittenItem {
	const { batch, project, stage, outputs } = run;
	const { dryRun } = item.write.saving;
	const report: MoveReport = { status: 'alreadyMoved', dryRun };
	const earlier = dryRun ? undefined : batch.doneEarlier(move.index);
	batch.hints.count(earlier?.saved ? 'leftLate' : 'alreadyMoved', move.task.taskUuid);
	if (earlier) return finished(run, { move, written: { item, json: earlier } }, report, new Map());
	const unit = unitIdentity(project.projectHash, row);
	return {
		item,
		json: {
			...unit,
			saved: false,
			added: 0,
			changed: 0,
			removed: 0,
			...moveJson(project, stage, titled(move, unit), report),
		},
		output: outputOf(move.target, outputs, 'alreadyMoved'),
	};
}
