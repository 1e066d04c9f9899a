/** Why two sets of labels cannot be compared. */
export class NotComparable extends Error {
	constructor(
		message: string,
		/** What the user can do. */
		readonly advice: string,
	) {
		super(message);
		this.name = 'NotComparable';
	}
}

/** What `compare` returns, or why nothing can be compared. Other errors are thrown. */
export function comparedOrReason<T>(compare: () => T): T | NotComparable {
	try {
		return compare();
	} catch (error) {
		if (error instanceof NotComparable) return error;
		throw error;
	}
}
