/** Turns the error replies of both API generations into typed errors (protocol §3, §4). */
import {
	AuthenticationError,
	AuthorisationError,
	ConflictError,
	NetworkError,
	NotFoundError,
	ProtocolError,
	RateLimitError,
	ServerError,
	TooLargeError,
	ValidationError,
	type EncordError,
	type EncordErrorDetails,
} from '../wire/errors';
import type { EncordJson } from '../wire/json';
import { cleanServerText, errorTextOf } from './serverText';

/** The call that an error belongs to. */
export interface CallContext {
	/** Completes "while …": `reading the project`. */
	what: string;
	/** Method and path without query. */
	call: string;
	traceId: string;
	mayHaveBeenApplied: boolean;
}

/** A refused signature is blamed on the clock when the clock is wrong by at least this much. */
const NOTABLE_SKEW_MS = 60_000;

/** Encord gives the same answer for what does not exist and for what is hidden from the key (protocol §4). */
const HIDDEN_OR_FORBIDDEN =
	'What was asked for does not exist, or the key may not see or change it';

/** What Encord answers is JSON. Proxies and firewalls answer with a page, or with nothing. */
const FOREIGN_ANSWER =
	'. The answer is not in the form of Encord: a proxy or firewall may have given it.';

/** Error for an HTTP status: for every v2 error, and for v1 replies without an envelope. */
export function statusError(
	reply: { status: number; headers: Record<string, string>; json: unknown },
	context: CallContext,
	nowMs: number,
): EncordError {
	const { status, headers } = reply;
	const { what } = context;
	const text = errorTextOf(reply.json);
	const because = text ? `: ${text}` : reply.json === undefined ? FOREIGN_ANSWER : '.';
	const details = { ...detailsOf(context), status };
	switch (status) {
		case 407:
			return new NetworkError(
				`The proxy between n8n and Encord asks for a login (status 407, while ${what}).`,
				{
					...details,
					kind: 'permanent',
					advice:
						"Put the proxy's user name and password into n8n's HTTP_PROXY and HTTPS_PROXY, or leave Encord's host out with NO_PROXY.",
				},
			);
		case 400:
		case 422:
			return new ValidationError(`Encord refused ${what}${because}`, details);
		case 401:
			return new AuthenticationError(`Encord does not accept this key (while ${what})${because}`, {
				...details,
				...skewAdvice(headers, nowMs),
			});
		case 403:
			return new AuthorisationError(`${HIDDEN_OR_FORBIDDEN} (while ${what})${because}`, details);
		case 404:
			return new NotFoundError(`Encord found nothing under this ID (while ${what}).`, details);
		case 409:
			return new ConflictError(`Encord reports a conflict while ${what}${because}`, details);
		case 413:
			return new TooLargeError(`The request is too large for Encord (while ${what}).`, details);
		case 429:
			return new RateLimitError(`Encord asks to slow down (while ${what}).`, {
				...details,
				retryAfterMs: retryAfterMs(headers, nowMs),
			});
	}
	if (status >= 500)
		return new ServerError(`Encord failed with status ${status} while ${what}${because}`, {
			...details,
			mayHaveBeenApplied: true,
		});
	return new ProtocolError(
		`Unexpected answer with status ${status} while ${what}${because}`,
		details,
	);
}

/**
 * Reads `Retry-After`, which holds whole seconds or an HTTP date.
 * @returns milliseconds; undefined when the header is missing or unreadable
 */
