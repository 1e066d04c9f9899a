/**
 * Signs a request of n8n, which has one of two forms: with `url` (newer helpers, credential tests) or with `uri` (HTTP Request
 * node). n8n would serialize query and body only afterwards, so both are serialized here: the query becomes part of the URL, the
 * body becomes bytes (n8n §1).
 */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { ValidationError } from '../src/encord/wire/errors';
import { encodeQuery, signV1, signV2, type QueryValue } from '../src/encord/auth/signature';
import type { EncordSettings } from './settings';

/** The options of both forms, including those that n8n's types do not declare. */
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
/**
 * Options that are applied here, and options for redirects, which are disabled because a signature is valid for one URL
 * only.
 */
const REMOVED_OPTIONS = [
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
 * Returns the signed request; `options` is not changed. Signing a request again replaces its signature (n8n does this after a
 * 401).
 * @throws ValidationError for another host, and for bodies whose bytes are unknown (multipart, streams)
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
		: serializedBody(request, isLegacy);
	const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
	const signature = isV1(url)
		? signV1(key, bytes ?? Buffer.alloc(0))
		: signV2(key, { method, url, body: bytes }, nowMs);
	return {
		...withoutKeys(request, REMOVED_OPTIONS),
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

/** The absolute URL with its query, exactly as it will be sent. */
function targetOf({ url, uri, baseURL, qs }: OutgoingRequest, apiUrl: string): string {
	const path = String(uri ?? url ?? '');
	const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
	// axios joins them in the same way: with one slash between.
	const joined =
		isAbsolute || !baseURL ? path : `${baseURL.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
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

interface SerializedBody {
	/** Bytes; text for forms, which n8n sends unchanged only as text. */
	body?: Buffer | string;
	/** Present when the request has no content type. */
	contentType?: string;
}

function serializedBody(request: OutgoingRequest, isLegacy: boolean): SerializedBody {
	const declaredType = headerOf(request.headers, 'content-type')?.toLowerCase() ?? '';
	const { form, formData } = request;
	if (formData !== undefined || declaredType.startsWith('multipart/'))
		throw unsignable('a multipart form');
	const body = request.body ?? form;
	if (body === undefined || body === null || body === '') return {};
	if (body instanceof URLSearchParams || form !== undefined || declaredType.startsWith(FORM_TYPE)) {
		const text = formText(body, form);
		return text === '' ? {} : { body: text, ...(declaredType ? {} : { contentType: FORM_TYPE }) };
	}
	const bytes = bytesOf(body, isLegacy);
	return bytes === undefined
		? {}
		: { body: bytes, ...(declaredType ? {} : { contentType: JSON_TYPE }) };
}

function bytesOf(body: unknown, isLegacy: boolean): Buffer | undefined {
	if (body instanceof Uint8Array)
		return body.byteLength === 0
			? undefined
			: Buffer.from(body.buffer, body.byteOffset, body.byteLength);
	if (typeof body === 'string') return Buffer.from(body, 'utf8');
	if (typeof body === 'object' && !isPlain(body))
		throw unsignable('a file, stream or multipart form');
	// For n8n's newer helpers, an empty object means no body; for the HTTP Request node, it is the JSON text `{}`.
	const isEmpty =
		!isLegacy && !Array.isArray(body) && isPlain(body) && Object.keys(body).length === 0;
	return isEmpty ? undefined : Buffer.from(JSON.stringify(body), 'utf8');
}

/** The text of a form. The HTTP Request node can have fields both in `body` and in `form`. */
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
	const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
	return key === undefined || headers[key] === undefined ? undefined : String(headers[key]);
}

/** Adds headers and replaces existing ones; the case of names is ignored. */
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
