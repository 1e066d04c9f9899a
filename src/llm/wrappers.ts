/** Takes what a language model answered out of the fields that model nodes wrap it in, such as `{"output": …}`. */
import { answerIn, jsonIn } from './answerText';

/** Fields into which the chain, agent and chat model nodes put an answer. */
const WRAPPERS = ['output', 'text', 'response', 'message', 'content', 'answer'];
/** How many wrappers around each other are opened. */
const MAX_WRAPPERS = 8;

/**
 * The answer without its wrappers, and without the sentences around its JSON. Text without such JSON is returned as text.
 * @param isName whether a key is a name that the caller looks for; an object with such a key is the answer, not a wrapper
 */
export function unwrapped(answer: unknown, isName: (key: string) => boolean): unknown {
	let inner = answer;
	for (let depth = 0; depth < MAX_WRAPPERS; depth++) {
		if (typeof inner === 'string') {
			const found = jsonIn(inner);
			if (found === undefined || (!found.whole && !hasKnownKey(found.value, isName)))
				return answerIn(inner);
			if (typeof found.value === 'string') return found.value;
			inner = found.value;
		} else if (Array.isArray(inner) && inner.length === 1 && isMap(inner[0])) inner = inner[0];
		else if (isMap(inner)) {
			const map = inner;
			if (Object.keys(map).some(isName)) return map;
			const wrapper = WRAPPERS.find((key) => !isEmpty(map[key]));
			if (wrapper === undefined) return map;
			inner = map[wrapper];
		} else return inner;
	}
	return inner;
}

function hasKnownKey(value: unknown, isName: (key: string) => boolean): boolean {
	return isMap(value) && Object.keys(value).some((key) => isName(key) || WRAPPERS.includes(key));
}

/** Whether a model left a value out: nothing, or blank text. */
export function isEmpty(value: unknown): boolean {
	return (
		value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
	);
}

/** Whether a value is a JSON object. */
export function isMap(value: unknown): value is { [key: string]: unknown } {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
