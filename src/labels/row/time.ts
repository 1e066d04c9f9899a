/** Dates of label rows (protocol §5): English RFC 1123 names, whole seconds, the zone written as `UTC`. */

/** `Thu, 09 Feb 2023 14:12:03 UTC` */
export function formatLabelTime(date: Date): string {
	return date.toUTCString().replace(/GMT$/, 'UTC');
}

/**
 * Reads what Encord writes: `YYYY-MM-DD HH:MM:SS`, RFC 1123 with `UTC` or `GMT`, ISO 8601, and what a lenient parser
 * takes besides; no zone means UTC.
 * @returns undefined when the text is no date
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
