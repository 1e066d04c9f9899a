/** Identifiers: the spellings a person or another program may give, and the one form that goes on the wire (protocol §5). */
import { ValidationError } from './errors';

const DASHED = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;
const PLAIN = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i;
/** What may stand around the dashed form: braces, or the URN prefix in lower case. */
const WRAPPED = /^(?:\{(.{36})\}|urn:uuid:(.{36}))$/;

/** Most characters of a wrong value that a message repeats: a model may have written a whole answer in place of an ID. */
const MOST_SHOWN = 80;

/**
 * Reads a UUID in any of the spellings Encord's own request validator accepts: with or without dashes, in braces, as
 * `urn:uuid:`, upper or lower case (protocol §12.1). Surrounding space is not accepted.
 *
 * @returns the canonical form (lower case with dashes), or undefined when the text is no UUID
 */
export function parseUuid(text: string): string | undefined {
	const wrapped = WRAPPED.exec(text);
	const parts = wrapped
		? DASHED.exec(wrapped[1] ?? wrapped[2] ?? '')
		: (DASHED.exec(text) ?? PLAIN.exec(text));
	return parts?.slice(1).join('-').toLowerCase();
}

/**
 * The canonical form of a UUID; spaces around it do not matter.
 * @param what names it in the error: `Project ID`
 * @throws ValidationError
 */
export function uuid(value: string, what: string): string {
	const trimmed = String(value).trim();
	const parsed = parseUuid(trimmed);
	if (parsed === undefined) throw notAnId(what, trimmed);
	return parsed;
}

export function notAnId(what: string, value: string): ValidationError {
	return new ValidationError(
		`${what} "${shortened(value)}" is not a valid ID; it looks like 1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f.`,
	);
}

/** A value as a message may repeat it. */
export function shortened(value: string): string {
	return value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN - 1)}…` : value;
}

/** An opaque identifier (label hash) as one path segment. */
export function segment(value: string, what: string): string {
	if (value === '' || value === '.' || value === '..')
		throw new ValidationError(`${what} is empty or not an ID.`);
	return encodeURIComponent(value);
}
