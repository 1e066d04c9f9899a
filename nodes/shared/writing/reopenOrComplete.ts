/** Moves label rows to the first annotation stage or to the final stage, for the two operations that do. */
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { shortened } from '../../../src/encord/wire/identifiers';
import { InputError } from '../fields/form/inputError';
import type { DataUnitRef } from '../fields/places';
import { unitIdentity } from '../labels/lookup';
import { eachProject } from '../labels/projectRows';
import { alreadySo, named, sentence } from '../output/summary';
import { failedLast, type Batch, type ItemInputs } from '../runtime/batch';

export interface RowToMove {
	unit: DataUnitRef;
	options: { dryRun?: boolean };
}

/** The field of the output that says whether it was done. */
const done = { reopen: 'reopened', complete: 'completed' } as const;

/**
 * Reopens or completes the label rows of all items, those of a project with one request, and sets the result of each. A row whose
 * labels were never created is left alone by *reopen* and refused by *complete* (protocol §7.4).
 */
export async function reopenOrComplete(
	batch: Batch,
	items: ReadonlyArray<ItemInputs<RowToMove>>,
	action: 'reopen' | 'complete',
): Promise<void> {
	await eachProject(batch, items, async ({ client, projectHash, members, rowOf }) => {
		const found: FoundRow[] = [];
		await batch.each(members, async (item) => {
			const row = rowOf(item);
			if (action === 'complete' && row.label_hash === null) throw neverLabeled(row);
			found.push({ ...item, row });
		});
		if (action === 'reopen' && found.some(({ row }) => isOpen(row))) {
			const { workflow } = await client.getProject(projectHash);
			const first = workflow?.stages.find(({ stageType }) => stageType === 'ANNOTATION');
			if (first) for (const one of found) one.firstStage = first.uuid;
		}
		await moveRows(batch, client, projectHash, found, action);
	});
}

/** Whether the row may be in the first annotation stage already. */
function isOpen({ annotation_task_status: status }: LabelRowMetadata): boolean {
	return status !== 'COMPLETED' && status !== 'IN_REVIEW';
}

/** `firstStage`: ID of the stage that rows are reopened in, when it was looked up. */
type FoundRow = ItemInputs<RowToMove> & { row: LabelRowMetadata; firstStage?: string };

async function moveRows(
	batch: Batch,
	client: EncordClient,
	projectHash: string,
	found: FoundRow[],
	action: 'reopen' | 'complete',
): Promise<void> {
	const toMove = found.filter(({ row, options }) => row.label_hash !== null && !options.dryRun);
	const hashes = [...new Set(toMove.map(({ row }) => row.label_hash!))];
	const outcomes = await client.reopenOrComplete(projectHash, hashes, action);
	const errors = new Map(
		hashes.flatMap((hash, index) => {
			const outcome = outcomes[index]!;
			return outcome.ok ? [] : [[hash, outcome.error] as const];
		}),
	);
	const errorOf = ({ row }: FoundRow) =>
		row.label_hash === null ? undefined : errors.get(row.label_hash);
	// A failure ends a node that stops on errors, and by then it must be known what was moved.
	for (const one of failedLast(found, (candidate) => errorOf(candidate) !== undefined)) {
		const error = errorOf(one);
		if (error) batch.fail(one.index, error);
		else
			batch.ok(one.index, {
				summary: summaryOf(one, action),
				...unitIdentity(projectHash, one.row),
				stageTitle: one.row.workflow_graph_node?.title ?? null,
				...(one.options.dryRun ? { dryRun: true } : {}),
				[done[action]]: toMove.includes(one),
				...(one.row.label_hash === null ? { note: 'The file has no labels yet.' } : {}),
			});
	}
}

/** A row that is where it was sent to has been sent again, which changed nothing. */
function summaryOf({ row, options, firstStage }: FoundRow, action: 'reopen' | 'complete'): string {
	const title = named(row.data_title);
	if (row.label_hash === null) return alreadySo(`${title} has no labels yet`);
	const stage = row.workflow_graph_node;
	if (action === 'complete' && row.annotation_task_status === 'COMPLETED')
		return alreadySo(`${title} is complete`);
	if (action === 'reopen' && firstStage !== undefined && stage?.uuid === firstStage)
		return alreadySo(`${title} is in ${named(stage.title)}`);
	return sentence([{ verb: action, what: title }], options.dryRun);
}

function neverLabeled({ data_title: title }: LabelRowMetadata): InputError {
	return new InputError(
		`The labels of "${shortened(title)}" were never begun, so they cannot be completed`,
		'Label the file first, or move its task with Task: Move.',
	);
}
