/** OpenAI's chat request, with the fields that the toy reads. */
import { z } from 'zod';

/** An error in OpenAI's form. */
export class ChatError extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly code: string,
		readonly param: string | null = null,
	) {
		super(message);
	}
}

const part = z.union([
	z.object({ type: z.literal('text'), text: z.string() }),
	z.object({
		type: z.literal('image_url'),
		image_url: z.union([z.string(), z.object({ url: z.string() })]),
	}),
]);

const schemaObject = z.record(z.unknown());
const functionTool = z.object({
	type: z.literal('function'),
	function: z.object({
		name: z.string(),
		description: z.string().optional(),
		parameters: schemaObject.optional(),
	}),
});

export const chatRequest = z.object({
	model: z.string().min(1),
	messages: z
		.array(
			z.object({
				role: z.string(),
				content: z.union([z.string(), z.array(part), z.null()]).optional(),
				tool_calls: z.array(z.object({ function: z.object({ name: z.string() }) })).nullish(),
			}),
		)
		.min(1),
	stream: z.boolean().nullish(),
	stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
	response_format: z
		.object({
			type: z.string(),
			json_schema: z.object({ name: z.string().optional(), schema: schemaObject }).optional(),
		})
		.nullish(),
	tools: z.array(functionTool).nullish(),
	tool_choice: z
		.union([z.string(), z.object({ function: z.object({ name: z.string() }) })])
		.nullish(),
});

export type ChatRequest = z.infer<typeof chatRequest>;

/** Reads a request body by a schema. Throws a 400 `ChatError` that names the first bad field. */
export function parseBody<T>(body: Buffer, schema: z.ZodType<T, z.ZodTypeDef, unknown>): T {
	let json: unknown;
	try {
		json = JSON.parse(body.toString('utf8'));
	} catch {
		throw new ChatError(400, 'The request body is not valid JSON', 'invalid_json');
	}
	const parsed = schema.safeParse(json);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw new ChatError(
		400,
		`Invalid value for '${issue?.path.join('.')}': ${issue?.message}`,
		'invalid_value',
		issue?.path.join('.') ?? null,
	);
}

export function parseChatRequest(body: Buffer): ChatRequest {
	return parseBody(body, chatRequest);
}

/** The text of one message; its parts are separated by line breaks. */
export function messageText({ content }: ChatRequest['messages'][number]): string {
	if (typeof content === 'string') return content;
	return (content ?? []).map((each) => (each.type === 'text' ? each.text : '')).join('\n');
}

/** All text of the conversation, in order. */
export function textOfMessages({ messages }: ChatRequest): string {
	return messages.map(messageText).join('\n');
}

/**
 * The pictures of the conversation, in order. They must be data URLs: the toy downloads nothing.
 * Throws a 400 `ChatError` for another URL or for data that is not base64.
 */
export function picturesOfMessages({ messages }: ChatRequest): Buffer[] {
	return messages
		.flatMap(({ content }) => (Array.isArray(content) ? content : []))
		.flatMap((each) => {
			if (each.type !== 'image_url') return [];
			const url = typeof each.image_url === 'string' ? each.image_url : each.image_url.url;
			const data = /^data:image\/(?:png|jpe?g|webp);base64,([A-Za-z0-9+/=\s]+)$/.exec(url);
			if (data) return [Buffer.from(data[1] ?? '', 'base64')];
			const message = /^https?:/i.test(url)
				? 'The toy model fetches no addresses: send the picture itself as a data URL'
				: 'The picture must be a data URL: data:image/png, image/jpeg or image/webp in base64';
			throw new ChatError(400, message, 'invalid_image_url', 'messages');
		});
}
