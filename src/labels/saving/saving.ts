/**
 * Reads, edits and saves label rows without losing the labels of others (protocol §7). It handles all rows at once, saves a row
 * once for all its jobs, and checks just before saving whether somebody else has saved the row since it was read.
 */
import type { EncordClient } from '../../encord/client';
import { ConflictError } from '../../encord/wire/errors';
import { emptyLabelRow } from '../row/emptyRow';
import { applyJobs } from './applyJobs';
import { hasArrived } from './arrived';
import { changedSinceRead, endRefusedJobs, listNow, type ListedNow } from './conflicts';
import type { EditPlan, EditJob, JobOutcome, SavingOptions } from './editJob';
import { withLocks } from '../../encord/wire/locks';
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
		await withLocks(locks, () => editRows(run, rows));
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
		const all = await readRows(run, pending);
		const arrived = all.filter(
			({ unheard, read }) =>
				unheard &&
				read &&
				hasArrived(
					[...unheard.outcomes.values()].flatMap(({ diff }) => diff),
					read,
				),
		);
		settleUnheard(run, arrived);
		const readable = all.filter((row) => !arrived.includes(row));
		for (const row of readable) applyJobs(run, row);
		const changed = readable.filter((row) => row.edited !== undefined && row.edited !== row.read);
		settleUnheard(
			run,
			readable.filter((row) => !changed.includes(row)),
		);
		if (dryRun === true || changed.length === 0) return;
		const looks = onConflict !== 'overwrite' || changed.some(hasCondition);
		const listed: ListedNow = looks ? await listNow(run, changed) : new Map();
		const fewerJobs = endRefusedJobs(run, changed, listed);
		const allowed = changed.filter((row) => !fewerJobs.includes(row));
		const conflicts =
			onConflict === 'overwrite' ? [] : await conflictsOf(run, allowed, listed, readAt);
		const unheard = await saveRows(
			run,
			allowed.filter((row) => !conflicts.includes(row)),
			readAt,
		);
		const again = fewerJobs.filter(({ jobs }) => jobs.length > 0);
		const isLast = attempt >= MAX_ATTEMPTS;
		if (onConflict === 'refuse' || isLast) {
			const message = 'Somebody else saved this label row after it was read; nothing was saved.';
			failRows(run, [...conflicts, ...(isLast ? again : [])], new ConflictError(message));
			pending = isLast ? [] : [...again, ...unheard];
		} else pending = [...conflicts, ...again, ...unheard];
	}
}

/** Whether a job of the row is asked right before the save whether it may be saved. */
function hasCondition<P extends EditPlan>({ jobs }: RowWork<P>): boolean {
	return jobs.some(({ job }) => job.refusal !== undefined);
}

/** The rows that somebody else has saved since they were read; with `refuse`, since they were read first. */
async function conflictsOf<P extends EditPlan>(
	run: SaveRun<P>,
	rows: RowWork<P>[],
	listed: ListedNow,
	readAt: Date,
): Promise<RowWork<P>[]> {
	// A row that had changed after a save without an answer was read again: what is in it now is not what was read first.
	const refused =
		run.options.onConflict === 'refuse' ? rows.filter(({ unheard }) => unheard?.changed) : [];
	const others = rows.filter((row) => !refused.includes(row));
	return [...refused, ...(await changedSinceRead(run, others, listed, readAt))];
}

/** A save got no answer, and it had arrived: its labels are there, or the same jobs change nothing more. Its outcomes are those of the jobs. */
function settleUnheard<P extends EditPlan>(run: SaveRun<P>, arrived: RowWork<P>[]): void {
	for (const { jobs, unheard, read } of arrived)
		for (const { at } of jobs) {
			const outcome = unheard?.outcomes.get(at);
			if (outcome)
				run.outcomes[at] = { ...outcome, saved: outcome.diff.length > 0, labelRow: read };
		}
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

/**
 * Saves rows. A save that failed in passing is repeated only if the rows are still as they were read. Meanwhile somebody else may
 * have saved, or the save may have arrived without an answer.
 * @returns the rows whose save was not repeated; they have to be read again
 */
async function saveRows<P extends EditPlan>(
	run: SaveRun<P>,
	rows: RowWork<P>[],
	readAt: Date,
): Promise<RowWork<P>[]> {
	if (rows.length === 0) return [];
	const { validate, onConflict } = run.options;
	/** Each with whether it had changed. */
	const notRepeated = new Map<RowWork<P>, boolean>();
	const mayRepeat = async (labelHashes: string[]) => {
		const asked = rows.filter(({ metadata }) => labelHashes.includes(metadata.label_hash ?? ''));
		const listed = await listNow(run, asked).catch(() => undefined);
		if (listed === undefined) return false;
		const changed =
			onConflict === 'overwrite'
				? []
				: await changedSinceRead(run, asked, listed, readAt).catch(() => asked);
		const refused = asked.some(({ metadata: { label_hash: hash }, jobs }) =>
			jobs.some(({ job }) => {
				const metadata = listed.get(hash);
				return metadata !== undefined && job.refusal?.(metadata) !== undefined;
			}),
		);
		const repeats = changed.length === 0 && !refused;
		if (!repeats) for (const row of asked) notRepeated.set(row, changed.includes(row));
		return repeats;
	};
	const looks = onConflict !== 'overwrite' || rows.some(hasCondition);
	const results = await run.client.saveLabels(
		run.projectHash,
		rows.flatMap(({ edited }) => edited ?? []),
		{ validate, ...(looks ? { mayRepeat } : {}) },
	);
	const unheard: RowWork<P>[] = [];
	rows.forEach((row, index) => {
		const result = results[index];
		const outcomes = new Map(row.jobs.map(({ at }) => [at, outcomeAt(run, at)]));
		if (result?.ok !== true) {
			failRows(run, [row], result?.error ?? new Error('Encord did not confirm the save.'));
			const changed = notRepeated.get(row);
			if (changed !== undefined)
				unheard.push(Object.assign(row, { unheard: { outcomes, changed } }));
			return;
		}
		// A job that changed nothing is not reported as saved when another job of its row was.
		for (const { at } of row.jobs)
			updateOutcome(run, at, { saved: outcomeAt(run, at).diff.length > 0 });
	});
	return unheard;
}
