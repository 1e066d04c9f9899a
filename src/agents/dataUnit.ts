import type { EncordJson, LabelRowMetadata } from '../encord/wire';

/** A label row's listing entry in the words of Encord's app: what a workflow needs to know about a data unit at first. */
export interface DataUnitSummary {
	/** Null until somebody has opened the data unit for labeling. */
	labelHash: string | null;
	dataHash: string;
	dataTitle: string;
	/** Lower case: image, video, img_group, audio, plain_text, pdf, dicom, … */
	dataType: string;
	datasetHash: string;
	datasetTitle: string;
	labelStatus: string;
	/** Where the data unit stands in the workflow; null in projects without one. */
	stage: { uuid: string; title: string } | null;
	taskUuid: string | null;
	/** 0 to 1; null once the data unit is complete. */
	priority: number | null;
	branchName: string;
	/** Pixels. */
	width: number | null;
	height: number | null;
	/** Frames; milliseconds for audio, characters for text. */
	numberOfFrames: number;
	framesPerSecond: number | null;
	/** Seconds. */
	duration: number | null;
	fileType: string | null;
	/** Storage item behind the data unit. */
	storageItemUuid: string | null;
	createdAt: string | null;
	lastEditedAt: string | null;
	/** Present when the listing was asked for it. */
	clientMetadata?: EncordJson;
	/** Present for a member of a data group. */
	groupHash?: string;
}

/** Readable form of one row of the label row listing (PROTOCOL §7.1). */
export function summarizeDataUnit(row: LabelRowMetadata): DataUnitSummary {
	return {
		labelHash: row.label_hash,
		dataHash: row.data_hash,
		dataTitle: row.data_title,
		dataType: row.data_type.toLowerCase(),
		datasetHash: row.dataset_hash,
		datasetTitle: row.dataset_title,
		labelStatus: row.label_status,
		stage: row.workflow_graph_node ?? null,
		taskUuid: row.task_uuid ?? null,
		priority: row.priority ?? null,
		branchName: row.branch_name,
		width: row.width ?? null,
		height: row.height ?? null,
		numberOfFrames: row.number_of_frames,
		framesPerSecond: row.frames_per_second ?? null,
		duration: row.duration ?? null,
		fileType: row.file_type ?? null,
		storageItemUuid: row.backing_item_uuid ?? null,
		createdAt: row.created_at,
		lastEditedAt: row.last_edited_at,
		...(row.client_metadata && { clientMetadata: row.client_metadata }),
		...(row.group_hash && { groupHash: row.group_hash }),
	};
}

/**
 * The row of one data unit in a listing that may also hold other branches and the members of a data group. Encord's own
 * labels are on the branch `main`.
 */
export function findDataUnit(rows: LabelRowMetadata[], dataHash: string): LabelRowMetadata | undefined {
	const own = rows.filter((row) => row.data_hash.toLowerCase() === dataHash.toLowerCase());
	return own.find((row) => row.branch_name === 'main') ?? own[0];
}
