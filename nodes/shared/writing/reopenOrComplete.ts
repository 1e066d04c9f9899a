/** Moves label rows to the first annotation stage or to the final stage, for the two operations that do. */
import type { EncordClient } from '../../../src/encord/client';
import type { LabelRowMetadata } from '../../../src/encord/calls/labelRows';
import { shortened } from '../../../src/encord/wire/identifiers';
import { InputError } from '../fields/form/inputError';
import type { DataUnitRef } from '../fields/places';
import { rowOf, rowsByDataHash, unitIdentity } from '../labels/lookup';
import { eachProject } from '../labels/projectRows';
import { alreadySo, named, sentence } from '../output/summary';
import type { Batch, ItemInputs } from '../runtime/batch';

export interface RowToMove {
	unit: DataUnitRef;
	options: { dryRun?: boolean };
}

type Action = 'reopen' | 'complete';

interface ActionFacts {
	/** The field of the output that says whether it was done. */
	done: string;
	/** Kinds of stages that rows are sent to. Encord does not say which of several it means. */
	stageTypes: readonly string[];
	/** The stage that rows are sent to, in a sentence. */
	destination: string;
}

const ACTIONS: Record<Action, ActionFacts> = {
	reopen: {
		done: 'reopened',
		stageTypes: ['ANNOTATION', 'CONSENSUS_ANNOTATION'],
		destination: 'the first annotation stage',
	},
	complete: { done: 'completed', stageTypes: ['DONE'], destination: 'the final stage' },
};

/**
 * Reopens or completes the label rows of all items, those of a project with one request, and sets the result of each. A row whose
 * labels were never created is left alone by *reopen* and refused by *complete* (protocol §7.4).
 */
export async function reopenOrComplete(
	batch: Batch,
	items: ReadonlyArray<ItemInputs<RowToMove>>,
	action: Action,
): Promise<void> {
	await eachProject(batch, items, async ({ client, projectHash, members, rowOf: rowOfItem }) => {
		const found: FoundRow[] = [];
		await batch.each(members, async (item) => {
			const row = rowOfItem(item);
			if (action === 'complete' && row.label_hash === null) throw neverLabeled(row);
			found.push({ ...item, row });
		});
		const labeled = found.some(({ row }) => row.label_hash !== null);
		const stages = labeled ? await destinations(client, projectHash, action) : [];
		const run = { batch, client, projectHash, action, stages };
		return async () => await moveRows(run, found);
	});
}

type FoundRow = ItemInputs<RowToMove> & { row: LabelRowMetadata };

interface ProjectRun {
	batch: Batch;
	client: EncordClient;
	projectHash: string;
	action: Action;
	/** IDs of the stages that rows may be sent to, in lower case. */
	stages: readonly string[];
}

/** The stages of the kind that the action sends rows to. */
async function destinations(
	client: EncordClient,
	projectHash: string,
	action: Action,
): Promise<string[]> {
	const { workflow } = await client.getProject(projectHash);
	return (workflow?.stages ?? [])
		.filter(({ stageType }) => ACTIONS[action].stageTypes.includes(stageType))
		.map(({ uuid }) => uuid.toLowerCase());
}

/**
 * A row of another kind of stage has moved when Encord accepts the request. One that may have been there already is looked at
 * afterwards, because only that tells whether it moved.
 */
async function moveRows(run: ProjectRun, found: readonly FoundRow[]): Promise<void> {
	const { batch, client, projectHash, action } = run;
	const toSend = found.filter(({ row, options }) => row.label_hash !== null && !options.dryRun);
	const hashes = [...new Set(toSend.map(({ row }) => row.label_hash!))];
	const outcomes = await client.reopenOrComplete(projectHash, hashes, action);
	const errors = new Map(
		hashes.flatMap((hash, index) => {
			const outcome = outcomes[index]!;
			return outcome.ok ? [] : [[hash, outcome.error] as const];
		}),
	);
	const errorOf = ({ row }: FoundRow) =>
		row.label_hash === null ? undefined : errors.get(row.label_hash);
	const accepted = toSend.filter((one) => errorOf(one) === undefined);
	const unclear = accepted.filter((one) => mayBeThere(run, one));
	for (const one of found)
		if (!unclear.includes(one) && errorOf(one) === undefined)
			report(run, one, toSend.includes(one));
	await batch.together(unclear, async () => {
		if (unclear.length === 0) return;
		const dataHashes = unclear.map(({ row }) => row.data_hash);
		const after = await rowsByDataHash(client, projectHash, dataHashes);
		await batch.each(unclear, async (one) => {
			report(run, one, hasChanged(one.row, rowOf(after, one.row.data_hash)));
		});
	});
	// A failure ends a node that stops on errors, and by then it must be known what was moved.
	for (const one of found) {
		const error = errorOf(one);
		if (error) batch.fail(one.index, error);
	}
}

/** Whether the row was in a stage of the kind that it is sent to. */
function mayBeThere({ stages }: ProjectRun, { row }: FoundRow): boolean {
	return stages.includes(row.workflow_graph_node?.uuid.toLowerCase() ?? '');
}

/** Whether the row is in another stage, or has come back to the same one. */
function hasChanged(before: LabelRowMetadata, after: LabelRowMetadata): boolean {
	return (
		before.workflow_graph_node?.uuid !== after.workflow_graph_node?.uuid ||
		before.annotation_task_status !== after.annotation_task_status
	);
}

/** @param moved whether the row was reopened or completed */
function report(run: ProjectRun, one: FoundRow, moved: boolean): void {
	const { batch, projectHash, action } = run;
	batch.ok(one.index, {
		summary: summaryOf(run, one, moved),
		...unitIdentity(projectHash, one.row),
		stageTitle: one.row.workflow_graph_node?.title ?? null,
		...(one.options.dryRun ? { dryRun: true } : {}),
		[ACTIONS[action].done]: moved,
		...(one.row.label_hash === null ? { note: 'The file has no labels yet.' } : {}),
	});
}

function summaryOf(run: ProjectRun, one: FoundRow, moved: boolean): string {
	const { action, stages } = run;
	const { row, options } = one;
	const title = named(row.data_title);
	const stage = row.workflow_graph_node && named(row.workflow_graph_node.title);
	if (row.label_hash === null) {
		const place = stage ? `in ${stage}` : 'where it is';
		const what = `${title} ${place}, because it has no labels yet`;
		return sentence([{ verb: 'leave', what }], options.dryRun);
	}
	if (moved || !mayBeThere(run, one))
		return sentence([{ verb: action, what: title }], options.dryRun);
	if (!options.dryRun || stages.length === 1) return alreadySo(`${title} is in ${stage!}`);
	const what = `${title} unless ${stage!} is ${ACTIONS[action].destination}`;
	return sentence([{ verb: action, what }], true);
}

function neverLabeled({ data_title: title }: LabelRowMetadata): InputError {
	return new InputError(
		`The labels of "${shortened(title)}" were never begun, so they cannot be completed`,
		'Label the file first, or move its task with Task: Move.',
	);
}
