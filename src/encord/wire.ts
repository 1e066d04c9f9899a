/**
 * The JSON that crosses the wire, as docs/protocol.md describes it. Types only; every object may carry further fields,
 * which are kept. v2 names are camelCase, v1 names snake_case, as sent.
 */
import type { EncordJson, OntologyJson } from './json';

export type { EncordJson, LabelRowJson, OntologyJson } from './json';

export type StageType =
	| 'ANNOTATION'
	| 'REVIEW'
	| 'CONSENSUS_ANNOTATION'
	| 'CONSENSUS_REVIEW'
	| 'DONE'
	| 'AGENT'
	| (string & {});

export interface Pathway {
	uuid: string;
	title: string;
	destinationUuid: string;
}

export interface WorkflowStage {
	stageType: StageType;
	uuid: string;
	title: string;
	/** Present on agent stages only. */
	pathways?: Pathway[];
}

export interface Project {
	projectHash: string;
	projectType: string;
	status: string;
	title: string;
	description: string;
	createdAt: string;
	lastEditedAt: string;
	ontologyHash: string;
	editorOntology: OntologyJson;
	userRole?: number | null;
	workflow?: { stages: WorkflowStage[] } | null;
}

export interface Ontology {
	ontologyUuid: string;
	title: string;
	description: string;
	editor: OntologyJson;
	createdAt: string;
	lastEditedAt: string;
	userRole: number | null;
}

export interface ProjectDataset {
	datasetHash: string;
	title: string;
	description: string;
}

/** One picture of an image group, in the row listing. */
export interface LabelRowImage {
	index: number;
	title: string;
	file_type: string;
	height: number;
	width: number;
	image_hash: string;
}

/** One row of the v1 `labelrowmetadata` listing (protocol §7.1). */
export interface LabelRowMetadata {
	/** Null until the labels have been created. */
	label_hash: string | null;
	created_at: string | null;
	last_edited_at: string | null;
	branch_name: string;
	data_hash: string;
	group_hash?: string | null;
	dataset_hash: string;
	dataset_title: string;
	data_title: string;
	/** UPPER CASE, unlike the lower case of label blobs. */
	data_type: string;
	data_link: string | null;
	label_status: string;
	annotation_task_status?: string | null;
	workflow_graph_node?: { uuid: string; title: string } | null;
	is_shadow_data?: boolean;
	/** Frames; milliseconds for audio; characters for text. */
	number_of_frames: number;
	duration?: number | null;
	frames_per_second?: number | null;
	height?: number | null;
	width?: number | null;
	task_uuid?: string | null;
	/** 0..1; null once complete. */
	priority?: number | null;
	client_metadata?: EncordJson | null;
	file_type?: string | null;
	images_data?: LabelRowImage[] | null;
	is_valid?: boolean;
	backing_item_uuid?: string | null;
	assigned_user_email?: string | null;
	last_actioned_by_user_email?: string | null;
	spaces?: EncordJson;
	audio_codec?: string | null;
	audio_sample_rate?: number | null;
	audio_bit_depth?: number | null;
	audio_num_channels?: number | null;
}

/**
 * Filters of the label row listing; absent = no restriction. All combine with AND. An empty list of hashes matches nothing,
 * an empty list of statuses is no restriction.
 */
export interface LabelRowFilter {
	editedBefore?: string;
	editedAfter?: string;
	labelStatuses?: Array<'QUEUED' | 'ASSIGNED' | 'IN_REVIEW' | 'RETURNED' | 'COMPLETED'>;
	shadowDataState?: 'ALL_DATA' | 'SHADOW_DATA' | 'NOT_SHADOW_DATA';
	dataHashes?: string[];
	labelHashes?: string[];
	dataTitleEq?: string;
	/** SQL LIKE: `%` any text, `_` one character. */
	dataTitleLike?: string;
	workflowStageTitleEq?: string;
	workflowStageTitleLike?: string;
	includeClientMetadata?: boolean;
	includeImagesData?: boolean;
	includeChildren?: boolean;
	includeAllLabelBranches?: boolean;
	branchName?: string;
}

export interface LabelReadOptions {
	/** Only these ontology features. A row read this way must never be saved: saving deletes the rest (protocol §7.2). */
	includeObjectFeatureHashes?: string[];
	includeClassificationFeatureHashes?: string[];
	includeReviews?: boolean;
	includeSignedUrl?: boolean;
	includeArchived?: boolean;
}

/** Storage item (protocol §9). `clientMetadata` is JSON text. */
export interface StorageItem {
	uuid: string;
	/** Folder. */
	parent: string;
	itemType: string;
	name: string;
	description?: string;
	clientMetadata: string;
	owner: string;
	createdAt: string;
	lastEditedAt: string;
	storageLocation: string;
	url: string | null;
	signedUrl: string | null;
	fileSize: number | null;
	mimeType: string | null;
	duration: number | null;
	fps: number | null;
	height: number | null;
	width: number | null;
	frameCount: number | null;
	[key: string]: unknown;
}

export type AgentTaskStatus =
	| 'NEW'
	| 'ASSIGNED'
	| 'RELEASED'
	| 'SKIPPED'
	| 'REOPENED'
	| 'COMPLETED';

/** Task in a workflow stage; the last four fields are present on agent tasks. */
export interface WorkflowTask {
	uuid: string;
	createdAt: string;
	updatedAt: string;
	dataHash: string;
	dataTitle: string;
	status?: AgentTaskStatus | (string & {});
	labelBranchName?: string;
	assignee?: string | null;
	lastActionedBy?: string | null;
	[key: string]: unknown;
}

/** Lists mean any of; absent = no restriction. An empty list of data hashes matches nothing, other empty lists everything. */
export interface TaskFilter {
	userEmails?: string[];
	dataHashes?: string[];
	datasetHashes?: string[];
	/** Substring. */
	dataTitleContains?: string;
	statuses?: string[];
}

export interface ValidationState {
	labelHash: string;
	branchName: string;
	version: number;
	isValid: boolean;
	errors: string[];
}

/** Where an issue is: on the data unit, on a frame, or on a point of a frame (fractions of the media size). */
export type IssueAnchor =
	| { type: 'dataUnit'; dataUuid: string }
	| { type: 'frame'; dataUuid: string; frameIndex: number }
	| { type: 'frameCoordinate'; dataUuid: string; frameIndex: number; x: number; y: number };

export interface NewIssue {
	anchor: IssueAnchor;
	comment: string;
	issueTags?: string[];
}

export interface Issue {
	type: 'dataUnit' | 'frame' | 'frameCoordinate' | 'frameRange' | 'annotation' | (string & {});
	dataUuid: string;
	comments: Array<{ content: string; authorEmail: string; createdAt: string }>;
	tags: Array<{ name: string }>;
	resolutionHistory: Array<{ isResolved: boolean; createdAt: string; actorEmail?: string | null }>;
	frameIndex?: number;
	coordinate?: { x: number; y: number };
	frameRanges?: Array<{ start: number; end: number }>;
	annotationId?: string;
	[key: string]: unknown;
}
