/** Identifiers: the accepted spellings, and the canonical form that is sent to Encord (protocol §5). */
import { ValidationError } from './errors';

const DASHED = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;
const PLAIN = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i;
/** The dashed form in braces, or with the URN prefix in lower case. */
const WRAPPED = /^(?:\{(.{36})\}|urn:uuid:(.{36}))$/;

/** Maximum length of a wrong value in a message; a language model may give a long text instead of an ID. */
const MAX_SHOWN = 80;

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
 * The canonical form of a UUID; surrounding spaces are ignored.
 * @param what names it in the error: `Project ID`
 * @throws ValidationError
 */
export function uuid(value: string, what: string): string {
	const trimmed = String(value).trim();
	const parsed = parseUuid(trimmed);
	if (parsed === undefined) throw invalidId(what, trimmed);
	return parsed;
}

export function invalidId(what: string, value: string): ValidationError {
	return new ValidationError(
		`${what} "${shortened(value)}" is not a valid ID; it looks like 1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f.`,
	);
}

/** A value cut to the length that a message may quote. */
export function shortened(value: string): string {
	return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN - 1)}…` : value;
}

/** An opaque identifier (label hash) encoded as one path segment. @throws ValidationError when it is empty, `.` or `..` */
export function segment(value: string, what: string): string {
	if (value === '' || value === '.' || value === '..')
		throw new ValidationError(`${what} is empty or not an ID.`);
	return encodeURIComponent(value);
}
