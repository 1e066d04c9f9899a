/** JSON that a user types, an expression gives or a model writes. */
import type { IDataObject } from 'n8n-workflow';
import { InputError } from './inputError';

/**
 * A value, or what its JSON text says; a model may wrap the text in a code fence.
 * @param what begins the sentence of the error
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

/** Undefined, which JSON cannot say, for what is no JSON. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A JSON object. @throws InputError */
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
