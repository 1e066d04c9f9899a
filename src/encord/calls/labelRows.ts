/** Lists label rows, reads their validation state, sets priorities, reopens and completes rows (protocol §7.1, §7.3, §7.4). */
import { z } from 'zod';
import { chunksOf, sendInBatches, type BatchOutcome } from '../http/batch';
import { parseReply, requireConfirmation, wireObject } from '../http/reply';
import type { Transport } from '../http/transport';
import { ValidationError } from '../wire/errors';
import { segment, uuid } from '../wire/identifiers';
import type { EncordJson } from '../wire/json';

const text = z.string();
const optionalText = text.nullish();
const optionalNumber = z.number().nullish();
const anyJson = z.record(z.unknown()) as z.ZodType<EncordJson>;

/** One image of an image group, in the listing. */
const imageSchema = wireObject({
	index: z.number(),
	title: text,
	file_type: optionalText,
	height: z.number(),
	width: z.number(),
	image_hash: text,
});

/** One row of the v1 `labelrowmetadata` listing (protocol §7.1). */
const labelRowSchema = wireObject({
	/** Null until the labels have been created. */
	label_hash: text.nullable(),
	created_at: optionalText,
	last_edited_at: optionalText,
	branch_name: text,
	data_hash: text,
	group_hash: optionalText,
	dataset_hash: text,
	dataset_title: text,
	data_title: text,
	/** Upper case; label blobs have it in lower case. */
	data_type: text,
	data_link: optionalText,
	label_status: text,
	annotation_task_status: optionalText,
	workflow_graph_node: wireObject({ uuid: text, title: text }).nullish(),
	is_shadow_data: z.boolean().nullish(),
	/** Frames; milliseconds for audio; characters for text. */
	number_of_frames: z.number(),
	/** Seconds. */
	duration: optionalNumber,
	frames_per_second: optionalNumber,
	height: optionalNumber,
	width: optionalNumber,
	task_uuid: optionalText,
	/** 0 to 1; null when the row is complete. */
	priority: optionalNumber,
	client_metadata: anyJson.nullish(),
	file_type: optionalText,
	images_data: z.array(imageSchema).nullish(),
	is_valid: z.boolean().nullish(),
	backing_item_uuid: optionalText,
	assigned_user_email: optionalText,
	last_actioned_by_user_email: optionalText,
	spaces: anyJson.nullish(),
	audio_codec: optionalText,
	audio_sample_rate: optionalNumber,
	audio_bit_depth: optionalNumber,
	audio_num_channels: optionalNumber,
});

const validationStateSchema = wireObject({
	labelHash: text,
	branchName: optionalText,
	version: optionalNumber,
	isValid: z.boolean(),
	errors: z.array(text),
});

export type LabelRowMetadata = z.infer<typeof labelRowSchema>;
export type ValidationState = z.infer<typeof validationStateSchema>;

/**
 * Filters of the label row listing, combined with AND; a missing field is no restriction. An empty list of hashes matches
 * nothing; an empty list of statuses is no restriction.
 */
export interface LabelRowFilter {
	editedBefore?: string;
	editedAfter?: string;
	labelStatuses?: Array<'QUEUED' | 'ASSIGNED' | 'IN_REVIEW' | 'RETURNED' | 'COMPLETED'>;
	shadowDataState?: 'ALL_DATA' | 'SHADOW_DATA' | 'NOT_SHADOW_DATA';
	dataHashes?: string[];
	labelHashes?: string[];
	dataTitleEq?: string;
	/** SQL LIKE: `%` matches any text, `_` one character. */
	dataTitleLike?: string;
	workflowStageTitleEq?: string;
	workflowStageTitleLike?: string;
	includeClientMetadata?: boolean;
	includeImagesData?: boolean;
	includeChildren?: boolean;
	includeAllLabelBranches?: boolean;
	branchName?: string;
}

export interface LabelRowCalls {
	/** Lists label rows. More than 1000 data or label hashes take several requests; an empty list of them matches nothing. */
	listLabelRows(projectHash: string, filter?: LabelRowFilter): Promise<LabelRowMetadata[]>;
	getValidationState(projectHash: string, labelHash: string): Promise<ValidationState>;
	/** Sets priorities from 0 to 1 by data hash; returns outcomes in the given order. */
	setPriorities(
		projectHash: string,
		priorities: Array<{ dataHash: string; priority: number }>,
	): Promise<BatchOutcome[]>;
	/** Reopens or completes rows, 1000 per request; returns outcomes in the given order. */
	reopenOrComplete(
		projectHash: string,
		labelHashes: string[],
		action: 'reopen' | 'complete',
	): Promise<BatchOutcome[]>;
}

/** Maximum number of identifiers in one request, as in the official client (protocol §4). */
const MAX_PER_REQUEST = 1000;

