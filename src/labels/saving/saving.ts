/**
 * Reading, editing and saving label rows so that nobody's labels get lost: all rows at once, several jobs of one row in
 * one save, and a look just before saving whether somebody else has saved meanwhile (protocol §7).
 */
import { isDeepStrictEqual } from 'node:util';

import type { EncordClient } from '../../encord/client';
import { ConflictError, NotFoundError } from '../../encord/wire/errors';
import type { LabelRowJson } from '../../encord/wire/json';
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { RowEditor } from '../edits/apply';
import type { Edit } from '../edits/edit';
import type { Problem } from '../row/problem';
import { emptyLabelRow } from '../row/emptyRow';
import { parseLabelTime } from '../row/time';
import type { OntologyIndex } from '../ontology/ontology';
import { withRowLocks } from './rowLocks';
import { missingAnswers } from '../reading/missingAnswers';
import type { EditContext } from '../edits/editState';
import type { LabelChange } from '../edits/labelChange';

/** Edits for one label row, named by data hash or label hash. */
export interface EditJob {
	dataHash?: string;
	labelHash?: string;
	/** Or a function of the row as just read; called again when the row is read again after a conflict. */
	edits:
		| Edit[]
		| ((row: LabelRowJson, ontology: OntologyIndex, metadata: LabelRowMetadata) => Edit[]);
}

export interface SavingOptions extends Omit<EditContext, 'now' | 'metadata'> {
	ontology: OntologyIndex;
	/** Everything but the write: outcomes carry the diff, nothing is created or saved. */
	dryRun?: boolean;
	/**
	 * When somebody saved the row after it was read: read and edit again (default), refuse, or save over it (then their
	 * changes are lost).
	 */
	onConflict?: 'reapply' | 'refuse' | 'overwrite';
	/** Let Encord validate before saving. */
	validate?: boolean;
	/** Listing entries the caller has already; rows found here are not listed again before reading. */
	rows?: LabelRowMetadata[];
	now?: () => Date;
}

/** What became of one job. */
export interface JobOutcome {
	/** The row was handled and every edit of the job was applied. */
	ok: boolean;
	/** Encord confirmed the save. False when nothing changed, in a dry run, and whenever `error` is set. */
	saved: boolean;
	dataHash?: string;
	labelHash?: string;
	/** What the job changes or changed. */
	diff: LabelChange[];
	problems: Problem[];
	/** Why the row could not be read or saved. */
	error?: Error;
	/** The row after all jobs of it, as saved. */
	labelRow?: LabelRowJson;
}

/** Rows in one request (protocol §4). */
const ROWS_PER_REQUEST = 1000;
/** How often a row is read and edited again before giving up. */
const MAX_TRIES = 8;
/** Times on the wire are whole seconds: an edit this young may hide another one in the same second. */
const SAME_SECOND_MS = 2000;

/** A label row with the jobs for it. */
interface RowWork {
	metadata: LabelRowMetadata;
	jobs: Array<{ at: number; job: EditJob }>;
	createdHere: boolean;
	read?: LabelRowJson;
	edited?: LabelRowJson;
}

interface Run {
	client: EncordClient;
	projectHash: string;
	options: SavingOptions;
	outcomes: JobOutcome[];
	now: () => Date;
}

/** Edits and saves label rows; one outcome per job, in order. Rejects only when the rows cannot be listed. */
export async function editLabelRows(
	client: EncordClient,
	projectHash: string,
	jobs: EditJob[],
	options: SavingOptions,
): Promise<JobOutcome[]> {
	const outcomes = jobs.map(
		({ dataHash, labelHash }): JobOutcome => ({
			ok: false,
			saved: false,
			dataHash,
			labelHash,
			diff: [],
			problems: [],
		}),
	);
	const run: Run = {
		client,
		projectHash,
		options,
		outcomes,
		now: options.now ?? (() => new Date()),
	};
	const work = groupByRow(run, jobs, await listRows(run, jobs));
	for (let start = 0; start < work.length; start += ROWS_PER_REQUEST) {
		const chunk = work.slice(start, start + ROWS_PER_REQUEST);
		const keys = chunk.map(
			({ metadata }) =>
				`${client.apiUrl} ${projectHash} ${metadata.data_hash} ${metadata.branch_name}`,
		);
		await withRowLocks(keys, () => editChunk(run, chunk));
	}
	return outcomes;
}

