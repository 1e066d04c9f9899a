/** How every operation that writes labels does it: all items of a project at once, several items of one row in one save. */
import type { IDataObject } from 'n8n-workflow';
import type { LabelRowJson } from '../../../src/encord/wire/json';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import type { Project } from '../../../src/encord/calls/projects';
import type { Problem } from '../../../src/labels/row/problem';
import type { UnitAsk } from '../fields/places';
import { indexOntology, type OntologyIndex } from '../../../src/labels/ontology/ontology';
import { editLabelRows } from '../../../src/labels/saving/saving';
import type { EditJob, EditPlan, JobOutcome } from '../../../src/labels/saving/editJob';
import { groupBy, type Ask, type Batch } from '../runtime/batch';
import { InputError } from '../fields/form/inputError';
import { changePictures, type DrawnChange } from '../media/changePictures';
import { exampleUnit } from '../output/examples';
import type { WriteOptions } from '../fields/labels/writing';
import { rowOf, rowsByDataHash, unitIdentity } from '../labels/lookup';

/** What is to be written for one item. */
export interface Plan extends EditPlan {
	/** More of the item's result. */
	report?: IDataObject;
	/** What of the item's input is not part of the edits, and why; told beside the problems of the edits. */
	problems?: Problem[];
}

/** What a plan is made from. */
export interface PlanningUnit {
	ontology: OntologyIndex;
	row: LabelRowMetadata;
}

/** What one item wants written. */
export interface LabelAsk {
	unit: UnitAsk;
	write: WriteOptions;
	/**
	 * The plan, or a function that makes it from the labels as they are; that is called again when somebody else saves the
	 * row meanwhile. Throws what is wrong with the item's input.
	 */
	plan: (unit: PlanningUnit) => Plan | ((labels: LabelRowJson) => Plan);
}

export interface WriteRules {
	/**
	 * What an edit that could not be done means for its item: `fail` when the item is one thing, `report` when it is a list of
	 * things of which some may be refused.
	 */
	refusedEdit: 'fail' | 'report';
}

/** Applies and saves the edits of all items; settles each with what became of it. */
export async function writeLabels(
	batch: Batch,
	asks: Array<Ask<LabelAsk>>,
	rules: WriteRules,
): Promise<void> {
	const client = await batch.client();
	for (const project of groupBy(asks, ({ unit }) => unit.projectHash)) {
		await batch.together(project.asks, async () => {
			const definition = await client.getProject(project.key);
			for (const alike of groupBy(project.asks, ({ write }) => JSON.stringify(write.saving))) {
				await batch.together(
					alike.asks,
					async () => await writeAlike(batch, definition, alike.asks, rules),
				);
			}
		});
	}
}

async function writeAlike(
	batch: Batch,
	project: Project,
	asks: [Ask<LabelAsk>, ...Array<Ask<LabelAsk>>],
	rules: WriteRules,
): Promise<void> {
	const client = await batch.client();
	const { saving } = asks[0].write;
	const rows = await rowsByDataHash(
		client,
		project.projectHash,
		asks.map(({ unit }) => unit.dataHash),
		{ includeImagesData: saving.dryRun },
	);
	const ontology = indexOntology(project.editorOntology);
	const planned = await plannedAsks(batch, asks, ({ unit }) => ({
		ontology,
		row: rowOf(rows, unit.dataHash),
	}));
	const outcomes = await editLabelRows(
		client,
		project.projectHash,
		planned.map(({ job }) => job),
		{ ...saving, ontology, rows: [...rows.values()] },
	);
	const done: Array<{ ask: Ask<LabelAsk>; json: IDataObject; change: DrawnChange }> = [];
	for (const [place, { ask }] of planned.entries()) {
		const outcome = outcomes[place]!;
		const row = rowOf(rows, ask.unit.dataHash);
		const failure = failureOf(outcome, rules);
		if (failure) batch.fail(ask.index, failure);
		else {
			const json = {
				...unitIdentity(project.projectHash, row),
				...written(outcome, ask.write),
			};
			const { before, labelRow: after, diff } = outcome;
			done.push({ ask, json, change: { row, ontology, before, after, diff } });
		}
	}
	const pictures = await changePictures(
		batch,
		done
			.filter(({ ask }) => ask.write.drawChanges)
			.map(({ ask: { index }, change }) => ({ index, change })),
	);
	for (const {
		ask: { index },
		json,
	} of done) {
		const { note, binary } = pictures.get(index) ?? {};
		batch.ok(index, [
			{ json: { ...json, ...(note ? { picture: note } : {}) }, ...(binary ? { binary } : {}) },
		]);
	}
}

/** An item whose plan could be made so far, and the job that makes the rest of it. */
interface PlannedAsk {
	ask: Ask<LabelAsk>;
	job: EditJob<Plan>;
}

/** Jobs of the items that can be planned; the others fail on their own. */
async function plannedAsks(
	batch: Batch,
	asks: Array<Ask<LabelAsk>>,
	unitOf: (ask: Ask<LabelAsk>) => PlanningUnit,
): Promise<PlannedAsk[]> {
	const planned: PlannedAsk[] = [];
	await batch.each(asks, async (ask) => {
		const plan = ask.plan(unitOf(ask));
		const fromLabels = typeof plan === 'function' ? plan : () => plan;
		planned.push({ ask, job: { dataHash: ask.unit.dataHash, plan: fromLabels } });
	});
	return planned;
}

function failureOf(
	{ error, problems, diff, saved }: JobOutcome,
	{ refusedEdit }: WriteRules,
): Error | undefined {
	if (error) return error;
	const errors = problems.filter(({ severity }) => severity === 'error');
	if (errors.length === 0 || (refusedEdit === 'report' && diff.length > 0)) return undefined;
	const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
	return new InputError(
		`${errors[0]!.message}${rest}`,
		saved
			? `The other changes of this item were saved: ${diff.length} label${diff.length === 1 ? '' : 's'}.`
			: 'Nothing was saved for this item.',
	);
}

function written(outcome: JobOutcome<Plan>, { saving, includeDiff }: WriteOptions): IDataObject {
	const { diff, saved, labelHash, plan } = outcome;
	const problems = [...(plan?.problems ?? []), ...outcome.problems];
	const count = (change: string) => diff.filter((label) => label.change === change).length;
	return {
		...(labelHash ? { labelHash } : {}),
		saved,
		...(saving.dryRun ? { dryRun: true } : {}),
		added: count('added'),
		changed: count('changed'),
		removed: count('removed'),
		...plan?.report,
		...(problems.length > 0 ? { problems: problems.map(problemJson) } : {}),
		...(includeDiff ? { changes: diff as unknown as IDataObject[] } : {}),
	};
}

function problemJson({ severity, code, message, item, field, frames, edit }: Problem): IDataObject {
	return { severity, code, message, ...defined({ item, field, frames, edit }) };
}

function defined(values: Record<string, unknown>): IDataObject {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== undefined),
	) as IDataObject;
}

/** What every writing operation gives, as an example. */
export const writtenExample: IDataObject = {
	...exampleUnit,
	saved: true,
	added: 1,
	changed: 0,
	removed: 0,
	changes: [
		{
			change: 'added',
			type: 'classification',
			hash: 'Ab3dE6gH',
			featureHash: '6e7f8a9b',
			title: 'Animal',
			frames: [[0, 0]],
			after: { answers: { Animal: 'Cat' } },
		},
	],
};
