/** Takes what a model said out of the objects in which model APIs and n8n's nodes return it, one wrapper at a time. */
import type { Expected } from '../expected';
import { doubtIn } from '../text/prose';
import { isBlank, isMap, type ReplyMap, type ReplyValue } from '../value';
import { contentBlocks, isApiType, type Blocks } from './contentBlocks';
import { unfinished } from './finishReason';
import { saysFailed, takenBack } from './takenBack';
import { toolArguments, toolCalls } from './toolCall';

/** `inner`: what the wrappers hold; several that must say the same, or, with `together`, that belong together. */
export type Unwrapped =
	| { inner: ReplyValue[]; together?: boolean; beside?: ReplyValue[] }
	| { refused: string }
	| undefined;

const WRAPPERS = new Set([
	'output',
	'text',
	'response',
	'message',
	'messages',
	'content',
	'contents',
	'answer',
	'answers',
	'choices',
	'candidates',
	'parts',
	'data',
	'result',
	'results',
	'json',
	'parsed',
	'kwargs',
	'generations',
	'generation',
	'generated_text',
	'completion',
	'completions',
	'output_text',
	'outputtext',
	'outputs',
	'output_parsed',
	'structured_output',
	'structuredoutput',
	'structured_response',
	'structuredresponse',
	'structuredcontent',
	'__structured__output',
	'final_answer',
	'finalanswer',
	'reply',
	'body',
	'delta',
	'value',
	'labels',
	'classifications',
	'attributes',
	'predictions',
	'action_input',
	'tool_calls',
	'toolcalls',
	'function_call',
	'functioncall',
	'arguments',
	'object',
	'return_values',
	'returnvalues',
]);
/** Keys that stand beside an answer and are none. */
const BESIDE =
	/^(id|_id|type|role|name|index|model|modelversion|usage|usagemetadata|created|created_at|createdat|object|status|confidence|score|probability|logprobs|logprob|finish_?reason|stop_?reason|stop_sequence|done|done_reason|reason|reasoning|reasoning_content|reasoning_details|thinking|thoughts?|explanation|rationale|analysis|refusal|annotations|metadata|response_metadata|additional_kwargs|system_fingerprint|service_tier|sessionid|duration|total_duration|load_duration|eval_count|prompt_eval_count|timestamp|tokenusage|token_usage|version|lc|error|safetyratings|avglogprobs|citations|intermediate_?steps|responseid|invalid_tool_calls|usage_metadata|signature|thoughtsignature|query|input|chatinput|question|prompt)$/i;

export function isWrapper(key: string): boolean {
	return WRAPPERS.has(key.toLowerCase());
}

