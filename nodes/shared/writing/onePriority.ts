import { InputError } from '../fields/form/inputError';

/** The priorities that items give to files: one for each file. */
export class OnePriority {
	private readonly byDataHash = new Map<string, number>();

	/**
	 * @param file as it is named to people
	 * @throws InputError for another priority than that of an item before with the same data unit
	 */
	add(dataHash: string, priority: number, file: string): void {
		const first = this.byDataHash.get(dataHash) ?? priority;
		if (first !== priority)
			throw new InputError(
				`Two items give ${file} different priorities: ${first} and ${priority}`,
				'Give one item per file, or the same priority to all items of a file.',
			);
		this.byDataHash.set(dataHash, priority);
	}
}
