/**
 * The JSON schema that a prompt carries in its text, as n8n's Structured Output Parser writes it (format instructions that
 * end in a fenced block), or without a fence.
 */
import type { JsonSchema } from './schemaAnswer';

export interface PromptSchema {
	schema: JsonSchema;
	/** The prompt asks for the answer in a fenced block too. */
	fenced: boolean;
}

const schemaKeywords = ['properties', 'anyOf', 'oneOf', 'allOf', '$ref', 'enum', 'items'];

function asSchema(text: string): JsonSchema | null {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
		const schema = value as JsonSchema;
		return schemaKeywords.some((keyword) => keyword in schema) ? schema : null;
	} catch {
		return null;
	}
}

/** End of the JSON object that starts at `from`, or -1; braces inside strings do not count. */
function closingBrace(text: string, from: number): number {
	let depth = 0;
	let quoted = false;
	for (let index = from; index < text.length; index++) {
		const character = text[index];
		if (quoted && character === '\\') index++;
		else if (character === '"') quoted = !quoted;
		else if (!quoted && character === '{') depth++;
		else if (!quoted && character === '}' && --depth === 0) return index;
	}
	return -1;
}

/** The last schema in the text: instructions give their examples first. Null when there is none. */
export function schemaInPrompt(text: string): PromptSchema | null {
	const fences = [...text.matchAll(/```(?:json)?\s*\n([\s\S]*?)\n\s*```/g)].reverse();
	for (const [, content] of fences) {
		const schema = asSchema(content ?? '');
		if (schema) return { schema, fenced: true };
	}
	let last: JsonSchema | null = null;
	for (let start = text.indexOf('{'); start >= 0; ) {
		const end = closingBrace(text, start);
		const schema = end < 0 ? null : asSchema(text.slice(start, end + 1));
		last = schema ?? last;
		start = text.indexOf('{', schema ? end + 1 : start + 1);
	}
	return last && { schema: last, fenced: false };
}
