/** The error for a wrong or missing input. `message` says what is wrong, `advice` what would be right. */
export class InputError extends Error {
	constructor(
		message: string,
		readonly advice?: string,
	) {
		super(message);
		this.name = 'InputError';
	}
}
