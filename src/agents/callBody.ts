/** The body of a request that Encord sends: at most 64 KiB of UTF-8 text that holds JSON. */
import { CallRefused } from './callRefused';
import { REPLY_STATUS } from './reply';
import { unclearIn } from './unclearJson';

/** A payload usually has less than 1 KiB; selected objects make it longer. */
const MAX_BODY_BYTES = 64 * 1024;
/** JSON with more levels than this is refused, as by the parser of Encord's library. Encord sends a few levels only. */
const MAX_DEPTH = 200;

/** The text of a body. @throws CallRefused when it is too large or no UTF-8 */
export function bodyText(bytes: Uint8Array): string {
	if (bytes.byteLength > MAX_BODY_BYTES) {
		throw new CallRefused(
			REPLY_STATUS.tooLarge,
			`The request is larger than ${MAX_BODY_BYTES / 1024} KiB. A call of an agent is far smaller.`,
		);
	}
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw new CallRefused(
			REPLY_STATUS.problem,
			'The request is no UTF-8 text; accepted: a JSON object.',
		);
	}
}

/**
 * The JSON in a text; when there is none that can be read, what is wrong with the text, such as `is empty`.
 * @param strict whether to refuse also what every parser reads in its own way, see `unclearIn`
 */
export function jsonIn(text: string, strict = false): { value: unknown } | { fault: string } {
	if (text === '') return { fault: 'is empty' };
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return { fault: 'is not valid JSON' };
	}
	if (!isReadable(value, 0)) return { fault: 'holds broken characters or is nested too deeply' };
	const unclear = strict ? unclearIn(text) : undefined;
	return unclear === undefined ? { value } : { fault: unclear };
}

/** Whether other programs can read the value too: its texts have no broken characters, and it is not nested too deeply. */
function isReadable(value: unknown, depth: number): boolean {
	if (typeof value === 'string') return isWellFormed(value);
	if (typeof value !== 'object' || value === null) return true;
	if (depth >= MAX_DEPTH) return false;
	return Object.entries(value).every(
		([key, child]) => isWellFormed(key) && isReadable(child, depth + 1),
	);
}

/** Whether a text has no half of a surrogate pair, which `JSON.parse` accepts. */
export function isWellFormed(text: string): boolean {
	return !/\p{Surrogate}/u.test(text);
}
