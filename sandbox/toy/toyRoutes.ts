/** Routes of the toys: a chat model and a speech model with OpenAI's wire format, and a detector. */
import { ChatError } from './chatRequest';
import { completeChat, toyModel } from './chatCompletions';
import { detect } from './detector';
import { UnreadablePicture } from './pictureDecoder';
import { createResponse } from './responses';
import { transcription } from './transcription';

export interface ToyRequest {
	method: string;
	/** Path and query as sent; the query is not looked at. */
	path: string;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	body: Buffer;
}

export interface ToyReply {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

const replyWith = (status: number, contentType: string, body: string): ToyReply => ({
	status,
	headers: { 'content-type': contentType, 'cache-control': 'no-store' },
	body: Buffer.from(body, 'utf8'),
});
const json = (status: number, value: unknown) =>
	replyWith(status, 'application/json', JSON.stringify(value));

const openAiError = ({ status, message, code, param }: ChatError) =>
	json(status, {
		error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param, code },
	});

/** Refuses calls without a key, as OpenAI does. Any key is accepted. */
function requireKey(headers: ToyRequest['headers']): void {
	if (/^Bearer \S+/i.test(String(headers.authorization ?? ''))) return;
	throw new ChatError(
		401,
		'You did not provide an API key. The toy model takes any, as "Authorization: Bearer KEY".',
		'missing_api_key',
	);
}

async function openAi({ method, headers, body }: ToyRequest, path: string): Promise<ToyReply> {
	try {
		requireKey(headers);
		const model = { id: toyModel, object: 'model', created: 0, owned_by: 'toy' };
		if (method === 'GET' && path === '/v1/models')
			return json(200, { object: 'list', data: [model] });
		if (method === 'GET' && path === `/v1/models/${toyModel}`) return json(200, model);
		if (method === 'POST' && path === '/v1/chat/completions') {
			const answer = await completeChat(body);
			return replyWith(200, answer.contentType, answer.body);
		}
		if (method === 'POST' && path === '/v1/responses') {
			const answer = await createResponse(body);
			return replyWith(200, answer.contentType, answer.body);
		}
		if (method === 'POST' && path === '/v1/audio/transcriptions') {
			const answer = await transcription(body, String(headers['content-type'] ?? ''));
			return replyWith(200, answer.contentType, answer.body);
		}
		throw new ChatError(
			404,
			`The toy model does not know ${method} ${path}. It knows GET /v1/models, POST /v1/chat/completions, POST /v1/responses and POST /v1/audio/transcriptions.`,
			'unknown_url',
		);
	} catch (error) {
		if (error instanceof ChatError) return openAiError(error);
		return openAiError(
			new ChatError(500, 'The toy model failed on this request', 'internal_error'),
		);
	}
}

/** The picture of a detector call: the body itself, or `{"image": base64 or data URL}`. */
function sentPicture({ headers, body }: ToyRequest): Buffer {
	if (!String(headers['content-type'] ?? '').includes('json')) return body;
	let image: unknown;
	try {
		image = (JSON.parse(body.toString('utf8')) as { image?: unknown } | null)?.image;
	} catch {
		throw new UnreadablePicture('The body is not valid JSON');
	}
	if (typeof image !== 'string')
		throw new UnreadablePicture('The JSON body must be {"image": "<base64>"}');
	return Buffer.from(image.replace(/^data:[^,]*,/, ''), 'base64');
}

async function detector(request: ToyRequest): Promise<ToyReply> {
	if (request.method !== 'POST') return json(405, { message: 'Send the picture with POST' });
	try {
		return json(200, await detect(sentPicture(request)));
	} catch (error) {
		if (error instanceof UnreadablePicture) return json(400, { message: error.message });
		return json(500, { message: 'The toy detector failed on this picture' });
	}
}

const openAiCalls: Record<string, string> = {
	'/v1/chat/completions': 'chat.completions',
	'/v1/responses': 'responses.create',
	'/v1/audio/transcriptions': 'audio.transcriptions',
};

/** Name of the call for request counters and fault rules; null when the address does not belong to the toys. */
export function toyCallName(path: string): string | null {
	if (path.startsWith('/v1/')) return openAiCalls[path] ?? 'chat.other';
	return path === '/toy/detect' ? 'toy.detect' : null;
}

/** Answers a request to one of the toy's addresses; null for any other. */
export async function handleToy(request: ToyRequest): Promise<ToyReply | null> {
	const path = request.path.split('?', 1)[0] ?? '';
	if (path.startsWith('/v1/')) return openAi(request, path);
	return path === '/toy/detect' ? detector(request) : null;
}
