/** Reads JSON exactly: keys used twice are found, and numbers keep their spelling. */
import { sameValue, WrittenNumber, type ReplyMap, type ReplyValue } from '../value';

/** A value; or `twice`, a key that an object has twice with values that differ. */
export type StrictJson = { value: ReplyValue } | { twice: string };

const DEEPEST = 200;
const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORDS: Array<[string, boolean | null]> = [
	['true', true],
	['false', false],
	['null', null],
];

/** The JSON that the whole text is. Undefined when it is not JSON, or nested deeper than 200 levels. */
export function parseStrict(text: string): StrictJson | undefined {
	const reader = new Reader(text);
	try {
		const value = reader.whole();
		return reader.twice === undefined ? { value } : { twice: reader.twice };
	} catch (error) {
		if (error === notJson) return undefined;
		throw error;
	}
}

/** Ends the reading of what is no JSON. One for all: making an error is slow, and nobody reads where this one comes from. */
const notJson = new Error('not JSON');

class Reader {
	twice: string | undefined;
	private at = 0;

	constructor(private readonly text: string) {}

	whole(): ReplyValue {
		const value = this.value(0);
		this.space();
		if (this.at < this.text.length) throw notJson;
		return value;
	}

	private value(depth: number): ReplyValue {
		if (depth > DEEPEST) throw notJson;
		this.space();
		const character = this.text[this.at];
		if (character === '{') return this.map(depth);
		if (character === '[') return this.list(depth);
		if (character === '"') return this.string();
		for (const [word, value] of WORDS) if (this.skip(word)) return value;
		return this.number();
	}

	private map(depth: number): ReplyMap {
		const entries = new Map<string, ReplyValue>();
		this.at++;
		this.space();
		if (this.skip('}')) return {};
		for (;;) {
			this.space();
			const key = this.string();
			this.space();
			this.require(':');
			const value = this.value(depth + 1);
			const earlier = entries.get(key);
			if (earlier !== undefined && !sameValue(earlier, value)) this.twice ??= key;
			entries.set(key, value);
			this.space();
			if (this.skip('}')) return Object.fromEntries(entries);
			this.require(',');
		}
	}

	private list(depth: number): ReplyValue[] {
		const values: ReplyValue[] = [];
		this.at++;
		this.space();
		if (this.skip(']')) return values;
		for (;;) {
			values.push(this.value(depth + 1));
			this.space();
			if (this.skip(']')) return values;
			this.require(',');
		}
	}

	private string(): string {
		if (this.text[this.at] !== '"') throw notJson;
		let end = this.at + 1;
		while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
		const raw = this.text.slice(this.at, end + 1);
		this.at = end + 1;
		try {
			return JSON.parse(raw) as string;
		} catch {
			throw notJson;
		}
	}

	private number(): number | WrittenNumber {
		NUMBER.lastIndex = this.at;
		const written = NUMBER.exec(this.text)?.[0];
		if (written === undefined) throw notJson;
		this.at += written.length;
		return String(Number(written)) === written ? Number(written) : new WrittenNumber(written);
	}

	private space(): void {
		while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
	}

	private skip(expected: string): boolean {
		if (!this.text.startsWith(expected, this.at)) return false;
		this.at += expected.length;
		return true;
	}

	private require(expected: string): void {
		if (!this.skip(expected)) throw notJson;
	}
}
