/**
 * Signs a request that n8n is about to send, in either of the two shapes n8n uses: `url` (its newer helpers, credential tests)
 * and `uri` (the HTTP Request node). n8n serialises body and query only after this, so both are frozen here: the query becomes
 * part of the address and the body becomes bytes (n8n §1).
 */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { ValidationError } from '../src/encord/wire/errors';
import { encodeQuery, signV1, signV2, type QueryValue } from '../src/encord/auth/signature';
import type { EncordSettings } from './settings';

/** Both shapes in one: what either may hold beyond n8n's declared type. */
interface OutgoingRequest {
	url?: string;
	uri?: string;
	baseURL?: string;
	method?: string;
	headers?: Record<string, unknown>;
	qs?: Record<string, unknown>;
	body?: unknown;
	form?: unknown;
	formData?: unknown;
	[option: string]: unknown;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const METHODS_WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS'];
/** Already applied here, or about following redirects, which no signature survives. */
const SPENT_OPTIONS = [
	'url',
	'uri',
	'baseURL',
	'qs',
	'arrayFormat',
	'useQuerystring',
	'qsStringifyOptions',
	'form',
	'formData',
	'body',
	'followRedirect',
	'followAllRedirects',
	'disableFollowRedirect',
	'maxRedirects',
];

/**
 * The same request, signed. The given options stay as they were; signing a signed request again replaces its signature, which
 * n8n does after a 401.
 * @throws ValidationError for a foreign host, and for bodies whose bytes are not known yet (multipart, streams)
 */
export function signRequest(
	{ key, apiUrl }: Pick<EncordSettings, 'key' | 'apiUrl'>,
	options: IHttpRequestOptions,
	nowMs: number,
): IHttpRequestOptions {
	const request = options as unknown as OutgoingRequest;
	const isLegacy = request.uri !== undefined;
	const method = (request.method ?? 'GET').toUpperCase();
	const url = targetOf(request, apiUrl);
	const { body, contentType } = METHODS_WITHOUT_BODY.includes(method)
		? {}
		: frozenBody(request, isLegacy);
	const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
	const signature = isV1(url)
		? signV1(key, bytes ?? Buffer.alloc(0))
		: signV2(key, { method, url, body: bytes }, nowMs);
	return {
		...withoutKeys(request, SPENT_OPTIONS),
		...(isLegacy
			? { uri: url, followRedirect: false, followAllRedirects: false }
			: { url, disableFollowRedirect: true }),
		...(body === undefined ? {} : { body }),
		headers: withHeaders(request.headers ?? {}, {
			...signature,
			...(contentType ? { 'Content-Type': contentType } : {}),
		}),
	} as unknown as IHttpRequestOptions;
}

/** Absolute address with its query, spelled as it will be on the wire. */
function targetOf({ url, uri, baseURL, qs }: OutgoingRequest, apiUrl: string): string {
	const given = String(uri ?? url ?? '');
	const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(given);
	// Joined as axios joins: text after text, one slash between.
	const joined =
		isAbsolute || !baseURL ? given : `${baseURL.replace(/\/+$/, '')}/${given.replace(/^\/+/, '')}`;
	if (!URL.canParse(joined)) {
		throw new ValidationError('The URL of the request is incomplete.', {
			advice: 'Begin it with the API address, like https://api.encord.com/v2/public/projects.',
		});
	}
	const target = new URL(joined);
	if (target.origin !== apiUrl) {
		throw new ValidationError(
			`This Encord credential signs requests to ${apiUrl} only, not to ${target.host}.`,
			{
				advice:
					"Use the API address of the credential's region, or a request without this credential.",
			},
		);
	}
	const query = encodeQuery(
		Object.fromEntries(Object.entries(qs ?? {}).map(([name, value]) => [name, queryValue(value)])),
	);
	const separator = target.search ? '&' : '?';
	return `${target.origin}${target.pathname}${target.search}${query ? `${separator}${query}` : ''}`;
}

function queryValue(value: unknown): QueryValue {
	if (Array.isArray(value))
		return value.map((member) => queryValue(member) as string | number | boolean | null);
	if (value instanceof Date) return value.toISOString();
	if (typeof value === 'object' && value !== null) return JSON.stringify(value);
	return value as QueryValue;
}

function isV1(url: string): boolean {
	return /^\/+public(\/user)?\/?$/.test(new URL(url).pathname);
}

interface FrozenBody {
	/** Bytes; text only for forms, which n8n resends unchanged as text but not as bytes. */
	body?: Buffer | string;
	/** Set when the request does not name one itself. */
	contentType?: string;
}

function frozenBody(request: OutgoingRequest, isLegacy: boolean): FrozenBody {
	const given = headerOf(request.headers, 'content-type')?.toLowerCase() ?? '';
	const { form, formData } = request;
	if (formData !== undefined || given.startsWith('multipart/'))
		throw unsignable('a multipart form');
	const body = request.body ?? form;
	if (body === undefined || body === null || body === '') return {};
	if (body instanceof URLSearchParams || form !== undefined || given.startsWith(FORM_TYPE)) {
		const text = formText(body, form);
		return text === '' ? {} : { body: text, ...(given ? {} : { contentType: FORM_TYPE }) };
	}
	const bytes = bytesOf(body, isLegacy);
	return bytes === undefined ? {} : { body: bytes, ...(given ? {} : { contentType: JSON_TYPE }) };
}

function bytesOf(body: unknown, isLegacy: boolean): Buffer | undefined {
	if (body instanceof Uint8Array)
		return body.byteLength === 0
			? undefined
			: Buffer.from(body.buffer, body.byteOffset, body.byteLength);
	if (typeof body === 'string') return Buffer.from(body, 'utf8');
	if (typeof body === 'object' && !isPlain(body))
		throw unsignable('a file, stream or multipart form');
	// n8n's newer helpers mean "no body" by an empty object; the HTTP Request node means the two bytes.
	const isNone =
		!isLegacy && !Array.isArray(body) && isPlain(body) && Object.keys(body).length === 0;
	return isNone ? undefined : Buffer.from(JSON.stringify(body), 'utf8');
}

/** Text of a form; the HTTP Request node may give fields in `body` and in `form` at once. */
function formText(body: unknown, form: unknown): string {
	if (typeof body === 'string') return body;
	if (body instanceof URLSearchParams) return body.toString();
	if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
	if (typeof form === 'string') return form;
	if (!isPlain(body) || (form !== undefined && !isPlain(form)))
		throw unsignable('a file, stream or multipart form');
	const fields = Object.entries({ ...body, ...(form as object | undefined) });
	return encodeQuery(Object.fromEntries(fields.map(([name, value]) => [name, queryValue(value)])));
}

function isPlain(value: unknown): value is Record<string, unknown> {
	if (Array.isArray(value)) return true;
	return (
		typeof value === 'object' &&
		value !== null &&
		[Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
	);
}

function unsignable(what: string): ValidationError {
	return new ValidationError(
		`The body of this request is ${what}, which cannot be signed for Encord.`,
		{
			advice: "Send JSON instead; Encord's API takes nothing else.",
		},
	);
}

function headerOf(headers: Record<string, unknown> = {}, name: string): string | undefined {
	const found = Object.keys(headers).find((key) => key.toLowerCase() === name);
	return found === undefined || headers[found] === undefined ? undefined : String(headers[found]);
}

/** Replaces headers whatever the case of their names. */
function withHeaders(
	headers: Record<string, unknown>,
	added: Record<string, string>,
): Record<string, unknown> {
	const replaced = new Set(Object.keys(added).map((name) => name.toLowerCase()));
	return {
		...Object.fromEntries(
			Object.entries(headers).filter(([name]) => !replaced.has(name.toLowerCase())),
		),
		...added,
	};
}

function withoutKeys(request: OutgoingRequest, keys: string[]): OutgoingRequest {
	return Object.fromEntries(Object.entries(request).filter(([name]) => !keys.includes(name)));
}
