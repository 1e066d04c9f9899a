/**
 * Finds what JSON text says twice or cannot say to a program: `JSON.parse` takes the last of two equal keys, and rounds numbers, without
 * a word. Whoever sent such a text may have meant something else than what is read.
 */

/** A string, a number, or a sign of the structure. The text is valid JSON, so everything else is space or a word such as `true`. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\],:]/gs;

/**
 * What is unclear in a text, such as `has the key "frame" twice`; undefined when it is clear.
 * @param text valid JSON
 */
export function unclearIn(text: string): string | undefined {
	/** The keys so far of each object that is open; null for a list. */
	const open: Array<Set<string> | null> = [];
	let keyIsNext = false;
	for (const [token] of text.matchAll(TOKEN)) {
		const keys = open.at(-1);
		switch (token) {
			case '{':
				open.push(new Set());
				keyIsNext = true;
				continue;
			case '[':
				open.push(null);
				keyIsNext = false;
				continue;
			case '}':
			case ']':
				open.pop();
				keyIsNext = false;
				continue;
			case ',':
				keyIsNext = keys instanceof Set;
				continue;
			case ':':
				keyIsNext = false;
				continue;
		}
		if (!token.startsWith('"')) {
			if (!isExact(token)) return 'has a number that is too large or too exact';
		} else if (keyIsNext && keys) {
			const key = JSON.parse(token) as string;
			if (keys.has(key)) return 'has a key twice in one object';
			keys.add(key);
		}
	}
	return undefined;
}

/** Whether a number is finite and, when it is a whole number, keeps all its digits. */
function isExact(literal: string): boolean {
	const number = Number(literal);
	if (!Number.isFinite(number)) return false;
	return !Number.isInteger(number) || Number.isSafeInteger(number);
}