export function labelRowCalls(transport: Transport): LabelRowCalls {
	const { v2 } = transport;
	return {
		async listLabelRows(projectHash, filter = {}) {
			const project = uuid(projectHash, 'Project ID');
			const rows: LabelRowMetadata[] = [];
			for (const dataHashes of filterChunks(filter.dataHashes)) {
				for (const labelHashes of filterChunks(filter.labelHashes)) {
					rows.push(
						...(await listOnce(transport, project, { ...filter, dataHashes, labelHashes })),
					);
				}
			}
			return rows;
		},

		async getValidationState(projectHash, labelHash) {
			const what = 'reading the validation state of a label row';
			const path = `projects/${uuid(projectHash, 'Project ID')}/labels/${segment(labelHash, 'Label row ID')}/validation-state`;
			return parseReply(validationStateSchema, await v2({ what, method: 'GET', path }), what);
		},

		async setPriorities(projectHash, priorities) {
			const path = `projects/${uuid(projectHash, 'Project ID')}/priorities`;
			const faults = priorities.map(priorityFault);
			const valid = priorities.filter((_, index) => !faults[index]);
			const sent = await sendInBatches(valid, {
				size: MAX_PER_REQUEST,
				async send(chunk) {
					const body = { priorities: chunk.map(({ dataHash, priority }) => [dataHash, priority]) };
					await v2({ what: 'setting priorities', method: 'POST', path, body });
					return chunk.map(() => undefined);
				},
			});
			return faults.map(
				(error): BatchOutcome => (error ? { ok: false, error } : (sent.shift() as BatchOutcome)),
			);
		},

		async reopenOrComplete(projectHash, labelHashes, action) {
			const project = uuid(projectHash, 'Project ID');
			return await sendInBatches(labelHashes, {
				size: MAX_PER_REQUEST,
				async send(chunk) {
					await reopenOrCompleteOnce(transport, project, chunk, action);
					return chunk.map(() => undefined);
				},
			});
		},
	};
}

async function listOnce(
	{ v1 }: Transport,
	projectHash: string,
	filter: LabelRowFilter,
): Promise<LabelRowMetadata[]> {
	const what = 'listing label rows';
	const reply = await v1({
		what,
		resource: { type: 'project', id: projectHash },
		query: {
			queryType: 'labelrowmetadata',
			queryMethod: 'GET',
			uid: null,
			payload: listingPayload(filter),
		},
		safeToRepeat: true,
	});
	return parseReply(z.array(labelRowSchema), reply, what);
}

async function reopenOrCompleteOnce(
	{ v1 }: Transport,
	projectHash: string,
	labelHashes: string[],
	action: 'reopen' | 'complete',
) {
	const what = action === 'reopen' ? 'reopening label rows' : 'completing label rows';
	const reply = await v1({
		what,
		resource: { type: 'project', id: projectHash },
		query: {
			queryType: 'labelworkflowgraphnode',
			queryMethod: 'POST',
			uid: labelHashes,
			payload: { action },
		},
		safeToRepeat: false,
	});
	requireConfirmation(reply, what);
}

/** Chunks of a filter list, one per request. A missing list gives one unrestricted request, an empty list gives none. */
function filterChunks(hashes: string[] | undefined): Array<string[] | undefined> {
	return hashes === undefined ? [undefined] : chunksOf([...new Set(hashes)], MAX_PER_REQUEST);
}

/** Payload of the listing. Encord requires every key to be present (protocol §7.1). */
function listingPayload(filter: LabelRowFilter) {
	return {
		edited_before: filter.editedBefore ?? null,
		edited_after: filter.editedAfter ?? null,
		label_statuses: filter.labelStatuses?.length ? filter.labelStatuses : null,
		shadow_data_state: filter.shadowDataState ?? null,
		include_uninitialised_labels: true,
		data_hashes: filter.dataHashes ?? null,
		label_hashes: filter.labelHashes ?? null,
		data_title_eq: filter.dataTitleEq ?? null,
		data_title_like: filter.dataTitleLike ?? null,
		workflow_graph_node_title_eq: filter.workflowStageTitleEq ?? null,
		workflow_graph_node_title_like: filter.workflowStageTitleLike ?? null,
		include_client_metadata: filter.includeClientMetadata ?? false,
		include_images_data: filter.includeImagesData ?? false,
		include_children: filter.includeChildren ?? false,
		include_workflow_graph_node: true,
		include_all_label_branches: filter.includeAllLabelBranches ?? false,
		branch_name: filter.branchName ?? null,
	};
}

function priorityFault({ priority }: { priority: number }): ValidationError | undefined {
	if (priority >= 0 && priority <= 1) return undefined;
	return new ValidationError(`${priority} is not a priority.`, {
		advice: 'Give a number from 0 (last) to 1 (first).',
	});
}
