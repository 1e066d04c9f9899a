/** The listing of label rows (protocol §7.1). */
import { z } from 'zod';
import {
	labelRowId,
	type DataUnit,
	type LabelRow,
	type Project,
	type StorageItem,
} from '../state/entities';
import { dataLink } from '../labels/blob';
import { uncreatedRow } from '../labels/create';
import { like, within } from '../calls/matching';
import { found } from '../calls/refusal';
import { plainTime } from '../state/times';
import type { V1Call, V1Route } from './router';

const text = z.string().nullish();
/** A filter with a list of values: any of them matches. An empty list matches nothing. */
const list = z
	.array(z.string())
	.nullish()
	.transform((values) => (values ? new Set(values) : null));
const flag = z.boolean().nullish();
const listingSchema = z.object({
	edited_before: text,
	edited_after: text,
	label_statuses: list,
	shadow_data_state: text,
	include_uninitialised_labels: flag,
	data_hashes: list,
	label_hashes: list,
	data_title_eq: text,
	data_title_like: text,
	workflow_graph_node_title_eq: text,
	workflow_graph_node_title_like: text,
	include_client_metadata: flag,
	include_images_data: flag,
	include_children: flag,
	include_workflow_graph_node: flag,
	include_all_label_branches: flag,
	branch_name: text,
});
type Listing = z.infer<typeof listingSchema>;

/** The task of a row's data unit, its stage and its priority; branches share those of the main branch. */
function nodeOf({ store }: V1Call, project: Project, row: LabelRow) {
	const main =
		row.taskUuid === null
			? store.labelRows.get(labelRowId(row.projectHash, row.dataHash, 'main'))
			: row;
	const task = store.tasks.get(main?.taskUuid ?? '');
	const stage = project.stages.find(({ uuid }) => uuid === task?.stageUuid);
	return {
		task,
		node: stage ? { uuid: stage.uuid, title: stage.title } : null,
		priority: main?.priority ?? null,
	};
}

const among = (values: Set<string> | null, value: string | null) =>
	!values || (value !== null && values.has(value));

function branchWanted(listing: Listing, row: LabelRow): boolean {
	if (listing.branch_name) return row.branchName === listing.branch_name;
	return Boolean(listing.include_all_label_branches) || row.branchName === 'main';
}

function wanted(call: V1Call, project: Project, listing: Listing, row: LabelRow): boolean {
	const title = call.store.dataUnits.get(row.dataHash)?.title ?? '';
	const stage = nodeOf(call, project, row).node?.title ?? '';
	const {
		data_title_eq,
		data_title_like,
		workflow_graph_node_title_eq,
		workflow_graph_node_title_like,
		shadow_data_state,
	} = listing;
	return (
		branchWanted(listing, row) &&
		among(listing.data_hashes, row.dataHash) &&
		among(listing.label_hashes, row.labelHash) &&
		among(listing.label_statuses, row.annotationTaskStatus) &&
		(row.labelHash !== null || Boolean(listing.include_uninitialised_labels)) &&
		(data_title_eq == null || title === data_title_eq) &&
		(data_title_like == null || like(title, data_title_like)) &&
		(workflow_graph_node_title_eq == null || stage === workflow_graph_node_title_eq) &&
		(workflow_graph_node_title_like == null || like(stage, workflow_graph_node_title_like)) &&
		(shadow_data_state == null ||
			shadow_data_state === 'ALL_DATA' ||
			row.isShadowData === (shadow_data_state === 'SHADOW_DATA')) &&
		within(row.lastEditedAt, listing.edited_after, listing.edited_before)
	);
}

/** Exactly these keys: the client refuses others here. */
function imagesData(call: V1Call, unit: DataUnit) {
	if (unit.images.length === 0) return null;
	return unit.images.map(({ imageHash, itemUuid }, index) => {
		const image = found(call.store.items.get(itemUuid), `Storage item ${itemUuid}`);
		return {
			index,
			title: image.name,
			file_type: image.mimeType,
			height: image.height,
			width: image.width,
			image_hash: imageHash,
		};
	});
}

function mediaFacts(unit: DataUnit, item: StorageItem) {
	return {
		number_of_frames: unit.numberOfFrames,
		duration: item.duration,
		frames_per_second: unit.dataType === 'audio' ? 1000 : item.fps,
		height: item.height,
		width: item.width,
		audio_codec: item.audioCodec,
		audio_sample_rate: item.audioSampleRate,
		audio_bit_depth: item.audioBitDepth,
		audio_num_channels: item.audioNumChannels,
		file_type: item.mimeType,
	};
}

function rowJson(call: V1Call, project: Project, listing: Listing, row: LabelRow) {
	const { store } = call;
	const unit = found(store.dataUnits.get(row.dataHash), `Data unit ${row.dataHash}`);
	const item = found(store.items.get(unit.itemUuid), `Storage item ${unit.itemUuid}`);
	const { task, node, priority } = nodeOf(call, project, row);
	return {
		label_hash: row.labelHash,
		created_at: plainTime(row.createdAt),
		last_edited_at: plainTime(row.lastEditedAt),
		branch_name: row.branchName,
		data_hash: row.dataHash,
		group_hash: null,
		dataset_hash: unit.datasetHash,
		dataset_title: found(store.datasets.get(unit.datasetHash), `Dataset ${unit.datasetHash}`).title,
		data_title: unit.title,
		data_type: unit.dataType.toUpperCase(),
		data_link: dataLink(item),
		spaces: {},
		label_status: row.labelStatus,
		annotation_task_status: row.annotationTaskStatus,
		workflow_graph_node: listing.include_workflow_graph_node ? node : null,
		is_shadow_data: row.isShadowData,
		...mediaFacts(unit, item),
		task_uuid: task?.uuid ?? null,
		priority,
		client_metadata: listing.include_client_metadata ? item.clientMetadata : null,
		images_data: listing.include_images_data ? imagesData(call, unit) : null,
		is_valid: row.validationErrors.length === 0,
		backing_item_uuid: unit.itemUuid,
		assigned_user_email: task?.assignee ?? null,
		last_actioned_by_user_email: task?.lastActionedBy ?? null,
	};
}

/** A branch exists once labels are created on it. So the listing of a named branch also shows the rows without labels on it. */
function rowsOfBranch(
	call: V1Call,
	project: Project,
	branchName: string | null | undefined,
): LabelRow[] {
	const rows = call.store.labelRowsOfProject(project.projectHash);
	if (!branchName) return rows;
	return rows
		.filter((row) => row.branchName === 'main')
		.map((main) => {
			const id = labelRowId(main.projectHash, main.dataHash, branchName);
			return call.store.labelRows.get(id) ?? uncreatedRow(main, branchName, main.order);
		});
}

function listLabelRows(call: V1Call) {
	const project = call.project();
	const listing = call.payload(listingSchema);
	const rows = rowsOfBranch(call, project, listing.branch_name).filter((row) =>
		wanted(call, project, listing, row),
	);
	return rows.sort((a, b) => a.order - b.order).map((row) => rowJson(call, project, listing, row));
}

/** All rows of a project on its main branch, labeled or not, as a listing shows them. */
export function everyLabelRow(call: V1Call, project: Project) {
	const listing = listingSchema.parse({ include_workflow_graph_node: true });
	const rows = rowsOfBranch(call, project, 'main');
	return rows.sort((a, b) => a.order - b.order).map((row) => rowJson(call, project, listing, row));
}

export const labelRowListingQueries: V1Route[] = [
	{ call: 'labelrowmetadata.GET', scope: 'resource', handle: listLabelRows },
];
