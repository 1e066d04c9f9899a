/** Takes the answer out of tags that mark it: `<answer>…</answer>`. */
import { structuresIn } from '../json/scan';

/** What the tags hold, with the sentences around them; `open`: the closing tag is missing. */
export interface TaggedAnswer {
	contents: string[];
	around: string;
	open: boolean;
}

const OPEN = /<(answer|final_answer|final|output|json|result|response|tool_call|function_call)>/gi;

/** The contents of the answer tags in a text. Undefined when it has none outside of JSON. */
export function taggedAnswer(text: string): TaggedAnswer | undefined {
	if (!text.includes('<')) return undefined;
	const structures = structuresIn(text);
	const outside = (at: number): boolean =>
		!structures.some(({ start, end }) => start < at && at < end);
	const contents: string[] = [];
	let around = '';
	let from = 0;
	let open = false;
	for (const mark of text.matchAll(OPEN)) {
		if (mark.index < from || !outside(mark.index)) continue;
		const start = mark.index + mark[0].length;
		const end = closing(text, mark[1]!, start, outside);
		around += `${text.slice(from, mark.index)}\n`;
		contents.push(text.slice(start, end?.start));
		open ||= end === undefined;
		from = end?.end ?? text.length;
	}
	if (contents.length > 0) return { contents, around: around + text.slice(from), open };
	return onlyClosed(text, outside);
}

/** A closing tag alone: the prompt ended with the opening one. */
function onlyClosed(text: string, outside: (at: number) => boolean): TaggedAnswer | undefined {
	const found = /<\/(?:answer|final_answer|output|json|result)>\s*$/i.exec(text);
	if (found === null || !outside(found.index)) return undefined;
	return { contents: [text.slice(0, found.index)], around: '', open: false };
}

function closing(
	text: string,
	name: string,
	from: number,
	outside: (at: number) => boolean,
): { start: number; end: number } | undefined {
	const tag = new RegExp(`</${name}\\s*>`, 'gi');
	tag.lastIndex = from;
	for (let found = tag.exec(text); found !== null; found = tag.exec(text))
		if (outside(found.index)) return { start: found.index, end: found.index + found[0].length };
	return undefined;
}
