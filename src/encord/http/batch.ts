/** Sends many members in few requests and gives each member its own outcome. */
import {
	AuthenticationError,
	AuthorisationError,
	CancelledError,
	ConflictError,
	EncordError,
	NotFoundError,
	TooLargeError,
	ValidationError,
} from '../wire/errors';

/** Result or error of one member of a batch. */
export type BatchOutcome<T = void> = { ok: true; value: T } | { ok: false; error: Error };

/** Consecutive chunks of at most `size`. */
export function chunksOf<T>(members: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(members.length / size) }, (_, index) =>
		members.slice(index * size, (index + 1) * size),
	);
}

export interface BatchOptions<M, R> {
	/** Maximum number of members in one request. */
	size: number;
	/** Bytes of a member. A member larger than `maxWeight` is sent alone. */
	weight?: (member: M) => number;
	/** Maximum number of bytes in one request. */
	maxWeight?: number;
	/** Whether Encord refuses a request as not allowed when one of its members does not exist or is hidden from the key. */
	hidesMembers?: boolean;
	/** Sends one request; returns the results in the order of its members. */
	send: (members: M[]) => Promise<R[]>;
}

/**
 * Sends all members in as few requests as possible. When Encord refuses a request because of its content, the request is
 * halved until the refused members are found. Any other error (network, server) fails all members of that request. When
 * Encord refuses the key, all remaining members fail without another request.
 * @returns outcomes in the order of the members
 * @throws CancelledError
 */
export async function sendInBatches<M, R>(
	members: readonly M[],
	options: BatchOptions<M, R>,
): Promise<Array<BatchOutcome<R>>> {
	const outcomes: Array<BatchOutcome<R>> = [];
	let keyRefusal: EncordError | undefined;
	for (const chunk of chunksByWeight(members, options)) {
		const chunkOutcomes = keyRefusal
			? failAll<R>(chunk, keyRefusal)
			: await sendChunk(chunk, options);
		const [first] = chunkOutcomes;
		if (first && !first.ok && first.error instanceof AuthenticationError) keyRefusal = first.error;
		outcomes.push(...chunkOutcomes);
	}
	return outcomes;
}

async function sendChunk<M, R>(
	chunk: M[],
	options: BatchOptions<M, R>,
): Promise<Array<BatchOutcome<R>>> {
	try {
		const results = await options.send(chunk);
		return results.map((value) => ({ ok: true, value }));
	} catch (error) {
		if (!(error instanceof EncordError) || error instanceof CancelledError) throw error;
		if (chunk.length === 1 || !mayBeOneMember(error, options)) return failAll(chunk, error);
		if (error instanceof TooLargeError) return sendSmaller(chunk, error, options);
		return sendHalves(chunk, options);
	}
}

async function sendSmaller<M, R>(
	chunk: M[],
	error: TooLargeError,
	options: BatchOptions<M, R>,
): Promise<Array<BatchOutcome<R>>> {
	const size = Math.min(error.maximum ?? Infinity, Math.ceil(chunk.length / 2));
	const chunkOutcomes: Array<BatchOutcome<R>> = [];
	for (const part of chunksOf(chunk, size)) chunkOutcomes.push(...(await sendChunk(part, options)));
	return chunkOutcomes;
}

/**
 * When the first half is accepted, the second contains the fault: it is halved at once instead of being sent and refused
 * again.
 */
async function sendHalves<M, R>(
	chunk: M[],
	options: BatchOptions<M, R>,
): Promise<Array<BatchOutcome<R>>> {
	const middle = Math.ceil(chunk.length / 2);
	const left = await sendChunk(chunk.slice(0, middle), options);
	const rest = chunk.slice(middle);
	const faultIsInRest = rest.length > 1 && left.every(({ ok }) => ok);
	return [
		...left,
		...(await (faultIsInRest ? sendHalves(rest, options) : sendChunk(rest, options))),
	];
}

/** Whether some of the members could be accepted without the others. */
function mayBeOneMember<M, R>(error: EncordError, { hidesMembers }: BatchOptions<M, R>): boolean {
	return (
		(hidesMembers === true && error instanceof AuthorisationError) ||
		error instanceof ValidationError ||
		error instanceof NotFoundError ||
		error instanceof ConflictError ||
		error instanceof TooLargeError
	);
}

function failAll<R>(members: readonly unknown[], error: EncordError): Array<BatchOutcome<R>> {
	return members.map(() => ({ ok: false, error }));
}

function chunksByWeight<M, R>(
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
