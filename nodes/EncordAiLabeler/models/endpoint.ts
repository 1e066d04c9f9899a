/**
 * A model behind an OpenAI-compatible address, asked with the `openai` package and n8n's own OpenAI credential. The package's
 * requests go through n8n's request helper, so that proxy, certificates and egress settings of the instance apply.
 */
import type OpenAI from 'openai';
import type { IExecuteFunctions } from 'n8n-workflow';
import { readBody, type HttpSend } from '../../../src/encord/wire/send';
import type {
	LanguageModel,
	MessagePart,
	ModelReply,
	ModelRequest,
} from '../../../src/llm/model/model';
import { n8nSend } from '../../shared/n8n/http';
import { dataUrl } from './chatModel';
import { modelError } from './modelErrors';

/** Name of n8n's own credential. */
export const OPENAI_CREDENTIAL = 'openAiApi';
const DEFAULT_URL = 'https://api.openai.com/v1';
/** Largest reply that is read, in bytes. */
const MAX_REPLY = 16 * 1024 * 1024;

export interface EndpointSettings {
	/** Name of the model, as the provider has it. */
	model: string;
	/** Milliseconds for one call. */
	timeoutMs: number;
	/** Whether the endpoint can be held to a JSON schema (`response_format: json_schema`). */
	strictSchema: boolean;
	temperature?: number;
}

/** A model as this package asks it. @throws when the credential is missing */
export async function endpointModel(
	n8n: IExecuteFunctions,
	settings: EndpointSettings,
): Promise<LanguageModel> {
	const credential = await n8n.getCredentials(OPENAI_CREDENTIAL);
	const baseURL = String(credential.url || DEFAULT_URL);
	const { default: Client } = await import('openai');
	const client = new Client({
		apiKey: String(credential.apiKey),
		baseURL,
		...(credential.organizationId ? { organization: String(credential.organizationId) } : {}),
		...(credential.header === true && credential.headerName
			? { defaultHeaders: { [String(credential.headerName)]: String(credential.headerValue) } }
			: {}),
		timeout: settings.timeoutMs,
		// Repeating is ours: it has to stay within the budget.
		maxRetries: 0,
		fetch: fetchThrough(n8nSend(n8n), settings.timeoutMs),
	});
	return {
		id: JSON.stringify([baseURL, settings.model, settings.temperature, settings.strictSchema]),
		ask: async (request, signal) => {
			try {
				const completion = await client.chat.completions.create(
					completionRequest(request, settings),
					signal === undefined ? {} : { signal },
				);
				return replyOf(completion);
			} catch (error) {
				signal?.throwIfAborted();
				throw modelError(error);
			}
		},
	};
}

function completionRequest(
	{ messages, schema }: ModelRequest,
	{ model, temperature, strictSchema }: EndpointSettings,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
	return {
		model,
		messages: messages.map(({ role, parts }) => messageOf(role, parts)),
		...(temperature === undefined ? {} : { temperature }),
		...(strictSchema && schema !== undefined
			? {
					response_format: {
						type: 'json_schema',
						json_schema: { name: 'labels', strict: true, schema },
					},
				}
			: {}),
	};
}

function messageOf(
	role: 'system' | 'user' | 'assistant',
	parts: MessagePart[],
): OpenAI.ChatCompletionMessageParam {
	const text = parts.map((part) => ('text' in part ? part.text : '')).join('\n');
	if (role !== 'user') return { role, content: text };
	return {
		role,
		content: parts.map((part) =>
			'text' in part
				? { type: 'text', text: part.text }
				: { type: 'image_url', image_url: { url: dataUrl(part.picture) } },
		),
	};
}

function replyOf({ choices, usage, model }: OpenAI.ChatCompletion): ModelReply {
	return {
		// The reader of answers knows this form: several choices, refusals and finish reasons have a meaning there.
		content: { choices },
		...(model ? { model } : {}),
		...(usage ? { tokens: { input: usage.prompt_tokens, output: usage.completion_tokens } } : {}),
	};
}

/** The part of `fetch` that the `openai` package uses, over an `HttpSend`. */
export function fetchThrough(send: HttpSend, timeoutMs: number): typeof fetch {
	return async (input, init = {}) => {
		const { body } = init;
		if (body !== undefined && body !== null && typeof body !== 'string')
			throw new TypeError('Only text can be sent to a model.');
		const reply = await send({
			method: (init.method ?? 'GET') as 'GET' | 'POST',
			url: input instanceof Request ? input.url : String(input),
			headers: Object.fromEntries(new Headers(init.headers)),
			timeoutMs,
			...(typeof body === 'string' ? { body: Buffer.from(body) } : {}),
			...(init.signal ? { signal: init.signal } : {}),
		});
		const bytes = await readBody(reply.body, MAX_REPLY);
		// A status without a body must have none in a Response.
		const empty = [204, 205, 304].includes(reply.status);
		return new Response(empty ? null : bytes, { status: reply.status, headers: reply.headers });
	};
}
