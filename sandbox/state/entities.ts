/**
 * The entities that the sandbox stores. Each is plain JSON, written to the journal as it is. An entity is never changed in place:
 * a change puts a new object into the store. Times are ISO 8601 in UTC with milliseconds; durations are seconds.
 */
import type { EncordJson } from '../../src/encord/wire/json';
import type { OntologyJson } from '../../src/encord/wire/ontologyJson';

/** One record per data directory: which seed it was made from, and the secret that signs media addresses and bearer tokens. */
export interface Meta {
	seed: string;
	secretHex: string;
	/** False while the seed is being built. */
	complete: boolean;
	/** The seed's first user with a key. The sandbox prints the path of this user's key file. */
	ownerEmail: string;
	/** Which tasks the seed has: those of each round have other uuids. Absent: those of the first round. */
	taskRound?: number;
}

export interface User {
	email: string;
	/** Raw Ed25519 public key in lower-case hex, the id Encord knows a key by (protocol §2.1); null for users without key. */
	publicKeyHex: string | null;
}

export interface Ontology {
	ontologyUuid: string;
	title: string;
	description: string;
	editor: OntologyJson;
	createdAt: string;
	lastEditedAt: string;
	members: Record<string, OntologyRole>;
}

/** 0 admin, 1 user (protocol §6). */
export type OntologyRole = 0 | 1;

/** 0 admin, 1 annotator, 2 reviewer, 3 annotator and reviewer, 4 team manager (protocol §6). */
export type ProjectRole = 0 | 1 | 2 | 3 | 4;

export interface PathwayEntity {
	uuid: string;
	title: string;
	destinationUuid: string;
}

/** A stage and where its tasks go. There are no router stages: the official client refuses projects that list them. */
export type Stage =
	| { stageType: 'AGENT'; uuid: string; title: string; pathways: PathwayEntity[] }
	| { stageType: 'ANNOTATION'; uuid: string; title: string; submitUuid: string }
	| { stageType: 'REVIEW'; uuid: string; title: string; approveUuid: string; rejectUuid: string }
	| { stageType: 'DONE'; uuid: string; title: string };

/** A custom agent registered for a project, as the Label Editor page lists it. */
export interface AgentEntity {
	name: string;
	endpoint: string;
}

/** What the stages of a Workflow tell: tasks are ready for agents, were submitted, were completed (protocol §11, §12.5). */
export const stageEvents = ['tasksReady', 'taskSubmitted', 'taskCompleted'] as const;
export type StageEvent = (typeof stageEvents)[number];

/** An address that is told of events in the stages of a project. */
export interface WebhookEntity {
	event: StageEvent;
	url: string;
}

export interface Project {
	projectHash: string;
	title: string;
	description: string;
	status: string;
	/** Position among the projects of the seed. Listings have this order. */
	order: number;
	ontologyUuid: string;
	datasetHashes: string[];
	stages: Stage[];
	members: Record<string, ProjectRole>;
	groups: Array<{ groupHash: string; userRole: ProjectRole }>;
	tags: string[];
	agents: AgentEntity[];
	/** Addresses that are told what happens in the stages; absent: none. */
	webhooks?: WebhookEntity[];
	workflowManagerUuid: string;
	createdAt: string;
	lastEditedAt: string;
}

export interface Dataset {
	datasetHash: string;
	title: string;
	description: string;
	/** The folder that the dataset mirrors: a file that comes into it becomes a data unit. Null for a dataset that mirrors none. */
	backingFolderUuid: string | null;
	members: Record<string, OntologyRole>;
	createdAt: string;
	lastEditedAt: string;
}

/** Lower case, as label blobs write it; listings show it in upper case (protocol §7.1, §8). */
export type DataType = 'image' | 'img_group' | 'video' | 'audio' | 'plain_text' | 'pdf';

export interface DataUnit {
	dataHash: string;
	datasetHash: string;
	title: string;
	dataType: DataType;
	/** The storage item that holds the media (`backing_item_uuid`). */
	itemUuid: string;
	/** Children of an image group, in frame order. */
	images: Array<{ imageHash: string; itemUuid: string }>;
	/** Frames; 1 for an image; milliseconds for audio; characters for text; pages for a PDF (protocol §7.1). */
	numberOfFrames: number;
	/** Position within the seed: tasks of equal priority come out in this order. */
	order: number;
	createdAt: string;
	lastEditedAt: string;
}

export interface StorageFolder {
	uuid: string;
	parent: string | null;
	name: string;
	description: string;
	clientMetadata: EncordJson;
	owner: string;
	createdAt: string;
	lastEditedAt: string;
}

export type StorageItemType = 'image' | 'imageGroup' | 'video' | 'audio' | 'plainText' | 'pdf';

/** A file served under `/media/`. */
export interface MediaFile {
	/** Relative to the data directory. */
	path: string;
	bytes: number;
	/** Strong ETag without quotes. */
	etag: string;
	modifiedAt: string;
}

