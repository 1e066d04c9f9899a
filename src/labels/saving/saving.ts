/**
 * Reads, edits and saves label rows without losing the labels of others (protocol §7). It handles all rows at once, saves a row
 * once for all its jobs, and checks just before saving whether somebody else has saved the row since it was read.
 */
import type { EncordClient } from '../../encord/client';
import { ConflictError } from '../../encord/wire/errors';
import { emptyLabelRow } from '../row/emptyRow';
import { applyJobs } from './applyJobs';
import { changedSinceRead, endRefusedJobs, listNow, type ListedNow } from './conflicts';
import type { EditPlan, EditJob, JobOutcome, SavingOptions } from './editJob';
import { withRowLocks } from './rowLocks';
import { chunks, rowsOfJobs } from './rowsOfJobs';
import { failRows, outcomeAt, updateOutcome, type RowWork, type SaveRun } from './saveRun';

/** How often a row is read and edited before its jobs fail with a conflict. */
const MAX_ATTEMPTS = 8;

/**
 * Edits and saves label rows.
 * @returns one outcome per job, in order
 * @throws EncordError when the rows cannot be listed; every other error is in the outcome of its jobs
 */
export async function editLabelRows<P extends EditPlan>(
	client: EncordClient,
	projectHash: string,
	jobs: EditJob<P>[],
	options: SavingOptions,
): Promise<JobOutcome<P>[]> {
	const outcomes = jobs.map(
		({ dataHash, labelHash }): JobOutcome<P> => ({
			ok: false,
			saved: false,
			dataHash,
			labelHash,
			diff: [],
			problems: [],
		}),
	);
	const now = options.now ?? (() => new Date());
	const run: SaveRun<P> = { client, projectHash, options, outcomes, now };
	for (const rows of chunks(await rowsOfJobs(run, jobs))) {
		const locks = rows.map(
			({ metadata }) =>
				`${client.apiUrl} ${projectHash} ${metadata.data_hash} ${metadata.branch_name}`,
		);
		await withRowLocks(locks, () => editRows(run, rows));
	}
	return outcomes;
}

/**
 * Reads, edits and saves rows. Rows that somebody else saved meanwhile, and those of which a job was refused, are tried again, up
 * to MAX_ATTEMPTS times.
 */
async function editRows<P extends EditPlan>(run: SaveRun<P>, rows: RowWork<P>[]): Promise<void> {
	const { dryRun, onConflict } = run.options;
	let pending = rows;
	for (let attempt = 1; pending.length > 0; attempt++) {
		const readAt = run.now();
		const readable = await readRows(run, pending);
		for (const row of readable) applyJobs(run, row);
		const changed = readable.filter((row) => row.edited !== undefined && row.edited !== row.read);
		if (dryRun === true || changed.length === 0) return;
		const looks = onConflict !== 'overwrite' || changed.some(hasCondition);
		const listed: ListedNow = looks ? await listNow(run, changed) : new Map();
		const fewerJobs = endRefusedJobs(run, changed, listed);
		const allowed = changed.filter((row) => !fewerJobs.includes(row));
		const conflicts =
			onConflict === 'overwrite' ? [] : await changedSinceRead(run, allowed, listed, readAt);
		await saveRows(
			run,
			allowed.filter((row) => !conflicts.includes(row)),
		);
		const again = fewerJobs.filter(({ jobs }) => jobs.length > 0);
		const isLast = attempt >= MAX_ATTEMPTS;
		if (onConflict === 'refuse' || isLast) {
			const message = 'Somebody else saved this label row after it was read; nothing was saved.';
			failRows(run, [...conflicts, ...(isLast ? again : [])], new ConflictError(message));
			pending = isLast ? [] : again;
		} else pending = [...conflicts, ...again];
	}
}

/** Whether a job of the row is asked right before the save whether it may be saved. */
function hasCondition<P extends EditPlan>({ jobs }: RowWork<P>): boolean {
	return jobs.some(({ job }) => job.refusal !== undefined);
}

/**
 * Reads the labels of rows. Labels that do not exist yet are created, or, in a dry run, replaced by an empty row.
 * @returns the rows that could be read; the jobs of the others have an error
 */
async function readRows<P extends EditPlan>(
	run: SaveRun<P>,
	rows: RowWork<P>[],
): Promise<RowWork<P>[]> {
	const isUnlabeled = ({ metadata }: RowWork<P>) => metadata.label_hash === null;
	const empty = run.options.dryRun === true ? rows.filter(isUnlabeled) : [];
	for (const row of empty) row.read = emptyLabelRow(row.metadata);
	const requested = rows.filter((row) => !empty.includes(row));
	if (requested.length === 0) return empty;
	const outcomes = await run.client.readOrCreateLabels(
		run.projectHash,
		requested.map(({ metadata }) => metadata),
	);
	const readable = requested.filter((row, index) => {
		const outcome = outcomes[index];
		if (outcome?.ok !== true) {
			failRows(run, [row], outcome?.error ?? new Error('Encord returned no labels for this row.'));
			return false;
		}
		row.createdHere ||= row.metadata.label_hash === null;
		row.metadata = { ...row.metadata, label_hash: outcome.value.label_hash };
		row.read = outcome.value;
		return true;
	});
	return [...empty, ...readable];
}

async function saveRows<P extends EditPlan>(run: SaveRun<P>, rows: RowWork<P>[]): Promise<void> {
	if (rows.length === 0) return;
	const results = await run.client.saveLabels(
		run.projectHash,
		rows.flatMap(({ edited }) => edited ?? []),
		{ validate: run.options.validate },
	);
	rows.forEach((row, index) => {
		const result = results[index];
		if (result?.ok !== true) {
			failRows(run, [row], result?.error ?? new Error('Encord did not confirm the save.'));
			return;
		}
		// A job that changed nothing is not reported as saved when another job of its row was.
		for (const { at } of row.jobs)
			updateOutcome(run, at, { saved: outcomeAt(run, at).diff.length > 0 });
	});
}
