/** Applies the jobs of one row to the row as it was read. */
import { RowEditor } from '../edits/apply';
import { missingAnswers } from '../reading/missingAnswers';
import type { EditPlan } from './editJob';
import { failRows, outcomeAt, updateOutcome, type RowWork, type SaveRun } from './saveRun';

/**
 * Applies each job and writes its outcome: changes, problems, and required attributes without an answer. When the row cannot be
 * read, all its jobs fail, and it is not saved.
 */
export function applyJobs<P extends EditPlan>(run: SaveRun<P>, row: RowWork<P>): void {
	try {
		applyEach(run, row);
	} catch (cause) {
		row.edited = undefined;
		failRows(run, [row], cause instanceof Error ? cause : new Error(String(cause)));
	}
}

function applyEach<P extends EditPlan>(run: SaveRun<P>, row: RowWork<P>): void {
	const { metadata, read } = row;
	if (read === undefined) return;
	const { ontology, agent, editor, replacePersonLabels, outside, randomId } = run.options;
	const rowEditor = new RowEditor(read, ontology, {
		now: run.now(),
		metadata,
		agent,
		editor,
		replacePersonLabels,
		outside,
		randomId,
	});
	for (const { at, job } of row.jobs) {
		const before = rowEditor.row;
		const outcome = {
			saved: false,
			before,
			dataHash: metadata.data_hash,
			labelHash: metadata.label_hash ?? undefined,
		};
		try {
			const plan = 'plan' in job ? job.plan(before, ontology, metadata) : undefined;
			const { diff, problems } = rowEditor.apply(
				'plan' in job ? (plan?.edits ?? []) : job.edits,
				job.allOrNothing,
			);
			const ok = problems.every(({ severity }) => severity !== 'error');
			run.outcomes[at] = { ...outcome, ok, diff, problems, plan };
		} catch (cause) {
			const error = cause instanceof Error ? cause : new Error(String(cause));
			run.outcomes[at] = { ...outcome, ok: false, diff: [], problems: [], error };
		}
	}
	row.edited = rowEditor.row;
	reportMissingAnswers(run, row);
	for (const { at } of row.jobs) updateOutcome(run, at, { labelRow: row.edited });
}

/** Adds the missing answers of the finished row to the jobs that changed the labels. */
function reportMissingAnswers<P extends EditPlan>(
	run: SaveRun<P>,
	{ metadata, jobs, edited }: RowWork<P>,
): void {
	const changed = new Set(
		jobs.flatMap(({ at }) => outcomeAt(run, at).diff.map(({ hash }) => hash)),
	);
	if (changed.size === 0 || edited === undefined) return;
	const missing = missingAnswers(edited, run.options.ontology, metadata, changed);
	for (const { at } of jobs) {
		const { diff, problems } = outcomeAt(run, at);
		const ofJob = missing.filter(({ hash }) => diff.some((change) => change.hash === hash));
		updateOutcome(run, at, { problems: [...problems, ...ofJob] });
	}
}
