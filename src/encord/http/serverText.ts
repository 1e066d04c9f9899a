/**
 * Cleans a server's error text for display. The text helps users to correct their request, so most of it is kept. Servers often
 * quote the request in it, so everything that could be a secret or label content is removed.
 */
import type { EncordJson } from '../wire/json';

const MAX_LENGTH = 300;
/** Maximum number of validation problems shown. */
const MAX_PROBLEMS = 3;

/** Cleaned text of an error body (protocol §4: `message`, else `detail`), empty when there is none. */
export function errorTextOf(body: unknown): string {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return '';
	const { message, detail } = body as EncordJson;
	if (typeof message === 'string' && message.trim() !== '') return cleanServerText(message);
	if (typeof detail === 'string') return cleanServerText(detail);
	return Array.isArray(detail)
		? cleanServerText(detail.slice(0, MAX_PROBLEMS).map(problemText).filter(Boolean).join('; '))
		: '';
}

/** Field and reason of one validation problem. Its `input` is left out, because it may be label content. */
function problemText(problem: unknown): string {
	if (typeof problem !== 'object' || problem === null) return '';
	const { loc, msg } = problem as EncordJson;
	const place = Array.isArray(loc) ? loc.map(String).join('.') : '';
	return [place, typeof msg === 'string' ? msg : ''].filter(Boolean).join(': ');
}

/** The text as one line, without JSON values, URL queries, keys, signatures and long encoded values. */
export function cleanServerText(text: string): string {
	const cleaned = text
		.replace(/-----BEGIN[^]*?(-----END[^-]*-----|$)/g, '…')
		.replace(/input_value=[^\]]*/g, 'input_value=…')
		.replace(/\{[^]*\}/g, '{…}')
		.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s"'<>?#]*)[?#][^\s"'<>]*/gi, '$1?…')
		.replace(/[A-Za-z0-9+/_=]{60,}/g, '…')
		.replace(/\s+/g, ' ')
		.trim();
	return cleaned.length > MAX_LENGTH ? `${cleaned.slice(0, MAX_LENGTH - 1)}…` : cleaned;
}
