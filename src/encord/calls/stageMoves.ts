/**
 * Moves many tasks out of a stage and gives each task its own outcome. Encord applies all moves of a request or none: it refuses
 * the whole request when one task is no longer in the stage or one pathway is unknown (protocol §11).
 */
import { chunksOf } from '../http/batch';
import {
	AuthenticationError,
	CancelledError,
	EncordError,
	NotFoundError,
	ValidationError,
} from '../wire/errors';
import { invalidId, parseUuid } from '../wire/identifiers';
import type { Pathway } from './projects';
import type { TaskFilter, WorkflowTask } from './tasks';

const MAX_PER_REQUEST = 500;

/** Moves one task along a pathway, which is named by its UUID or its exact title. */
export interface PathwayMove {
	taskUuid: string;
	/** The task's data unit. When all moves name one, a short listing shows which tasks are still in the stage. */
	dataHash?: string;
	pathway: { uuid: string } | { name: string };
}

export type MoveOutcome =
	| { status: 'moved' }
	/** The task is elsewhere in the project: somebody else moved it. This is not an error. */
	| { status: 'alreadyMoved' }
	/** A task that the project does not have fails with a NotFoundError. */
	| { status: 'failed'; error: Error };

/** One task to move; `pathway` is absent when all tasks go to the same destination. */
export type Move = Pick<PathwayMove, 'taskUuid' | 'dataHash'> &
	Partial<Pick<PathwayMove, 'pathway'>>;

export interface StageAccess<M extends Move> {
	/** Sends one request with all of these moves; Encord applies all or none. */
	send: (moves: M[]) => Promise<void>;
	/** Lists the tasks that are in the stage now. */
	listTasks: (filter?: TaskFilter) => AsyncIterable<WorkflowTask>;
	/** Tells tasks that the project has, in whatever stage, from IDs that it does not know. */
	isKnown: (moves: Move[]) => Promise<(move: Move) => boolean>;
	/** Reads the pathways of the stage; absent when the moves name no pathway. */
	pathways?: () => Promise<Pathway[] | null | undefined>;
}

/**
 * @returns outcomes in the order of the moves
 * @throws CancelledError
 */
export async function moveInBatches<M extends Move>(
	moves: readonly M[],
	stage: StageAccess<M>,
): Promise<MoveOutcome[]> {
	const outcomes = new Map<string, MoveOutcome>();
	const record: RecordOutcome<M> = (move, outcome) => outcomes.set(move.taskUuid, outcome);
	const canonical = moves.map((move) => ({ ...move, taskUuid: canonicalId(move.taskUuid) }));
	const distinct = [...new Map(canonical.map((move) => [move.taskUuid, move])).values()];
	for (const chunk of chunksOf(withValidId(distinct, record), MAX_PER_REQUEST)) {
		const keyRefusal = [...outcomes.values()].find(isRefusedKey);
		await moveChunk(chunk, stage, record, keyRefusal);
	}
	return canonical.map(({ taskUuid }) => outcomes.get(taskUuid) as MoveOutcome);
}

/** The canonical form of a task ID. A text that is not an ID is returned unchanged; withValidId refuses it. */
function canonicalId(taskUuid: string): string {
	return parseUuid(taskUuid) ?? taskUuid;
}

type RecordOutcome<M> = (move: M, outcome: MoveOutcome) => void;

/** Fails moves whose task ID is malformed, so that they are not reported as already moved; returns the others. */
function withValidId<M extends Move>(moves: M[], record: RecordOutcome<M>): M[] {
	return moves.filter((move) => {
		if (parseUuid(move.taskUuid) !== undefined) return true;
		record(move, { status: 'failed', error: invalidId('Task ID', move.taskUuid) });
		return false;
	});
}

function isRefusedKey(outcome: MoveOutcome): boolean {
	return outcome.status === 'failed' && outcome.error instanceof AuthenticationError;
}

async function moveChunk<M extends Move>(
	chunk: M[],
	stage: StageAccess<M>,
	record: RecordOutcome<M>,
	keyRefusal?: MoveOutcome,
) {
	if (chunk.length === 0) return;
	if (keyRefusal) return chunk.forEach((move) => record(move, keyRefusal));
	const error = await attempt(() => stage.send(chunk));
	if (error) await reconcile(chunk, error, stage, record);
	else chunk.forEach((move) => record(move, { status: 'moved' }));
}

/** After a failed request: lists the stage to find out which tasks left it, and sends the others again where that can help. */
async function reconcile<M extends Move>(
	chunk: M[],
	error: EncordError,
	stage: StageAccess<M>,
	record: RecordOutcome<M>,
) {
	const fail = (move: M) => record(move, { status: 'failed', error });
	if (!isAboutContent(error) && !error.mayHaveBeenApplied) return chunk.forEach(fail);
	const present = await attempt(() => tasksStillInStage(chunk, stage), error);
	if (present instanceof EncordError) return chunk.forEach(fail);
	const left = chunk.filter(({ taskUuid }) => !present.has(taskUuid.toLowerCase()));
	// Encord applies all moves or none, so an earlier attempt of this request moved the tasks only if all of them left.
	const mayBeByUs = error.mayHaveBeenApplied && left.length === chunk.length;
	await recordLeft(left, mayBeByUs, stage, record);
	const remaining = chunk.filter((move) => !left.includes(move));
	if (!isAboutContent(error)) return remaining.forEach(fail);
	// Tasks that left the stage explain the refusal, and so do unknown pathways. The others may succeed without them.
	const sendable = left.length > 0 ? remaining : await withKnownPathway(remaining, stage, record);
	if (sendable.length < chunk.length) return await moveChunk(sendable, stage, record);
	if (sendable.length > 1) await isolate(sendable, error, stage, record);
	else sendable.forEach(fail);
}

