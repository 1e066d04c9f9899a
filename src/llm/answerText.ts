/** Finds the JSON in a text a language model wrote: alone, in a code fence, or with sentences around it. */

/** How many braces are tried as the start of JSON; it limits the work on a text with many stray braces. */
const MAX_STARTS = 50;

export interface JsonInText {
	value: unknown;
	/** Whether the text has nothing but this JSON. */
	whole: boolean;
}

/** The answer in a text: without the model's thinking (`<think>`), and without the code fence when the whole answer is in one. */
export function answerIn(text: string): string {
	const answer = text.replace(/<think>[\s\S]*?<\/think>/gi, '').trim();
	return (/^```[^\n`]*\n([\s\S]*?)\n?```$/.exec(answer)?.[1] ?? answer).trim();
}

/** The answer in a text as JSON; if it is not JSON as a whole, the longest JSON object in it. Undefined when it has none. */
export function jsonIn(text: string): JsonInText | undefined {
	const answer = answerIn(text);
	const all = parsed(answer);
	if (all !== undefined) return { ...all, whole: true };
	let longest: { value: unknown; length: number } | undefined;
	let from = answer.indexOf('{');
	for (let tried = 0; from >= 0 && tried < MAX_STARTS; tried++) {
		const end = endOfObject(answer, from);
		const object = end === undefined ? undefined : parsed(answer.slice(from, end));
		if (object !== undefined && end! - from > (longest?.length ?? 0))
			longest = { ...object, length: end! - from };
		from = answer.indexOf('{', object === undefined ? from + 1 : end);
	}
	return longest && { value: longest.value, whole: false };
}

/** A text as JSON, wrapped because `null` is JSON too; undefined when it is not JSON. */
function parsed(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}

/** Position after the brace that closes the one at `from`; braces in strings do not count. Undefined when none closes it. */
function endOfObject(text: string, from: number): number | undefined {
	let depth = 0;
	let inString = false;
	for (let at = from; at < text.length; at++) {
		const character = text[at];
		if (inString && character === '\\') at++;
		else if (character === '"') inString = !inString;
		else if (!inString && character === '{') depth++;
		else if (!inString && character === '}' && --depth === 0) return at + 1;
	}
	return undefined;
}
