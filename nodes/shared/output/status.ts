/** The states of tasks, label rows and projects, in the words that Encord has on its screens. */

/** `IN_REVIEW` and `inReview` as `In Review`, whatever states Encord has; null when it sends none. */
export function statusWords(status: string | null | undefined): string | null {
	if (!status) return null;
	return status
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.split(/[_\s]+/)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
		.join(' ');
}
