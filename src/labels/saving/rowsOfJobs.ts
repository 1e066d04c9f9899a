/** Finds the label row of each job, and groups the jobs by row. */
import type { LabelRowMetadata } from '../../encord/calls/labelRows';
import { NotFoundError } from '../../encord/wire/errors';
import type { EditPlan, EditJob } from './editJob';
import { updateOutcome, type RowWork, type SaveRun } from './saveRun';

/** Rows in one request (protocol §4). */
const ROWS_PER_REQUEST = 1000;

/** The rows of the jobs, in order of their first job. A job whose row the project does not have gets an error. */
export async function rowsOfJobs<P extends EditPlan>(
	run: SaveRun<P>,
	jobs: EditJob<P>[],
): Promise<RowWork<P>[]> {
	return groupByRow(run, jobs, await listRows(run, jobs));
}

/** The listing entries the caller gave, and those of all other rows. */
async function listRows<P extends EditPlan>(
	run: SaveRun<P>,
	jobs: EditJob<P>[],
): Promise<LabelRowMetadata[]> {
	const rows = [...(run.options.rows ?? [])];
	const givenData = new Set(rows.map(({ data_hash }) => data_hash));
	const givenLabels = new Set(rows.map(({ label_hash }) => label_hash));
	const dataHashes = new Set(jobs.flatMap(({ dataHash }) => dataHash ?? []));
	const labelHashes = new Set(
		jobs.flatMap(({ dataHash, labelHash }) => (dataHash === undefined ? (labelHash ?? []) : [])),
	);
	// A dry run makes rows without labels from their listing entry, which must have the images of image groups.
	const includeImagesData = run.options.dryRun === true;
	const list = async (filter: { dataHashes: string[] } | { labelHashes: string[] }) =>
		rows.push(
			...(await run.client.listLabelRows(run.projectHash, { ...filter, includeImagesData })),
		);
	for (const hashes of chunks([...dataHashes].filter((hash) => !givenData.has(hash))))
		await list({ dataHashes: hashes });
	for (const hashes of chunks([...labelHashes].filter((hash) => !givenLabels.has(hash))))
		await list({ labelHashes: hashes });
	return rows;
}

function groupByRow<P extends EditPlan>(
	run: SaveRun<P>,
	jobs: EditJob<P>[],
	rows: LabelRowMetadata[],
): RowWork<P>[] {
	const byData = new Map<string, LabelRowMetadata>();
	for (const row of rows)
		if (!byData.has(row.data_hash) || row.branch_name === 'main') byData.set(row.data_hash, row);
	const byLabel = new Map(rows.map((row) => [row.label_hash, row]));
	const work = new Map<LabelRowMetadata, RowWork<P>>();
	jobs.forEach((job, at) => {
		const metadata =
			job.labelHash === undefined
				? byData.get(job.dataHash ?? '')
				: (byLabel.get(job.labelHash) ?? byData.get(job.dataHash ?? ''));
		if (metadata === undefined) {
			const error = new NotFoundError(
				`The project has no label row for ${job.labelHash ?? job.dataHash ?? 'this item'}.`,
			);
			updateOutcome(run, at, { error });
			return;
		}
		const row = work.get(metadata);
		if (row === undefined)
			work.set(metadata, { metadata, jobs: [{ at, job }], createdHere: false });
		else row.jobs.push({ at, job });
	});
	return [...work.values()];
}

/** Parts of a list that one request may carry. */
export function* chunks<T>(list: T[]): Iterable<T[]> {
	for (let start = 0; start < list.length; start += ROWS_PER_REQUEST)
		yield list.slice(start, start + ROWS_PER_REQUEST);
}
