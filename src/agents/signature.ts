/**
 * Checks the signature of a request from Encord's backend: a call of a Workflow's agent stage in Auto mode, or an event of a stage
 * (protocol §12.5). The Label Editor calls from the annotator's browser, which cannot keep a secret, so its calls have no signature.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { headerValue, type CallHeaders } from './callHeaders';

/** How far the signed time may be from now, before or after, in seconds. */
export const SIGNATURE_TOLERANCE_SECONDS = 300;

const SIGNATURE = 'x-encord-signature';
const TIMESTAMP = 'x-encord-timestamp';
/** A header of a way to sign that did not exist when this was written. */
const NEWER_SIGNATURE = /^x-encord-(?:.+-)?signature(?:-.+)?$/;

export interface SignedRequest {
	/** As received; upper and lower case in the names do not matter. */
	headers: CallHeaders;
	/** The bytes as received. The same JSON written again has another signature. */
	body: Uint8Array;
}

/** What the headers prove. `reason` is for the log; whoever called is not told why a check failed. */
export type SignatureCheck =
	/** Encord sent this body not long ago. */
	| { kind: 'verified' }
	/** The request says nothing of a signature. */
	| { kind: 'unsigned' }
	/** The request says that it is signed, and that could not be proved. */
	| { kind: 'failed'; reason: string };

/**
 * Checks a request against the secrets of its address.
 *
 * @param secrets texts as Encord shows them; more than one while a secret is being changed. Empty ones are ignored.
 * @param nowMs milliseconds since the epoch
 */
export function checkSignature(
	{ headers, body }: SignedRequest,
	secrets: readonly string[],
	nowMs: number,
): SignatureCheck {
	const signature = headerValue(headers, SIGNATURE) ?? '';
	const timestamp = headerValue(headers, TIMESTAMP) ?? '';
	if (signature === '') return withoutSignature(headers, timestamp);
	if (timestamp === '') return failed('The header X-Encord-Timestamp is missing.');
	const known = secrets.filter((secret) => secret !== '');
	if (known.length === 0) return failed('No signing secret is set up to check the signature with.');
	const signedAt = wholeSeconds(timestamp);
	if (signedAt === undefined) return failed('The signed time is not a whole number of seconds.');
	const distance = Math.abs(nowMs / 1000 - signedAt);
	if (distance > SIGNATURE_TOLERANCE_SECONDS) {
		return failed(
			`The signed time is ${Math.round(distance)} seconds from the clock of this computer; at most ${SIGNATURE_TOLERANCE_SECONDS} are accepted.`,
		);
	}
	// Every secret is tried, so that the time says nothing about which one fits.
	const fits = known.map((secret) => equalTexts(signatureOf(secret, timestamp, body), signature));
	return fits.includes(true)
		? { kind: 'verified' }
		: failed('The signature does not fit the body: the secret is of another address, or outdated.');
}

/** The headers with which Encord's backend would sign a body. `nowMs`: milliseconds since the epoch. */
export function signatureHeaders(
	secret: string,
	body: Uint8Array,
	nowMs: number,
): Record<string, string> {
	const timestamp = String(Math.floor(nowMs / 1000));
	return {
		'X-Encord-Signature': signatureOf(secret, timestamp, body),
		'X-Encord-Timestamp': timestamp,
	};
}

/** Whether the request says that it is signed, in a way that is known here or in a newer one. */
export function saysSigned(headers: CallHeaders): boolean {
	return checkSignature({ headers, body: new Uint8Array() }, [], 0).kind !== 'unsigned';
}

function withoutSignature(headers: CallHeaders, timestamp: string): SignatureCheck {
	const newer = Object.keys(headers).filter(
		(name) => name.toLowerCase() !== SIGNATURE && NEWER_SIGNATURE.test(name.toLowerCase()),
	);
	if (newer.length > 0) {
		return failed(
			`The request is signed in a way that is newer than this package (${newer.join(', ')}). Update n8n-nodes-encord.`,
		);
	}
	return timestamp === ''
		? { kind: 'unsigned' }
		: failed('The header X-Encord-Signature is missing.');
}

function failed(reason: string): SignatureCheck {
	return { kind: 'failed', reason };
}

/** Whole seconds in the spellings that Encord's library reads; undefined for other text. */
function wholeSeconds(text: string): number | undefined {
	return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}

/** Lower-case hex. */
function signatureOf(secret: string, timestamp: string, body: Uint8Array): string {
	return createHmac('sha256', Buffer.from(secret, 'utf8'))
		.update(Buffer.from(`${timestamp}.`, 'utf8'))
		.update(body)
		.digest('hex');
}

/** Compares in a time that depends on the lengths only. */
function equalTexts(expected: string, given: string): boolean {
	const [left, right] = [Buffer.from(expected, 'utf8'), Buffer.from(given, 'utf8')];
	return left.length === right.length && timingSafeEqual(left, right);
}