/** Reads, edits, checks and saves until every row of the chunk is done, refused or out of tries. */
async function editChunk(run: Run, chunk: RowWork[]): Promise<void> {
	let pending = chunk;
	for (let attempt = 1; pending.length > 0; attempt++) {
		const readAt = run.now();
		const readable = await readRows(run, pending);
		for (const row of readable) applyJobs(run, row);
		const changed = readable.filter((row) => row.edited !== undefined && row.edited !== row.read);
		if (run.options.dryRun === true || changed.length === 0) return;
		const conflicts =
			run.options.onConflict === 'overwrite' ? [] : await changedMeanwhile(run, changed, readAt);
		await save(
			run,
			changed.filter((row) => !conflicts.includes(row)),
		);
		if (run.options.onConflict === 'refuse' || attempt >= MAX_TRIES) {
			fail(
				run,
				conflicts,
				() =>
					new ConflictError(
						'Somebody else saved this label row after it was read; nothing was saved.',
					),
			);
			return;
		}
		pending = conflicts;
	}
}

/** Reads (or, outside a dry run, creates) the labels of rows; returns the rows that could be read. */
async function readRows(run: Run, rows: RowWork[]): Promise<RowWork[]> {
	const missing =
		run.options.dryRun === true ? rows.filter(({ metadata }) => metadata.label_hash === null) : [];
	for (const row of missing) row.read = emptyLabelRow(row.metadata);
	const asked = rows.filter((row) => !missing.includes(row));
	const read =
		asked.length === 0
			? []
			: await run.client.readOrCreateLabels(
					run.projectHash,
					asked.map(({ metadata }) => metadata),
				);
	const readable = asked.filter((row, at) => {
		const outcome = read[at];
		if (outcome?.ok !== true) {
			fail(
				run,
				[row],
				() => outcome?.error ?? new Error('Encord returned no labels for this row.'),
			);
			return false;
		}
		row.createdHere ||= row.metadata.label_hash === null;
		row.metadata = { ...row.metadata, label_hash: outcome.value.label_hash };
		row.read = outcome.value;
		return true;
	});
	return [...missing, ...readable];
}

function applyJobs(run: Run, row: RowWork): void {
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
		const place = { dataHash: metadata.data_hash, labelHash: metadata.label_hash ?? undefined };
		try {
			const edits =
				typeof job.edits === 'function' ? job.edits(rowEditor.row, ontology, metadata) : job.edits;
			const { diff, problems } = rowEditor.apply(edits);
			run.outcomes[at] = {
				ok: problems.every(({ severity }) => severity !== 'error'),
				saved: false,
				...place,
				diff,
				problems,
			};
		} catch (error) {
			run.outcomes[at] = {
				ok: false,
				saved: false,
				...place,
				diff: [],
				problems: [],
				error: error instanceof Error ? error : new Error(String(error)),
			};
		}
	}
	row.edited = rowEditor.row;
	const touched = new Set(
		row.jobs.flatMap(({ at }) => outcomeAt(run, at).diff.map(({ hash }) => hash)),
	);
	const missing = touched.size === 0 ? [] : missingAnswers(row.edited, ontology, metadata, touched);
	for (const { at } of row.jobs) {
		const outcome = outcomeAt(run, at);
		const own = missing.filter(({ hash }) => outcome.diff.some((change) => change.hash === hash));
		run.outcomes[at] = {
			...outcome,
			problems: [...outcome.problems, ...own],
			labelRow: row.edited,
		};
	}
}

/** Rows that are not as they were read: one listing, and a second look at rows edited within the last seconds. */
async function changedMeanwhile(run: Run, rows: RowWork[], readAt: Date): Promise<RowWork[]> {
	const { client, projectHash } = run;
	const listed = await client.listLabelRows(projectHash, {
		labelHashes: rows.map(({ metadata }) => metadata.label_hash ?? ''),
	});
	const byHash = new Map(listed.map((metadata) => [metadata.label_hash, metadata]));
	const changed: RowWork[] = [];
	const uncertain: RowWork[] = [];
	for (const row of rows) {
		const metadata = byHash.get(row.metadata.label_hash);
		const edited = second(metadata?.last_edited_at);
		if (
			metadata === undefined ||
			edited !== second(row.read?.last_edited_at ?? row.metadata.last_edited_at)
		)
			changed.push(row);
		else if (
			!row.createdHere &&
			edited !== undefined &&
			edited + SAME_SECOND_MS >= readAt.getTime()
		)
			uncertain.push(row);
		if (metadata !== undefined)
			row.metadata = { ...row.metadata, last_edited_at: metadata.last_edited_at };
	}
	if (uncertain.length === 0) return changed;
	const again = await client.readOrCreateLabels(
		projectHash,
		uncertain.map(({ metadata }) => metadata),
	);
	const same = (row: RowWork, at: number): boolean => {
		const outcome = again[at];
		return outcome?.ok === true && isDeepStrictEqual(outcome.value, row.read);
	};
	return [...changed, ...uncertain.filter((row, at) => !same(row, at))];
}

