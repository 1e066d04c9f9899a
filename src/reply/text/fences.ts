/** Takes a text out of its code fence. */

/** The content of a fence, and what stands around it. */
export interface Fenced {
	content: string;
	around: string;
	closed: boolean;
	/** How many fences the text has. */
	count: number;
}

const FENCE =
	/(?:^|\n)[ \t]*(```|~~~)[ \t]*([\w+-]*)[ \t]*\r?\n([^]*?)(?:\r?\n?[ \t]*\1[ \t]*(?=\r?\n|$)|$)/g;
const INLINE = /^(`{1,3})([^`\n]+)\1$/;

/** The first fence of a text. Undefined when it has none. */
export function fencedIn(text: string): Fenced | undefined {
	const inline = INLINE.exec(text.trim());
	if (inline !== null) return { content: inline[2]!, around: '', closed: true, count: 1 };
	const fences = [...text.matchAll(FENCE)];
	const [fence] = fences;
	if (fence === undefined) return undefined;
	const end = fence.index + fence[0].length;
	return {
		content: fence[3]!,
		around: `${text.slice(0, fence.index)}\n${text.slice(end)}`.trim(),
		closed: /(```|~~~)[ \t]*$/.test(fence[0].trimEnd()) && fence[0].trim().length > 3,
		count: fences.length,
	};
}
