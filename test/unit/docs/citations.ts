/** References to the specification in comments and documents: the word protocol, n8n, frames or models and a section's number. */
import { foundAt, headingsOf, type Found } from './markdown';

/** The documents that are cited, by the word they are cited with. */
export const specification = {
	protocol: 'docs/protocol.md',
	n8n: 'docs/n8n.md',
	frames: 'docs/frames.md',
	models: 'docs/models.md',
} as const;

export type SpecificationName = keyof typeof specification;

/** `text` of a citation is what a reader sees; `section` is `8.4`, or `trap 2`. */
export interface Citation extends Found {
	document: SpecificationName;
	section: string;
}

/** The section sign. It is written as an escape so that this folder cites nothing itself. */
const sign = '\u00a7';
const number = String.raw`\d+(?:\.\d+)*`;
const further = String.raw`(?:(?:\s*,\s*|\s+and\s+|\s+or\s+|\s+to\s+|\s*–\s*)${sign}${number}|–${number})`;
const traps = String.raw`(?:,\s+traps?\s+\d+(?:(?:,\s+|\s+and\s+)\d+)*)?`;
const citation = new RegExp(
	`\\b(protocol|n8n|frames|models)\\s+(${sign}${number}${further}*)(${traps})`,
	'gi',
);
const anySection = new RegExp(`${sign}(${number})?`, 'g');
const standard = /(?:RFC \d+|ISO\/IEC [\d-]+|ITU-T H\.\d+|VP9 bitstream specification)\s*$/;

/** Joins the lines of a comment to one text. Every character keeps its offset. */
const joined = (text: string) =>
	text.replace(/\r?\n[\t ]*(?:\*(?!\/)|\/\/)?[\t ]*/g, (gap) => ' '.repeat(gap.length));

/**
 * All citations of a text.
 * @param own the document that a sign without a name refers to; absent = such a sign is a stray, unless a standard is named before it
 */
export function citationsIn(
	text: string,
	own?: SpecificationName,
): { citations: Citation[]; strays: Found[] } {
	const citations: Citation[] = [];
	const flat = joined(text);
	const rest = flat.replace(
		citation,
		(whole: string, name: string, sections: string, trap: string, offset: number) => {
			const document = name.toLowerCase() as SpecificationName;
			const found = foundAt(text, offset, whole.replace(/\s+/g, ' '));
			for (const [section] of sections.matchAll(new RegExp(number, 'g')))
				citations.push({ ...found, document, section });
			for (const [one] of trap.matchAll(/\d+/g))
				citations.push({ ...found, document, section: `trap ${one}` });
			return ' '.repeat(whole.length);
		},
	);
	const strays: Found[] = [];
	for (const match of rest.matchAll(anySection)) {
		const found = foundAt(text, match.index, match[0]);
		if (own !== undefined && match[1] !== undefined)
			citations.push({ ...found, document: own, section: match[1] });
		else if (!standard.test(rest.slice(0, match.index))) strays.push(found);
	}
	return { citations, strays };
}

/** What can be cited of a document: the numbers its headings begin with, and its traps. */
export function sectionsOf(markdown: string): Set<string> {
	return new Set(
		headingsOf(markdown).flatMap((heading) => {
			const section = new RegExp(`^(${number})(?:\\.)?\\s`).exec(heading)?.[1];
			const trap = /^Trap (\d+):/.exec(heading)?.[1];
			return [...(section ? [section] : []), ...(trap ? [`trap ${trap}`] : [])];
		}),
	);
}
