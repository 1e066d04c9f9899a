/** What a model said, as data. */

/**
 * A number in a text, with its spelling: `1.50` and 20-digit serial numbers lose characters when they become a JavaScript number.
 * Texts are read with it only where the spelling and the number differ.
 */
export class WrittenNumber {
	constructor(readonly text: string) {}

	get number(): number {
		return Number(this.text);
	}
}

export interface ReplyMap {
	[key: string]: ReplyValue;
}

export type ReplyValue = null | boolean | number | WrittenNumber | string | ReplyValue[] | ReplyMap;

/** A change that made an answer readable, under the name of the rule that allows it. */
export interface Repair {
	rule: string;
	from: string;
	to: string;
}
