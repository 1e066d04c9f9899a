/** Checks the coordinates of an edit; a refusal names the class (protocol §8.2). */
import type { EncordJson } from '../../../encord/wire/json';
import { Refusal } from '../../row/problem';

/** What to do with coordinates outside the picture: clip them at its edge, refuse them, or write them unchanged. */
export type OutsideRule = 'clip' | 'refuse' | 'keep';

export class CoordinateCheck {
	constructor(
		/** Title of the object class. */
		readonly title: string,
		/** As the edit has them. */
		readonly coordinates: unknown,
		readonly outside: OutsideRule,
		/** The expected key. */
		readonly accepted: string | undefined,
	) {}

	refuse(message: string): never {
		throw new Refusal({
			code: 'badCoordinates',
			message,
			item: this.title,
			field: 'coordinates',
			value: this.coordinates,
			accepted: this.accepted,
		});
	}

	outsideImage(): never {
		return this.refuse(
			`"${this.title}" lies outside the image. Coordinates are fractions of the image size, 0 to 1 from the top left.`,
		);
	}

	/** The finite number at `json[key]`. */
	number(json: unknown, key: string): number {
		const value = (json as EncordJson | null | undefined)?.[key];
		if (typeof value === 'number' && Number.isFinite(value)) return value;
		return this.refuse(`"${key}" of "${this.title}" must be a number.`);
	}

	/** The list of `length` finite numbers at `json[key]`. */
	numbers(json: unknown, key: string, length: number): number[] {
		const value = (json as EncordJson | null | undefined)?.[key];
		const fits =
			Array.isArray(value) &&
			value.length === length &&
			value.every((each) => typeof each === 'number' && Number.isFinite(each));
		return fits
			? (value as number[])
			: this.refuse(`"${key}" of "${this.title}" must be a list of ${length} numbers.`);
	}
}
