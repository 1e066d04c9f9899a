/**
 * Validates Encord's replies. Fields this package relies on are required; the others may be missing or null. Fields that no
 * schema names are kept unchanged.
 */
import { z } from 'zod';
import { ProtocolError } from '../wire/errors';

/** Maximum number of faults named in one message. */
const MAX_FAULTS = 5;

/**
 * Validates a reply and returns it with its type.
 * @param what completes "while …" in the error message: `reading the project`
 * @throws ProtocolError naming the fields that are missing or of the wrong type, never their values
 */
export function parseReply<S extends z.ZodTypeAny>(
	schema: S,
	reply: unknown,
	what: string,
): z.output<S> {
	const result = schema.safeParse(reply);
	if (result.success) return result.data as z.output<S>;
	const faults = result.error.issues.map(
		({ path, message }) => `${path.join('.') || 'answer'}: ${message}`,
	);
	throw new ProtocolError(
		`Encord's answer is not as expected (while ${what}): ${[...new Set(faults)].slice(0, MAX_FAULTS).join('; ')}.`,
		{
			advice:
				'If this stays, a newer version of this package may be needed for the current Encord.',
		},
	);
}

/**
 * Schema of an object in a reply. Fields that `shape` does not name are kept, but are not part of the type, so that a mistyped
 * field name does not compile.
 */
export function wireObject<S extends z.ZodRawShape>(shape: S): z.ZodObject<S> {
	return z.object(shape).passthrough() as unknown as z.ZodObject<S>;
}

/** Schema of an object whose content is not validated, because it may be megabytes large. */
export function opaqueObject<T extends object>() {
	return z.custom<T>(
		(value) => typeof value === 'object' && value !== null && !Array.isArray(value),
		'must be an object',
	);
}

/** Schema of `{results: [...]}`; `nextPageToken` is set when another page follows (protocol §4). */
export function pageOf<S extends z.ZodTypeAny>(item: S) {
	return wireObject({ results: z.array(item), nextPageToken: z.string().nullish() });
}

/** v1 calls that change something confirm it by a value other than null (protocol §3). @throws ProtocolError without one */
export function requireConfirmation(reply: unknown, what: string): void {
	if (reply === null || reply === undefined)
		throw new ProtocolError(`Encord did not confirm (while ${what}).`);
}
