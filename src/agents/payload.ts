/**
 * The body of a custom agent call (protocol §12.1): what the Label Editor posts when somebody triggers an agent.
 */
import type { EncordJson } from '../encord/wire/json';
import { parseUuid } from '../encord/wire/identifiers';

export interface AgentCall {
	projectHash: string;
	dataHash: string;
	/** 0-based. */
	frame: number;
	/** Objects selected in the editor; null when the caller sent none. */
	objectHashes: string[] | null;
}

/** One thing wrong with a payload. */
export interface PayloadProblem {
	/** Where, e.g. `frame` or `objectHashes[1]`; `body` for the payload as a whole. */
	field: string;
	/** What was found. */
	found: string;
	/** What would have been right. */
	accepted: string;
}

export type PayloadResult =
	| {
			ok: true;
			call: AgentCall;
			/** The payload as received, unknown fields included. */ raw: EncordJson;
	  }
	| { ok: false; problems: PayloadProblem[] };

export interface PayloadRules {
	/**
	 * Encord's written specification calls `frame` optional, its library refuses a call without one. `zero` follows the
	 * specification (a text or audio file has no frames to name), `refuse` the library.
	 */
	missingFrame: 'zero' | 'refuse';
}

const ACCEPTED = {
	body: 'a JSON object with projectHash, dataHash, frame and, optionally, objectHashes',
	uuid: 'a UUID such as 00000000-1111-2222-3333-444444444444',
	frame: 'a whole number from 0',
	objectHashes: 'a list of texts, or null',
};
/** Deeper JSON than the reference parser reads; nothing Encord sends nests more than a few levels. */
const MAX_DEPTH = 200;
/** Longer digit strings than the reference validator reads. */
const MAX_DIGITS = 4300;

/**
 * Validates and normalizes a payload the way Encord's reference validator does: UUIDs in all their spellings become
 * canonical, `"3"`, `" 3.0 "`, `"1_000"` and `true` become frame numbers, unknown fields are ignored but kept in `raw`.
 *
 * @param body JSON text, or JSON already parsed. The form of a Lambda event, `{"body": payload or its JSON text}`, is
 *   unwrapped.
 * @returns the call, or every problem found; never throws
 */
export function parseAgentCall(body: unknown, rules: PayloadRules): PayloadResult {
	const parsed = typeof body === 'string' ? parseText(body) : { value: body };
	if ('problem' in parsed) return refused(parsed.problem);
	const payload = isObject(parsed.value)
		? unwrapLambdaEvent(parsed.value)
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

/** One sentence per problem, for the person or program that sent the payload. */
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

function parseText(text: string): Parsed {
	const invalid = (found: string): Parsed => ({
		problem: { field: 'body', found, accepted: ACCEPTED.body },
	});
	if (text === '') return invalid('is empty');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return invalid('is not valid JSON');
	}
	return isReadable(value, 0)
		? { value }
		: invalid('holds broken characters or is nested too deeply');
}

/** JSON that any other program can read as well: whole characters only, nesting within reason. */
function isReadable(value: unknown, depth: number): boolean {
	if (typeof value === 'string') return isWellFormed(value);
	if (typeof value !== 'object' || value === null) return true;
	if (depth >= MAX_DEPTH) return false;
	return Object.entries(value).every(
		([key, child]) => isWellFormed(key) && isReadable(child, depth + 1),
	);
}

/** Without half of a surrogate pair, which `JSON.parse` lets through. */
function isWellFormed(text: string): boolean {
	return !/\p{Surrogate}/u.test(text);
}

/** Payload inside `{"body": …}`, the event of an AWS Lambda function called on its own (protocol §12.3). */
function unwrapLambdaEvent(event: EncordJson): Parsed {
	if ('projectHash' in event || !('body' in event)) return { value: event };
	if (typeof event.body === 'string') return parseText(event.body);
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
	// `+ 0` turns -0 into 0.
	if (frame !== undefined && frame >= 0) return frame + 0;
	problems.push({ field: 'frame', found: `is ${describe(value)}`, accepted: ACCEPTED.frame });
	return 0;
}

/** The integer a lenient validator reads from a number, a truth value or text; undefined when there is none. */
export function toInteger(value: unknown): number | undefined {
	if (typeof value === 'boolean') return Number(value);
	if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
	if (typeof value !== 'string' || value.length > MAX_DIGITS) return undefined;
	const text = value.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
	// Leading zeros go first and may carry stray underscores, as in the reference; elsewhere one may separate two digits.
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

/** What a value is, without repeating what the caller wrote, except for a number. */
function describe(value: unknown): string {
	if (value === undefined) return 'missing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string') return value === '' ? 'empty text' : 'text of another form';
	return typeof value === 'boolean' ? 'a truth value' : 'an object';
}
