/** Reading, creating and saving the labels of label rows (protocol §7.2, §7.3). */
import { z } from 'zod';
import { settleInBatches, type BatchOutcome } from '../http/batch';
import { opaqueObject, parsed } from '../http/reply';
import type { Transport } from '../http/transport';
import { ConflictError, EncordError, NotFoundError } from '../wire/errors';
import { uuid } from '../wire/identifiers';
import type { EncordJson, LabelRowJson } from '../wire/json';
import type { LabelRowCalls, LabelRowMetadata } from './labelRows';
import { saveLabelRows } from './labelSaving';

const text = z.string();
const optionalText = text.nullish();
const jsonByKey = opaqueObject<{ [key: string]: EncordJson }>();

/** Label blob: its maps are only checked to be maps, there may be hundreds of megabytes below them. */
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
	 * Labels of the given rows, each with its own outcome, in the given order: existing ones are read, missing ones created;
	 * 1000 rows a request.
	 */
	readOrCreateLabels(
		projectHash: string,
		rows: LabelRowMetadata[],
		options?: LabelReadOptions,
	): Promise<Array<BatchOutcome<LabelRowJson>>>;
	/** The same for callers to whom all rows matter: the first that cannot be had is thrown. */
	initialiseLabels(
		projectHash: string,
		rows: LabelRowMetadata[],
		options?: LabelReadOptions,
	): Promise<LabelRowJson[]>;
	/** Saves whole rows, 1000 a request; a refused request is split until each row has its own outcome. Order as given. */
	saveLabels(
		projectHash: string,
		rows: LabelRowJson[],
		options?: { validate?: boolean },
	): Promise<BatchOutcome[]>;
}

type ListLabelRows = LabelRowCalls['listLabelRows'];
type LabelOutcome = BatchOutcome<LabelRowJson>;

const MOST_PER_REQUEST = 1000;

export function labelCalls(transport: Transport, listLabelRows: ListLabelRows): LabelCalls {
	async function readOrCreateLabels(
		projectHash: string,
		rows: LabelRowMetadata[],
		options: LabelReadOptions = {},
	) {
		const project = uuid(projectHash, 'Project ID');
		const found = new Map<string, LabelOutcome>();
		const distinct = [...new Map(rows.map((row) => [rowKey(row), row])).values()];
		const source: LabelSource = { transport, listLabelRows, project, options };
		await readInto(found, source, distinct.filter(exists));
		for (const branch of byBranch(distinct.filter((row) => !exists(row))))
			await createInto(found, source, branch);
		return rows.map((row) => found.get(rowKey(row)) ?? notReturned(row));
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

		async saveLabels(projectHash, rows, { validate = false } = {}) {
			return await saveLabelRows(transport, uuid(projectHash, 'Project ID'), rows, validate);
		},
	};
}

/** Where labels come from, and with which options. */
interface LabelSource {
	transport: Transport;
	listLabelRows: ListLabelRows;
	project: string;
	options: LabelReadOptions;
}

/** Labels exist from the moment they are first asked for. */
function exists({ label_hash }: LabelRowMetadata): boolean {
	return label_hash !== null;
}

/** A row of the listing: data unit and branch, since a branch is a further row of the same data unit. */
function rowKey({ data_hash, branch_name }: LabelRowMetadata): string {
	return `${data_hash} ${branch_name}`;
}

/** A creation names one branch for all its rows. */
function byBranch(rows: LabelRowMetadata[]): LabelRowMetadata[][] {
	const branches = new Map<string, LabelRowMetadata[]>();
	for (const row of rows)
		branches.set(row.branch_name, [...(branches.get(row.branch_name) ?? []), row]);
	return [...branches.values()];
}

async function readInto(
	found: Map<string, LabelOutcome>,
	{ transport, project, options }: LabelSource,
	rows: LabelRowMetadata[],
) {
	const what = 'reading labels';
	const outcomes = await settleInBatches(rows, {
		size: MOST_PER_REQUEST,
		async send(chunk) {
			const uid = chunk.map(({ label_hash }) => label_hash);
			const reply = await transport.v1({
				what,
				resource: { type: 'project', id: project },
				query: { queryType: 'labelrow', queryMethod: 'GET', uid, payload: readPayload(options) },
				safeToRepeat: true,
			});
			const blobs = parsed(z.array(labelBlobSchema), reply, what);
			const byLabelHash = new Map(blobs.map((blob) => [blob.label_hash, blob]));
			return chunk.map((row) => byLabelHash.get(row.label_hash ?? ''));
		},
	});
	rows.forEach((row, index) => keep(found, row, outcomes[index]));
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
 * Creates the labels of rows of one branch. A creation is never repeated blindly: when its answer is lost, or another program
 * was faster, the listing tells which rows exist now; those are read and only the others are created, once more.
 */
async function createInto(
	found: Map<string, LabelOutcome>,
	source: LabelSource,
	rows: LabelRowMetadata[],
) {
	const outcomes = await createOnce(source, rows);
	rows.forEach((row, index) => keep(found, row, outcomes[index]));
	const doubtful = rows.filter((_, index) => isDoubtful(outcomes[index]));
	if (doubtful.length === 0) return;
	const current = await rowsAsTheyAre(source, doubtful);
	await readInto(found, source, current.filter(exists));
	const missing = current.filter((row) => !exists(row));
	const again = await createOnce(source, missing);
	missing.forEach((row, index) => keep(found, row, again[index]));
}

async function createOnce({ transport, project, options }: LabelSource, rows: LabelRowMetadata[]) {
	const what = 'creating labels';
	return await settleInBatches(rows, {
		size: MOST_PER_REQUEST,
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
			const blobs = parsed(z.array(labelBlobSchema), reply, what);
			const byDataHash = new Map(blobs.map((blob) => [blob.data_hash, blob]));
			return chunk.map((row) => byDataHash.get(row.data_hash));
		},
	});
}

function isDoubtful(outcome: BatchOutcome<LabelRowJson | undefined> | undefined): boolean {
	if (!outcome || outcome.ok) return false;
	return (
		outcome.error instanceof ConflictError ||
		(outcome.error instanceof EncordError && outcome.error.mayHaveBeenApplied)
	);
}

async function rowsAsTheyAre(
	{ listLabelRows, project }: LabelSource,
	rows: LabelRowMetadata[],
): Promise<LabelRowMetadata[]> {
	const dataHashes = rows.map(({ data_hash }) => data_hash);
	const listed = await listLabelRows(project, {
		dataHashes,
		branchName: rows[0]?.branch_name,
		includeChildren: true,
	});
	const wanted = new Set(rows.map(rowKey));
	return listed.filter((row) => wanted.has(rowKey(row)));
}

function keep(
	found: Map<string, LabelOutcome>,
	row: LabelRowMetadata,
	outcome?: BatchOutcome<LabelRowJson | undefined>,
) {
	if (!outcome) return;
	if (!outcome.ok) found.set(rowKey(row), outcome);
	else if (outcome.value) found.set(rowKey(row), { ok: true, value: outcome.value });
}

function notReturned(row: LabelRowMetadata): LabelOutcome {
	return {
		ok: false,
		error: new NotFoundError(`Encord returned no labels for "${row.data_title}".`),
	};
}
