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
