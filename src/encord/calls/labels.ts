/** Reads, creates and saves the labels of label rows (protocol §7.2, §7.3). */
import { z } from 'zod';
import { sendInBatches, type BatchOutcome } from '../http/batch';
import { opaqueObject, parseReply } from '../http/reply';
import type { Transport } from '../http/transport';
import { ConflictError, EncordError, NotFoundError } from '../wire/errors';
import { uuid } from '../wire/identifiers';
import type { EncordJson, LabelRowJson } from '../wire/json';
import type { LabelRowCalls, LabelRowMetadata } from './labelRows';
import { saveLabelRows, type SaveOptions } from './labelSaving';

const text = z.string();
const optionalText = text.nullish();
const jsonByKey = opaqueObject<{ [key: string]: EncordJson }>();

/** Label blob. The content of its maps is not validated, because it can be hundreds of megabytes large. */
const labelBlobSchema: z.ZodType<LabelRowJson> = z
	.object({
		label_hash: text,
		branch_name: text.optional(),
		created_at: optionalText,
		last_edited_at: optionalText,
		data_hash: text,
		dataset_hash: text,
		dataset_title: text,
		data_title: text,
		data_type: text,
		label_status: text,
		data_units: jsonByKey,
		object_answers: jsonByKey,
		classification_answers: jsonByKey,
		object_actions: jsonByKey,
		spaces: opaqueObject<EncordJson>().optional(),
	})
	.passthrough();

export interface LabelReadOptions {
	/** Only these ontology features. A row read this way must never be saved: saving deletes the rest (protocol §7.2). */
	includeObjectFeatureHashes?: string[];
	includeClassificationFeatureHashes?: string[];
	includeReviews?: boolean;
	includeSignedUrl?: boolean;
	includeArchived?: boolean;
}

export interface LabelCalls {
	/**
	 * Reads the labels of the given rows and creates those that do not exist, 1000 rows per request. Each row has its own
	 * outcome, in the given order.
	 */
	readOrCreateLabels(
		projectHash: string,
		rows: LabelRowMetadata[],
		options?: LabelReadOptions,
	): Promise<Array<BatchOutcome<LabelRowJson>>>;
	/** Like readOrCreateLabels, but throws the error of the first row that failed. */
	initialiseLabels(
		projectHash: string,
		rows: LabelRowMetadata[],
		options?: LabelReadOptions,
	): Promise<LabelRowJson[]>;
	/** Saves whole rows, 1000 per request. Each row has its own outcome, in the given order. */
	saveLabels(
		projectHash: string,
		rows: LabelRowJson[],
		options?: SaveOptions,
	): Promise<BatchOutcome[]>;
}

type ListLabelRows = LabelRowCalls['listLabelRows'];
type LabelOutcome = BatchOutcome<LabelRowJson>;

const MAX_PER_REQUEST = 1000;

export function labelCalls(transport: Transport, listLabelRows: ListLabelRows): LabelCalls {
	async function readOrCreateLabels(
		projectHash: string,
		rows: LabelRowMetadata[],
		options: LabelReadOptions = {},
	) {
		const project = uuid(projectHash, 'Project ID');
		const outcomes = new Map<string, LabelOutcome>();
		const distinct = [...new Map(rows.map((row) => [rowKey(row), row])).values()];
		const source: LabelSource = { transport, listLabelRows, project, options };
		await readRows(outcomes, source, distinct.filter(exists));
		for (const branch of byBranch(distinct.filter((row) => !exists(row))))
			await createRows(outcomes, source, branch);
		return rows.map((row) => outcomes.get(rowKey(row)) ?? notReturned(row));
	}

	return {
		readOrCreateLabels,

		async initialiseLabels(projectHash, rows, options) {
			const outcomes = await readOrCreateLabels(projectHash, rows, options);
			return outcomes.map((outcome) => {
				if (!outcome.ok) throw outcome.error;
				return outcome.value;
			});
		},

		async saveLabels(projectHash, rows, options = {}) {
			return await saveLabelRows(transport, uuid(projectHash, 'Project ID'), rows, options);
		},
	};
}

/** The project whose labels are read or created, and the read options. */
interface LabelSource {
	transport: Transport;
	listLabelRows: ListLabelRows;
	project: string;
	options: LabelReadOptions;
}

/** Whether the labels of a row were created already. */
function exists({ label_hash }: LabelRowMetadata): boolean {
	return label_hash !== null;
}

/** Key of a listed row: each branch of a data unit has its own row. */
function rowKey({ data_hash, branch_name }: LabelRowMetadata): string {
	return `${data_hash} ${branch_name}`;
}

