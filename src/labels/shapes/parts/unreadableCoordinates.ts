/** The error for coordinates in a label row that lack numbers. */

export class UnreadableCoordinates extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'UnreadableCoordinates';
	}
}

/** The number that this is, text that contains one included; NaN for everything else. */
export function numberOf(value: unknown): number {
	const isText = typeof value === 'string' && value.trim() !== '';
	return typeof value === 'number' || isText ? Number(value) : Number.NaN;
}

/**
 * The number at `json[key]`; text that contains a number is accepted.
 * @param where name of the shape for the error message
 * @throws UnreadableCoordinates
 */
export function numberAt(json: unknown, key: string, where: string): number {
	const number = numberOf((json as Record<string, unknown> | null | undefined)?.[key]);
	if (Number.isFinite(number)) return number;
	throw new UnreadableCoordinates(`The ${where} of a label has no number "${key}".`);
}
