/** What a failed connection means, from the error codes of Node and of HTTP libraries on top of it. */
import { CancelledError, EncordError, NetworkError, TimeoutError } from '../wire/errors';

/** Failures before a connection stood, which may pass: Encord certainly never saw the request. */
const NOT_NOW: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'The connection was refused',
	EAI_AGAIN: 'The host name could not be looked up',
	EHOSTUNREACH: 'The host cannot be reached',
	ENETUNREACH: 'The network cannot be reached',
};
/** The same, but trying again cannot help. */
const NOT_EVER: Readonly<Record<string, string>> = {
	ENOTFOUND: 'The host name is unknown',
	CERT_HAS_EXPIRED: "The server's certificate has expired",
	DEPTH_ZERO_SELF_SIGNED_CERT: "The server's certificate is self-signed",
	SELF_SIGNED_CERT_IN_CHAIN: "The server's certificate chain is not trusted",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The server's certificate cannot be verified",
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "The server's certificate cannot be verified",
	ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another host name",
};
const TIMED_OUT = new Set([
	'ETIMEDOUT',
	'ESOCKETTIMEDOUT',
	'UND_ERR_HEADERS_TIMEOUT',
	'UND_ERR_BODY_TIMEOUT',
	'UND_ERR_CONNECT_TIMEOUT',
]);
const CANCELLED = new Set(['ERR_CANCELED', 'ABORT_ERR', 'ERR_ABORTED']);

/**
 * Typed error for whatever a sender threw. Only the code of the original and the host are told: its message may hold the whole
 * URL, and its properties the signed headers.
 */
export function networkFailure(error: unknown, url: string): EncordError {
	if (error instanceof EncordError) return error;
	const { host } = new URL(url);
	const codes = codesOf(error);
	const code = codes[0];
	for (const known of codes) {
		const reason = NOT_NOW[known] ?? NOT_EVER[known];
		const reached = known in NOT_NOW ? 'notNow' : 'notEver';
		if (reason)
			return new NetworkError(`${host} cannot be reached. ${reason} (${known}).`, {
				code: known,
				reached,
			});
	}
	if (codes.some((candidate) => CANCELLED.has(candidate)) || nameOf(error) === 'AbortError')
		return new CancelledError();
	if (codes.some((candidate) => TIMED_OUT.has(candidate)) || isTimeoutOfAxios(error)) {
		return new TimeoutError(`${host} did not answer in time.`, { code, mayHaveBeenApplied: true });
	}
	return new NetworkError(`The connection to ${host} broke${code ? ` (${code})` : ''}.`, {
		code,
		reached: 'perhaps',
		mayHaveBeenApplied: true,
	});
}

/** Codes of an error and of what caused it, outermost first. */
function codesOf(error: unknown, depth = 0): string[] {
	if (typeof error !== 'object' || error === null || depth > 4) return [];
	const { code, cause } = error as { code?: unknown; cause?: unknown };
	return [
		...(typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? [code] : []),
		...codesOf(cause, depth + 1),
	];
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : '';
}

/** axios reports its own time limit with the code of an aborted connection. */
function isTimeoutOfAxios(error: unknown): boolean {
	return (
		error instanceof Error &&
		codesOf(error).includes('ECONNABORTED') &&
		/timeout/i.test(error.message)
	);
}
