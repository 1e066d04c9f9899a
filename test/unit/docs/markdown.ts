/** Reads a Markdown text: its headings, the anchors that GitHub gives them, and its links. */

/** The same text with every character but line breaks made a space. */
const blank = (text: string) => text.replace(/[^\n]/g, ' ');

/** The text with code replaced by spaces. Every other character keeps its offset. */
function prose(markdown: string): string {
	return markdown
		.replace(/^([ \t]*)(```|~~~)[^]*?^[ \t]*\2[^\n]*$/gm, blank)
		.replace(/(`+)(?!`)(?:(?!\n[ \t]*\n)[^])*?[^`]\1(?!`)/g, blank);
}

/** Headings as written, with the code in them, but not those in code blocks. */
export function headingsOf(markdown: string): string[] {
	const lines = markdown.split('\n');
	return prose(markdown)
		.split('\n')
		.flatMap((line, index) =>
			/^#{1,6} /.test(line) ? [(lines[index] ?? '').replace(/^#+ +/, '').trim()] : [],
		);
}

/** Anchors that GitHub makes from the headings. Equal headings after the first one get a number. */
export function anchorsOf(markdown: string): Set<string> {
	const anchors = new Set<string>();
	const times = new Map<string, number>();
	for (const heading of headingsOf(markdown)) {
		const slug = heading
			.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
			.replace(/<[^>]+>/g, '')
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
			.replaceAll(' ', '-');
		const before = times.get(slug) ?? 0;
		times.set(slug, before + 1);
		anchors.add(before === 0 ? slug : `${slug}-${before}`);
	}
	return anchors;
}

/** Something at a place of a text; lines count from 1. */
export interface Found {
	line: number;
	text: string;
}

export function foundAt(text: string, offset: number, what: string): Found {
	return { line: text.slice(0, offset).split('\n').length, text: what };
}

const linkForms = [
	/\]\(\s*<?([^)\s>]+)/g,
	/^[ \t]*\[[^\]]+\]:\s*<?([^\s>]+)/gm,
	/\b(?:href|src)="([^"]+)"/g,
];

/** Targets of links and pictures, as written. */
export function linksOf(markdown: string): Found[] {
	const text = prose(markdown);
	return linkForms.flatMap((form) =>
		[...text.matchAll(form)].map((match) => foundAt(text, match.index, match[1] ?? '')),
	);
}
