/**
 * The chat model that is connected to the node. n8n hands out LangChain objects; they are used by their methods only, so that no
 * version of LangChain has to fit (n8n §6).
 */
import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import {
	type LanguageModel,
	type MessagePart,
	type ModelReply,
	type ModelRequest,
} from '../../../src/llm/model/model';
import { modelError } from './modelErrors';

/** The parts of a LangChain chat model that are used. */
interface ChatModel {
	invoke(messages: ChatMessage[], options: { signal?: AbortSignal }): Promise<ChatReply>;
	lc_namespace?: string[];
	model?: string;
	modelName?: string;
	temperature?: number;
	topP?: number;
	maxTokens?: number;
}

interface ChatMessage {
	role: 'system' | 'user' | 'assistant';
	content: string | ChatPart[];
}

type ChatPart = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } };

interface ChatReply {
	content: unknown;
	usage_metadata?: { input_tokens?: number; output_tokens?: number };
	response_metadata?: { [key: string]: unknown };
}

/** A chat model as this package asks it. @throws NodeOperationError when it is none */
export function chatModel(n8n: IExecuteFunctions, connected: unknown): LanguageModel {
	if (typeof (connected as ChatModel | undefined)?.invoke !== 'function')
		throw new NodeOperationError(n8n.getNode(), 'What is connected as a model is no chat model', {
			description: 'Connect a chat model node, such as OpenAI Chat Model.',
		});
	const model = connected as ChatModel;
	const { lc_namespace: namespace = [], temperature, topP, maxTokens } = model;
	const name = model.model ?? model.modelName ?? 'model';
	return {
		id: JSON.stringify([...namespace, name, temperature, topP, maxTokens]),
		ask: async (request, signal) => {
			try {
				return replyOf(
					await model.invoke(messagesOf(request), signal === undefined ? {} : { signal }),
					name,
				);
			} catch (error) {
				signal?.throwIfAborted();
				throw modelError(error);
			}
		},
	};
}

function messagesOf({ messages }: ModelRequest): ChatMessage[] {
	return messages.map(({ role, parts }) => {
		const onlyText = parts.every((part) => 'text' in part);
		return {
			role,
			content: onlyText
				? parts.map((part) => ('text' in part ? part.text : '')).join('\n')
				: parts.map(chatPart),
		};
	});
}

function chatPart(part: MessagePart): ChatPart {
	if ('text' in part) return { type: 'text', text: part.text };
	return { type: 'image_url', image_url: { url: dataUrl(part.picture) } };
}

export function dataUrl({ bytes, mimeType }: { bytes: Uint8Array; mimeType: string }): string {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return `data:${mimeType};base64,${buffer.toString('base64')}`;
}

/** Names under which providers say why an answer ended. */
const FINISH_KEYS = ['finish_reason', 'stop_reason', 'finishReason', 'done_reason'];

function replyOf(reply: ChatReply, name: string): ModelReply {
	const { usage_metadata: usage, response_metadata: metadata = {} } = reply;
	const finish = FINISH_KEYS.map((key) => metadata[key]).find((each) => typeof each === 'string');
	const answeredBy = metadata.model_name ?? metadata.model;
	return {
		// The reader of answers knows what a finish reason means.
		content: { content: reply.content, ...(finish === undefined ? {} : { finish_reason: finish }) },
		model: typeof answeredBy === 'string' ? answeredBy : name,
		...(usage === undefined
			? {}
			: { tokens: { input: usage.input_tokens ?? 0, output: usage.output_tokens ?? 0 } }),
	};
}
