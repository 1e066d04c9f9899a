/**
 * Names of ontology items that a model reads: their titles, made unique where several have the same one. A name depends on
 * the ontology alone, so a later step finds the same names.
 */

/** How a name may be spelled where it is a key: as a title, or with the characters of Anthropic's property keys. */
export type KeyStyle = 'titles' | 'ascii';

/** Longest key in the style `ascii`; Anthropic accepts 64 characters, a number may be added. */
const ASCII_LENGTH = 56;

/**
 * A name for each title, in order. The first item of a title has the title itself, the others have a number behind it. A name
 * that another item has as its title is not given away.
 * @param reserved names that something else beside these items has
 */
export function uniqueNames(
	titles: readonly string[],
	{ style = 'titles', reserved = [] }: { style?: KeyStyle; reserved?: readonly string[] } = {},
): string[] {
	const wanted = titles.map((title) => spelled(title, style));
	const taken = new Set(reserved.map(comparable));
	const take = (name: string): boolean => {
		const key = comparable(name);
		if (taken.has(key) || TAKEN_BY_JAVASCRIPT.has(key)) return false;
		taken.add(key);
		return true;
	};
	const given = wanted.map(take);
	return wanted.map((name, index) => {
		if (given[index] === true) return name;
		for (let number = 2; ; number++) {
			const numbered = style === 'titles' ? `${name} (${number})` : `${name}_${number}`;
			if (take(numbered)) return numbered;
		}
	});
}

function spelled(title: string, style: KeyStyle): string {
	if (style === 'titles') return title.trim() === '' ? 'untitled' : title;
	const key = title
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[^A-Za-z0-9_.-]+/g, '_')
		.slice(0, ASCII_LENGTH)
		.replace(/^_+|_+$/g, '');
	return key === '' ? 'question' : key;
}

/** Names that a model may confuse are the same name: they differ in case, spaces, `_`, `-` or Unicode form only. */
function comparable(name: string): string {
	return name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s_-]+/g, ' ')
		.trim();
}

/** Names that JavaScript objects have already: as keys of a schema they would be lost, or found where nothing was answered. */
const TAKEN_BY_JAVASCRIPT = new Set(Object.getOwnPropertyNames(Object.prototype).map(comparable));
