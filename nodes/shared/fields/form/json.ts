/** Reads JSON from fields, expressions and models. */
import type { IDataObject } from 'n8n-workflow';
import { InputError } from './inputError';

/**
 * The value of a JSON text, which may be in a code fence, as models write it. A value that is not text is returned unchanged.
 * @param what subject of the error message: `The client metadata`
 * @throws InputError
 */
export function jsonValue(value: unknown, what: string): unknown {
	if (typeof value !== 'string') return value;
	const parsed = parse(value.trim().replace(/^```(?:json)?\s*|\s*```$/g, ''));
	if (parsed === undefined) {
		throw new InputError(
			`${what} is not valid JSON`,
			'Check quotes and commas. An expression may give an object directly.',
		);
	}
	return parsed;
}

/** The parsed text; undefined when it is not JSON. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A JSON object, or the one in a JSON text. @throws InputError */
export function jsonObject(value: unknown, what: string): IDataObject {
	const parsed = jsonValue(value, what);
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw new InputError(
			`${what} is not a JSON object`,
			'Give names and values in braces, such as {"name": "value"}.',
		);
	}
	return parsed as IDataObject;
}
