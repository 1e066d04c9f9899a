/** Many members, few requests, and still one outcome for each member. */
import {
	AuthenticationError,
	CancelledError,
	ConflictError,
	EncordError,
	NotFoundError,
	TooLargeError,
	ValidationError,
} from '../wire/errors';

/** What happened to one member of a batch. */
export type BatchOutcome<T = void> = { ok: true; value: T } | { ok: false; error: Error };

/** Consecutive chunks of at most `size`. */
export function chunksOf<T>(members: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(members.length / size) }, (_, index) =>
		members.slice(index * size, (index + 1) * size),
	);
}

export interface BatchOptions<M, R> {
	/** Most members in one request. */
	size: number;
	/** Bytes of a member, and most bytes in one request; a single larger member still goes, alone. */
	weight?: (member: M) => number;
	maxWeight?: number;
	/** One request; results in the order of its members. */
	send: (members: M[]) => Promise<R[]>;
}

/**
 * Sends all members in as few requests as possible. A request that Encord refuses because of its content is halved until the
 * members at fault stand alone; other failures (network, server) fail the members of that request, since halving cannot help.
 * An unknown key fails everything that is left without asking again.
 * @returns outcomes in the order of the members
 * @throws CancelledError
 */
export async function settleInBatches<M, R>(
	members: readonly M[],
	options: BatchOptions<M, R>,
): Promise<Array<BatchOutcome<R>>> {
	const outcomes: Array<BatchOutcome<R>> = [];
	let hopeless: EncordError | undefined;
	for (const chunk of weighedChunks(members, options)) {
		const settled = hopeless ? failAll<R>(chunk, hopeless) : await settleChunk(chunk, options);
		const [first] = settled;
		if (first && !first.ok && first.error instanceof AuthenticationError) hopeless = first.error;
		outcomes.push(...settled);
	}
	return outcomes;
}

async function settleChunk<M, R>(
	chunk: M[],
	options: BatchOptions<M, R>,
): Promise<Array<BatchOutcome<R>>> {
	try {
		const results = await options.send(chunk);
		return results.map((value) => ({ ok: true, value }));
	} catch (error) {
		if (!(error instanceof EncordError) || error instanceof CancelledError) throw error;
		if (chunk.length === 1 || !blamesContent(error)) return failAll(chunk, error);
		if (error instanceof TooLargeError) return settleSmaller(chunk, error, options);
		return settleHalves(chunk, options);
	}
}

async function settleSmaller<M, R>(
	chunk: M[],
	error: TooLargeError,
	options: BatchOptions<M, R>,
): Promise<Array<BatchOutcome<R>>> {
	const size = Math.min(error.maximum ?? Infinity, Math.ceil(chunk.length / 2));
	const settled: Array<BatchOutcome<R>> = [];
	for (const part of chunksOf(chunk, size)) settled.push(...(await settleChunk(part, options)));
	return settled;
}

/** When one half passes, the fault lies in the other: that is split at once instead of being sent only to be refused again. */
async function settleHalves<M, R>(
	chunk: M[],
	options: BatchOptions<M, R>,
): Promise<Array<BatchOutcome<R>>> {
	const middle = Math.ceil(chunk.length / 2);
	const left = await settleChunk(chunk.slice(0, middle), options);
	const rest = chunk.slice(middle);
	const faultIsInRest = rest.length > 1 && left.every(({ ok }) => ok);
	return [
		...left,
		...(await (faultIsInRest ? settleHalves(rest, options) : settleChunk(rest, options))),
	];
}

/** Whether a part of the members could succeed where all of them together were refused. */
function blamesContent(error: EncordError): boolean {
	return (
		error instanceof ValidationError ||
		error instanceof NotFoundError ||
		error instanceof ConflictError ||
		error instanceof TooLargeError
	);
}

function failAll<R>(members: readonly unknown[], error: EncordError): Array<BatchOutcome<R>> {
	return members.map(() => ({ ok: false, error }));
}

function weighedChunks<M, R>(
	members: readonly M[],
	{ size, weight, maxWeight = Infinity }: BatchOptions<M, R>,
): M[][] {
	const chunks: M[][] = [];
	let current: M[] = [];
	let load = 0;
	for (const member of members) {
		const bytes = weight?.(member) ?? 0;
		if (current.length > 0 && (current.length >= size || load + bytes > maxWeight)) {
			chunks.push(current);
			current = [];
			load = 0;
		}
		current.push(member);
		load += bytes;
	}
	return current.length > 0 ? [...chunks, current] : chunks;
}
