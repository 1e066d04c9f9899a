/**
 * Reads JSON as models spell it: Python literals, comments, other quotes, keys without quotes. jsonrepair does the spelling; it
 * would also complete, add and drop content, so a result that has other content than the text is not accepted.
 */
import { jsonrepair } from 'jsonrepair';
import type { ReplyValue } from '../value';
import type { Structure } from './scan';
import { parseStrict } from './strictJson';

export type LooseJson = { value: ReplyValue; repaired: boolean } | { refused: string };

/** Reads a whole object or list. Undefined when it is no JSON, however spelled. */
export function parseLoose(
	written: string,
	{ doubt, surplus = [] }: Structure,
): LooseJson | undefined {
	const text = [...surplus].reverse().reduce(without, written);
	const strict = parseStrict(text);
	if (strict !== undefined)
		return 'twice' in strict
			? usedTwice(strict.twice)
			: { ...strict, repaired: surplus.length > 0 };
	const repaired = respelled(prepared(text));
	if (repaired === undefined) return undefined;
	if (doubt !== undefined) return { refused: `The JSON cannot be read with certainty: ${doubt}.` };
	if (content(repaired) !== content(withoutComments(text)))
		return { refused: 'The JSON is broken in a way that leaves more than one reading.' };
	const loose = parseStrict(repaired);
	if (loose === undefined) return undefined;
	return 'twice' in loose ? usedTwice(loose.twice) : { ...loose, repaired: true };
}

function without(text: string, at: number): string {
	return text.slice(0, at) + text.slice(at + 1);
}

function usedTwice(key: string): LooseJson {
	return { refused: `The key "${key}" is used twice, with different values.` };
}

function respelled(text: string): string | undefined {
	try {
		return jsonrepair(text);
	} catch {
		return undefined;
	}
}

/** What jsonrepair does not know: comments behind # at the beginning of a line, and quotes that open low. */
function prepared(text: string): string {
	return text.replace(
		/"(?:[^"\\]|\\[^])*"|(?<=^|\n)[ \t]*#[^\n]*|„([^„“”"\\\n]*)[“”]/g,
		(found, low: string | undefined) =>
			found.startsWith('"') ? found : low === undefined ? '' : `"${low}"`,
	);
}

/** The characters that carry content, in order: no quotes, escapes, commas, brackets, white space. */
function content(text: string): string {
	return text
		.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
		.replace(/\\[nrtbf]/g, '')
		.replace(/\bTrue\b/g, 'true')
		.replace(/\bFalse\b/g, 'false')
		.replace(/\bNone\b/g, 'null')
		.replace(/[\s"'`“”‘’„«»\\,{}[\]]/g, '');
}

/** Comments outside of strings. A comment begins after white space or structure, so that addresses stay whole. */
function withoutComments(text: string): string {
	return text.replace(
		/"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|\/\*[^]*?\*\/|(?<![:\w])\/\/[^\n]*|(?<=^|\n)[ \t]*#[^\n]*/g,
		(found) => (/^(?:\/|[ \t]*#)/.test(found) ? '' : found),
	);
}
