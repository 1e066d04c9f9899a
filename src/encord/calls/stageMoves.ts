/**
 * Moves many tasks out of a stage. Encord applies a request of moves as a whole or not at all, and refuses it whole when one
 * of its tasks left the stage meanwhile or one pathway is unknown (protocol §11). Here every task gets its own outcome.
 */
import { chunksOf } from '../http/batch';
import {
	AuthenticationError,
	CancelledError,
	EncordError,
	NotFoundError,
	ValidationError,
} from '../wire/errors';
import { notAnId, parseUuid } from '../wire/identifiers';
import type { Pathway } from './projects';
import type { TaskFilter, WorkflowTask } from './tasks';

const MOST_PER_REQUEST = 500;

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

/** What is to be moved; a pathway is absent when the destination is the same for all. */
export type Move = Pick<PathwayMove, 'taskUuid' | 'dataHash'> &
	Partial<Pick<PathwayMove, 'pathway'>>;

export interface StageAccess<M extends Move> {
	/** One request for all of these moves; Encord applies all or none. */
	send: (moves: M[]) => Promise<void>;
	/** Tasks that are in the stage now. */
	listTasks: (filter?: TaskFilter) => AsyncIterable<WorkflowTask>;
	/** Pathways of the stage as they are now; absent when pathways play no part. */
	pathways?: () => Promise<Pathway[] | null | undefined>;
}

/**
 * @returns outcomes in the order of the moves
 * @throws CancelledError
 */
export async function settleMoves<M extends Move>(
	moves: readonly M[],
	stage: StageAccess<M>,
): Promise<MoveOutcome[]> {
	const outcomes = new Map<string, MoveOutcome>();
	const settle: Settle<M> = (move, outcome) => outcomes.set(move.taskUuid, outcome);
	const canonical = moves.map((move) => ({ ...move, taskUuid: canonicalId(move.taskUuid) }));
	const distinct = [...new Map(canonical.map((move) => [move.taskUuid, move])).values()];
	for (const chunk of chunksOf(withValidId(distinct, settle), MOST_PER_REQUEST)) {
		const hopeless = [...outcomes.values()].find(isUnknownKey);
		await settleChunk(chunk, stage, settle, hopeless);
	}
	return canonical.map(({ taskUuid }) => outcomes.get(taskUuid) as MoveOutcome);
}

/** The spelling Encord lists tasks under; what is no ID stays as it is and is refused later. */
function canonicalId(taskUuid: string): string {
	return parseUuid(taskUuid) ?? taskUuid;
}

type Settle<M> = (move: M, outcome: MoveOutcome) => void;

/** A mistyped ID is a mistake, not a task that somebody else moved. */
function withValidId<M extends Move>(moves: M[], settle: Settle<M>): M[] {
	return moves.filter((move) => {
		if (parseUuid(move.taskUuid) !== undefined) return true;
		settle(move, { status: 'failed', error: notAnId('Task ID', move.taskUuid) });
		return false;
	});
}

function isUnknownKey(outcome: MoveOutcome): boolean {
	return outcome.status === 'failed' && outcome.error instanceof AuthenticationError;
}

async function settleChunk<M extends Move>(
	chunk: M[],
	stage: StageAccess<M>,
	settle: Settle<M>,
	hopeless?: MoveOutcome,
) {
	if (chunk.length === 0) return;
	if (hopeless) return chunk.forEach((move) => settle(move, hopeless));
	const error = await attempt(() => stage.send(chunk));
	if (error) await reconcile(chunk, error, stage, settle);
	else chunk.forEach((move) => settle(move, { status: 'moved' }));
}

/** After a request that failed: what the stage holds tells what happened to its tasks and what can still be done. */
async function reconcile<M extends Move>(
	chunk: M[],
	error: EncordError,
	stage: StageAccess<M>,
	settle: Settle<M>,
) {
	const fail = (move: M) => settle(move, { status: 'failed', error });
	if (!blamesContent(error) && !error.mayHaveBeenApplied) return chunk.forEach(fail);
	const present = await attempt(() => tasksStillThere(chunk, stage), error);
	if (present instanceof EncordError) return chunk.forEach(fail);
	const gone = chunk.filter(({ taskUuid }) => !present.has(taskUuid.toLowerCase()));
	// All or none: only when every task is gone can it have been an earlier attempt of this very request that moved them.
	const movedByUs = error.mayHaveBeenApplied && gone.length === chunk.length;
	gone.forEach((move) => settle(move, { status: movedByUs ? 'moved' : 'alreadyMoved' }));
	const waiting = chunk.filter((move) => !gone.includes(move));
	if (!blamesContent(error)) return waiting.forEach(fail);
	// Tasks that are gone explain the refusal, and so do unknown pathways: without them the rest may well pass as it is.
	const possible = gone.length > 0 ? waiting : await withKnownPathway(waiting, stage, settle);
	if (possible.length < chunk.length) return await settleChunk(possible, stage, settle);
	if (possible.length > 1) await isolate(possible, error, stage, settle);
	else possible.forEach(fail);
}