export interface StorageItem {
	uuid: string;
	/** Folder. */
	parent: string;
	itemType: StorageItemType;
	name: string;
	description: string;
	clientMetadata: EncordJson;
	owner: string;
	createdAt: string;
	lastEditedAt: string;
	/** Null for an image group, whose children have the files. */
	media: MediaFile | null;
	mimeType: string | null;
	/** Seconds. */
	duration: number | null;
	fps: number | null;
	height: number | null;
	width: number | null;
	frameCount: number | null;
	audioSampleRate: number | null;
	audioBitDepth: number | null;
	audioCodec: string | null;
	audioNumChannels: number | null;
	/** Children of an image group, in frame order. */
	childUuids: string[];
	/** Where the file lies when it is not in Encord's own storage. */
	cloud?: { url: string; integrationUuid: string };
	/** The upload job that made the item. */
	jobUuid?: string;
}

/** What a media file is, as far as its bytes tell. */
export type MediaFacts = Pick<
	StorageItem,
	| 'mimeType'
	| 'duration'
	| 'fps'
	| 'height'
	| 'width'
	| 'frameCount'
	| 'audioSampleRate'
	| 'audioBitDepth'
	| 'audioCodec'
	| 'audioNumChannels'
> & {
	/** As `numberOfFrames` of a data unit counts. */
	length: number;
};

/** A place for a file that somebody asked to upload (protocol §9.1). The storage item will have its uuid. */
export interface UploadSlot {
	uuid: string;
	folderUuid: string;
	itemType: StorageItemType;
	/** Null until the file has come. */
	media: MediaFile | null;
	/** What the file is, or why it cannot be read. */
	facts: MediaFacts | { fault: string } | null;
}

/** A job that makes storage items of files (protocol §9.1). It is done when it is asked for the second time. */
export interface UploadJob {
	uuid: string;
	folderUuid: string;
	polls: number;
	/** Milliseconds since 1970. The items are placeholders until the job is asked for, or for a second. */
	startedAt: number;
	status: 'DONE' | 'ERROR';
	items: Array<{ itemUuid: string; name: string }>;
	unitErrors: Array<{ objectUrls: string[]; error: string }>;
	fileName: string | null;
}

/** Access to a bucket, and what lies in it. */
export interface Integration {
	integrationUuid: string;
	title: string;
	owner: string;
	/** By address, such as `s3://bucket/picture.jpg`. */
	objects: Record<string, { media: MediaFile; facts: MediaFacts }>;
}

/** The parts of a label blob that a save replaces (protocol §8); unknown top-level fields are kept beside them. */
export interface LabelContent {
	data_units: { [dataHash: string]: EncordJson };
	object_answers: { [objectHash: string]: EncordJson };
	classification_answers: { [classificationHash: string]: EncordJson };
	object_actions: { [objectHash: string]: EncordJson };
	spaces: EncordJson;
	[key: string]: unknown;
}

/** The labels of one data unit in one project on one branch. Key: `labelRowId`. */
export interface LabelRow {
	id: string;
	projectHash: string;
	dataHash: string;
	branchName: string;
	/** Null until the labels have been created (protocol §7.2). */
	labelHash: string | null;
	content: LabelContent | null;
	labelStatus: string;
	annotationTaskStatus: string;
	createdAt: string | null;
	lastEditedAt: string | null;
	/** Counts saves; 0 = created or never saved. */
	version: number;
	isShadowData: boolean;
	validationErrors: string[];
	/** 0..1; null once complete. */
	priority: number | null;
	/** The row's task in the workflow. Only rows of the main branch have one. */
	taskUuid: string | null;
	/** Position within the project. Listings have this order. */
	order: number;
}

export type TaskStatus = 'NEW' | 'ASSIGNED' | 'RELEASED' | 'SKIPPED' | 'REOPENED' | 'COMPLETED';

/** The task of a label row. It keeps its uuid when it moves from stage to stage. */
export interface Task {
	uuid: string;
	projectHash: string;
	stageUuid: string;
	dataHash: string;
	labelRowId: string;
	status: TaskStatus;
	assignee: string | null;
	lastActionedBy: string | null;
	createdAt: string;
	updatedAt: string;
	/** Position among the project's tasks, the last part of the sort key of task pages. */
	order: number;
}

export type ReviewStatus = 'NEW' | 'APPROVED' | 'REJECTED' | 'RESOLVED' | 'REOPENED';

/** The review of one object or classification instance within a review task. */
export interface Review {
	reviewUuid: string;
	projectHash: string;
	taskUuid: string;
	status: ReviewStatus;
	labelType: 'Object' | 'Classification';
	labelId: string;
	comments: Array<{ content: string; tags: string[]; authorEmail: string; createdAt: string }>;
	order: number;
}

/** `anchor` as it was sent (protocol §11). */
export interface Issue {
	uuid: string;
	projectHash: string;
	anchor: EncordJson & { type: string; dataUuid: string };
	comment: string;
	tags: string[];
	authorEmail: string;
	createdAt: string;
	/** Who resolved or reopened it, the latest last; absent: nobody. */
	resolutionHistory?: Array<{ isResolved: boolean; createdAt: string; actorEmail: string }>;
	order: number;
}

/** Key of a label row. A data unit has one row per project and branch. */
export function labelRowId(projectHash: string, dataHash: string, branchName: string): string {
	return `${projectHash}/${dataHash}/${branchName}`;
}
