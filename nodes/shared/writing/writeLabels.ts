/** Writes labels for all operations: all items of a project together, with one save for the items of one row. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Project } from '../../../src/encord/calls/projects';
import { keptLabels } from '../../../src/labels/row/problem';
import type { DataUnitRef } from '../fields/places';
import { indexOntology, type OntologyIndex } from '../../../src/labels/ontology/ontology';
import { editLabelRows } from '../../../src/labels/saving/saving';
import type { EditJob, JobOutcome } from '../../../src/labels/saving/editJob';
import { groupBy, type ItemInputs, type Batch } from '../runtime/batch';
import type { Result } from '../runtime/result';
import { InputError } from '../fields/form/inputError';
import { changePictures, type DrawnChange } from '../media/changePictures';
import type { WriteOptions } from '../fields/labels/writing';
import { rowOf, rowsByDataHash, unitIdentity } from '../labels/lookup';
import { TaskHasLeft } from './taskHasLeft';
import { written, type Plan } from './writtenOutput';

export { writtenExample, type Plan } from './writtenOutput';

/** The data from which a plan is made. */
export interface PlanningUnit {
	ontology: OntologyIndex;
	row: LabelRowMetadata;
}

/** The labels to write for one item. */
export interface LabelWrite {
	unit: DataUnitRef;
	write: WriteOptions;
	/**
	 * Returns the plan, or a function that makes the plan from the current labels and is called again when somebody else saved the
	 * row meanwhile. Throws when the item's input is wrong.
	 */
	plan: (unit: PlanningUnit) => Plan | ((labels: LabelRowJson) => Plan);
	/** What the form of the item says; absent: the rule of the operation. */
	onRefusedEdit?: WriteRules['onRefusedEdit'];
	/**
	 * Says why nothing may be written for the item, if so. It is asked with the label row as it is listed at first, and again right
	 * before the row is saved.
	 */
	refusal?: (row: LabelRowMetadata) => Error | undefined;
}

export interface WriteRules {
	/**
	 * What happens to an item when one of its edits is refused. `fail`: the item fails, and nothing of it is saved. `report`: the
	 * output lists the problem, and the item fails only when no edit changed anything.
	 */
	onRefusedEdit: 'fail' | 'report';
	/** Goes on with the items of a save before they get their results. */
	afterSaving?: (items: WriteOutcome[]) => Promise<WriteOutcome[]>;
}

/** What became of one item: its output, or why it has none. */
export type WriteOutcome = WrittenItem | FailedItem;

export interface WrittenItem {
	item: ItemInputs<LabelWrite>;
	json: IDataObject;
	/** Index of the node's output; absent: the first. */
	output?: number;
	/** Absent when nothing was to be written. */
	change?: DrawnChange;
	/** Hashes of the labels of others that were left as they are. */
	kept?: ReadonlySet<string>;
}

export interface FailedItem {
	item: ItemInputs<LabelWrite>;
	error: Error;
}

/**
 * Applies and saves the edits of all items and sets the result of each. All items are planned before the first save, so an item whose
 * input is wrong ends a node that stops on errors before anything is saved. What only the labels themselves tell comes later.
 */
export async function writeLabels(
	batch: Batch,
	items: Array<ItemInputs<LabelWrite>>,
	rules: WriteRules,
): Promise<void> {
	const client = await batch.client();
	const plans: WritePlan[] = [];
	for (const { key, members } of groupBy(items, ({ unit }) => unit.projectHash)) {
		await batch.together(members, async () => {
			plans.push(...(await planWrites(batch, await client.getProject(key), members, rules)));
		});
	}
	await saveWrites(batch, plans);
}

/** The items of a project with the same saving options, ready to be saved. */
export interface WritePlan {
	project: Project;
	ontology: OntologyIndex;
	rules: WriteRules;
	/** By data hash, as they were listed for the plan. */
	rows: Map<string, LabelRowMetadata>;
	planned: PlannedItem[];
}

/** Plans the items of one project that has been read already. An item whose plan throws fails; the others are in the plans. */
export async function planWrites(
	batch: Batch,
	project: Project,
	items: ReadonlyArray<ItemInputs<LabelWrite>>,
	rules: WriteRules,
): Promise<WritePlan[]> {
	const rows = await rowsOfItems(batch, project, items);
	const ontology = indexOntology(project.editorOntology);
	const plans: WritePlan[] = [];
	for (const { members } of groupBy(items, ({ write }) => JSON.stringify(write.saving))) {
		const unitOf = ({ unit }: LabelWrite) => ({ ontology, row: rowOf(rows, unit.dataHash) });
		const planned = await planItems(batch, members, unitOf, rules);
		plans.push({ project, ontology, rules, rows, planned });
	}
	return plans;
}

async function rowsOfItems(
	batch: Batch,
	{ projectHash }: Project,
	items: ReadonlyArray<ItemInputs<LabelWrite>>,
): Promise<Map<string, LabelRowMetadata>> {
	const hashes = items.map(({ unit }) => unit.dataHash);
	const includeImagesData = items.some(({ write }) => write.saving.dryRun);
	return await rowsByDataHash(await batch.client(), projectHash, hashes, { includeImagesData });
}

