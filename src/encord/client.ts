/**
 * The Encord client: every call of the protocol this package needs, over an injected sender.
 * This file is the contract; each group of calls lives in its own file.
 */
import type { EncordKey } from './key';
import type { HttpSend } from './http';
import type {
	EncordJson, LabelReadOptions, LabelRowFilter, LabelRowJson, LabelRowMetadata, Ontology, Project, ProjectDataset,
	StorageItem, TaskFilter, ValidationState, WorkflowTask,
} from './wire';

export interface ClientOptions {
	key: EncordKey;
	/** Origin of the API, e.g. `https://api.encord.com`. */
	apiUrl: string;
	send: HttpSend;
	/** Cancels every call made through this client. */
	signal?: AbortSignal;
	/** Per request, default 180 000 (PROTOCOL §4). */
	timeoutMs?: number;
	/** Upper limit for one call with all its retries, default 300 000. */
	totalTimeoutMs?: number;
	/** Trace id of an incoming Encord call, forwarded so that Encord can correlate. */
	traceContext?: string;
	/** Milliseconds since the epoch; a test sets it. */
	now?: () => number;
	/** A test sets it. Must reject when the signal aborts. */
	sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What happened to one member of a batch. */
export type BatchOutcome<T = void> = { ok: true; value: T } | { ok: false; error: Error };

/** One task to move along a pathway: by pathway uuid or by its exact title. */
export interface PathwayMove {
	taskUuid: string;
	pathway: { uuid: string } | { name: string };
}

export type MoveOutcome =
	| { status: 'moved' }
	/** Encord no longer has this task in the stage: somebody else moved it. Information, not a failure. */
	| { status: 'alreadyMoved' }
	| { status: 'failed'; error: Error };

export interface EncordClient {
	readonly apiUrl: string;
	/** Lower-case hex of the public key: the id Encord knows this key by. */
	readonly publicKeyHex: string;

	bearerToken(): Promise<string>;

	listProjects(filter?: { titleEq?: string; titleLike?: string; includeOrgAccess?: boolean }): Promise<Project[]>;
	getProject(projectHash: string): Promise<Project>;
	listProjectDatasets(projectHash: string): Promise<ProjectDataset[]>;
	getOntology(ontologyHash: string): Promise<Ontology>;

	listLabelRows(projectHash: string, filter?: LabelRowFilter): Promise<LabelRowMetadata[]>;
	/**
	 * Labels of the given rows, in the given order: existing ones are read, missing ones created; 1000 rows a request.
	 */
	initialiseLabels(projectHash: string, rows: LabelRowMetadata[], options?: LabelReadOptions): Promise<LabelRowJson[]>;
	/** Saves whole rows, 1000 a request; a refused request is split until each row has its own outcome. Order as given. */
	saveLabels(projectHash: string, rows: LabelRowJson[], options?: { validate?: boolean }): Promise<BatchOutcome[]>;
	getValidationState(projectHash: string, labelHash: string): Promise<ValidationState>;
	/** 0 is a value. Keyed by data hash. */
	setPriorities(projectHash: string, priorities: Array<{ dataHash: string; priority: number }>): Promise<BatchOutcome[]>;
	reopenOrComplete(projectHash: string, labelHashes: string[], action: 'reopen' | 'complete'): Promise<void>;

	getStorageItem(itemUuid: string, options?: { signUrl?: boolean }): Promise<StorageItem>;
	/** In request order, 1000 a request. */
	getStorageItems(itemUuids: string[], options?: { signUrls?: boolean }): Promise<StorageItem[]>;
	/** Children of an image group, image sequence, data group or DICOM series, in frame order. */
	getChildItems(item: { folderUuid: string; itemUuid: string }, options?: { signUrls?: boolean }): Promise<StorageItem[]>;
	updateStorageItem(item: { folderUuid: string; itemUuid: string }, patch: { name?: string; description?: string; clientMetadata?: EncordJson }): Promise<StorageItem>;
	/** 1000 a request. */
	updateStorageItems(patches: Array<{ itemUuid: string; patch: { name?: string; description?: string; clientMetadata?: EncordJson } }>): Promise<StorageItem[]>;

	/** Tasks of a stage, page by page while the caller iterates. */
	listTasks(projectHash: string, stageUuid: string, filter?: TaskFilter): AsyncIterable<WorkflowTask>;
	/**
	 * Moves tasks along pathways, 500 a request. Encord refuses a whole request for one stale task; then the request
	 * falls back to single moves. Outcomes in the given order.
	 */
	proceedTasks(projectHash: string, stageUuid: string, moves: PathwayMove[]): Promise<MoveOutcome[]>;
	/** Moves tasks to any stage, 500 a request. */
	moveTasks(projectHash: string, originStageUuid: string, destinationStageUuid: string, taskUuids: string[]): Promise<MoveOutcome[]>;
}
