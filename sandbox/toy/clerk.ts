/**
 * The toy as an agent that counts: asked how many tasks wait in a stage and which have no labels, it calls a tool that lists tasks
 * and one that lists files, and answers from what they return. It understands this one question, with the stage in quotes.
 */
import { messageText, type ChatRequest } from './chatRequest';
import type { ScriptedStep } from './toolScript';

const question = /how many tasks wait in (?:the )?(?:stage )?["“]([^"”]+)["”]/i;

/** Tools by what their names say, in the order in which they are called. */
const needed = [/task/i, /file|row/i];

interface ListedFile {
	dataTitle: string;
	labelStatus: string | null;
}

/** The next step; undefined when the conversation does not ask this question, or a tool is missing. */
export function clerkStep({ messages, tools = [] }: ChatRequest): ScriptedStep {
	const asked = messages.filter(({ role }) => role === 'user').map(messageText);
	const stage = question.exec(asked.at(-1) ?? '')?.[1];
	const found = needed.map((pattern) => tools?.find((tool) => pattern.test(tool.function.name)));
	if (stage === undefined || found.includes(undefined)) return undefined;
	const results = messages.filter(({ role }) => role === 'tool').map(messageText);
	const next = found[results.length]?.function;
	if (next) {
		const properties = Object.keys((next.parameters?.properties ?? {}) as object);
		const args = Object.fromEntries(properties.map((name) => [name, stage]));
		return { call: { name: next.name, arguments: JSON.stringify(args) } };
	}
	const [tasks, files] = results.map(recordsIn);
	if (!tasks || !files) return { answer: `I could not look it up: ${results.join(' ')}` };
	const unlabeled = (files as unknown as ListedFile[])
		.filter(({ labelStatus }) => labelStatus === 'NOT_LABELLED')
		.map(({ dataTitle }) => dataTitle);
	const named =
		unlabeled.length === 0
			? 'All of them have labels'
			: `${unlabeled.length} have no labels: ${unlabeled.join(', ')}`;
	return { answer: `${tasks.length} tasks wait in "${stage}". ${named}.` };
}

type Json = Record<string, unknown>;

/** The records that a tool returned, in the wrappings of the agent's versions; undefined for an error or anything else. */
function recordsIn(text: string): Json[] | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return text.trim() === '' ? [] : undefined;
	}
	const list = Array.isArray(value) ? (value as Json[]) : [value as Json];
	const [first] = list;
	if (first && 'error' in first) return undefined;
	if (first && Array.isArray(first.results)) return first.results as Json[];
	return list;
}