/** Groups rows by branch: a request that creates labels names one branch for all its rows. */
function byBranch(rows: LabelRowMetadata[]): LabelRowMetadata[][] {
	const branches = new Map<string, LabelRowMetadata[]>();
	for (const row of rows)
		branches.set(row.branch_name, [...(branches.get(row.branch_name) ?? []), row]);
	return [...branches.values()];
}

async function readRows(
	results: Map<string, LabelOutcome>,
	{ transport, project, options }: LabelSource,
	rows: LabelRowMetadata[],
) {
	const what = 'reading labels';
	const outcomes = await sendInBatches(rows, {
		size: MAX_PER_REQUEST,
		async send(chunk) {
			const uid = chunk.map(({ label_hash }) => label_hash);
			const reply = await transport.v1({
				what,
				resource: { type: 'project', id: project },
				query: { queryType: 'labelrow', queryMethod: 'GET', uid, payload: readPayload(options) },
				safeToRepeat: true,
			});
			const blobs = parseReply(z.array(labelBlobSchema), reply, what);
			const byLabelHash = new Map(blobs.map((blob) => [blob.label_hash, blob]));
			return chunk.map((row) => byLabelHash.get(row.label_hash ?? ''));
		},
	});
	rows.forEach((row, index) => record(results, row, outcomes[index]));
}

function readPayload(options: LabelReadOptions) {
	return {
		get_signed_url: options.includeSignedUrl ?? false,
		multi_request: true,
		include_object_feature_hashes: options.includeObjectFeatureHashes ?? null,
		include_classification_feature_hashes: options.includeClassificationFeatureHashes ?? null,
		include_reviews: options.includeReviews ?? false,
		include_export_history: false,
		include_archived: options.includeArchived ?? false,
	};
}

/**
 * Creates the labels of rows of one branch. When the reply is lost or another program created the labels first, the rows are
 * listed again: labels that exist now are read, and only the others are created once more.
 */
async function createRows(
	results: Map<string, LabelOutcome>,
	source: LabelSource,
	rows: LabelRowMetadata[],
) {
	const outcomes = await createOnce(source, rows);
	rows.forEach((row, index) => record(results, row, outcomes[index]));
	const uncertain = rows.filter((_, index) => mayExistNow(outcomes[index]));
	if (uncertain.length === 0) return;
	const current = await listCurrentRows(source, uncertain);
	await readRows(results, source, current.filter(exists));
	const missing = current.filter((row) => !exists(row));
	const retried = await createOnce(source, missing);
	missing.forEach((row, index) => record(results, row, retried[index]));
}

async function createOnce({ transport, project, options }: LabelSource, rows: LabelRowMetadata[]) {
	const what = 'creating labels';
	return await sendInBatches(rows, {
		size: MAX_PER_REQUEST,
		async send(chunk) {
			const uid = chunk.map(({ data_hash }) => data_hash);
			const payload = {
				multi_request: true,
				get_signed_url: options.includeSignedUrl ?? false,
				branch_name: chunk[0]?.branch_name ?? null,
			};
			const reply = await transport.v1({
				what,
				resource: { type: 'project', id: project },
				query: { queryType: 'labelrow', queryMethod: 'PUT', uid, payload },
				safeToRepeat: false,
			});
			const blobs = parseReply(z.array(labelBlobSchema), reply, what);
			const byDataHash = new Map(blobs.map((blob) => [blob.data_hash, blob]));
			return chunk.map((row) => byDataHash.get(row.data_hash));
		},
	});
}

function mayExistNow(outcome: BatchOutcome<LabelRowJson | undefined> | undefined): boolean {
	if (!outcome || outcome.ok) return false;
	return (
		outcome.error instanceof ConflictError ||
		(outcome.error instanceof EncordError && outcome.error.mayHaveBeenApplied)
	);
}

async function listCurrentRows(
	{ listLabelRows, project }: LabelSource,
	rows: LabelRowMetadata[],
): Promise<LabelRowMetadata[]> {
	const dataHashes = rows.map(({ data_hash }) => data_hash);
	const listed = await listLabelRows(project, {
		dataHashes,
		branchName: rows[0]?.branch_name,
		includeChildren: true,
	});
	const keys = new Set(rows.map(rowKey));
	return listed.filter((row) => keys.has(rowKey(row)));
}

function record(
	results: Map<string, LabelOutcome>,
	row: LabelRowMetadata,
	outcome?: BatchOutcome<LabelRowJson | undefined>,
) {
	if (!outcome) return;
	if (!outcome.ok) results.set(rowKey(row), outcome);
	else if (outcome.value) results.set(rowKey(row), { ok: true, value: outcome.value });
}

function notReturned(row: LabelRowMetadata): LabelOutcome {
	return {
		ok: false,
		error: new NotFoundError(`Encord returned no labels for "${row.data_title}".`),
	};
}
