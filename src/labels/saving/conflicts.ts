/** Looks at rows again right before they are saved: which jobs may go on, and what somebody else has saved since (protocol §7). */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { sameJson } from '../../encord/wire/sameJson';
import { parseLabelTime } from '../row/time';
import type { EditPlan } from './editJob';
import { updateOutcome, type RowWork, type SaveRun } from './saveRun';

/** Encord's times have whole seconds. A row edited this shortly before it was read may have been edited again in that second. */
const SAME_SECOND_MS = 2000;

/** Rows as they are listed now, by label hash. */
export type ListedNow = Map<string | null, LabelRowMetadata>;

export async function listNow<P extends EditPlan>(
	run: SaveRun<P>,
	rows: RowWork<P>[],
): Promise<ListedNow> {
	const listed = await run.client.listLabelRows(run.projectHash, {
		labelHashes: rows.map(({ metadata }) => metadata.label_hash ?? ''),
	});
	return new Map(listed.map((metadata) => [metadata.label_hash, metadata]));
}

/**
 * Ends the jobs that may not be saved, and takes them out of their rows.
 * @returns the rows that have lost a job: what they were edited to is void
 */
export function endRefusedJobs<P extends EditPlan>(
	run: SaveRun<P>,
	rows: RowWork<P>[],
	listed: ListedNow,
): RowWork<P>[] {
	return rows.filter((row) => {
		const metadata = listed.get(row.metadata.label_hash);
		if (metadata === undefined) return false;
		const allowed = row.jobs.filter(({ at, job }) => {
			const error = job.refusal?.(metadata);
			if (error) updateOutcome(run, at, { ok: false, saved: false, diff: [], error });
			return error === undefined;
		});
		const hasLost = allowed.length < row.jobs.length;
		row.jobs = allowed;
		return hasLost;
	});
}

/**
 * The rows that are no longer as they were read, by their edit times. Rows edited shortly before they were read are read again to
 * compare their labels.
 * @param readAt when the rows were read
 */
export async function changedSinceRead<P extends EditPlan>(
	run: SaveRun<P>,
	rows: RowWork<P>[],
	listed: ListedNow,
	readAt: Date,
): Promise<RowWork<P>[]> {
	const changed: RowWork<P>[] = [];
	const uncertain: RowWork<P>[] = [];
	for (const row of rows) {
		const metadata = listed.get(row.metadata.label_hash);
		const editedAt = milliseconds(metadata?.last_edited_at);
		const editedAtRead = milliseconds(row.read?.last_edited_at ?? row.metadata.last_edited_at);
		if (metadata === undefined || editedAt !== editedAtRead) changed.push(row);
		else if (
			!row.createdHere &&
			editedAt !== undefined &&
			editedAt + SAME_SECOND_MS >= readAt.getTime()
		)
			uncertain.push(row);
		if (metadata !== undefined)
			row.metadata = { ...row.metadata, last_edited_at: metadata.last_edited_at };
	}
	return [...changed, ...(await withOtherLabels(run, uncertain))];
}

/** Reads rows again; returns those whose labels are not the ones read before. */
async function withOtherLabels<P extends EditPlan>(
	run: SaveRun<P>,
	rows: RowWork<P>[],
): Promise<RowWork<P>[]> {
	if (rows.length === 0) return [];
	const again = await run.client.readOrCreateLabels(
		run.projectHash,
		rows.map(({ metadata }) => metadata),
	);
	return rows.filter((row, index) => {
		const outcome = again[index];
		return outcome?.ok !== true || !sameJson(outcome.value, row.read);
	});
}

/** A date of Encord's in milliseconds; undefined when there is none. */
function milliseconds(time: unknown): number | undefined {
	return typeof time === 'string' ? parseLabelTime(time)?.getTime() : undefined;
}
