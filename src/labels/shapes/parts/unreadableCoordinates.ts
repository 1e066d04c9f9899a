/** The error for coordinates in a label row that lack numbers. */

export class UnreadableCoordinates extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'UnreadableCoordinates';
	}
}

/**
 * The number at `json[key]`; text that contains a number is accepted.
 * @param where name of the shape for the error message
 * @throws UnreadableCoordinates
 */
export function numberAt(json: unknown, key: string, where: string): number {
	const value = (json as Record<string, unknown> | null | undefined)?.[key];
	const isText = typeof value === 'string' && value.trim() !== '';
	const number = typeof value === 'number' || isText ? Number(value) : Number.NaN;
	if (Number.isFinite(number)) return number;
	throw new UnreadableCoordinates(`The ${where} of a label has no number "${key}".`);
}
