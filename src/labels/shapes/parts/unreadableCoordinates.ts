/** Coordinates of a label row that cannot be read as numbers on a picture. */

export class UnreadableCoordinates extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'UnreadableCoordinates';
	}
}

/**
 * The number at `json[key]`; numbers written as text count.
 * @param where the shape, as a person calls it
 * @throws UnreadableCoordinates
 */
export function numberAt(json: unknown, key: string, where: string): number {
	const value = (json as Record<string, unknown> | null | undefined)?.[key];
	const number = Number(value ?? Number.NaN);
	if (Number.isFinite(number)) return number;
	throw new UnreadableCoordinates(`The ${where} of a label has no number "${key}".`);
}