export function retryAfterMs(headers: Record<string, string>, nowMs: number): number | undefined {
	const value = headers['retry-after']?.trim();
	if (!value) return undefined;
	if (/^\d+$/.test(value)) return Number(value) * 1000;
	// A date has letters: `Date.parse` would take `3.5` and `-1` for dates, too.
	const date = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Code and advice for a refused signature when the server's `Date` shows that this machine's clock is wrong. */
function skewAdvice(headers: Record<string, string>, nowMs: number): EncordErrorDetails {
	const serverMs = Date.parse(headers.date ?? '');
	const skew = nowMs - serverMs;
	if (Number.isNaN(skew) || Math.abs(skew) < NOTABLE_SKEW_MS) return {};
	const minutes = Math.round(Math.abs(skew) / 60_000);
	return {
		code: 'CLOCK',
		advice: `The clock of this machine is about ${minutes} min ${skew > 0 ? 'ahead' : 'behind'}. Set it right (NTP) and try again.`,
	};
}

type ErrorKind = new (message: string, details: EncordErrorDetails) => EncordError;

/** Error class and message of each v1 code. Codes not listed here become a ServerError. */
const V1_CODES: Readonly<Record<string, readonly [ErrorKind, string]>> = {
	AUTHENTICATION_ERROR: [AuthenticationError, 'Encord does not accept this key'],
	SSH_KEY_NOT_FOUND_ERROR: [AuthenticationError, 'Encord does not know this key'],
	AUTHORISATION_ERROR: [AuthorisationError, HIDDEN_OR_FORBIDDEN],
	OPERATION_NOT_ALLOWED: [AuthorisationError, 'Encord does not allow this operation'],
	RESOURCE_NOT_FOUND_ERROR: [NotFoundError, 'Encord found nothing under this ID'],
	RESOURCE_EXISTS_ERROR: [ConflictError, 'The object exists already'],
	DUPLICATE_SSH_KEY_ERROR: [ConflictError, 'This key is registered already'],
	METHOD_NOT_ALLOWED_ERROR: [ProtocolError, 'Encord does not offer this call'],
	ANSWER_DICTIONARY_ERROR: [
		ValidationError,
		'A label has no entry, or a wrong one, among the answers of its label row',
	],
	CORRUPTED_LABEL_ERROR: [
		ValidationError,
		'A label does not fit its data unit (for example a frame beyond the end)',
	],
	FEATURE_DOES_NOT_EXIST_ERROR: [
		ValidationError,
		"A label uses something the project's ontology does not have",
	],
	FILE_TYPE_NOT_SUPPORTED_ERROR: [ValidationError, 'Encord does not support this type of file'],
	FILE_SIZE_NOT_SUPPORTED_ERROR: [ValidationError, 'Encord does not support files of this size'],
	MODEL_WEIGHTS_INCONSISTENT_ERROR: [ValidationError, "The model's weights do not fit"],
	MODEL_FEATURES_INCONSISTENT_ERROR: [ValidationError, "The model's features do not fit"],
	UPLOAD_OPERATION_NOT_SUPPORTED_ERROR: [ValidationError, 'Encord does not support this upload'],
	DETECTION_RANGE_INVALID_ERROR: [ValidationError, 'The range of frames is not valid'],
	INVALID_DATE_FORMAT_ERROR: [ValidationError, 'A date is not in a format Encord reads'],
	INVALID_ARGUMENTS_ERROR: [ValidationError, 'Encord does not accept the values sent'],
	WRONG_PROJECT_TYPE_ERROR: [ValidationError, 'This is not possible in a project of this type'],
	UNKNOWN_ERROR: [ServerError, 'Encord failed without saying why'],
};

/** Error for a v1 envelope. `response` is a list with one code; `payload` explains some of the codes. */
export function envelopeError(
	envelope: { status: number; response: unknown; payload?: unknown },
	context: CallContext,
): EncordError {
	const code = String([envelope.response].flat()[0] ?? '');
	const details = { ...detailsOf(context), status: envelope.status, code };
	const text = typeof envelope.payload === 'string' ? cleanServerText(envelope.payload) : '';
	const tail = ` (while ${context.what})${text ? `: ${text}` : '.'}`;
	if (code === 'MULTI_LABEL_LIMIT_ERROR') {
		return new TooLargeError(`Encord does not take so many label rows at once${tail}`, {
			...details,
			maximum: maximumOf(envelope.payload),
		});
	}
	const entry = Object.hasOwn(V1_CODES, code) ? V1_CODES[code] : undefined;
	if (entry) return new entry[0](`${entry[1]}${tail}`, details);
	const shown = cleanServerText(code);
	return new ServerError(`Encord failed${shown ? ` with ${shown}` : ''}${tail}`, {
		...details,
		mayHaveBeenApplied: true,
	});
}

function maximumOf(payload: unknown): number | undefined {
	const maximum =
		typeof payload === 'object' && payload !== null
			? (payload as EncordJson).maximum_labels_allowed
			: undefined;
	return typeof maximum === 'number' && maximum >= 1 ? Math.floor(maximum) : undefined;
}

function detailsOf({ call, traceId, mayHaveBeenApplied }: CallContext): EncordErrorDetails {
	return { call, traceId, mayHaveBeenApplied };
}
