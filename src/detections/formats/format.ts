/** The interface of a format of places. Each producer implements it in a file of its own; registry.ts lists them. */
import type { Reading, ReadingContext } from '../found';

export interface Format {
	/** The value of the parameter that chooses this format. */
	name: string;
	/** On screen. */
	title: string;
	/** What the data looks like and what its numbers count. */
	description: string;
	/** Whether users can choose it. Formats that always bear a mark need no choice. */
	isChoice: boolean;
	/** Formats whose data may bear this mark too, such as a file that holds results of another format. */
	also?: readonly string[];
	/** Whether the data bears the unmistakable mark of this producer. `data` is JSON, or text that is no JSON. */
	recognizes(data: unknown): boolean;
	/** @throws NotTaken when the data as a whole cannot be taken */
	read(data: unknown, context: ReadingContext): Reading;
}
