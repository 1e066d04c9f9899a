/** Reads and writes the dates in label rows (protocol §5). */

/** A date as label rows write it: `Thu, 09 Feb 2023 14:12:03 UTC`. */
export function formatLabelTime(date: Date): string {
	return date.toUTCString().replace(/GMT$/, 'UTC');
}

/**
 * Reads the forms of dates that Encord writes: `YYYY-MM-DD HH:MM:SS`, RFC 1123 with `UTC` or `GMT`, and ISO 8601. Other forms are
 * read as `Date` reads them. A date without a time zone is in UTC.
 * @returns undefined when the text is not a date, or names a day that its month does not have
 */
export function parseLabelTime(text: string): Date | undefined {
	// `Date` writes the name of its time zone in parentheses, behind the offset.
	const trimmed = text
		.replace(/\([^()]*\)\s*$/, '')
		.trim()
		.replace(/(\d)\s*([ap]m)$/i, '$1 $2');
	const isoDay = /^\d{4}-\d{2}-\d{2}/.exec(trimmed)?.[0];
	if (isoDay !== undefined && !isDay(isoDay)) return undefined;
	// The last four digits of `09-12-2023` are no offset; one stands behind a time.
	const hasZone = /(Z|UTC|GMT|(:\d{2}(\.\d+)?|UTC|GMT) ?[+-]\d{2}:?\d{2})$/i.test(trimmed);
	const isoTime = /^\d{4}-\d{2}-\d{2}[T ]\d/.test(trimmed);
	const spelled = isoTime ? trimmed.replace(' ', 'T').replace(/ ?(UTC|GMT)$/i, 'Z') : trimmed;
	const inUtc = hasZone || isoDay === trimmed ? spelled : `${spelled}${isoTime ? 'Z' : ' UTC'}`;
	const date = new Date(inUtc);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Whether a month has this day. `Date` takes February 30 for March 2. */
function isDay(isoDay: string): boolean {
	const date = new Date(isoDay);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(isoDay);
}
