/** Finds where a JSON object or list in a text ends, before anything is repaired: what was cut off has no end. */

/** Brackets, with the place where they close. */
export interface Structure {
	/** Position after the closing bracket. */
	end: number;
	/** What keeps its texts from being read with certainty: quotes that are not escaped, or dots for something left out. */
	doubt?: string;
	/** Places, counted from the first bracket, of brackets that close once more what is closed: `["x"]]`. */
	surplus?: number[];
}

const CLOSERS: { [open: string]: string } = {
	'"': '"',
	"'": "'",
	'`': '`',
	'“': '”',
	'‘': '’',
	'„': '“',
	'«': '»',
};
const BRACKETS: { [open: string]: string } = { '{': '}', '[': ']' };
const DEEPEST = 500;
/** The character in front of a value, and a value of signs without a word (`?`), or one more sign of that kind behind a space (`: = 5`). */
const NO_VALUE =
	/^(?:[^](?:(?!\.\.\.)(?![,{}[\]"'`“”‘’„«»…])[\p{P}\p{Sm}\p{Sc}\p{Sk}])+\s*[,}\]]|\s[:=])/u;

/** The brackets that open at `from`. Undefined when they do not close, close in the wrong order, or a quote stays open. */
export function structureAt(text: string, from: number): Structure | undefined {
	const open: string[] = [];
	let doubt: string | undefined;
	const surplus: number[] = [];
	let before = '';
	for (let at = from; at < text.length; at++) {
		const character = text[at]!;
		if (/\s/.test(character)) continue;
		if (CLOSERS[character] !== undefined && '{[,:('.includes(before)) {
			const string = stringAt(text, at);
			if (string === undefined) return undefined;
			doubt ??= string.doubt;
			at = string.end - 1;
			before = '"';
			continue;
		}
		const comment = commentEnd(text, at, before);
		if (comment !== undefined) {
			at = comment - 1;
			continue;
		}
		if (BRACKETS[character] !== undefined) {
			open.push(BRACKETS[character]);
			if (open.length > DEEPEST) return undefined;
		} else if (character === '}' || character === ']') {
			if (character === before && !open.includes(character)) {
				surplus.push(at - from);
				continue;
			}
			if (open.pop() !== character) return undefined;
			if (open.length === 0)
				return {
					end: at + 1,
					...(doubt === undefined ? {} : { doubt }),
					...(surplus.length === 0 ? {} : { surplus }),
				};
		} else if (before === ':' && NO_VALUE.test(text.slice(at - 1, at + 200)))
			doubt ??= 'signs stand where a value is expected';
		else if (character === '…' || text.startsWith('...', at))
			doubt ??= 'dots stand for something that was left out';
		else if (CLOSERS[character] !== undefined) doubt ??= 'a quote stands where none is expected';
		before = character;
	}
	return undefined;
}

/** Whether brackets at `at` look like JSON rather than like a part of a sentence. */
export function looksLikeJson(text: string, at: number): boolean {
	const rest = text.slice(at, at + 200);
	return /^(\{\s*(["'“‘„}]|\/[/*]|[\p{L}_$][\p{L}\p{N}_$ -]*\s*:|$)|\[\s*([{["'“‘„]|-?\d|$))/u.test(
		rest,
	);
}

/** What may stand behind a backslash; before anything else jsonrepair would drop it. */
const ESCAPED = /["'`\\/bfnrtu\n]/;

/** A quote closes where something of the structure follows it; before anything else it belongs to the text. */
function stringAt(text: string, from: number): Structure | undefined {
	const opener = text[from]!;
	const closer = CLOSERS[opener]!;
	let doubt: string | undefined;
	for (let at = from + 1; at < text.length; at++) {
		const character = text[at]!;
		if (character === '\\') {
			at++;
			if (!ESCAPED.test(text[at] ?? ''))
				doubt ??= 'a backslash stands before a character that needs none';
		} else if (character === closer || (opener === '“' && character === '"')) {
			if (/^\s*([,:}\]]|\/[/*]|$)/.test(text.slice(at + 1, at + 60)))
				return doubt === undefined ? { end: at + 1 } : { end: at + 1, doubt };
			doubt ??= 'a quote inside of a text is not escaped';
		}
	}
	return undefined;
}

function commentEnd(text: string, at: number, before: string): number | undefined {
	if (text[at] === '#' && /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, at - 80), at))) {
		const end = text.indexOf('\n', at);
		return end < 0 ? text.length : end;
	}
	if (text[at] !== '/' || !(before === '' || '{[,:}]"'.includes(before) || /[\w.]/.test(before)))
		return undefined;
	if (text[at + 1] === '*') {
		const end = text.indexOf('*/', at + 2);
		return end < 0 ? text.length : end + 2;
	}
	if (text[at + 1] !== '/' || text[at - 1] === ':') return undefined;
	const end = text.indexOf('\n', at);
	return end < 0 ? text.length : end;
}

/** How many brackets without an end are looked at; it bounds the work on a text with thousands of them. */
const MAX_OPEN = 60;

/** `structureAt` for one text, within a bounded amount of work: after 60 brackets without an end it finds none. */
export function structureFinder(text: string): (from: number) => Structure | undefined {
	let failures = 0;
	return (from) => {
		if (failures >= MAX_OPEN) return undefined;
		const found = structureAt(text, from);
		if (found === undefined) failures++;
		return found;
	};
}

/** Where the objects and lists of a text are, outermost only. */
export function structuresIn(text: string): Array<Structure & { start: number }> {
	const find = structureFinder(text);
	const found: Array<Structure & { start: number }> = [];
	for (let at = 0; at < text.length; at++) {
		if (text[at] !== '{' && text[at] !== '[') continue;
		const structure = find(at);
		if (structure === undefined) continue;
		found.push({ start: at, ...structure });
		at = structure.end - 1;
	}
	return found;
}