/** Records tasks that are not in the stage: moved by us, moved by somebody else, or unknown to the project. */
async function recordLeft<M extends Move>(
	left: M[],
	mayBeByUs: boolean,
	stage: Pick<StageAccess<M>, 'isKnown'>,
	record: RecordOutcome<M>,
): Promise<void> {
	if (left.length === 0) return;
	const isKnown = await attempt(() => stage.isKnown(left));
	if (isKnown instanceof EncordError)
		return left.forEach((move) => record(move, { status: 'failed', error: isKnown }));
	// Encord would have refused a request with a task that it does not know.
	const status = mayBeByUs && left.every(isKnown) ? 'moved' : 'alreadyMoved';
	for (const move of left)
		record(move, isKnown(move) ? { status } : { status: 'failed', error: unknownTask(move) });
}

/** The error for a task that the project does not have. */
export function unknownTask({
	taskUuid,
	dataHash,
}: Pick<Move, 'taskUuid' | 'dataHash'>): NotFoundError {
	const of = dataHash === undefined ? '' : ` for the data unit ${dataHash}`;
	return new NotFoundError(`The project has no task ${taskUuid}${of}.`, {
		advice: 'Give the ID of a task as the Encord Agent Stage Trigger or Task: Get Many gives it.',
	});
}

/**
 * For a refused request whose tasks are all in the stage and whose pathways all exist: halves it until the refused tasks are
 * found.
 */
async function isolate<M extends Move>(
	chunk: M[],
	refusal: EncordError,
	stage: StageAccess<M>,
	record: RecordOutcome<M>,
) {
	const refused: Array<{ move: M; error: EncordError }> = [];
	const movePart = async (part: M[]): Promise<void> => {
		const error = await attempt(() => stage.send(part));
		if (!error) part.forEach((move) => record(move, { status: 'moved' }));
		else if (error.mayHaveBeenApplied || !isAboutContent(error))
			await reconcile(part, error, stage, record);
		else await halve(part, error);
	};
	const halve = async (part: M[], error: EncordError): Promise<void> => {
		const [only] = part;
		if (only && part.length === 1) return void refused.push({ move: only, error });
		const middle = Math.ceil(part.length / 2);
		await movePart(part.slice(0, middle));
		await movePart(part.slice(middle));
	};
	await halve(chunk, refusal);
	if (refused.length === 0) return;
	const present = await attempt(() =>
		tasksStillInStage(
			refused.map(({ move }) => move),
			stage,
		),
	);
	const hasLeft = ({ move }: { move: M }) =>
		present instanceof Set && !present.has(move.taskUuid.toLowerCase());
	for (const one of refused)
		if (!hasLeft(one)) record(one.move, { status: 'failed', error: one.error });
	const left = refused.filter(hasLeft).map(({ move }) => move);
	await recordLeft(left, false, stage, record);
}

/** Fails moves along pathways the stage does not have, with an error that lists its pathways; returns the other moves. */
async function withKnownPathway<M extends Move>(
	moves: M[],
	stage: StageAccess<M>,
	record: RecordOutcome<M>,
): Promise<M[]> {
	const pathways = stage.pathways && moves.length > 0 ? await attempt(stage.pathways) : undefined;
	if (!pathways || pathways instanceof EncordError) return moves;
	return moves.filter((move) => {
		const { pathway } = move;
		if (!pathway || pathways.some((known) => isSamePathway(known, pathway))) return true;
		const titles = pathways.map(({ title }) => `"${title}"`).join(', ') || 'none';
		const requested = 'uuid' in pathway ? `with ID ${pathway.uuid}` : `named "${pathway.name}"`;
		record(move, {
			status: 'failed',
			error: new ValidationError(`The stage has no pathway ${requested}.`, {
				advice: `Choose one of its pathways: ${titles}.`,
			}),
		});
		return false;
	});
}

function isSamePathway(known: Pathway, requested: PathwayMove['pathway']): boolean {
	return 'uuid' in requested
		? known.uuid.toLowerCase() === requested.uuid.toLowerCase()
		: known.title === requested.name;
}

/** The data units of the moves, if all of them name one. */
export function dataHashesOf(moves: Move[]): string[] | undefined {
	const hashes = moves.flatMap(({ dataHash }) => dataHash ?? []);
	return hashes.length === moves.length ? hashes : undefined;
}

/** IDs of those tasks that are still in the stage. Reading pages stops as soon as all were found. */
export async function tasksStillInStage(
	moves: Move[],
	stage: Pick<StageAccess<Move>, 'listTasks'>,
): Promise<Set<string>> {
	const expected = new Set(moves.map(({ taskUuid }) => taskUuid.toLowerCase()));
	const dataHashes = dataHashesOf(moves);
	const present = new Set<string>();
	for await (const task of stage.listTasks({ dataHashes })) {
		const id = task.uuid.toLowerCase();
		if (expected.has(id)) present.add(id);
		if (present.size === expected.size) break;
	}
	return present;
}

function isAboutContent(error: EncordError): boolean {
	return error instanceof ValidationError || error instanceof NotFoundError;
}

function attempt(work: () => Promise<void>): Promise<EncordError | undefined>;
function attempt<T>(work: () => Promise<T>, replacement?: EncordError): Promise<T | EncordError>;
/** The result of `work`, or the error it threw (or `replacement`). Cancellation is thrown on. */
async function attempt<T>(
	work: () => Promise<T>,
	replacement?: EncordError,
): Promise<T | EncordError> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof EncordError) || error instanceof CancelledError) throw error;
		return replacement ?? error;
	}
}
