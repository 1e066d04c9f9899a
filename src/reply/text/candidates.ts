/** Finds the objects and lists in a text, and what stands around them. */
import { looksLikeJson, structureFinder, type Structure } from '../json/scan';

export interface Candidates {
	found: Array<Structure & { text: string; start: number }>;
	/** The text without them and without marks of code. */
	around: string;
	/** Whether only white space and commas stand between them: lines of JSON, which belong together. */
	together: boolean;
	/** Brackets of JSON that never close. */
	cut: boolean;
	/** JSON goes on behind brackets that closed too early. */
	torn: boolean;
}

export function candidatesIn(text: string): Candidates {
	const structureAt = structureFinder(text);
	const found: Candidates['found'] = [];
	let between = '';
	let around = '';
	let together = true;
	let cut = false;
	let torn = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at]!;
		if (character === '{' || character === '[') {
			const structure = structureAt(at);
			if (structure !== undefined) {
				if (found.length > 0) together &&= /^[\s,]*$/.test(between);
				found.push({ ...structure, start: at, text: text.slice(at, structure.end) });
				around += `${between} `;
				between = '';
				at = structure.end - 1;
				continue;
			}
			cut ||= looksLikeJson(text, at);
		} else if ((character === '}' || character === ']') && /["':\d]/.test(between)) torn = true;
		between += character;
	}
	const rest = around + between;
	return {
		found,
		around: rest.replace(/```[\w-]*|~~~[\w-]*|`/g, ' ').replace(/^\s*(?:json|JSON)\s*(?=\s)/, ' '),
		together,
		cut,
		torn: torn && found.length > 0,
	};
}
