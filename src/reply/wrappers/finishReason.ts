/** Why a model stopped: a reply that ended for another reason than being complete is not used. */
import { isMap, type ReplyMap, type ReplyValue } from '../value';

const KEYS = new Set([
	'finish_reason',
	'finishreason',
	'stop_reason',
	'stopreason',
	'done_reason',
	'donereason',
	'finish',
	'native_finish_reason',
	'completion_reason',
	'completionreason',
]);
const DETAILS = new Set([
	'response_metadata',
	'responsemetadata',
	'generation_info',
	'generationinfo',
	'generationinfos',
	'additional_kwargs',
	'incomplete_details',
	'incompletedetails',
	'metadata',
	'finish_details',
	'details',
	'usage_metadata',
]);
const BAD =
	/length|max|limit|token|safety|filter|recitation|incomplete|truncat|cut|error|cancel|abort|block|prohibited|refus|pause|spii|blocklist|malformed|overload|timeout|context/i;

/** Reasons of a whole reply whose names have a word of BAD. */
const GOOD = /^(eos_?token|end_?of_?text|stop_?token|stop|end_turn)$/i;

/** The reason why the reply in this object is not whole. Undefined when it says nothing of the kind. */
export function unfinished(map: ReplyMap, isName: (key: string) => boolean): string | undefined {
	for (const [key, value] of Object.entries(map)) {
		const name = key.toLowerCase();
		if (isName(key)) continue;
		if (KEYS.has(name) && isBad(value)) return stopped(value);
		if (
			name === 'status' &&
			typeof value === 'string' &&
			/^(incomplete|failed|cancell?ed|error|in_progress|queued)$/i.test(value)
		)
			return stopped(value);
		if (
			['truncated', 'is_truncated', 'istruncated', 'incomplete', 'cut_off'].includes(name) &&
			value === true
		)
			return stopped(key);
		if (name === 'done' && value === false) return stopped('not done');
		if (DETAILS.has(name)) {
			const inner = insideOf(value, isName);
			if (inner !== undefined) return inner;
		}
	}
	return undefined;
}

function insideOf(value: ReplyValue, isName: (key: string) => boolean): string | undefined {
	if (Array.isArray(value))
		return value.map((each) => insideOf(each, isName)).find((each) => each !== undefined);
	if (!isMap(value)) return undefined;
	if (isBad(value.reason)) return stopped(value.reason);
	return unfinished(value, isName);
}

function isBad(reason: unknown): reason is string {
	return typeof reason === 'string' && BAD.test(reason) && !GOOD.test(reason);
}

function stopped(reason: string): string {
	return `The reply was cut off or stopped early (${reason}).`;
}
