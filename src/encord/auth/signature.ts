/** Signs requests of both API generations, and encodes the URLs and queries that v2 signatures cover (protocol §2). */
import { createHash } from 'node:crypto';
import type { HttpMethod } from '../wire/send';
import type { EncordKey } from './key';

/**
 * The creation time in a v2 signature lies this far in the past, so that a clock that runs ahead is tolerated (protocol
 * §2.3).
 */
const CREATED_ALLOWANCE_SECONDS = 30;

export interface SignedHeaders {
	'Content-Digest': string;
	'Signature-Input': string;
	Signature: string;
}

/**
 * Signature headers of one v2 request.
 * @param request `url` exactly as it goes on the wire; `body` the exact bytes, absent when there is none
 * @param nowMs milliseconds since the epoch
 */
export function signV2(
	key: EncordKey,
	request: { method: HttpMethod | (string & {}); url: string; body?: Uint8Array },
	nowMs: number,
): SignedHeaders {
	const digest = contentDigest(request.body);
	const parameters = signatureParameters(key, nowMs);
	const signature = key.sign(Buffer.from(signatureBase(request, digest, parameters), 'utf8'));
	return {
		'Content-Digest': digest,
		'Signature-Input': `encord-sig=${parameters}`,
		Signature: `encord-sig=:${signature.toString('base64')}:`,
	};
}

/** The four lines that a v2 signature signs. */
export function signatureBase(
	request: { method: string; url: string },
	digest: string,
	parameters: string,
): string {
	return [
		`"@method": ${request.method.toUpperCase()}`,
		`"@request-target": ${requestTarget(request.url)}`,
		`"content-digest": ${digest}`,
		`"@signature-params": ${parameters}`,
	].join('\n');
}

export function contentDigest(body: Uint8Array = new Uint8Array()): string {
	return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}

export function signatureParameters(key: EncordKey, nowMs: number): string {
	const created = Math.floor(nowMs / 1000) - CREATED_ALLOWANCE_SECONDS;
	return `("@method" "@request-target" "content-digest");created=${created};keyid="${key.publicKeyHex}";alg="ed25519"`;
}

/** `Authorization` of a v1 request: only the body's bytes are signed (protocol §2.2). */
export function signV1(key: EncordKey, body: Uint8Array): { Authorization: string } {
	const message = createHash('sha256').update(body).digest();
	return { Authorization: `${key.publicKeyHex}:${key.sign(message).toString('hex')}` };
}

/** Path and query of an absolute URL exactly as written, without the fragment. */
export function requestTarget(url: string): string {
	const afterOrigin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^#]*)/i.exec(url)?.[1];
	if (afterOrigin === undefined) throw new TypeError('Only an absolute URL can be signed');
	return afterOrigin.startsWith('/') ? afterOrigin : `/${afterOrigin}`;
}

/** Value of a query parameter. Null, undefined and empty lists are left out; a list repeats the key. */
export type QueryValue =
	| string
	| number
	| boolean
	| null
	| undefined
	| ReadonlyArray<string | number | boolean | null>;

/** Query text without `?`, in the order of the keys (protocol §2.3). */
export function encodeQuery(params: Readonly<Record<string, QueryValue>>): string {
	return Object.entries(params)
		.flatMap(([name, value]) => [value].flat().map((single) => [name, single] as const))
		.filter(([, single]) => single !== null && single !== undefined)
		.map(
			([name, single]) =>
				`${formEncode(name)}=${formEncode(wireText(single as string | number | boolean))}`,
		)
		.join('&');
}

function wireText(value: string | number | boolean): string {
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	// Exponents have at least two digits on the wire: 1e-07.
	if (typeof value === 'number') return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
	return value;
}

/** UTF-8; space becomes `+`, letters, digits and `-._~` stay, everything else is `%XX`. */
function formEncode(text: string): string {
	let encoded = '';
	for (const byte of Buffer.from(text, 'utf8')) {
		const character = String.fromCharCode(byte);
		if (/[A-Za-z0-9\-._~]/.test(character)) encoded += character;
		else encoded += byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}
	return encoded;
}

/**
 * Absolute URL of a v2 call: an RFC 3986 join of `domain` and `v2/public/<path>`. One leading slash of the path and one
 * trailing slash of the result are dropped; the last segment of a domain with a path is replaced (protocol §1).
 */
export function v2Url(
	domain: string,
	path: string,
	params: Readonly<Record<string, QueryValue>> = {},
): string {
	const [, origin = '', basePath = ''] =
		/^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)([^?#]*)/i.exec(domain) ?? [];
	if (!origin) throw new TypeError('The API address must be an absolute URL');
	const folder = basePath.slice(0, basePath.lastIndexOf('/') + 1) || '/';
	const joined = `${origin}${folder}v2/public/${path.replace(/^\//, '')}`.replace(/\/$/, '');
	const query = encodeQuery(params);
	return query ? `${joined}?${query}` : joined;
}

/** Absolute URL of a v1 call: plain concatenation (protocol §1). */
export function v1Url(domain: string, scope: 'user' | 'resource'): string {
	return `${domain}${scope === 'user' ? '/public/user' : '/public'}`;
}
