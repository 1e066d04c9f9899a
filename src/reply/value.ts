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

/** Whether a value is an object with keys. */
export function isMap(value: unknown): value is ReplyMap {
	return (
		typeof value === 'object' &&
		value !== null &&
		!Array.isArray(value) &&
		!(value instanceof WrittenNumber)
	);
}

/** Whether a model left a value out: nothing, or blank text. */
export function isBlank(value: unknown): boolean {
	return (
		value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
	);
}

/** Whether two values say the same; the order of keys does not matter. */
export function sameValue(a: ReplyValue, b: ReplyValue): boolean {
	if (a instanceof WrittenNumber || b instanceof WrittenNumber) return spelling(a) === spelling(b);
	if (Array.isArray(a) && Array.isArray(b))
		return a.length === b.length && a.every((each, at) => sameValue(each, b[at]!));
	if (isMap(a) && isMap(b)) {
		const keys = Object.keys(a);
		return (
			keys.length === Object.keys(b).length &&
			keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key]!, b[key]!))
		);
	}
	return a === b;
}

function spelling(value: ReplyValue): string | undefined {
	if (value instanceof WrittenNumber) return value.text;
	return typeof value === 'number' ? String(value) : undefined;
}

/** The texts, numbers and truth values in a value, at any depth. */
export function scalarsIn(value: ReplyValue): ReplyValue[] {
	if (Array.isArray(value)) return value.flatMap(scalarsIn);
	if (value instanceof WrittenNumber) return [value.text];
	return isMap(value) ? Object.values(value).flatMap(scalarsIn) : [value];
}

/** A value as a message can repeat it, at most 80 characters long. */
export function quoted(value: unknown): string {
	const text = typeof value === 'string' ? value : jsonOf(value);
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function jsonOf(value: unknown): string {
	if (value instanceof WrittenNumber) return value.text;
	return (
		JSON.stringify(value, (_, each: unknown) =>
			each instanceof WrittenNumber ? each.text : each,
		) ?? String(value)
	);
}
