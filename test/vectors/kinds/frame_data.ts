/** Payloads of custom agent calls, as text and as parsed object (protocol §12.1). Kinds of errors are informative. */
import { parseAgentCall, type AgentCall } from '../../../src/agents/payload';
import { defineKind, sameJson, type Rule, type Verdict } from '../kind';

interface Outcome {
	ok: boolean;
	value?: AgentCall;
}
type Expectation = Outcome | { fromText: Outcome; fromParsedObject: Outcome };

/**
 * The library refuses a call without a frame, and the vectors record the library. The Encord Trigger follows the written
 * specification, where `frame` is optional, and passes `zero` here.
 */
const asTheLibrary = { missingFrame: 'refuse' } as const;

const PYTHON_NUMBERS: Rule = {
	name: 'python-numbers',
	reason: 'NaN and Infinity are no JSON. Python reads them all the same; no browser writes them.',
};
const BEYOND_64_BITS: Rule = {
	name: 'beyond-64-bits',
	reason:
		'The library refuses a frame of 2^63 or more when it is written with a fraction or exponent and accepts it otherwise. ' +
		'To us both are the same number, accepted here and found to lie beyond the end of the media later.',
};

export const kind = defineKind<{ body: string }, Expectation>({
	file: 'frame_data',
	run({ input: { body }, expected }) {
		const wanted =
			'fromText' in expected ? expected : { fromText: expected, fromParsedObject: expected };
		const actual = { fromText: outcome(body), fromParsedObject: outcome(parsed(body)) };
		const checks = [
			check(body, wanted.fromText, actual.fromText),
			check(body, wanted.fromParsedObject, actual.fromParsedObject),
		];
		const rule = checks.find((result) => result.rule)?.rule;
		return {
			pass: checks.every(({ pass }) => pass),
			expected: wanted,
			actual,
			...(rule && { rule }),
		};
	},
});

/** The body as n8n's JSON parser would pass it on. Text that is not JSON stays text. */
function parsed(body: string): unknown {
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
}

function outcome(body: unknown): Outcome {
	const result = parseAgentCall(body, asTheLibrary);
	return result.ok ? { ok: true, value: result.call } : { ok: false };
}

function check(body: string, expected: Outcome, actual: Outcome): Verdict {
	const { ok, value } = expected;
	const pass = ok === actual.ok && (!ok || sameJson(value, actual.value));
	const result = { expected, actual };
	if (pass) return { ...result, pass };
	if (ok && !actual.ok && /[:,[]\s*-?(?:NaN|Infinity)\b/.test(body))
		return { ...result, pass: true, rule: PYTHON_NUMBERS };
	if (!ok && (actual.value?.frame ?? 0) >= 2 ** 63)
		return { ...result, pass: true, rule: BEYOND_64_BITS };
	return { ...result, pass };
}
