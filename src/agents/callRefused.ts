/** Thrown for a call that is not accepted: the status and the message that whoever called gets. */
export class CallRefused extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}
