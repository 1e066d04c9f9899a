/** Reads a model's reply, whatever it is wrapped in, into one value or the reason why it is none. */
import type { Expected } from './expected';
import { doubtIn } from './text/prose';
import { readText } from './text/readText';
import {
	isMap,
	quoted,
	sameValue,
	scalarsIn,
	WrittenNumber,
	type Repair,
	type ReplyValue,
} from './value';
import { isWrapper, unwrap } from './wrappers/unwrap';

export type { Expected } from './expected';

/**
 * What a reply says. `value`: an object, a list, a number or a truth value. `text`: text that is no JSON; it has no fence and no white space
 * around it. `refused`: why nothing can be read. `around`: the sentences around the answer. `spelled`: numbers are as they were
 * written; false when they came as data, which has lost their spelling.
 */
export type Reply =
	| { value: ReplyValue; repairs: Repair[]; around: string; spelled: boolean }
	| { text: string; repairs: Repair[]; around: string }
	| { refused: string };

/** How many wrappers around each other are opened. */
const MAX_WRAPPERS = 24;

/**
 * Reads the answer out of a reply: text or data of any form. Text that is literally a name or an answer wins over every other
 * reading. A reply that is cut off, holds thinking only, denies itself or has several answers that differ is refused.
 */
export function readReply(input: unknown, expected: Expected): Reply {
	return read(asData(input), expected, MAX_WRAPPERS, false);
}

function read(input: ReplyValue, expected: Expected, depth: number, spelled: boolean): Reply {
	if (depth === 0) return { refused: 'The reply is wrapped too many times.' };
	if (typeof input === 'string') {
		const reading = readText(input, expected, isWrapper);
		if ('refused' in reading || 'text' in reading) return reading;
		const inner = read(reading.value, expected, depth - 1, true);
		return withRepairs(inner, reading.repairs, reading.around);
	}
	const unwrapped = unwrap(input, expected);
	if (unwrapped === undefined) {
		const members = Array.isArray(input) ? opened(input, expected, depth, spelled) : undefined;
		return members ?? { value: input, repairs: [], around: '', spelled };
	}
	if ('refused' in unwrapped) return unwrapped;
	const replies = unwrapped.inner.map((each) => read(each, expected, depth - 1, spelled));
	const reply = unwrapped.together === true ? joined(replies) : agreed(replies);
	const texts = unwrapped.beside ?? [];
	const beside = besides(reply, texts, expected, depth);
	if (beside !== undefined) return { refused: beside };
	const around = texts.filter((text) => typeof text === 'string').join('\n');
	return withRepairs(reply, [{ rule: 'wrapper', from: quoted(input), to: '' }], around);
}

/** A list whose members are wrapped themselves: each is opened, so that it can contradict the others. Undefined when none is. */
function opened(
	list: ReplyValue[],
	expected: Expected,
	depth: number,
	spelled: boolean,
): Reply | undefined {
	if (list.length < 2 || expected.isAnswer?.(list) === true) return undefined;
	const besideMaps = list.some(
		(each) => isMap(each) || (typeof each === 'string' && /^\s*\{/.test(each)),
	);
	const isWrapped = (each: ReplyValue): boolean =>
		typeof each === 'string'
			? /^\s*[[<]|\{|```|~~~/.test(each) || (besideMaps && /[:：|]/.test(each))
			: (isMap(each) || Array.isArray(each)) && unwrap(each, expected) !== undefined;
	const holdsAnswers = besideMaps || list.some(isWrapped);
	const doubt = holdsAnswers
		? list.map((each) => (typeof each === 'string' && !isWrapped(each) ? doubtIn(each) : undefined))
		: [];
	const denied = doubt.find((each) => each !== undefined);
	if (denied !== undefined)
		return {
			refused: `A sentence beside the answer denies, doubts or corrects it: "${quoted(denied)}"`,
		};
	if (!list.some(isWrapped)) return undefined;
	const inner = { ...expected, bareText: false };
	return joined(
		list.map((each) =>
			isWrapped(each)
				? read(each, inner, depth - 1, spelled)
				: { value: each, repairs: [], around: '', spelled },
		),
	);
}

/** What several places of one reply say, when they say the same. */
function agreed(replies: Reply[]): Reply {
	const refused = replies.find((reply) => 'refused' in reply);
	const [first, ...others] = replies.filter((reply) => !isEmpty(reply));
	if (refused !== undefined) return refused;
	if (first === undefined) return replies[0] ?? { text: '', repairs: [], around: '' };
	return others.every((other) => sameReply(first, other))
		? first
		: { refused: 'The reply has several answers that do not agree.' };
}

/** Several calls of one reply: their values as a list. */
function joined(replies: Reply[]): Reply {
	const [first] = replies;
	if (first !== undefined && replies.length === 1) return first;
	const refused = replies.find((reply) => 'refused' in reply);
	if (refused !== undefined) return refused;
	const values = replies.map((reply) =>
		'value' in reply ? reply.value : 'text' in reply ? reply.text : null,
	);
	return {
		value: values,
		repairs: [],
		around: '',
		spelled: replies.every((reply) => !('spelled' in reply) || reply.spelled),
	};
}

/** Why text beside tool calls makes them doubtful. */
function besides(
	reply: Reply,
	texts: ReplyValue[],
	expected: Expected,
	depth: number,
): string | undefined {
	for (const text of texts) {
		const said = read(text, { ...expected, bareText: false }, depth - 1, false);
		if ('refused' in said) return said.refused;
		if ('value' in said && !('value' in reply && sameValue(said.value, reply.value)))
			return 'The text beside the tool call has another answer.';
		const own = 'value' in reply ? scalarsIn(reply.value).map(String) : [];
		if ('text' in said && expected.isAnswer?.(said.text) === true && !own.includes(said.text))
			return 'The text beside the tool call has another answer.';
		const doubt = 'text' in said ? doubtIn(said.text) : undefined;
		if (doubt !== undefined)
			return `A sentence beside the answer denies, doubts or corrects it: "${quoted(doubt)}"`;
	}
	return undefined;
}

function isEmpty(reply: Reply): boolean {
	return 'text' in reply && reply.text.trim() === '';
}

function sameReply(a: Reply, b: Reply): boolean {
	if ('text' in a && 'text' in b) return a.text.trim() === b.text.trim();
	return 'value' in a && 'value' in b && sameValue(a.value, b.value);
}

function withRepairs(reply: Reply, repairs: Repair[], around: string): Reply {
	if ('refused' in reply) return reply;
	return {
		...reply,
		repairs: [...repairs, ...reply.repairs],
		around: `${around}\n${reply.around}`.trim(),
	};
}

/** Data as a reply has it. What JSON cannot hold, such as undefined and functions, is left out. */
function asData(input: unknown, depth = 0): ReplyValue {
	if (input === null || input === undefined || depth > 200) return null;
	if (typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean')
		return input;
	if (typeof input === 'bigint') return new WrittenNumber(String(input));
	if (input instanceof WrittenNumber) return input;
	if (input instanceof Date) return input.toISOString();
	if (Array.isArray(input)) return input.map((each) => asData(each, depth + 1));
	if (typeof input !== 'object') return null;
	const entries = Object.entries(input).filter(
		([, value]) => value !== undefined && typeof value !== 'function',
	);
	const map = Object.fromEntries(entries.map(([key, value]) => [key, asData(value, depth + 1)]));
	return isMap(map) ? map : null;
}
