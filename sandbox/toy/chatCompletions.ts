/**
 * The toy vision model with OpenAI's chat wire format. It decodes the picture it gets and answers from its pixels. A text between
 * triple quotes it reads (told.ts). Without a picture and without such a text it says so and fills no schema, so that a workflow
 * without picture fails visibly. It counts tasks with the tools of an agent (clerk.ts), and lines of the conversation can tell it which
 * tools to call (toolScript.ts).
 */
import { createHash } from 'node:crypto';

import {
	ChatError,
	parseChatRequest,
	picturesOfMessages,
	textOfMessages,
	type ChatRequest,
} from './chatRequest';
import { clerkStep } from './clerk';
import { describe, perceive } from './perception';
import { UnreadablePicture } from './pictureDecoder';
import { schemaInPrompt } from './promptSchema';
import { answerSchema, NoAnswer, type Material } from './schemaAnswer';
import { firstSentence, rephrase, summarize, toldText } from './told';
import { scriptedStep } from './toolScript';

export const toyModel = 'toy-vision';
/** A model of this name sees shapes and colors, but no things such as cats: the two models differ about pictures of things. */
const shapesOnlyModel = 'toy-shapes';
/** A model of this name answers everything with an apology, for trying what a workflow does with answers of no use. */
const apologizingModel = 'toy-apology';
const noPicture =
	'I am a toy model that only answers about pictures, and I see no picture in this request.';

export interface ToyMessage {
	role: 'assistant';
	content: string | null;
	refusal: string | null;
	tool_calls?: Array<{
		id: string;
		type: 'function';
		function: { name: string; arguments: string };
	}>;
}

const say = (content: string): ToyMessage => ({ role: 'assistant', content, refusal: null });
/** OpenAI's form for "the answer would not fit the schema". */
const refuse = (refusal: string): ToyMessage => ({ role: 'assistant', content: null, refusal });

/**
 * The function to call: the one that the request names, else the first that the conversation has not called yet, so that an agent
 * with tools comes to an end. None when the request forbids calls.
 */
function askedFunction({ tools, tool_choice: choice, messages }: ChatRequest) {
	if (!tools?.length || choice === 'none') return undefined;
	if (typeof choice !== 'object' || !choice) {
		const called = new Set(
			messages.flatMap((message) => message.tool_calls ?? []).map((call) => call.function.name),
		);
		return tools.find((tool) => !called.has(tool.function.name))?.function;
	}
	const named = tools.find((tool) => tool.function.name === choice.function.name)?.function;
	if (!named)
		throw new ChatError(
			400,
			`tool_choice names "${choice.function.name}", which is not among the tools`,
			'invalid_value',
			'tool_choice',
		);
	return named;
}

/** @param turn tells apart two calls with the same arguments in one conversation */
function callTool(name: string, args: unknown, turn = 0): ToyMessage {
	const json = typeof args === 'string' ? args : JSON.stringify(args);
	const digest = createHash('sha256')
		.update(`${name}${json}${turn || ''}`)
		.digest('hex');
	return {
		role: 'assistant',
		content: null,
		refusal: null,
		tool_calls: [
			{
				id: `call_toy_${digest.slice(0, 16)}`,
				type: 'function',
				function: { name, arguments: json },
			},
		],
	};
}

function answer(request: ChatRequest, material: Material): ToyMessage {
	const called = askedFunction(request);
	if (called) return callTool(called.name, answerSchema(called.parameters ?? {}, material));
	const demanded = request.response_format?.json_schema?.schema;
	if (demanded) return say(JSON.stringify(answerSchema(demanded, material)));
	const written = schemaInPrompt(textOfMessages(request));
	if (written) {
		const json = JSON.stringify(answerSchema(written.schema, material));
		return say(
			written.fenced && request.response_format?.type !== 'json_object'
				? `\`\`\`json\n${json}\n\`\`\``
				: json,
		);
	}
	const sentence = inWords(textOfMessages(request), material);
	return say(
		request.response_format?.type === 'json_object'
			? JSON.stringify({ description: sentence })
			: sentence,
	);
}

/** An answer without a schema. */
function inWords(asked: string, { seen, told = '' }: Material): string {
	if (seen && /\bone word\b/i.test(asked)) return seen.subject?.thing ?? 'other';
	if (seen) return describe(seen);
	if (/\bsummar/i.test(asked)) return summarize(told);
	return /\brephras|\bother words\b/i.test(asked) ? rephrase(told, 1) : firstSentence(told);
}

