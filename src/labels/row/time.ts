/** Reads and writes the dates in label rows (protocol §5). */

/** A date as label rows write it: `Thu, 09 Feb 2023 14:12:03 UTC`. */
export function formatLabelTime(date: Date): string {
	return date.toUTCString().replace(/GMT$/, 'UTC');
}

/**
 * Reads the forms of dates that Encord writes: `YYYY-MM-DD HH:MM:SS`, RFC 1123 with `UTC` or `GMT`, and ISO 8601. Other forms are
 * read as `Date` reads them. A date without a time zone is in UTC.
 * @returns undefined when the text is not a date
 */
export function parseLabelTime(text: string): Date | undefined {
	const trimmed = text.trim().replace(/(\d)\s*([ap]m)$/i, '$1 $2');
	const hasZone = /(Z|[+-]\d{2}:?\d{2}|UTC|GMT)$/i.test(trimmed);
	const isoTime = /^\d{4}-\d{2}-\d{2}[T ]\d/.test(trimmed);
	const isoDay = /^\d{4}-\d{2}-\d{2}$/.test(trimmed);
	const spelled = isoTime ? trimmed.replace(' ', 'T').replace(/ ?(UTC|GMT)$/i, 'Z') : trimmed;
	const date = new Date(hasZone || isoDay ? spelled : `${spelled}${isoTime ? 'Z' : ' UTC'}`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}
