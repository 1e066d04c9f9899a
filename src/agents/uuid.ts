const DASHED = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;
const PLAIN = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i;
/** What may stand around the dashed form: braces, or the URN prefix in lower case. */
const WRAPPED = /^(?:\{(.{36})\}|urn:uuid:(.{36}))$/;

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