/** Saves what was planned, and sets the result of each item. */
export async function saveWrites(batch: Batch, plans: readonly WritePlan[]): Promise<void> {
	const saved = new Set<string>();
	for (const plan of plans) {
		const { project } = plan;
		const items = plan.planned.map(({ item }) => item);
		if (items.length === 0) continue;
		// The saves before may have created labels and moved tasks of the same project.
		const isChanged = saved.has(project.projectHash);
		saved.add(project.projectHash);
		await batch.together(items, async () => {
			const now = isChanged ? await rowsOfItems(batch, project, items) : [];
			await saveGroup(batch, { ...plan, rows: new Map([...plan.rows, ...now]) });
		});
	}
}

async function saveGroup(batch: Batch, plan: WritePlan): Promise<void> {
	const { project, ontology, rules, rows } = plan;
	const refused: FailedItem[] = [];
	const allowed = plan.planned.filter(({ item }) => {
		const error = item.refusal?.(rowOf(rows, item.unit.dataHash));
		if (error) refused.push({ item, error });
		return error === undefined;
	});
	const outcomes = await editLabelRows(
		await batch.client(),
		project.projectHash,
		allowed.map(({ job }) => job),
		{ ...plan.planned[0]!.item.write.saving, ontology, rows: [...rows.values()] },
	);
	const written = allowed.map(({ item }, index) => writeOutcome(item, outcomes[index]!, plan));
	const all = [...refused, ...written];
	await setResults(batch, rules.afterSaving ? await rules.afterSaving(all) : all);
}

function writeOutcome(
	item: ItemInputs<LabelWrite>,
	outcome: JobOutcome<Plan>,
	{ project, rows, ontology, rules }: WritePlan,
): WriteOutcome {
	const error = failureOf(outcome, ruleFor(item, rules));
	if (error) return { item, error };
	const row = rowOf(rows, item.unit.dataHash);
	const { before, labelRow: after, diff } = outcome;
	return {
		item,
		json: { ...unitIdentity(project.projectHash, row), ...written(outcome, item.write) },
		change: { row, ontology, before, after, diff },
		kept: keptLabels(outcome.problems),
	};
}

/** Sets the results of the items, with pictures of the changes where the form says so. */
async function setResults(batch: Batch, outcomes: WriteOutcome[]): Promise<void> {
	const writtenItems = outcomes.filter((outcome) => 'json' in outcome);
	const pictures = await changePictures(
		batch,
		writtenItems.flatMap(({ item: { index, write }, change }) =>
			write.drawChanges && change ? [{ index, change }] : [],
		),
	);
	for (const {
		item: { index, unit },
		json,
		output,
		kept = [],
	} of writtenItems) {
		const { note, binary, failed } = pictures.get(index) ?? {};
		if (failed) batch.hints.count('notDrawn');
		for (const hash of kept)
			batch.hints.count('kept', `${unit.projectHash} ${unit.dataHash} ${hash}`);
		const result: Result = { json: { ...json, ...(note ? { picture: note } : {}) } };
		if (binary) result.binary = binary;
		if (output !== undefined) result.output = output;
		batch.ok(index, [result]);
	}
	// A failure ends a node that stops on errors, and by then it must be known what was saved.
	for (const outcome of outcomes)
		if ('error' in outcome) batch.fail(outcome.item.index, outcome.error);
}

/** An item with the job that edits its label row. */
interface PlannedItem {
	item: ItemInputs<LabelWrite>;
	job: EditJob<Plan>;
}

/** Makes the jobs of the items. An item whose plan throws fails, as does one that is of another task; the others continue. */
async function planItems(
	batch: Batch,
	items: ReadonlyArray<ItemInputs<LabelWrite>>,
	unitOf: (item: ItemInputs<LabelWrite>) => PlanningUnit,
	rules: WriteRules,
): Promise<PlannedItem[]> {
	const planned: PlannedItem[] = [];
	await batch.each(items, async (item) => {
		const unit = unitOf(item);
		const error = item.refusal?.(unit.row);
		// Whether a task has left is asked when it is its turn: the saves before may move it here.
		if (error && !(error instanceof TaskHasLeft)) throw error;
		const plan = item.plan(unit);
		const fromLabels = typeof plan === 'function' ? plan : () => plan;
		planned.push({
			item,
			job: {
				dataHash: item.unit.dataHash,
				plan: fromLabels,
				allOrNothing: ruleFor(item, rules) === 'fail',
				...(item.refusal ? { refusal: item.refusal } : {}),
			},
		});
	});
	return planned;
}

function ruleFor(item: LabelWrite, rules: WriteRules): WriteRules['onRefusedEdit'] {
	return item.onRefusedEdit ?? rules.onRefusedEdit;
}

function failureOf(
	{ error, problems, diff }: JobOutcome,
	onRefusedEdit: WriteRules['onRefusedEdit'],
): Error | undefined {
	if (error) return error;
	const errors = problems.filter(({ severity }) => severity === 'error');
	if (errors.length === 0 || (onRefusedEdit === 'report' && diff.length > 0)) return undefined;
	const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
	return new InputError(`${errors[0]!.message}${rest}`, 'Nothing was saved for this item.');
}
