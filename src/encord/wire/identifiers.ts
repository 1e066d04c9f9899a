/** Identifiers on their way into a URL: nothing but what they claim to be (protocol §5). */
import { ValidationError } from './errors';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
	return UUID.test(value);
}

/**
 * A UUID in lower case; spaces around it do not matter.
 * @param what names it in the error: `Project ID`
 * @throws ValidationError
 */
export function uuid(value: string, what: string): string {
	const trimmed = String(value).trim();
	if (!isUuid(trimmed)) throw notAnId(what, trimmed);
	return trimmed.toLowerCase();
}

export function notAnId(what: string, value: string): ValidationError {
	const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
	return new ValidationError(
		`${what} "${shown}" is not a valid ID; it looks like 1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f.`,
	);
}

/** An opaque identifier (label hash) as one path segment. */
export function segment(value: string, what: string): string {
	if (value === '' || value === '.' || value === '..')
		throw new ValidationError(`${what} is empty or not an ID.`);
	return encodeURIComponent(value);
}