async function save(run: Run, rows: RowWork[]): Promise<void> {
	const { client, projectHash, options } = run;
	if (rows.length === 0) return;
	const saved = await client.saveLabels(
		projectHash,
		rows.flatMap(({ edited }) => edited ?? []),
		{ validate: options.validate },
	);
	rows.forEach((row, index) => {
		const result = saved[index];
		if (result === undefined || !result.ok)
			fail(run, [row], () => result?.error ?? new Error('Encord did not confirm the save.'));
		// A job that changed nothing itself is not "saved" because another job of the row was.
		else
			for (const { at } of row.jobs)
				run.outcomes[at] = { ...outcomeAt(run, at), saved: outcomeAt(run, at).diff.length > 0 };
	});
}

function fail(run: Run, rows: RowWork[], error: () => Error): void {
	for (const { jobs } of rows) {
		for (const { at } of jobs)
			run.outcomes[at] = { ...outcomeAt(run, at), ok: false, saved: false, error: error() };
	}
}

function outcomeAt(run: Run, at: number): JobOutcome {
	return run.outcomes[at] ?? { ok: false, saved: false, diff: [], problems: [] };
}

/** Listing entries for all jobs, but for those the caller gave. */
async function listRows(run: Run, jobs: EditJob[]): Promise<LabelRowMetadata[]> {
	const rows = [...(run.options.rows ?? [])];
	const knownData = new Set(rows.map(({ data_hash }) => data_hash));
	const knownLabels = new Set(rows.map(({ label_hash }) => label_hash));
	const dataHashes = [...new Set(jobs.flatMap(({ dataHash }) => dataHash ?? []))].filter(
		(hash) => !knownData.has(hash),
	);
	const labelHashes = [
		...new Set(
			jobs.flatMap(({ dataHash, labelHash }) => (dataHash === undefined ? (labelHash ?? []) : [])),
		),
	].filter((hash) => !knownLabels.has(hash));
	const includeImagesData = run.options.dryRun === true;
	for (const hashes of chunks(dataHashes))
		rows.push(
			...(await run.client.listLabelRows(run.projectHash, {
				dataHashes: hashes,
				includeImagesData,
			})),
		);
	for (const hashes of chunks(labelHashes))
		rows.push(
			...(await run.client.listLabelRows(run.projectHash, {
				labelHashes: hashes,
				includeImagesData,
			})),
		);
	return rows;
}

function groupByRow(run: Run, jobs: EditJob[], rows: LabelRowMetadata[]): RowWork[] {
	const byData = new Map<string, LabelRowMetadata>();
	for (const row of rows)
		if (!byData.has(row.data_hash) || row.branch_name === 'main') byData.set(row.data_hash, row);
	const byLabel = new Map(rows.map((row) => [row.label_hash, row]));
	const work = new Map<LabelRowMetadata, RowWork>();
	jobs.forEach((job, at) => {
		const metadata =
			job.labelHash === undefined
				? byData.get(job.dataHash ?? '')
				: (byLabel.get(job.labelHash) ?? byData.get(job.dataHash ?? ''));
		if (metadata === undefined) {
			run.outcomes[at] = {
				...outcomeAt(run, at),
				error: new NotFoundError(
					`The project has no label row for ${job.labelHash ?? job.dataHash ?? 'this item'}.`,
				),
			};
			return;
		}
		const known = work.get(metadata);
		if (known !== undefined) known.jobs.push({ at, job });
		else work.set(metadata, { metadata, jobs: [{ at, job }], createdHere: false });
	});
	return [...work.values()];
}

function* chunks<T>(list: T[]): Iterable<T[]> {
	for (let start = 0; start < list.length; start += ROWS_PER_REQUEST)
		yield list.slice(start, start + ROWS_PER_REQUEST);
}

/** Milliseconds of a date on the wire; undefined when there is none. */
function second(time: unknown): number | undefined {
	return typeof time === 'string' ? parseLabelTime(time)?.getTime() : undefined;
}
