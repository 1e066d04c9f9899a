/** Label rows: listing, validation state, priority, reopen and complete (protocol §7.1, §7.3, §7.4). */
import { z } from 'zod';
import { chunksOf, settleInBatches } from '../http/batch';
import type { BatchOutcome, EncordClient } from '../client';
import { ProtocolError, ValidationError } from '../wire/errors';
import { segment, uuid } from '../wire/identifiers';
import { checked, labelRowMetadataShape, validationStateShape } from './replyShape';
import type { Transport } from '../http/transport';
import type { LabelRowFilter, LabelRowMetadata, ValidationState } from './wire';

type LabelRowCalls = Pick<
	EncordClient,
	'listLabelRows' | 'getValidationState' | 'setPriorities' | 'reopenOrComplete'
>;

/** Most identifiers in one request, as the official client bundles (protocol §4). */
const MOST_PER_REQUEST = 1000;

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
			return checked<ValidationState>(
				validationStateShape,
				await v2({ what, method: 'GET', path }),
				what,
			);
		},

		async setPriorities(projectHash, priorities) {
			const path = `projects/${uuid(projectHash, 'Project ID')}/priorities`;
			const faults = priorities.map(priorityFault);
			const valid = priorities.filter((_, index) => !faults[index]);
			const sent = await settleInBatches(valid, {
				size: MOST_PER_REQUEST,
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
			for (const chunk of chunksOf(labelHashes, MOST_PER_REQUEST))
				await reopenOrCompleteOnce(transport, project, chunk, action);
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
	return checked<LabelRowMetadata[]>(z.array(labelRowMetadataShape), reply, what);
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

/** One request per chunk. No list is no restriction (one request); an empty list matches nothing (no request). */
function filterChunks(hashes: string[] | undefined): Array<string[] | undefined> {
	return hashes === undefined ? [undefined] : chunksOf([...new Set(hashes)], MOST_PER_REQUEST);
}

/** Every key is always present (protocol §7.1). */
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

/** Setters answer anything but null (protocol §3). */
export function requireConfirmation(reply: unknown, what: string) {
	if (reply === null || reply === undefined)
		throw new ProtocolError(`Encord did not confirm (while ${what}).`);
}
