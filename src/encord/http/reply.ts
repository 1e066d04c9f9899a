/**
 * What Encord's replies must hold before they are trusted. Fields this package relies on are required; the others may be
 * missing or null, and fields that no schema names are kept as they came.
 */
import { z } from 'zod';
import { ProtocolError } from '../wire/errors';

/** Most faults named in one message. */
const MOST_FAULTS = 5;

/**
 * The parsed reply.
 * @param what as it reads after "while": `reading the project`
 * @throws ProtocolError naming the fields that are missing or of the wrong type, never their values
 */
export function parsed<S extends z.ZodTypeAny>(
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
		`Encord's answer is not as expected (while ${what}): ${[...new Set(faults)].slice(0, MOST_FAULTS).join('; ')}.`,
		{
			advice:
				'If this stays, a newer version of this package may be needed for the current Encord.',
		},
	);
}

/**
 * An object of a reply. Parsing keeps fields the shape does not name; its type names only the known ones, so that a
 * mistyped field name does not compile.
 */
export function wireObject<S extends z.ZodRawShape>(shape: S): z.ZodObject<S> {
	return z.object(shape).passthrough() as unknown as z.ZodObject<S>;
}

/** An object whose content is not looked at: there may be megabytes below it. */
export function opaqueObject<T extends object>() {
	return z.custom<T>(
		(value) => typeof value === 'object' && value !== null && !Array.isArray(value),
		'must be an object',
	);
}

/** `{results: [...]}`, one page of it when there is a token (protocol §4). */
export function pageOf<S extends z.ZodTypeAny>(item: S) {
	return wireObject({ results: z.array(item), nextPageToken: z.string().nullish() });
}

/** Setters of the v1 API answer anything but null (protocol §3). @throws ProtocolError */
export function requireConfirmation(reply: unknown, what: string): void {
	if (reply === null || reply === undefined)
		throw new ProtocolError(`Encord did not confirm (while ${what}).`);
}