/** Opens one wrapper. Undefined when the value is the answer itself. */
export function unwrap(value: ReplyValue, expected: Expected): Unwrapped {
	const isName = expected.isName.bind(expected);
	if (Array.isArray(value)) return ofList(value, expected);
	if (!isMap(value)) return undefined;
	const reason = unfinished(value, isName);
	if (reason !== undefined) return { refused: reason };
	const keys = Object.keys(value);
	const blocks = contentBlocks([value], isName);
	if (blocks !== undefined && typeof value.type === 'string') return ofBlocks(blocks);
	if (keys.some((key) => isName(key) && !(key === 'type' && isApiType(value.type))))
		return takenBack(value, isName);
	if (isSchema(value)) return { refused: 'The reply repeats the schema instead of answering it.' };
	if (typeof value.refusal === 'string' && value.refusal !== '')
		return { refused: `The model refused to answer: ${value.refusal}` };
	if (!isBlank(value.error) && value.error !== false)
		return { refused: 'The reply is an error instead of an answer.' };
	if (saysFailed(value)) return { refused: 'The reply is an error instead of an answer.' };
	if (isOfOthers(value)) return { refused: 'The message is not one of the model.' };
	if (keys.some((key) => saysWhere(key, value[key]!))) return undefined;
	const calls = toolCalls(value);
	const args = calls.length === 0 ? toolArguments(value) : undefined;
	if (args !== undefined) return { inner: [args] };
	for (const key of ['parts', 'content']) {
		const parts = Array.isArray(value[key]) ? contentBlocks(value[key], () => false) : undefined;
		if (parts !== undefined && calls.length === 0) return ofBlocks(parts);
	}
	const wrappers = keys.filter(
		(key) =>
			isWrapper(key) &&
			!isBlank(value[key]) &&
			!isEmptyList(value[key]!) &&
			typeof value[key] !== 'boolean' &&
			!(key === 'object' && typeof value[key] === 'string'),
	);
	if (calls.length > 0) {
		const inner = calls.map((call) =>
			isMap(call)
				? (toolArguments(call) ??
					(isMap(call.function) ? (toolArguments(call.function) ?? call) : call))
				: call,
		);
		const beside = wrappers
			.filter((key) => !/^(tool_?calls|function_?call)$/i.test(key))
			.map((key) => value[key]!);
		return { inner, together: true, beside };
	}
	if (expected.isAnswer?.(value) === true || namesItsTitle(value, expected)) return undefined;
	if (answersByName(value)) return undefined;
	if (
		wrappers.length > 0 &&
		keys.every((key) => isWrapper(key) || BESIDE.test(key) || isBlank(value[key]))
	)
		return { inner: wrappers.flatMap((key) => alternatives(key, value[key]!)) };
	const named = aroundNames(value, keys, expected);
	if (named !== undefined || wrappers.length !== 1) return named;
	const others = keys.filter((key) => key !== wrappers[0] && !BESIDE.test(key));
	return others.every((key) => isHarmless(key, value[key]!, expected))
		? { inner: alternatives(wrappers[0]!, value[wrappers[0]!]!) }
		: undefined;
}

/** Whether an unknown key beside a wrapper says nothing about the answer: it names nothing, and neither denies nor doubts. */
function isHarmless(key: string, value: ReplyValue, expected: Expected, depth = 0): boolean {
	if (value === false || depth > 3 || doubtIn(key.replace(/[_-]/g, ' ')) !== undefined)
		return false;
	if (typeof value === 'string')
		return !expected.isName(value) && expected.isAnswer?.(value) !== true;
	if (Array.isArray(value)) return value.every((each) => isHarmless('', each, expected, depth + 1));
	return (
		!isMap(value) ||
		Object.entries(value).every(
			([each, inner]) => !expected.isName(each) && isHarmless(each, inner, expected, depth + 1),
		)
	);
}

/** `{"question": "Animal", "answer": "Cat"}` */
function namesItsTitle(map: ReplyMap, { isName }: Expected): boolean {
	return (
		Object.entries(map).some(
			([key, value]) =>
				typeof value === 'string' &&
				/^(name|title|question|attribute|field|key|classification|feature|label)$/i.test(key) &&
				isName(value),
		) && Object.keys(map).length > 1
	);
}

/** `{"name": "Soil", "answer": "Dry"}`: an answer to what it names, known or not. */
function answersByName(map: ReplyMap): boolean {
	const keys = Object.keys(map);
	return (
		keys.some(
			(key) =>
				/^(name|title|question|attribute|field|key|classification|feature|property)$/i.test(key) &&
				typeof map[key] === 'string',
		) &&
		keys.some((key) => /^(value|answer|choice|label|selected|selection|prediction)$/i.test(key))
	);
}

/** What a wrapper holds; the members of `choices` and their like are whole answers, not parts of one. */
function alternatives(key: string, value: ReplyValue): ReplyValue[] {
	if (!/^(choices|candidates|generations|completions)$/i.test(key) || !Array.isArray(value))
		return [value];
	return value.flat().map((each) => {
		const isText =
			isMap(each) &&
			typeof each.text === 'string' &&
			Object.keys(each).every((name) => name === 'text' || BESIDE.test(name)) &&
			unfinished(each, () => false) === undefined;
		return isText ? each.text! : each;
	});
}

