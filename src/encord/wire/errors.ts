/**
 * Everything that can go wrong between us and Encord, both generations of the API, as one tree of typed errors. The message
 * says what happened, `advice` what a person can do next. Neither ever holds a key, a signature, a signed URL or label
 * content (see errorReplies.ts, which cleans what the server said).
 */

export interface EncordErrorDetails {
	/** One or two sentences for the person who has to act. */
	advice?: string;
	/** HTTP status (v2) or envelope status (v1). */
	status?: number;
	/** Machine-readable: v1 error code, or the code of a network failure. */
	code?: string;
	/** Which call, without its query: `GET projects/{uuid}` or `v1 GET labelrowmetadata`. */
	call?: string;
	/** Quoted to Encord's support, it finds the request. */
	traceId?: string;
	/** An earlier attempt of the same call may have been carried out although no good answer came back. */
	mayHaveBeenApplied?: boolean;
	cause?: unknown;
}

export abstract class EncordError extends Error {
	readonly advice: string;
	readonly status?: number;
	readonly code?: string;
	readonly call?: string;
	readonly traceId?: string;
	/** Set by the retry loop, which knows of earlier attempts. */
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

	/** The advice under the name by which programs that show errors commonly look for it. */
	get description(): string {
		return this.advice;
	}

	/** What happened and what to do, in one text. */
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

/** The key is known but may not do this. */
export class AuthorisationError extends EncordError {
	override readonly name: string = 'AuthorisationError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(
			message,
			details,
			'Ask a project admin to add the service account of this key to the project with a role that allows it.',
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

/** Exists already, or changed meanwhile. */
export class ConflictError extends EncordError {
	override readonly name: string = 'ConflictError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(message, details, 'Read the current state and try again.');
	}
}

/** Encord asks us to slow down and kept doing so. */
export class RateLimitError extends EncordError {
	override readonly name: string = 'RateLimitError';
	/** How long Encord asked us to wait, when it said so. */
	readonly retryAfterMs?: number;
	constructor(message: string, details: EncordErrorDetails & { retryAfterMs?: number } = {}) {
		super(message, details, 'Wait a little, or process fewer items at a time.');
		this.retryAfterMs = details.retryAfterMs;
	}
}

/** Something in the request is not acceptable; sending it again unchanged cannot help. */
export class ValidationError extends EncordError {
	override readonly name: string = 'ValidationError';
	constructor(message: string, details: EncordErrorDetails = {}) {
		super(message, details, 'Correct the value named here and run again.');
	}
}

/** The request holds more than Encord takes at once. */
export class TooLargeError extends EncordError {
	override readonly name: string = 'TooLargeError';
	/** Most members Encord takes in one request, when it said so. */
	readonly maximum?: number;
	constructor(message: string, details: EncordErrorDetails & { maximum?: number } = {}) {
		super(message, details, 'Process fewer items at a time, or smaller label rows.');
		this.maximum = details.maximum;
	}
}

/** No answer came: refused, reset, unknown host, certificate. */
export class NetworkError extends EncordError {
	override readonly name: string = 'NetworkError';
	/** Whether the request reached Encord: certainly not but the next attempt may, certainly not and never will, or unknown. */
	readonly reached: 'notNow' | 'notEver' | 'perhaps';
	constructor(
		message: string,
		details: EncordErrorDetails & { reached?: NetworkError['reached'] } = {},
	) {
		super(
			message,
			details,
			'Check the API address and that this machine can reach it (proxy, firewall, DNS).',
		);
		this.reached = details.reached ?? 'perhaps';
	}
}

/** No complete answer within the time allowed. */
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

/** Encord failed on its side. */
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

/** The answer is not what Encord's API gives: another program, a proxy, or a newer API. */
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
