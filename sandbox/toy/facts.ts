/** The content of a picture as words, to be compared with questions and options. */
import type { Perception } from './perception';

/** One statement about the picture. */
export interface Fact {
	words: ReadonlySet<string>;
	/** Of two facts that match an option equally well the heavier one decides. */
	weight: number;
}

const alsoCalled: Record<string, string[]> = {
	cat: ['animal', 'pet', 'kitten', 'feline'],
	dog: ['animal', 'pet', 'puppy', 'canine'],
	bird: ['animal'],
	fish: ['animal'],
	car: ['vehicle', 'object'],
	tree: ['plant', 'object'],
	rectangle: ['box', 'block', 'shape', 'rectangular', 'object'],
	circle: ['ball', 'disc', 'shape', 'round', 'object'],
};

/** Words that say nothing about a picture. */
const fillers = new Set(
	(
		'a an the is are has have there this that it in on of or and with any contains contain visible present ' +
		'shows show picture image photo frame seen color colored'
	).split(' '),
);

const singular = (word: string) =>
	(word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word)
		.replace('grey', 'gray')
		.replace('colour', 'color');

/** Lower-case words of a title, a label, `snake_case` or `camelCase`, in the singular. */
export function wordsOf(text: string): string[] {
	return (
		text
			.replace(/([a-z\d])([A-Z])/g, '$1 $2')
			.toLowerCase()
			.match(/[\p{L}\d]+/gu) ?? []
	).map(singular);
}

/** The same without words that say nothing. */
export function tellingWords(text: string): string[] {
	return wordsOf(text).filter((word) => !fillers.has(word));
}

/** The words for a kind of thing or shape, with its other names. */
export function namesOf(kind: string): string[] {
	return [kind, ...(alsoCalled[kind] ?? [])];
}

/** Everything that can be said about a picture, the weightiest first. */
export function factsOf(seen: Perception): Fact[] {
	const facts: Fact[] = [];
	if (seen.subject) facts.push({ words: new Set(namesOf(seen.subject.thing)), weight: 3 });
	const picture = seen.width * seen.height;
	for (const { color, shape, area } of seen.shapes)
		facts.push({ words: new Set([color, ...namesOf(shape)]), weight: 2 + area / picture });
	if (!seen.subject && seen.shapes.length === 0)
		facts.push({ words: new Set(['nothing', 'none', 'empty', 'no']), weight: 2 });
	facts.push({ words: new Set(['background', ...wordsOf(seen.background)]), weight: 1 });
	facts.push({
		words: new Set(seen.night ? ['night', 'dark'] : ['day', 'daytime', 'bright', 'light']),
		weight: 1,
	});
	return facts;
}

/** How well one of the facts fits a text: 0 (not at all) … its weight (every telling word fits). */
export function fit(facts: Fact[], text: string): number {
	const words = tellingWords(text);
	if (words.length === 0) return 0;
	return Math.max(
		0,
		...facts.map(({ words: known, weight }) => {
			const share = words.filter((word) => known.has(word)).length / words.length;
			return share >= 0.5 ? share * share * weight : 0;
		}),
	);
}
