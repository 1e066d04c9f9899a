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

interface Entry<T> {
	words: string[];
	length: number;
	item: T;
}

/** Titles by number of words, for looking up the nearest one. */
export class NearestIndex<T> {
	private readonly byCount = new Map<number, Array<Entry<T>>>();

	constructor(titles: Iterable<[string, T]>) {
		for (const [title, item] of titles) {
			const words = wordsOf(title);
			const entries = this.byCount.get(words.length) ?? [];
			entries.push({ words, length: lengthOf(words), item });
			this.byCount.set(words.length, entries);
		}
	}

	/** The items with the fewest edits, within the limits for each word; several when they are equally near. */
	nearest(answer: string): T[] {
		const words = wordsOf(answer);
		if (words.length === 0 || words.length > 12) return [];
		const length = lengthOf(words);
		let best = Infinity;
		let found: T[] = [];
		for (const entry of this.byCount.get(words.length) ?? []) {
			if (Math.abs(entry.length - length) > 2 * words.length) continue;
			const edits = totalEdits(words, entry.words, best);
			if (edits === undefined || edits > best) continue;
			if (edits < best) found = [];
			best = edits;
			if (!found.includes(entry.item)) found.push(entry.item);
		}
		return found;
	}
}

function lengthOf(words: string[]): number {
	return words.reduce((sum, word) => sum + word.length, 0);
}

function totalEdits(a: string[], b: string[], most: number): number | undefined {
	let total = 0;
	for (const [at, word] of a.entries()) {
		const edits = wordEdits(word, b[at]!);
		if (edits === undefined) return undefined;
		total += edits;
		if (total > most) return undefined;
	}
	return total;
}

/** Edits between two words; undefined when they are more than may be, or make the opposite. */
function wordEdits(a: string, b: string): number | undefined {
	if (a === b) return 0;
	const shorter = Math.min(lettersOf(a), lettersOf(b));
	if (shorter <= 3 || /\p{N}/u.test(a) || /\p{N}/u.test(b)) return undefined;
	const limit = shorter <= 7 ? 1 : 2;
	if (Math.abs(a.length - b.length) > limit) return undefined;
	const edits = editDistance(a, b, limit);
	if (edits === undefined || isOpposite(a, b, edits) || isOpposite(b, a, edits)) return undefined;
	return edits;
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
	return negates || OPPOSITES.some(([one, other]) => a.startsWith(one) && b.startsWith(other));
}

/** Whether both words have the beginning, so that it is not what differs. */
function sharesBeginning(a: string, b: string, beginning: string): boolean {
	return a.startsWith(beginning) && b.startsWith(beginning) && beginning.length > 1;
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
