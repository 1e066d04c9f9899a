/** One call of editLabelRows: its rows, and the outcomes of its jobs so far. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import type { EncordClient } from '../../encord/client';
import type { LabelRowJson } from '../../encord/wire/json';
import type { EditPlan, EditJob, JobOutcome, SavingOptions } from './editJob';

export interface SaveRun<P extends EditPlan> {
	client: EncordClient;
	projectHash: string;
	options: SavingOptions;
	/** By position of the job. */
	outcomes: JobOutcome<P>[];
	now: () => Date;
}

/** A label row with the jobs about it. */
export interface RowWork<P extends EditPlan> {
	metadata: LabelRowMetadata;
	/** `at`: position of the job. */
	jobs: Array<{ at: number; job: EditJob<P> }>;
	/** Whether this run created the row's labels. */
	createdHere: boolean;
	/** The row as it was read last. */
	read?: LabelRowJson;
	/** The row after its jobs; `read` itself when they change nothing. */
	edited?: LabelRowJson;
	/**
	 * About a save without an answer: the outcomes of the jobs by their position, and whether the row had changed when it was looked
	 * at after the save.
	 */
	unheard?: { outcomes: Map<number, JobOutcome<P>>; changed: boolean };
}

export function outcomeAt<P extends EditPlan>(run: SaveRun<P>, at: number): JobOutcome<P> {
	return run.outcomes[at] ?? { ok: false, saved: false, diff: [], problems: [] };
}

/** Sets some fields of a job's outcome. */
export function updateOutcome<P extends EditPlan>(
	run: SaveRun<P>,
	at: number,
	fields: Partial<JobOutcome<P>>,
): void {
	run.outcomes[at] = { ...outcomeAt(run, at), ...fields };
}

/** Ends the jobs of rows with an error. */
export function failRows<P extends EditPlan>(
	run: SaveRun<P>,
	rows: RowWork<P>[],
	error: Error,
): void {
	for (const { jobs } of rows)
		for (const { at } of jobs) updateOutcome(run, at, { ok: false, saved: false, error });
}
