/** What a file cannot say. It is counted, never dropped without a word. */

/** Something that is not in the file, or not as it was. */
export interface Loss {
	/** `object`, `classification`, `attributes`, `confidence`, `identity` of objects on several frames. */
	what: 'object' | 'classification' | 'attributes' | 'confidence' | 'identity';
	/** Title of the class or classification. */
	class: string;
	reason: string;
	/** Number of labels; an object on several frames counts on each. */
	count: number;
}

/** A file that must say everything cannot. */
export class NotSayable extends Error {
	readonly advice = 'Choose another format or other classes, or let what it cannot say be counted.';

	constructor(readonly loss: Omit<Loss, 'count'>) {
		super(`The format cannot say all labels: ${loss.what} "${loss.class}". ${loss.reason}`);
		this.name = 'NotSayable';
	}
}

export class Losses {
	private readonly byKey = new Map<string, Loss>();

	/** @param isStrict whether the first loss ends the export */
	constructor(private readonly isStrict = false) {}

	/** @throws NotSayable when nothing may be lost */
	add(loss: Omit<Loss, 'count'>, count = 1): void {
		if (this.isStrict) throw new NotSayable(loss);
		const key = JSON.stringify([loss.what, loss.class, loss.reason]);
		const known = this.byKey.get(key);
		if (known) known.count += count;
		else this.byKey.set(key, { ...loss, count });
	}

	/** In the order in which they were met. */
	all(): Loss[] {
		return [...this.byKey.values()];
	}
}
