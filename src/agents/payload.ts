/** Reads the body of a custom agent call, which the Label Editor posts when somebody triggers the agent (protocol §12.1). */
import type { EncordJson } from '../encord/wire/json';
import { parseUuid } from '../encord/wire/identifiers';
import { isWellFormed, jsonIn } from './callBody';

/** What the annotator has open in the Label Editor. */
export interface AgentCall {
	projectHash: string;
	dataHash: string;
	/** 0-based. */
	frame: number;
	/** Hashes of the objects selected in the editor; null when the payload has none. */
	objectHashes: string[] | null;
}

/** One thing wrong with a payload. */
export interface PayloadProblem {
	/** The field, such as `frame` or `objectHashes[1]`; `body` for the payload as a whole. */
	field: string;
	/** What the field has, such as `is missing`. */
	found: string;
	/** What the field may have. */
	accepted: string;
}

export type PayloadResult =
	| {
			ok: true;
			call: AgentCall;
			/** The payload as it was received, unknown fields included. */
			raw: EncordJson;
	  }
	| { ok: false; problems: PayloadProblem[] };

export interface PayloadRules {
	/**
	 * What happens when `frame` is missing. `zero`: it is 0, since Encord's specification says the field is optional; a text or
	 * audio file has no frames. `refuse`: it is a problem, as in Encord's Python library.
	 */
	missingFrame: 'zero' | 'refuse';
	/**
	 * Whether a key that stands twice, or a number that loses digits, is a problem. Encord's Python library takes the last of two
	 * keys. Default: no.
	 */
	strictJson?: boolean;
}

const ACCEPTED = {
	body: 'a JSON object with projectHash, dataHash, frame and, optionally, objectHashes',
	uuid: 'a UUID such as 00000000-1111-2222-3333-444444444444',
	frame: 'a whole number from 0',
	objectHashes: 'a list of texts, or null',
};
/** Numbers with more digits than this are refused, as by the validator of Encord's library. */
const MAX_DIGITS = 4300;

/**
 * Validates a payload as Encord's Python library does. All spellings of a UUID become the canonical one. `"3"`, `" 3.0 "`,
 * `"1_000"` and `true` become frame numbers. Unknown fields are ignored.
 *
 * @param body JSON text, or JSON that is parsed already. It may be the event of an AWS Lambda function: `{"body": payload or its
 *   JSON text}`.
 * @returns the call, or all problems; nothing throws
 */
export function parseAgentCall(body: unknown, rules: PayloadRules): PayloadResult {
	const parsed = typeof body === 'string' ? parseText(body, rules) : { value: body };
	if ('problem' in parsed) return refused(parsed.problem);
	const payload = isObject(parsed.value)
		? unwrapLambdaEvent(parsed.value, rules)
		: { value: parsed.value };
	if ('problem' in payload) return refused(payload.problem);
	if (!isObject(payload.value)) {
		return refused({
			field: 'body',
			found: `is ${describe(payload.value)}`,
			accepted: ACCEPTED.body,
		});
	}
	return readCall(payload.value, rules);
}

/** The problems as text for the caller, one sentence for each. */
export function explainProblems(problems: PayloadProblem[]): string {
	return problems
		.map(({ field, found, accepted }) => `"${field}" ${found}; accepted: ${accepted}.`)
		.join(' ');
}

type Parsed = { value: unknown } | { problem: PayloadProblem };

function refused(...problems: PayloadProblem[]): PayloadResult {
	return { ok: false, problems };
}

function readCall(raw: EncordJson, rules: PayloadRules): PayloadResult {
	const problems: PayloadProblem[] = [];
	const projectHash = readUuid('projectHash', raw.projectHash, problems);
	const dataHash = readUuid('dataHash', raw.dataHash, problems);
	const frame = readFrame(raw.frame, rules, problems);
	const objectHashes = readObjectHashes(raw.objectHashes, problems);
	return problems.length
		? refused(...problems)
		: { ok: true, call: { projectHash, dataHash, frame, objectHashes }, raw };
}

function parseText(text: string, { strictJson }: PayloadRules): Parsed {
	const read = jsonIn(text, strictJson);
	if ('value' in read) return read;
	return { problem: { field: 'body', found: read.fault, accepted: ACCEPTED.body } };
}

/** The payload in the event of an AWS Lambda function, `{"body": …}` (protocol §12.3); other values are returned as they are. */
function unwrapLambdaEvent(event: EncordJson, rules: PayloadRules): Parsed {
	if ('projectHash' in event || !('body' in event)) return { value: event };
	if (typeof event.body === 'string') return parseText(event.body, rules);
	return { value: event.body };
}

function readUuid(field: string, value: unknown, problems: PayloadProblem[]): string {
	const uuid = typeof value === 'string' ? parseUuid(value) : undefined;
	if (uuid !== undefined) return uuid;
	const found = typeof value === 'string' ? 'is text but no UUID' : `is ${describe(value)}`;
	problems.push({ field, found, accepted: ACCEPTED.uuid });
	return '';
}

function readFrame(value: unknown, rules: PayloadRules, problems: PayloadProblem[]): number {
	if (value === undefined && rules.missingFrame === 'zero') return 0;
	const frame = toInteger(value);
	const exact = rules.strictJson !== true || Number.isSafeInteger(frame);
	// `+ 0` turns -0 into 0.
	if (frame !== undefined && frame >= 0 && exact) return frame + 0;
	problems.push({ field: 'frame', found: `is ${describe(value)}`, accepted: ACCEPTED.frame });
	return 0;
}

/** The integer that Encord's library reads from a number, boolean or text; undefined when it reads none. */
export function toInteger(value: unknown): number | undefined {
	if (typeof value === 'boolean') return Number(value);
	if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
	if (typeof value !== 'string' || value.length > MAX_DIGITS) return undefined;
	const text = value.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
	// As in the library, underscores may follow leading zeros; elsewhere, one may stand between two digits.
	const digits = text.replace(/^\+(?=[0-9])/, '').replace(/^0[0_]*(?=[0-9])/, '');
	if (!/^-?[0-9]+(?:_[0-9]+)*(?:\.0*)?$/.test(digits)) return undefined;
	return Number(digits.replace(/\..*$/, '').replaceAll('_', ''));
}

function readObjectHashes(value: unknown, problems: PayloadProblem[]): string[] | null {
	if (value === undefined || value === null) return null;
	if (!Array.isArray(value)) {
		problems.push({
			field: 'objectHashes',
			found: `is ${describe(value)}`,
			accepted: ACCEPTED.objectHashes,
		});
		return null;
	}
	const hashes: string[] = [];
	for (const [index, hash] of value.entries()) {
		if (typeof hash === 'string' && isWellFormed(hash)) hashes.push(hash);
		else
			problems.push({
				field: `objectHashes[${index}]`,
				found: `is ${describe(hash)}`,
				accepted: 'a text',
			});
	}
	return hashes;
}

function isObject(value: unknown): value is EncordJson {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The type of a value, for messages. They repeat no text of the caller, only numbers. */
function describe(value: unknown): string {
	if (value === undefined) return 'missing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string') return value === '' ? 'empty text' : 'text of another form';
	return typeof value === 'boolean' ? 'a truth value' : 'an object';
}