async function reply(request: ChatRequest, pictures: Buffer[]): Promise<ToyMessage> {
	if (request.model === apologizingModel) return say('I am sorry, but I cannot help with that.');
	const scripted = scriptedStep(request) ?? clerkStep(request);
	if (scripted)
		return 'answer' in scripted
			? say(scripted.answer)
			: callTool(scripted.call.name, scripted.call.arguments, request.messages.length);
	// Only the last picture of the conversation counts.
	const picture = pictures.at(-1);
	const told = toldText(request);
	if (!picture && told === undefined)
		return request.response_format?.type === 'json_schema' ? refuse(noPicture) : say(noPicture);
	try {
		const seen = picture && (await perceive(picture));
		return answer(request, {
			...(seen && { seen: request.model === shapesOnlyModel ? { ...seen, subject: null } : seen }),
			...(told !== undefined && { told }),
		});
	} catch (error) {
		if (error instanceof UnreadablePicture)
			throw new ChatError(400, error.message, 'invalid_image', 'messages');
		if (error instanceof NoAnswer) return refuse(`The toy model cannot answer: ${error.message}`);
		throw error;
	}
}

/** What the toy answers to a conversation, and what that would have cost. */
export interface ToyAnswer {
	message: ToyMessage;
	model: string;
	usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
}

function usage(request: ChatRequest, pictures: number, message: ToyMessage): ToyAnswer['usage'] {
	const prompt = Math.ceil(textOfMessages(request).length / 4) + pictures * 255;
	const completion = Math.ceil(
		`${message.content ?? message.refusal ?? ''}${message.tool_calls?.[0]?.function.arguments ?? ''}`
			.length / 4,
	);
	return {
		prompt_tokens: prompt,
		completion_tokens: completion,
		total_tokens: prompt + completion,
	};
}

/** Answers a conversation, whatever the wire format is that it came in. @throws ChatError */
export async function answerChat(request: ChatRequest): Promise<ToyAnswer> {
	const pictures = picturesOfMessages(request);
	const message = await reply(request, pictures);
	return {
		message,
		model: request.model === shapesOnlyModel ? shapesOnlyModel : toyModel,
		usage: usage(request, pictures.length, message),
	};
}

/** Server-sent events: the role, the text in pieces, the reason it ended, the usage when asked for. */
function eventStream(
	head: object,
	message: ToyMessage,
	finish: string,
	used: object | null,
): string {
	const chunk = (delta: object, reason: string | null = null) => ({
		...head,
		object: 'chat.completion.chunk',
		choices: [{ index: 0, delta, finish_reason: reason }],
	});
	const pieces = message.content?.match(/[\s\S]{1,24}/g) ?? [];
	const events: object[] = [
		chunk({ role: 'assistant', content: message.content === null ? null : '' }),
		...pieces.map((content) => chunk({ content })),
	];
	if (message.refusal) events.push(chunk({ refusal: message.refusal }));
	if (message.tool_calls)
		events.push(
			chunk({ tool_calls: message.tool_calls.map((call, index) => ({ index, ...call })) }),
		);
	events.push(chunk({}, finish));
	if (used) events.push({ ...head, object: 'chat.completion.chunk', choices: [], usage: used });
	return `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`;
}

/** Answers one `POST /v1/chat/completions`. Throws `ChatError` for a request it does not understand. */
export async function completeChat(body: Buffer): Promise<{ contentType: string; body: string }> {
	const request = parseChatRequest(body);
	const { message, model, usage: used } = await answerChat(request);
	const id = `chatcmpl-toy-${createHash('sha256').update(body).digest('hex').slice(0, 24)}`;
	const head = {
		id,
		created: Math.floor(Date.now() / 1000),
		model,
		system_fingerprint: 'fp_toy',
	};
	const finish = message.tool_calls ? 'tool_calls' : 'stop';
	if (request.stream) {
		return {
			contentType: 'text/event-stream; charset=utf-8',
			body: eventStream(head, message, finish, request.stream_options?.include_usage ? used : null),
		};
	}
	const choices = [{ index: 0, message, logprobs: null, finish_reason: finish }];
	return {
		contentType: 'application/json',
		body: JSON.stringify({ ...head, object: 'chat.completion', choices, usage: used }),
	};
}
