/** Takes the arguments out of calls of tools, in the forms of the model APIs. */
import { isBlank, isMap, type ReplyMap, type ReplyValue } from '../value';

const ARGUMENTS = ['arguments', 'args', 'input', 'parameters', 'action_input', 'tool_input'];
const CALLS = [
	'tool_calls',
	'toolCalls',
	'function_call',
	'functionCall',
	'tool_use',
	'toolUse',
	'function',
];

/** The arguments of one call: `{name, arguments}`, `{type: "tool_use", input}`, `{action, action_input}`. */
export function toolArguments(map: ReplyMap): ReplyValue | undefined {
	const named = ['name', 'action', 'tool', 'tool_name', 'toolName'].some(
		(key) => typeof map[key] === 'string',
	);
	const typed =
		typeof map.type === 'string' &&
		/^(tool_use|tool_call|function_call|function|tool-call)$/.test(map.type);
	if (!named && !typed) return undefined;
	const key = ARGUMENTS.find((each) => !isBlank(map[each]));
	if (key !== undefined) return map[key];
	return typed && isMap(map.function) ? toolArguments(map.function) : undefined;
}

/** The calls that a message has beside its text. */
export function toolCalls(map: ReplyMap): ReplyValue[] {
	return CALLS.flatMap((key) => {
		const value = map[key];
		if (Array.isArray(value)) return value.filter(isMap);
		return isMap(value) ? [value] : [];
	});
}
