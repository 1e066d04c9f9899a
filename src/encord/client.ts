/**
 * The Encord client: every call of the protocol this package needs, over an injected sender.
 * This file is the contract; each group of calls lives in its own file.
 */
import type { HttpSend } from './http/send';
import { issueCalls } from './calls/issues';
import type { EncordKey } from './auth/key';
import { labelRowCalls } from './calls/labelRows';
import { labelCalls } from './calls/labels';
import { projectCalls } from './calls/projects';
import { storageCalls } from './calls/storage';
import { createTransport } from './http/transport';
import type {
	EncordJson,
	Issue,
	LabelReadOptions,
	LabelRowFilter,
	LabelRowJson,
	LabelRowMetadata,
	NewIssue,
	Ontology,
	Project,
	ProjectDataset,
	StorageItem,
	TaskFilter,
	ValidationState,
	WorkflowTask,
} from './calls/wire';
import { workflowCalls } from './calls/workflow';

export interface ClientOptions {
	key: EncordKey;
	/** Origin of the API, e.g. `https://api.encord.com`. */
	apiUrl: string;
	send: HttpSend;
	/** Cancels every call made through this client. */
	signal?: AbortSignal;
	/** Per request, default 180 000 (protocol §4). */
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
	/** The task's data unit. When all moves name theirs, finding out which tasks left the stage costs one short listing. */
	dataHash?: string;
	pathway: { uuid: string } | { name: string };
}

export type MoveOutcome =
	| { status: 'moved' }
	/** Encord no longer has this task in the stage: somebody else moved it. Information, not a failure. */
	| { status: 'alreadyMoved' }
	| { status: 'failed'; error: Error };

/** Fields of a storage item that can be changed; `clientMetadata` is an object here, and replaces the old one. */
export interface StorageItemPatch {
	name?: string;
	description?: string;
	clientMetadata?: EncordJson;
}

export interface EncordClient {
	readonly apiUrl: string;
	/** Lower-case hex of the public key: the id Encord knows this key by. */
	readonly publicKeyHex: string;

	bearerToken(): Promise<string>;

	listProjects(filter?: {
		titleEq?: string;
		titleLike?: string;
		includeOrgAccess?: boolean;
	}): Promise<Project[]>;
	getProject(projectHash: string): Promise<Project>;
	listProjectDatasets(projectHash: string): Promise<ProjectDataset[]>;
	getOntology(ontologyHash: string): Promise<Ontology>;

	/** More than 1000 data or label hashes are asked for in several requests; an empty list of them matches nothing. */
	listLabelRows(projectHash: string, filter?: LabelRowFilter): Promise<LabelRowMetadata[]>;
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
	getValidationState(projectHash: string, labelHash: string): Promise<ValidationState>;
	/** 0 is a value. Keyed by data hash. */
	setPriorities(
		projectHash: string,
		priorities: Array<{ dataHash: string; priority: number }>,
	): Promise<BatchOutcome[]>;
	reopenOrComplete(
		projectHash: string,
		labelHashes: string[],
		action: 'reopen' | 'complete',
	): Promise<void>;

	getStorageItem(itemUuid: string, options?: { signUrl?: boolean }): Promise<StorageItem>;
	/** Each with its own outcome, in request order, 1000 a request. */
	findStorageItems(
		itemUuids: string[],
		options?: { signUrls?: boolean },
	): Promise<Array<BatchOutcome<StorageItem>>>;
	/** The same for callers to whom all items matter: the first that cannot be had is thrown. */
	getStorageItems(itemUuids: string[], options?: { signUrls?: boolean }): Promise<StorageItem[]>;
	/** Children of an image group, image sequence, data group or DICOM series, in frame order. */
	getChildItems(
		item: { folderUuid: string; itemUuid: string },
		options?: { signUrls?: boolean },
	): Promise<StorageItem[]>;
	updateStorageItem(
		item: { folderUuid: string; itemUuid: string },
		patch: StorageItemPatch,
	): Promise<StorageItem>;
	/** 1000 a request. Several patches of one item are merged. In the given order. */
	updateStorageItems(
		patches: Array<{ itemUuid: string; patch: StorageItemPatch }>,
	): Promise<StorageItem[]>;

	/** Tasks of a stage, page by page while the caller iterates. An empty list of data hashes matches nothing. */
	listTasks(
		projectHash: string,
		stageUuid: string,
		filter?: TaskFilter,
	): AsyncIterable<WorkflowTask>;
	/**
	 * Moves tasks along pathways, 500 a request. Encord refuses a whole request for one stale task or one unknown pathway; then
	 * the tasks at fault are found and the others sent again. Outcomes in the given order.
	 */
	proceedTasks(
		projectHash: string,
		stageUuid: string,
		moves: PathwayMove[],
	): Promise<MoveOutcome[]>;
	/** Moves tasks to any stage, 500 a request. */
	moveTasks(
		projectHash: string,
		originStageUuid: string,
		destinationStageUuid: string,
		taskUuids: string[],
	): Promise<MoveOutcome[]>;

	/** 1000 a request. Never repeated after a lost answer, which would show a comment twice. */
	createIssues(projectHash: string, issues: NewIssue[]): Promise<void>;
	/** Issues of a project, or of one data unit of it, page by page while the caller iterates. */
	listIssues(projectHash: string, dataUuid?: string): AsyncIterable<Issue>;
}

/** A client for one key at one address. It holds no connection and no state; make as many as you like. */
export function createEncordClient(options: ClientOptions): EncordClient {
	const transport = createTransport(options);
	const projects = projectCalls(transport);
	const labelRows = labelRowCalls(transport);
	return {
		apiUrl: options.apiUrl,
		publicKeyHex: options.key.publicKeyHex,
		...projects,
		...labelRows,
		...labelCalls(transport, labelRows.listLabelRows),
		...storageCalls(transport),
		...workflowCalls(transport, projects.getProject),
		...issueCalls(transport),
	};
}
