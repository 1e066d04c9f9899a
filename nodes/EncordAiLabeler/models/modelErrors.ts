/** Errors of model providers as sentences, with what decides whether the call is repeated. */
import { ModelError } from '../../../src/llm/model/model';
import { retryAfterMs } from '../../../src/encord/http/errorReplies';

/** Longest text of a provider that a message repeats, in characters. */
const MAX_QUOTE = 300;
/** Keys that providers repeat in their messages, such as `sk-…`. */
const SECRET = /\b(sk|pk|key|xox[a-z])[-_][\w-]{6,}|Bearer\s+\S+/gi;

/** LangChain and the providers' own packages put status and headers in different places. */
interface ProviderError {
	message?: unknown;
	status?: unknown;
	statusCode?: unknown;
	headers?: unknown;
	response?: { status?: unknown; headers?: unknown };
	cause?: unknown;
}

export function modelError(error: unknown): ModelError {
	if (error instanceof ModelError) return error;
	const given = (error ?? {}) as ProviderError;
	const status = [given.status, given.statusCode, given.response?.status].find(
		(each): each is number => typeof each === 'number',
	);
	const headers = headersOf(given.headers ?? given.response?.headers);
	return new ModelError(sentence(given, status), status, retryAfterMs(headers, Date.now()));
}

function sentence(error: ProviderError, status: number | undefined): string {
	const said = saidBy(error).replace(SECRET, '…').slice(0, MAX_QUOTE);
	const answer =
		status === undefined ? 'The model could not be asked' : `The model provider answered ${status}`;
	return said === '' ? `${answer}.` : `${answer}: ${said}`;
}

/** A package's "Connection error." says less than what it was caused by. */
function saidBy({ message, cause }: ProviderError): string {
	const text = cause instanceof Error ? cause.message : message;
	return typeof text === 'string' ? text : '';
}

function headersOf(headers: unknown): Record<string, string> {
	if (headers === null || typeof headers !== 'object') return {};
	const entries =
		Symbol.iterator in headers
			? [...(headers as Iterable<[string, string]>)]
			: Object.entries(headers);
	return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}
