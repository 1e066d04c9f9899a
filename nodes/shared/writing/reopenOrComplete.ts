/** Moves label rows to the first annotation stage or to the final stage, for the two operations that do. */
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { shortened } from '../../../src/encord/wire/identifiers';
import { InputError } from '../fields/form/inputError';
import type { DataUnitRef } from '../fields/places';
import { unitIdentity } from '../labels/lookup';
import { eachProject } from '../labels/projectRows';
import { failedLast, type Batch, type ItemInputs } from '../runtime/batch';

export interface RowToMove {
	unit: DataUnitRef;
	options: { dryRun?: boolean };
}

/** Texts of an action; `done` is the field of the output that says whether it was done. */
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
		await moveRows(batch, client, projectHash, found, action);
	});
}

type FoundRow = ItemInputs<RowToMove> & { row: LabelRowMetadata };

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
				...unitIdentity(projectHash, one.row),
				stageTitle: one.row.workflow_graph_node?.title ?? null,
				...(one.options.dryRun ? { dryRun: true } : {}),
				[done[action]]: toMove.includes(one),
				...(one.row.label_hash === null ? { note: 'The file has no labels yet.' } : {}),
			});
	}
}

function neverLabeled({ data_title: title }: LabelRowMetadata): InputError {
	return new InputError(
		`The labels of "${shortened(title)}" were never begun, so they cannot be completed`,
		'Label the file first, or move its task with Task: Move.',
	);
}
