/**
 * Requests of OpenAI's Responses API, which n8n's OpenAI Chat Model uses by default, as the conversation that the toy answers.
 */
import { z } from 'zod';
import { ChatError, parseBody, type ChatRequest } from './chatRequest';

const part = z.discriminatedUnion('type', [
	z.object({ type: z.literal('input_text'), text: z.string() }),
	z.object({ type: z.literal('output_text'), text: z.string() }),
	z.object({ type: z.literal('refusal'), refusal: z.string() }),
	z.object({ type: z.literal('input_image'), image_url: z.string() }),
]);
type Part = z.infer<typeof part>;

const content = z.union([z.string(), z.array(part)]);

/** `type` may be missing for messages. */
const items = [
	z.object({ type: z.literal('message').optional(), role: z.string(), content }),
	z.object({
		type: z.literal('function_call'),
		call_id: z.string(),
		name: z.string(),
		arguments: z.string(),
	}),
	z.object({ type: z.literal('function_call_output'), call_id: z.string(), output: content }),
	/** What a model thought. The toy does not think. */
	z.object({ type: z.literal('reasoning') }),
] as const;
type Item = z.infer<(typeof items)[number]>;

const schemaObject = z.record(z.unknown());

const responsesRequest = z.object({
	model: z.string().min(1),
	instructions: z.string().nullish(),
	input: z.union([z.string(), z.array(z.union(items)).min(1)]),
	stream: z.boolean().nullish(),
	text: z
		.object({
			format: z
				.object({ type: z.string(), name: z.string().optional(), schema: schemaObject.optional() })
				.nullish(),
		})
		.nullish(),
	tools: z
		.array(
			z.object({
				type: z.string(),
				name: z.string().optional(),
				description: z.string().nullish(),
				parameters: schemaObject.nullish(),
			}),
		)
		.nullish(),
	tool_choice: z.union([z.string(), z.object({ name: z.string().optional() })]).nullish(),
	previous_response_id: z.string().nullish(),
	conversation: z.unknown(),
});

export type ResponsesRequest = z.infer<typeof responsesRequest>;

/** @throws ChatError 400 for what the toy does not understand, and for a conversation that a server would have to remember */
export function parseResponsesRequest(body: Buffer): ResponsesRequest {
	const request = parseBody(body, responsesRequest);
	for (const key of ['previous_response_id', 'conversation'] as const)
		if (request[key] !== undefined && request[key] !== null)
			throw new ChatError(
				400,
				'The toy model remembers no conversation: send all of it as input',
				'unsupported_value',
				key,
			);
	return request;
}

const textOf = (given: string | Part[]): string =>
	typeof given === 'string'
		? given
		: given
				.map((each) =>
					each.type === 'refusal' ? each.refusal : each.type === 'input_image' ? '' : each.text,
				)
				.join('\n');

type Message = ChatRequest['messages'][number];

function messageOf(item: Item): Message[] {
	if (item.type === 'reasoning') return [];
	if (item.type === 'function_call')
		return [{ role: 'assistant', content: null, tool_calls: [{ function: { name: item.name } }] }];
	if (item.type === 'function_call_output') return [{ role: 'tool', content: textOf(item.output) }];
	if (typeof item.content === 'string') return [{ role: item.role, content: item.content }];
	const content = item.content.map((each) =>
		each.type === 'input_image'
			? { type: 'image_url' as const, image_url: each.image_url }
			: { type: 'text' as const, text: textOf([each]) },
	);
	return [{ role: item.role, content }];
}

function formatOf({ text }: ResponsesRequest): ChatRequest['response_format'] {
	const format = text?.format;
	if (!format || format.type === 'text') return undefined;
	return {
		type: format.type,
		...(format.schema && { json_schema: { name: format.name, schema: format.schema } }),
	};
}

/** The same conversation as a chat request. */
export function chatOf(request: ResponsesRequest): ChatRequest {
	const { model, instructions, input, tools, tool_choice: choice } = request;
	const named = typeof choice === 'object' && choice?.name ? choice.name : undefined;
	return {
		model,
		messages: [
			...(instructions ? [{ role: 'system', content: instructions }] : []),
			...(typeof input === 'string'
				? [{ role: 'user', content: input }]
				: input.flatMap(messageOf)),
		],
		response_format: formatOf(request),
		tools: tools?.map(({ type, name, description, parameters }) => {
			if (type !== 'function' || name === undefined)
				throw new ChatError(
					400,
					`The toy model has no built-in tool "${type}", only those of the caller`,
					'unsupported_value',
					'tools',
				);
			return {
				type: 'function' as const,
				function: {
					name,
					description: description ?? undefined,
					parameters: parameters ?? undefined,
				},
			};
		}),
		tool_choice: named ? { function: { name: named } } : typeof choice === 'string' ? choice : null,
	};
}
