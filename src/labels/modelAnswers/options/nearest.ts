/** Finds the option that a misspelled answer means: as many words, each of them the same but for an edit or two. */
import { wordsOf } from '../spelling';

/** Beginnings that turn a word into its opposite, and beginnings that are each other's opposite. */
const NEGATING = [
	'un',
	'in',
	'im',
	'il',
	'ir',
	'non',
	'a',
	'an',
	'ab',
	'dis',
	'mis',
	'de',
	'anti',
	'counter',
	'contra',
	'never',
	'no',
];
const OPPOSITES: Array<[string, string]> = [
	['hypo', 'hyper'],
	['inter', 'intra'],
	['micro', 'macro'],
	['over', 'under'],
	['pre', 'post'],
	['mono', 'poly'],
	['endo', 'exo'],
	['up', 'down'],
	['out', 'in'],
	['en', 'dis'],
];

/** A word with what tells quickly that another word is too far from it. */
interface Word {
	text: string;
	letters: number;
	/** What is no letter; only letters may differ. */
	marks: string;
	hasDigits: boolean;
	/** A bit for each letter, by its code; an edit changes two of them at most. */
	bits: number;
}

interface Entry<T> {
	words: Word[];
	item: T;
}

/** Titles by number of words, for looking up the nearest one. */
export class NearestIndex<T> {
	private readonly byCount = new Map<number, Array<Entry<T>>>();

	constructor(titles: Iterable<[string, T]>) {
		for (const [title, item] of titles) {
			const words = wordsOf(title).map(wordOf);
			const entries = this.byCount.get(words.length) ?? [];
			entries.push({ words, item });
			this.byCount.set(words.length, entries);
		}
	}

	/**
	 * The items with the fewest edits, within the limits for each word; several when they are equally near. None when an item whose
	 * edits make the opposite is as near: the answer may mean that one.
	 */
	nearest(answer: string): T[] {
		const words = wordsOf(answer).map(wordOf);
		if (words.length === 0 || words.length > 12) return [];
		let best = Infinity;
		let found: T[] = [];
		let opposite = false;
		for (const entry of this.byCount.get(words.length) ?? []) {
			const near = totalEdits(words, entry.words, best);
			if (near === undefined) continue;
			if (near.edits < best) {
				found = [];
				opposite = false;
			}
			best = near.edits;
			opposite ||= near.opposite;
			if (!found.includes(entry.item)) found.push(entry.item);
		}
		return opposite ? [] : found;
	}
}

function wordOf(text: string): Word {
	let bits = 0;
	for (let at = 0; at < text.length; at++) bits |= 1 << (text.charCodeAt(at) & 31);
	return {
		text,
		letters: lettersOf(text),
		marks: text.replace(/[\p{L}\p{M}']+/gu, ''),
		hasDigits: /\p{N}/u.test(text),
		bits,
	};
}

/** How far an item is from an answer; `opposite`: the edits make the opposite of a word. */
interface Near {
	edits: number;
	opposite: boolean;
}

function totalEdits(a: Word[], b: Word[], most: number): Near | undefined {
	for (let at = 0; at < a.length; at++) if (isFar(a[at]!, b[at]!)) return undefined;
	const total: Near = { edits: 0, opposite: false };
	for (const [at, word] of a.entries()) {
		const near = wordEdits(word, b[at]!);
		if (near === undefined) return undefined;
		total.edits += near.edits;
		total.opposite ||= near.opposite;
		if (total.edits > most) return undefined;
	}
	return total;
}

/** Whether two words surely differ by more than two edits, or must be equal and are not; most pairs are told apart without counting edits. */
function isFar(a: Word, b: Word): boolean {
	if (a.hasDigits || b.hasDigits) return a.text !== b.text;
	if (Math.abs(a.text.length - b.text.length) > 4) return true;
	let different = a.bits ^ b.bits;
	let count = 0;
	for (; different !== 0 && count <= 4; count++) different &= different - 1;
	return count > 4;
}

/** Edits between two words; undefined when they are more than may be. */
function wordEdits(a: Word, b: Word): Near | undefined {
	if (a.text === b.text) return { edits: 0, opposite: false };
	const shorter = Math.min(a.letters, b.letters);
	if (shorter <= 3 || a.marks !== b.marks) return undefined;
	const edits = editDistance(a.text, b.text, shorter <= 7 ? 1 : 2);
	if (edits === undefined) return undefined;
	return {
		edits,
		opposite: isOpposite(a.text, b.text, edits) || isOpposite(b.text, a.text, edits),
	};
}

function lettersOf(word: string): number {
	return /^[a-z]*$/.test(word) ? word.length : (word.match(/\p{L}/gu)?.length ?? 0);
}

/** Whether `b` without a negating beginning is at least as near to `a`, so that the edits add or remove the negation. */
function isOpposite(a: string, b: string, edits: number): boolean {
	const negates = NEGATING.some((beginning) => {
		if (!b.startsWith(beginning) || b.length - beginning.length < 3) return false;
		const distance = editDistance(a, b.slice(beginning.length), edits);
		return distance !== undefined && distance <= edits && !sharesBeginning(a, b, beginning);
	});
	return (
		negates ||
		negatesOtherwise(a, b, edits) ||
		OPPOSITES.some(([one, other]) => a.startsWith(one) && b.startsWith(other))
	);
}

/** Whether both words have the beginning, so that it is not what differs. */
function sharesBeginning(a: string, b: string, beginning: string): boolean {
	return a.startsWith(beginning) && b.startsWith(beginning);
}

/** Whether two negating beginnings are what differs: misplaced and displaced. */
function negatesOtherwise(a: string, b: string, edits: number): boolean {
	return NEGATING.some((one) =>
		NEGATING.some(
			(other) =>
				one.length > 1 &&
				other.length > 1 &&
				one !== other &&
				a.startsWith(one) &&
				b.startsWith(other) &&
				editDistance(a.slice(one.length), b.slice(other.length), edits - 1) !== undefined,
		),
	);
}

/**
 * Edits from one word to another: a letter more, less or changed, or two neighbors swapped. Undefined above the limit.
 */
export function editDistance(a: string, b: string, limit: number): number | undefined {
	const from = [...a];
	const to = [...b];
	if (Math.abs(from.length - to.length) > limit) return undefined;
	let beforeLast: number[] = [];
	let last = Array.from({ length: to.length + 1 }, (_, at) => at);
	for (let i = 1; i <= from.length; i++) {
		const row = [i];
		let least = i;
		for (let j = 1; j <= to.length; j++) {
			const same = from[i - 1] === to[j - 1];
			let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
			if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
				edits = Math.min(edits, beforeLast[j - 2]! + 1);
			row.push(edits);
			least = Math.min(least, edits);
		}
		if (least > limit) return undefined;
		beforeLast = last;
		last = row;
	}
	const edits = last[to.length]!;
	return edits <= limit ? edits : undefined;
}