/** One unknown key around an object that names what is looked for. */
function aroundNames(value: ReplyMap, keys: string[], expected: Expected): Unwrapped {
	const others = keys.filter((key) => !BESIDE.test(key));
	const [key] = others;
	if (key === undefined || others.length > 1 || key === '__proto__' || saysMore(key))
		return undefined;
	const inner = value[key]!;
	const named = (each: ReplyValue): boolean =>
		isMap(each) && Object.keys(each).some((name) => expected.isName(name));
	if (named(inner) || (Array.isArray(inner) && inner.length > 0 && inner.every(named)))
		return { inner: [inner] };
	return typeof inner === 'string' && /^\s*[{[`]/.test(inner) ? { inner: [inner] } : undefined;
}

/** Whether a key says for which part of the media an answer holds; a time of day or a date says nothing of the kind. */
function saysWhere(key: string, value: ReplyValue): boolean {
	if (
		!/^(?:frames?|(?:start|end|first|last)?_?frame.*|.*_frames?|start|end|from|to|ranges?|pages?|slices?|positions?|segments?|clip|shot|time|timestamps?|start_?time|end_?time|seconds?|interval|span)$/i.test(
			key,
		)
	)
		return false;
	return !(typeof value === 'string' && /^\d{4}-\d\d/.test(value)) && !isBlank(value);
}

/** Whether a key is more than a name: it says where or when the answer holds, or that it is none. */
function saysMore(key: string): boolean {
	return (
		/\d|schema|format|template|instruction|options|default|previous|initial|first|second|alternative|old|ground.?truth|frame|begin|middle|\bend|last|start|every|each|before|after|until|time|page|slice|segment|clip|shot/i.test(
			key,
		) || doubtIn(key.replace(/[_-]/g, ' ')) !== undefined
	);
}

function ofList(list: ReplyValue[], expected: Expected): Unwrapped {
	const isName = expected.isName.bind(expected);
	const blocks = contentBlocks(list, isName);
	if (blocks !== undefined) return ofBlocks(blocks);
	if (expected.isAnswer?.(list) === true) return undefined;
	const [only] = list;
	if (
		list.length === 1 &&
		only !== undefined &&
		(isMap(only) || Array.isArray(only) || typeof only === 'string')
	)
		return { inner: [only] };
	const own = list.filter((each) => !(isMap(each) && isOfOthers(each)));
	if (own.length > 0 && own.length < list.length) return { inner: [own] };
	// Messages or choices of one reply: each is opened, and they must say the same.
	const wrapped = list.filter(isMap).filter((map) => !Object.keys(map).some(isName));
	const isReply = (map: ReplyMap): boolean =>
		Object.keys(map).some((key) =>
			/^(message|content|text|output|finish_?reason|choices|delta|parts)$/i.test(key),
		);
	if (list.length > 1 && wrapped.length === list.length && wrapped.every(isReply))
		return { inner: wrapped.filter((map) => !/^(reasoning|thinking)$/.test(String(map.type))) };
	const isCall = (each: ReplyValue): boolean => isMap(each) && toolArguments(each) !== undefined;
	if (list.length > 1 && wrapped.length === list.length && wrapped.every(isCall))
		return { inner: wrapped.map((map) => toolArguments(map)!), together: true };
	return undefined;
}

function ofBlocks({ texts, calls, refusal }: Blocks): Unwrapped {
	if (refusal !== undefined) return { refused: `The model refused to answer: ${refusal}` };
	const joined = texts.every((text) => typeof text === 'string') ? [texts.join('')] : texts;
	const said = texts.length > 0 ? joined : [];
	if (calls.length > 0) return { inner: calls, together: true, beside: said };
	return said.length > 0
		? { inner: said }
		: { refused: 'The reply holds thinking only, and no answer.' };
}

/** A message of the conversation that the model did not write. */
function isOfOthers(map: ReplyMap): boolean {
	return (
		typeof map.role === 'string' &&
		/^(user|human|system|tool|function|developer)$/i.test(map.role) &&
		'content' in map
	);
}

/** JSON Schema, which small models repeat instead of answering. */
function isSchema(map: ReplyMap): boolean {
	return (
		'$schema' in map ||
		'$defs' in map ||
		(isMap(map.properties) &&
			(map.type === 'object' || Array.isArray(map.required) || 'additionalProperties' in map))
	);
}

function isEmptyList(value: ReplyValue): boolean {
	return Array.isArray(value) && value.length === 0;
}
