/**
 * The sandbox's storage: typed collections in memory, every change of them in a journal on disk.
 *
 * Concurrency: the sandbox is one process and a transaction is one synchronous function. So no request sees a part of another
 * one's changes. A transaction that throws changes nothing.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type {
	DataUnit,
	Dataset,
	Integration,
	Issue,
	LabelRow,
	Meta,
	Ontology,
	Project,
	Review,
	StorageFolder,
	StorageItem,
	Task,
	UploadJob,
	UploadSlot,
	User,
} from './entities';
import type { MoveRecord, SaveRecord, TaskActionRecord } from './records';
import type {
	GroupAccess,
	ItemCollection,
	MetadataSchema,
	Preset,
	ProjectCollection,
} from './collections';
import { Journal, type Change } from './journal';

/** The journal is rewritten when it has so many lines more than there are entities. */
const COMPACT_AFTER_LINES = 5000;

/** Entities of one kind by key, with any number of secondary indexes. */
export class Collection<T> {
	private readonly entities = new Map<string, T>();
	private readonly indexes: Array<{
		keyOf: (entity: T) => string | null;
		keys: Map<string, Set<string>>;
	}> = [];

	constructor(
		readonly name: string,
		private readonly write: (change: Change, previous: unknown) => void,
	) {}

	get(key: string): T | undefined {
		return this.entities.get(key);
	}

	/** In order of insertion. */
	all(): T[] {
		return [...this.entities.values()];
	}

	get size(): number {
		return this.entities.size;
	}

	put(key: string, entity: T): T {
		this.write([this.name, key, entity], this.entities.get(key) ?? null);
		return entity;
	}

	delete(key: string): void {
		if (this.entities.has(key)) this.write([this.name, key, null], this.entities.get(key));
	}

	/** Adds an index and returns the lookup by it. The entities come in order of insertion. */
	indexBy(keyOf: (entity: T) => string | null): (key: string) => T[] {
		const keys = new Map<string, Set<string>>();
		this.indexes.push({ keyOf, keys });
		return (key) =>
			Array.from(keys.get(key) ?? [], (id) => this.entities.get(id)).filter(
				(entity) => entity !== undefined,
			);
	}

	/** Sets an entity in memory only, or removes it (null). Only the store calls this. */
	apply(key: string, entity: T | null): void {
		const previous = this.entities.get(key);
		for (const { keyOf, keys } of this.indexes) {
			const before = previous === undefined ? null : keyOf(previous);
			const after = entity === null ? null : keyOf(entity);
			if (before === after) continue;
			if (before !== null) keys.get(before)?.delete(key);
			if (after !== null) keys.set(after, (keys.get(after) ?? new Set()).add(key));
		}
		if (entity === null) this.entities.delete(key);
		else this.entities.set(key, entity);
	}

	*entries(): Iterable<Change> {
		for (const [key, entity] of this.entities) yield [this.name, key, entity];
	}
}

export class Store {
	private readonly collections = new Map<string, Collection<never>>();
	private readonly journal: Journal;
	/** Called with the changes of each transaction after it is in the journal. */
	committed: ((changes: Change[]) => void) | undefined;
	private open: Array<{ change: Change; previous: unknown }> | null = null;

	/** Key: always `meta`. */
	readonly meta = this.collection<Meta>('meta');
	/** Key: e-mail. */
	readonly users = this.collection<User>('users');
	readonly ontologies = this.collection<Ontology>('ontologies');
	readonly projects = this.collection<Project>('projects');
	readonly datasets = this.collection<Dataset>('datasets');
	readonly dataUnits = this.collection<DataUnit>('dataUnits');
	readonly folders = this.collection<StorageFolder>('folders');
	readonly items = this.collection<StorageItem>('items');
	readonly integrations = this.collection<Integration>('integrations');
	readonly uploadSlots = this.collection<UploadSlot>('uploadSlots');
	readonly uploadJobs = this.collection<UploadJob>('uploadJobs');
	readonly labelRows = this.collection<LabelRow>('labelRows');
	readonly tasks = this.collection<Task>('tasks');
	readonly reviews = this.collection<Review>('reviews');
	readonly issues = this.collection<Issue>('issues');
	readonly saves = this.collection<SaveRecord>('saves');
	readonly moves = this.collection<MoveRecord>('moves');
	readonly itemCollections = this.collection<ItemCollection>('itemCollections');
	readonly projectCollections = this.collection<ProjectCollection>('projectCollections');
	readonly presets = this.collection<Preset>('presets');
	readonly groupAccess = this.collection<GroupAccess>('groupAccess');
	readonly metadataSchema = this.collection<MetadataSchema>('metadataSchema');
	readonly taskActions = this.collection<TaskActionRecord>('taskActions');

