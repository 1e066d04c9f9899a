/** Thrown for a call that is not accepted: the status and the message that whoever called gets. */
export class CallRefused extends Error {
	constructor(
		readonly status: number,
		message: string,
		/** What the log says and the caller must not know. */
		readonly reason?: string,
	) {
		super(message);
	}
}
