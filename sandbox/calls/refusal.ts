/** The error of a refused request: an HTTP status for v2, a code for the envelope of v1 (protocol §3, §4). */

const CODES: Record<number, string> = {
	400: 'INVALID_ARGUMENTS_ERROR',
	401: 'AUTHENTICATION_ERROR',
	403: 'AUTHORISATION_ERROR',
	404: 'RESOURCE_NOT_FOUND_ERROR',
	405: 'METHOD_NOT_ALLOWED_ERROR',
};

export class Refusal extends Error {
	readonly code: string;

	constructor(
		readonly status: number,
		message: string,
		code?: string,
		readonly payload: unknown = message,
	) {
		super(message);
		this.code = code ?? CODES[status] ?? 'UNKNOWN_ERROR';
	}
}

/** Turns any error into a refusal. An unexpected error is also written to stderr with its stack. */
export function asRefusal(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	if (error instanceof URIError)
		return new Refusal(400, 'The address is not properly percent-encoded');
	process.stderr.write(
		`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
	);
	return new Refusal(500, 'The sandbox failed; see its log');
}

/** The entity, or a 404 that names what is missing. */
export function found<T>(entity: T | undefined, what: string): T {
	if (entity === undefined) throw new Refusal(404, `${what} does not exist`);
	return entity;
}

/** Labels that a save must not store (protocol §7.3). */
export const labelRefusal = {
	unknownFeature: (message: string) => new Refusal(400, message, 'FEATURE_DOES_NOT_EXIST_ERROR'),
	answers: (message: string) => new Refusal(400, message, 'ANSWER_DICTIONARY_ERROR'),
	corrupted: (message: string) => new Refusal(400, message, 'CORRUPTED_LABEL_ERROR'),
};

/**
 * The entity that a call names by id, when the caller may see it. An unknown id and one of somebody else get the same answer, so that
 * nobody can find out which ids exist. The official client documents an authorization error for both.
 * @throws Refusal 403
 */
export function visible<T>(entity: T | undefined, maySee: (entity: T) => boolean, what: string): T {
	if (entity === undefined || !maySee(entity))
		throw new Refusal(403, `${what} does not exist or you have no access to it`);
	return entity;
}