	readonly userByKey = this.users.indexBy((user) => user.publicKeyHex);
	readonly dataUnitsOfDataset = this.dataUnits.indexBy((unit) => unit.datasetHash);
	readonly dataUnitsOfItem = this.dataUnits.indexBy((unit) => unit.itemUuid);
	readonly itemsOfFolder = this.items.indexBy((item) => item.parent);
	readonly labelRowsOfProject = this.labelRows.indexBy((row) => row.projectHash);
	readonly labelRowsByHash = this.labelRows.indexBy((row) => row.labelHash);
	readonly tasksOfStage = this.tasks.indexBy((task) => task.stageUuid);
	readonly reviewsOfTask = this.reviews.indexBy((review) => review.taskUuid);
	readonly issuesOfProject = this.issues.indexBy((issue) => issue.projectHash);
	readonly savesOfLabel = this.saves.indexBy((save) => save.labelHash);
	readonly movesOfTask = this.moves.indexBy((move) => move.taskUuid);
	readonly taskActionsOfProject = this.taskActions.indexBy((record) => record.projectHash);

	/** @param dataDir created when missing; an existing journal in it is read. */
	constructor(readonly dataDir: string) {
		mkdirSync(dataDir, { recursive: true });
		this.journal = new Journal(join(dataDir, 'journal.jsonl'), ([name, key, value]) => {
			this.collections.get(name)?.apply(key, value as never);
		});
		this.compactIfLong();
	}

	/** Runs the change and writes all its puts and deletes as one line. When it throws, none of them takes effect. */
	transact<R>(change: () => R): R {
		if (this.open) return change();
		this.open = [];
		let written: Change[] = [];
		try {
			const result = change();
			const changes = this.open.map((entry) => entry.change);
			if (changes.length > 0) this.journal.append(changes);
			written = changes;
			return result;
		} catch (error) {
			for (const {
				change: [name, key],
				previous,
			} of this.open.reverse())
				this.collections.get(name)?.apply(key, previous as never);
			throw error;
		} finally {
			this.open = null;
			this.compactIfLong();
			if (written.length > 0) this.committed?.(written);
		}
	}

	/** Deletes everything. */
	clear(): void {
		for (const collection of this.collections.values()) {
			for (const [, key] of [...collection.entries()]) collection.apply(key, null);
		}
		this.journal.rewrite([]);
	}

	close(): void {
		this.journal.close();
	}

	private collection<T>(name: string): Collection<T> {
		const created = new Collection<T>(name, (change, previous) =>
			this.write(created, change, previous),
		);
		this.collections.set(name, created as unknown as Collection<never>);
		return created;
	}

	private write<T>(collection: Collection<T>, change: Change, previous: unknown): void {
		if (!this.open) {
			this.transact(() => this.write(collection, change, previous));
			return;
		}
		collection.apply(change[1], change[2] as T | null);
		this.open.push({ change, previous });
	}

	private compactIfLong(): void {
		let living = 0;
		for (const collection of this.collections.values()) living += collection.size;
		if (this.journal.length <= living + COMPACT_AFTER_LINES) return;
		this.journal.rewrite(
			[...this.collections.values()].flatMap((collection) => [...collection.entries()]),
		);
	}
}
