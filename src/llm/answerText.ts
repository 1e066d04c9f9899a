/** The JSON in what a language model wrote: alone, in a code fence, or with sentences around it. */

/** Openings of JSON tried in one text; bounds the work on a text full of stray braces. */
const MOST_OPENINGS = 50;

export interface JsonInText {
	value: unknown;
	/** Whether the text is nothing but this. */
	whole: boolean;
}

/** What the model said: its thinking aloud left out, and the code fence when everything is in one. */
export function spokenText(text: string): string {
	const said = text.replace(/<think>[\s\S]*?<\/think>/gi, '').trim();
	return (/^```[^\n`]*\n([\s\S]*?)\n?```$/.exec(said)?.[1] ?? said).trim();
}

/** The text as JSON, otherwise the longest JSON object in it; undefined when it holds none. */
export function jsonIn(text: string): JsonInText | undefined {
	const spoken = spokenText(text);
	const all = parsed(spoken);
	if (all !== undefined) return { ...all, whole: true };
	let best: { value: unknown; length: number } | undefined;
	let from = spoken.indexOf('{');
	for (let tried = 0; from >= 0 && tried < MOST_OPENINGS; tried++) {
		const end = closing(spoken, from);
		const object = end === undefined ? undefined : parsed(spoken.slice(from, end));
		if (object !== undefined && end! - from > (best?.length ?? 0))
			best = { ...object, length: end! - from };
		from = spoken.indexOf('{', object === undefined ? from + 1 : end);
	}
	return best && { value: best.value, whole: false };
}

/** Wrapped, because `null` is JSON too. */
function parsed(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}

/** Where the brace at `from` is closed, braces in quotes left out. */
function closing(text: string, from: number): number | undefined {
	let depth = 0;
	let quoted = false;
	for (let at = from; at < text.length; at++) {
		const letter = text[at];
		if (quoted && letter === '\\') at++;
		else if (letter === '"') quoted = !quoted;
		else if (!quoted && letter === '{') depth++;
		else if (!quoted && letter === '}' && --depth === 0) return at + 1;
	}
	return undefined;
}
