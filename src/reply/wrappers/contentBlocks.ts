/** Reads the parts of a message: texts, thoughts and tool calls, as the model APIs list them. */
import { isMap, type ReplyMap, type ReplyValue } from '../value';
import { toolArguments } from './toolCall';

const THOUGHTS =
	/^(thinking|redacted_thinking|reasoning|reasoning_text|summary_text|thought|reasoning_content)$/i;
const TEXTS = /^(text|output_text|message|output_message|assistant)$/i;
const OTHERS =
	/^(tool_result|function_call_output|image|image_url|input_text|input_image|web_search_call|refusal|server_tool_use)$/i;

/** The texts of a message in order, without its thoughts, and the arguments of its tool calls. */
export interface Blocks {
	texts: ReplyValue[];
	calls: ReplyValue[];
	refusal?: string;
}

/** Whether `type` says that an object is part of an API's reply, and not the answer to a question called "Type". */
export function isApiType(type: unknown): boolean {
	return (
		typeof type === 'string' &&
		/^(message|response|completion|chat\.completion|text|output_text|tool_use|tool_call|function_call|thinking|reasoning)$/.test(
			type,
		)
	);
}

/** The parts of a list of content blocks. Undefined when it is none: some member is no block. */
export function contentBlocks(
	list: ReplyValue[],
	isName: (key: string) => boolean,
): Blocks | undefined {
	const maps = list.filter(isMap);
	if (maps.length === 0 || maps.length < list.length || !maps.every((map) => isBlock(map, isName)))
		return undefined;
	const blocks: Blocks = { texts: [], calls: [] };
	for (const map of maps) {
		const type = typeof map.type === 'string' ? map.type : '';
		if (THOUGHTS.test(type) || map.thought === true) continue;
		const call =
			toolArguments(map) ?? (isMap(map.functionCall) ? toolArguments(map.functionCall) : undefined);
		if (call !== undefined) blocks.calls.push(call);
		else if (typeof map.refusal === 'string' && map.refusal !== '') blocks.refusal = map.refusal;
		else {
			const text = map.text ?? map.content;
			if (text !== undefined && text !== null && !OTHERS.test(type)) blocks.texts.push(text);
		}
	}
	return blocks;
}

function isBlock(map: ReplyMap, isName: (key: string) => boolean): boolean {
	const keys = Object.keys(map);
	const { type } = map;
	if (typeof type === 'string') {
		if (THOUGHTS.test(type) || OTHERS.test(type)) return true;
		if (TEXTS.test(type) && ('text' in map || 'content' in map)) return true;
		if (toolArguments(map) !== undefined) return true;
	}
	if (keys.some(isName)) return false;
	return (
		(typeof map.text === 'string' &&
			keys.every((key) => ['text', 'thought', 'thoughtSignature', 'annotations'].includes(key))) ||
		isMap(map.functionCall)
	);
}
