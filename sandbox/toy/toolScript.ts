/**
 * Tool calls that the conversation itself asks for, so that a test decides what the agent does. The toy obeys every line of the form
 *
 *   Call the tool NAME with {"argument": "value"}
 *
 * one after the other, no matter who wrote it: it is also the most gullible model there can be. Then it answers with what the last
 * tools returned.
 */
import { messageText, type ChatRequest } from './chatRequest';

const CALL_LINE = /^[ \t]*Call the tool (\S+) with (\{.*\})[ \t]*$/gm;

export interface ScriptedCall {
	name: string;
	/** JSON text of an object. */
	arguments: string;
}

/** What to do next; undefined when no line asks for a tool. */
export type ScriptedStep = { call: ScriptedCall } | { answer: string } | undefined;

/** The step that follows the calls the conversation contains already. */
export function scriptedStep({ messages, tools }: ChatRequest): ScriptedStep {
	const asked = messages
		.filter(({ role }) => role !== 'assistant' && role !== 'tool')
		.flatMap((message) => [...messageText(message).matchAll(CALL_LINE)])
		.map(([, name = '', json = '']) => ({ name, arguments: json }));
	if (asked.length === 0) return undefined;
	const made = messages.flatMap((message) => message.tool_calls ?? []).length;
	const call = asked[made];
	if (call === undefined)
		return {
			answer: messages
				.filter(({ role }) => role === 'tool')
				.map(messageText)
				.join('\n'),
		};
	if (!tools?.some((tool) => tool.function.name === call.name))
		return { answer: `I have no tool "${call.name}".` };
	return isJsonObject(call.arguments)
		? { call }
		: { answer: `The arguments for "${call.name}" are not JSON: ${call.arguments}` };
}

function isJsonObject(text: string): boolean {
	try {
		return typeof JSON.parse(text) === 'object';
	} catch {
		return false;
	}
}
