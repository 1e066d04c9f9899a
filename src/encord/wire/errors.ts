/**
 * The errors of calls to Encord, for both generations of the API; all are subclasses of EncordError. `message` says what
 * happened, `advice` what the user can do. Neither contains a key, a signature, a signed URL or label content
 * (http/serverText.ts removes them from the server's texts).
 */

export interface EncordErrorDetails {
	/** What the user can do, in one or two sentences. */
	advice?: string;
	/** HTTP status (v2) or envelope status (v1). */
	status?: number;
	/** Machine-readable: v1 error code, or the code of a network failure. */
	code?: string;
	/** Which call, without its query: `GET projects/{uuid}` or `v1 GET labelrowmetadata`. */
	call?: string;
	/** Encord's support can find the request by it. */
	traceId?: string;
	/** Encord may have applied the call although no successful reply arrived. */
	mayHaveBeenApplied?: boolean;
	cause?: unknown;
}

export abstract class EncordError extends Error {
	advice: string;
	readonly status?: number;
	readonly code?: string;
	readonly call?: string;
	readonly traceId?: string;
	/** Host of Encord's API, when it gave no answer. */
	address?: string;
	/** The retry loop sets it when an earlier attempt may have been applied. */
	mayHaveBeenApplied: boolean;

	protected constructor(message: string, details: EncordErrorDetails, defaultAdvice: string) {
		super(message, details.cause === undefined ? undefined : { cause: details.cause });
		this.advice = details.advice ?? defaultAdvice;
		this.status = details.status;
		this.code = details.code;
		this.call = details.call;
		this.traceId = details.traceId;
		this.mayHaveBeenApplied = details.mayHaveBeenApplied ?? false;
	}

	/** The advice, under the property name that n8n shows. */
	get description(): string {
		return this.advice;
	}

	/** Message and advice in one text. */
	get sentence(): string {
		return `${this.message} ${this.advice}`;
	}
}

/** Encord does not accept the key or its signature. */
export class AuthenticationError extends EncordError {
	override readonly name: string = 'AuthenticationError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(
			message,
			details,
			'Check that the public half of this key is registered in Encord, and that region and clock are right.',
		);
	}
}

/** The key is known but may not do this, or what it asks for does not exist: Encord does not tell which (protocol §4). */
export class AuthorisationError extends EncordError {
	override readonly name: string = 'AuthorisationError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(
			message,
			details,
			'Check the ID and the region. If both are right, ask a project admin to add the service account of this key to the project as admin or team manager.',
		);
	}
}

/** Encord has nothing under this ID, or does not show it to this key. */
export class NotFoundError extends EncordError {
	override readonly name: string = 'NotFoundError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(
			message,
			details,
			'Check the ID and the region; an ID this key has no access to looks the same as one that does not exist.',
		);
	}
}

/** The object exists already, or was changed meanwhile. */
export class ConflictError extends EncordError {
	override readonly name: string = 'ConflictError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(message, details, 'Read the current state and try again.');
	}
}

/** Encord limited the rate of requests, and still did after all retries. */
export class RateLimitError extends EncordError {
	override readonly name: string = 'RateLimitError';
	/** `Retry-After` of the reply in milliseconds, if it had one. */
	readonly retryAfterMs?: number;
	constructor(message: string, details: EncordErrorDetails & { retryAfterMs?: number } = {}) {
		super(message, details, 'Wait a little, or process fewer items at a time.');
		this.retryAfterMs = details.retryAfterMs;
	}
}

/** Encord does not accept a value in the request; sending it again unchanged cannot succeed. */
export class ValidationError extends EncordError {
	override readonly name: string = 'ValidationError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(message, details, 'Correct the value named here and run again.');
	}
}

/** The request is larger than Encord accepts. */
export class TooLargeError extends EncordError {
	override readonly name: string = 'TooLargeError';
	/** Maximum number of members in one request, if Encord named it. */
	readonly maximum?: number;
	constructor(message: string, details: EncordErrorDetails & { maximum?: number } = {}) {
		super(message, details, 'Process fewer items at a time, or smaller label rows.');
		this.maximum = details.maximum;
	}
}

/** No reply arrived: connection refused or reset, unknown host, certificate problem. */
export class NetworkError extends EncordError {
	override readonly name: string = 'NetworkError';
	/**
	 * `temporary` and `permanent`: Encord did not receive the request, and a later attempt can or cannot succeed. `ambiguous`: Encord
	 * may have received it.
	 */
	readonly kind: 'temporary' | 'permanent' | 'ambiguous';
	constructor(message: string, details: EncordErrorDetails & { kind?: NetworkError['kind'] } = {}) {
		super(
			message,
			details,
			'Check the API address and that this machine can reach it (proxy, firewall, DNS).',
		);
		this.kind = details.kind ?? 'ambiguous';
	}
}

/** No complete reply arrived within the time limit. */
export class TimeoutError extends EncordError {
	override readonly name: string = 'TimeoutError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(message, details, 'Try again later; if it happens often, process fewer items at a time.');
	}
}

/** The execution was stopped. */
export class CancelledError extends EncordError {
	override readonly name: string = 'CancelledError';
	constructor(
		message = 'The call was cancelled because the execution was stopped.',
		details: EncordErrorDetails = {},
	) {
		super(
			message,
			details,
			'Run it again when you are ready; what was finished before stays done.',
		);
	}
}

/** Encord failed with an error of its own. */
export class ServerError extends EncordError {
	override readonly name: string = 'ServerError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(
			message,
			details,
			"Try again in a few minutes; if it stays, give Encord's support the trace ID.",
		);
	}
}

/** The reply is not one of Encord's API. It may come from another program, a proxy, or a newer version of the API. */
export class ProtocolError extends EncordError {
	override readonly name: string = 'ProtocolError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(
			message,
			details,
			"Check that the API address is Encord's API (not the app), and that no proxy answers in its place.",
		);
	}
}
