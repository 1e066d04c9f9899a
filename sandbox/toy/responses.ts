/** Answers of the toy in the wire format of OpenAI's Responses API: whole, or as a stream of events. */
import { createHash } from 'node:crypto';
import { answerChat, type ToyAnswer } from './chatCompletions';
import { chatOf, parseResponsesRequest, type ResponsesRequest } from './responsesRequest';

type Output =
	| {
			type: 'message';
			id: string;
			status: string;
			role: 'assistant';
			content: Array<
				| { type: 'output_text'; text: string; annotations: never[]; logprobs: never[] }
				| { type: 'refusal'; refusal: string }
			>;
	  }
	| {
			type: 'function_call';
			id: string;
			call_id: string;
			name: string;
			arguments: string;
			status: string;
	  };

function outputOf({ message }: ToyAnswer, digest: string): Output[] {
	if (message.tool_calls)
		return message.tool_calls.map(({ id, function: called }, index) => ({
			type: 'function_call',
			id: `fc_toy_${digest}${index}`,
			call_id: id,
			...called,
			status: 'completed',
		}));
	const content =
		message.refusal === null
			? {
					type: 'output_text' as const,
					text: message.content ?? '',
					annotations: [],
					logprobs: [],
				}
			: { type: 'refusal' as const, refusal: message.refusal };
	return [
		{
			type: 'message',
			id: `msg_toy_${digest}`,
			status: 'completed',
			role: 'assistant',
			content: [content],
		},
	];
}

/** The response as it is when the toy has finished; the stream also sends it at the beginning, without its output. */
function responseOf(request: ResponsesRequest, answer: ToyAnswer, digest: string) {
	const { prompt_tokens, completion_tokens, total_tokens } = answer.usage;
	return {
		id: `resp_toy_${digest}`,
		object: 'response',
		created_at: Math.floor(Date.now() / 1000),
		status: 'completed',
		error: null,
		incomplete_details: null,
		instructions: request.instructions ?? null,
		metadata: {},
		model: answer.model,
		output: outputOf(answer, digest),
		parallel_tool_calls: false,
		previous_response_id: null,
		store: false,
		text: { format: request.text?.format ?? { type: 'text' } },
		tool_choice: request.tool_choice ?? 'auto',
		tools: request.tools ?? [],
		usage: {
			input_tokens: prompt_tokens,
			input_tokens_details: { cached_tokens: 0 },
			output_tokens: completion_tokens,
			output_tokens_details: { reasoning_tokens: 0 },
			total_tokens,
		},
	};
}

interface StreamEvent {
	type: string;
	[key: string]: unknown;
}

/** The events of one item of the output: that it begins, its text in pieces, that it is complete. */
function eventsOf(item: Output, output_index: number): StreamEvent[] {
	const at = { item_id: item.id, output_index };
	const pieces = (text: string) => text.match(/[\s\S]{1,24}/g) ?? [];
	const added = (empty: object): StreamEvent => ({
		type: 'response.output_item.added',
		output_index,
		item: { ...item, ...empty, status: 'in_progress' },
	});
	const done: StreamEvent = { type: 'response.output_item.done', output_index, item };
	if (item.type === 'function_call') {
		const kind = 'response.function_call_arguments';
		return [
			added({ arguments: '' }),
			...pieces(item.arguments).map((delta) => ({ type: `${kind}.delta`, ...at, delta })),
			{ type: `${kind}.done`, ...at, name: item.name, arguments: item.arguments },
			done,
		];
	}
	const parts = item.content.flatMap((part, content_index): StreamEvent[] => {
		const here = { ...at, content_index };
		const [key, text] = part.type === 'refusal' ? ['refusal', part.refusal] : ['text', part.text];
		const kind = `response.${part.type}`;
		return [
			{ type: 'response.content_part.added', ...here, part: { ...part, [key]: '' } },
			...pieces(text).map((delta) => ({ type: `${kind}.delta`, ...here, delta, logprobs: [] })),
			{ type: `${kind}.done`, ...here, [key]: text, logprobs: [] },
			{ type: 'response.content_part.done', ...here, part },
		];
	});
	return [added({ content: [] }), ...parts, done];
}

function eventStream(response: ReturnType<typeof responseOf>): string {
	const begun = { ...response, status: 'in_progress', output: [], usage: null };
	const events: StreamEvent[] = [
		{ type: 'response.created', response: begun },
		{ type: 'response.in_progress', response: begun },
		...response.output.flatMap(eventsOf),
		{ type: 'response.completed', response },
	];
	return events
		.map((event, sequence_number) => {
			const data = JSON.stringify({ ...event, sequence_number });
			return `event: ${event.type}\ndata: ${data}\n\n`;
		})
		.join('');
}

/** Answers one `POST /v1/responses`. Throws `ChatError` for a request it does not understand. */
export async function createResponse(body: Buffer): Promise<{ contentType: string; body: string }> {
	const request = parseResponsesRequest(body);
	const answer = await answerChat(chatOf(request));
	const digest = createHash('sha256').update(body).digest('hex').slice(0, 24);
	const response = responseOf(request, answer, digest);
	return request.stream
		? { contentType: 'text/event-stream; charset=utf-8', body: eventStream(response) }
		: { contentType: 'application/json', body: JSON.stringify(response) };
}
