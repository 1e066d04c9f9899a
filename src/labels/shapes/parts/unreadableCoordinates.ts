/** The error for coordinates in a label row that lack numbers. */
import { numberFrom } from '../../../encord/wire/numberFrom';

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
	const number = numberFrom((json as Record<string, unknown> | null | undefined)?.[key]);
	if (Number.isFinite(number)) return number;
	throw new UnreadableCoordinates(`The ${where} of a label has no number "${key}".`);
}
