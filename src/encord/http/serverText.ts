/**
 * What of a server's error text may be shown. It helps the person who has to act, so most of it is kept; but servers like to
 * quote what they were sent, so everything that could be a secret or label content is taken out.
 */
import type { EncordJson } from '../wire/json';

const LONGEST = 300;
/** More is noise: the first validation problems are enough to act on. */
const MOST_PROBLEMS = 3;

/** Cleaned text of an error body (protocol §4: `message`, else `detail`), empty when there is none. */
export function errorTextOf(body: unknown): string {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return '';
	const { message, detail } = body as EncordJson;
	if (typeof message === 'string' && message.trim() !== '') return cleanServerText(message);
	if (typeof detail === 'string') return cleanServerText(detail);
	return Array.isArray(detail)
		? cleanServerText(detail.slice(0, MOST_PROBLEMS).map(problemText).filter(Boolean).join('; '))
		: '';
}

/** Place and reason of one validation problem; its `input` is left out, it may be label content. */
function problemText(problem: unknown): string {
	if (typeof problem !== 'object' || problem === null) return '';
	const { loc, msg } = problem as EncordJson;
	const place = Array.isArray(loc) ? loc.map(String).join('.') : '';
	return [place, typeof msg === 'string' ? msg : ''].filter(Boolean).join(': ');
}

/** One line without JSON values, URL queries, keys, signatures and long encoded blobs. */
export function cleanServerText(text: string): string {
	const cleaned = text
		.replace(/-----BEGIN[^]*?(-----END[^-]*-----|$)/g, '…')
		.replace(/input_value=[^\]]*/g, 'input_value=…')
		.replace(/\{[^]*\}/g, '{…}')
		.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s"'<>?#]*)[?#][^\s"'<>]*/gi, '$1?…')
		.replace(/[A-Za-z0-9+/_=]{60,}/g, '…')
		.replace(/\s+/g, ' ')
		.trim();
	return cleaned.length > LONGEST ? `${cleaned.slice(0, LONGEST - 1)}…` : cleaned;
}