/** Every task is there and every pathway known, yet the request was refused: halves it until the tasks at fault stand alone. */
async function isolate<M extends Move>(
	chunk: M[],
	refusal: EncordError,
	stage: StageAccess<M>,
	settle: Settle<M>,
) {
	const refused: Array<{ move: M; error: EncordError }> = [];
	const settlePart = async (part: M[]): Promise<void> => {
		const error = await attempt(() => stage.send(part));
		if (!error) part.forEach((move) => settle(move, { status: 'moved' }));
		else if (error.mayHaveBeenApplied || !blamesContent(error))
			await reconcile(part, error, stage, settle);
		else await halve(part, error);
	};
	const halve = async (part: M[], error: EncordError): Promise<void> => {
		const [only] = part;
		if (only && part.length === 1) return void refused.push({ move: only, error });
		const middle = Math.ceil(part.length / 2);
		await settlePart(part.slice(0, middle));
		await settlePart(part.slice(middle));
	};
	await halve(chunk, refusal);
	if (refused.length === 0) return;
	const present = await attempt(() =>
		tasksStillThere(
			refused.map(({ move }) => move),
			stage,
		),
	);
	for (const { move, error } of refused) {
		const left = present instanceof Set && !present.has(move.taskUuid.toLowerCase());
		settle(move, left ? { status: 'alreadyMoved' } : { status: 'failed', error });
	}
}

/** Fails moves along pathways the stage does not have, with the ones it has; returns the others. */
async function withKnownPathway<M extends Move>(
	moves: M[],
	stage: StageAccess<M>,
	settle: Settle<M>,
): Promise<M[]> {
	const pathways = stage.pathways && moves.length > 0 ? await attempt(stage.pathways) : undefined;
	if (!pathways || pathways instanceof EncordError) return moves;
	return moves.filter((move) => {
		const { pathway } = move;
		if (!pathway || pathways.some((known) => isSamePathway(known, pathway))) return true;
		const titles = pathways.map(({ title }) => `"${title}"`).join(', ') || 'none';
		const asked = 'uuid' in pathway ? `with ID ${pathway.uuid}` : `named "${pathway.name}"`;
		settle(move, {
			status: 'failed',
			error: new ValidationError(`The stage has no pathway ${asked}.`, {
				advice: `Choose one of its pathways: ${titles}.`,
			}),
		});
		return false;
	});
}

function isSamePathway(known: Pathway, asked: PathwayMove['pathway']): boolean {
	return 'uuid' in asked
		? known.uuid.toLowerCase() === asked.uuid.toLowerCase()
		: known.title === asked.name;
}

/** Which of these tasks the stage still holds. Stops reading pages as soon as all were seen. */
async function tasksStillThere(
	moves: Move[],
	stage: Pick<StageAccess<Move>, 'listTasks'>,
): Promise<Set<string>> {
	const wanted = new Set(moves.map(({ taskUuid }) => taskUuid.toLowerCase()));
	const hashes = moves.map(({ dataHash }) => dataHash);
	const dataHashes = hashes.every((hash) => hash !== undefined) ? (hashes as string[]) : undefined;
	const present = new Set<string>();
	for await (const task of stage.listTasks({ dataHashes })) {
		const id = task.uuid.toLowerCase();
		if (wanted.has(id)) present.add(id);
		if (present.size === wanted.size) break;
	}
	return present;
}

function blamesContent(error: EncordError): boolean {
	return error instanceof ValidationError || error instanceof NotFoundError;
}

function attempt(work: () => Promise<void>): Promise<EncordError | undefined>;
function attempt<T>(work: () => Promise<T>, instead?: EncordError): Promise<T | EncordError>;
/** The result, or the error that is to stand for it; cancellation always ends everything. */
async function attempt<T>(work: () => Promise<T>, instead?: EncordError): Promise<T | EncordError> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof EncordError) || error instanceof CancelledError) throw error;
		return instead ?? error;
	}
}
