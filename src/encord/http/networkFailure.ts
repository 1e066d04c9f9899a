/** Turns the errors of Node and of HTTP libraries into typed errors, by their error codes. */
import { CancelledError, EncordError, NetworkError, TimeoutError } from '../wire/errors';

/** The connection was not established, so Encord did not receive the request. A later attempt may succeed. */
const TEMPORARY_FAILURES: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'The connection was refused',
	EAI_AGAIN: 'The host name could not be looked up',
	EHOSTUNREACH: 'The host cannot be reached',
	ENETUNREACH: 'The network cannot be reached',
};
/** The connection was not established, and a later attempt will fail the same way. */
const PERMANENT_FAILURES: Readonly<Record<string, string>> = {
	ENOTFOUND: 'The host name is unknown',
};
/** The same, because of the server's certificate. */
const CERTIFICATE_FAILURES: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: "The server's certificate has expired",
	DEPTH_ZERO_SELF_SIGNED_CERT: "The server's certificate is self-signed",
	SELF_SIGNED_CERT_IN_CHAIN: "The server's certificate chain is not trusted",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The server's certificate cannot be verified",
	UNABLE_TO_GET_ISSUER_CERT: "The server's certificate cannot be verified",
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "The server's certificate cannot be verified",
	CERT_UNTRUSTED: "The server's certificate is not trusted",
	CERT_NOT_YET_VALID: "The server's certificate is not valid yet",
	CERT_REVOKED: "The server's certificate was revoked",
	ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another host name",
};
const CERTIFICATE_ADVICE =
	"If the certificate is your own organization's or a proxy's, put it into a PEM file and start n8n with NODE_EXTRA_CA_CERTS set to that file. Otherwise check the API address and the clock.";
const TIMED_OUT = new Set([
	'ETIMEDOUT',
	'ESOCKETTIMEDOUT',
	'UND_ERR_HEADERS_TIMEOUT',
	'UND_ERR_BODY_TIMEOUT',
	'UND_ERR_CONNECT_TIMEOUT',
]);
const CANCELLED = new Set(['ERR_CANCELED', 'ABORT_ERR', 'ERR_ABORTED']);

/**
 * Typed error for anything a sender threw. It contains only the code of the original error and the host, because the original
 * message may contain the whole URL and its properties the signed headers.
 */
export function networkFailure(error: unknown, url: string): EncordError {
	if (error instanceof EncordError) return error;
	const { host } = new URL(url);
	const codes = codesOf(error);
	const code = codes[0];
	for (const candidate of codes) {
		const certificate = CERTIFICATE_FAILURES[candidate];
		const reason = TEMPORARY_FAILURES[candidate] ?? PERMANENT_FAILURES[candidate] ?? certificate;
		const kind = candidate in TEMPORARY_FAILURES ? 'temporary' : 'permanent';
		if (reason)
			return new NetworkError(
				`${host} cannot be reached. ${reason} (${candidate}${viaOther(error, url)}).`,
				{ code: candidate, kind, ...(certificate && { advice: CERTIFICATE_ADVICE }) },
			);
	}
	if (codes.some((candidate) => CANCELLED.has(candidate)) || nameOf(error) === 'AbortError')
		return new CancelledError();
	if (codes.some((candidate) => TIMED_OUT.has(candidate)) || isTimeoutOfAxios(error)) {
		return new TimeoutError(`${host} did not answer in time.`, { code, mayHaveBeenApplied: true });
	}
	return new NetworkError(`The connection to ${host} broke${code ? ` (${code})` : ''}.`, {
		code,
		kind: 'ambiguous',
		mayHaveBeenApplied: true,
	});
}

/** Codes of an error and of its causes, outermost first. */
function codesOf(error: unknown, depth = 0): string[] {
	if (typeof error !== 'object' || error === null || depth > 4) return [];
	const { code, cause } = error as { code?: unknown; cause?: unknown };
	return [
		...(typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? [code] : []),
		...codesOf(cause, depth + 1),
	];
}

/** Where the connection was tried, when that is another port than the URL's: the port of a proxy. */
function viaOther(error: unknown, url: string): string {
	const { protocol, port } = new URL(url);
	const expected = Number(port || (protocol === 'https:' ? 443 : 80));
	for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth++) {
		const { address, port: tried, cause } = at as Record<'address' | 'port' | 'cause', unknown>;
		if (typeof tried === 'number' && tried !== expected && typeof address === 'string')
			return ` at the proxy ${address}:${tried}`;
		at = cause;
	}
	return '';
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : '';
}

/** axios reports its own timeout with the code of an aborted connection. */
function isTimeoutOfAxios(error: unknown): boolean {
	return (
		error instanceof Error &&
		codesOf(error).includes('ECONNABORTED') &&
		/timeout/i.test(error.message)
	);
}
