/** Routes of the toys: a chat model and a speech model with OpenAI's wire format, and models that look at pictures and videos. */
import { ChatError } from './chatRequest';
import { completeChat, toyModel } from './chatCompletions';
import { detect } from './detector';
import { findLookAlikes, type Corners } from './lookAlikes';
import { UnreadablePicture } from './pictureDecoder';
import { trackPoint, UntrackablePoint } from './pointTracker';
import { createResponse } from './responses';
import { segment } from './segmenter';
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

/** The form of a call cannot be read, or a field of it is missing or wrong. */
class BadForm extends Error {}

async function formOf({ headers, body }: ToyRequest): Promise<FormData> {
	try {
		const type = String(headers['content-type'] ?? '');
		return await new Response(new Uint8Array(body), {
			headers: { 'content-type': type },
		}).formData();
	} catch {
		throw new BadForm('The body is not a multipart form');
	}
}

async function fileIn(form: FormData, name: string): Promise<Buffer> {
	const file = form.get(name);
	if (file === null || typeof file === 'string')
		throw new BadForm(`The form has no file under "${name}"`);
	return Buffer.from(await file.arrayBuffer());
}

/** So many numbers from a field of a form, separated by commas. */
function numbersIn(form: FormData, name: string, count: number): number[] {
	const text = form.get(name);
	const numbers = typeof text === 'string' ? text.split(',').map((part) => part.trim()) : [];
	if (numbers.length !== count || numbers.some((part) => part === '' || !isFinite(Number(part))))
		throw new BadForm(`"${name}" must be ${count === 1 ? 'a number' : `${count} numbers`}`);
	return numbers.map(Number);
}

/** A form with the picture as `image` and the example as `box`: left, top, right, bottom in pixels; `masks` is `true` for masks, too. */
async function lookAlikesOf(request: ToyRequest) {
	const form = await formOf(request);
	const box = numbersIn(form, 'box', 4) as Corners;
	return await findLookAlikes(await fileIn(form, 'image'), box, form.get('masks') === 'true');
}

/** A form with the video as `video` and the point as `frame`, `x` and `y` in pixels. */
async function trackOf(request: ToyRequest) {
	const form = await formOf(request);
	const [frame = 0, x = 0, y = 0] = ['frame', 'x', 'y'].flatMap((name) => numbersIn(form, name, 1));
	return await trackPoint(await fileIn(form, 'video'), { frame, x, y });
}

/** The toys that are no models of OpenAI, by their address. */
const lookers: Record<string, { call: string; answer: (request: ToyRequest) => Promise<unknown> }> =
	{
		'/toy/detect': {
			call: 'toy.detect',
			answer: async (request) => await detect(sentPicture(request)),
		},
		'/toy/segment': {
			call: 'toy.segment',
			answer: async (request) => await segment(sentPicture(request)),
		},
		'/toy/look-alikes': { call: 'toy.lookAlikes', answer: lookAlikesOf },
		'/toy/track': { call: 'toy.track', answer: trackOf },
	};

async function look(
	request: ToyRequest,
	answer: (request: ToyRequest) => Promise<unknown>,
): Promise<ToyReply> {
	if (request.method !== 'POST') return json(405, { message: 'Send the picture with POST' });
	try {
		return json(200, await answer(request));
	} catch (error) {
		if (
			error instanceof UnreadablePicture ||
			error instanceof UntrackablePoint ||
			error instanceof BadForm
		)
			return json(400, { message: error.message });
		return json(500, { message: 'The toy failed on this file' });
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
	return lookers[path]?.call ?? null;
}

/** Answers a request to one of the toy's addresses; null for any other. */
export async function handleToy(request: ToyRequest): Promise<ToyReply | null> {
	const path = request.path.split('?', 1)[0] ?? '';
	if (path.startsWith('/v1/')) return openAi(request, path);
	const looker = lookers[path];
	return looker === undefined ? null : await look(request, looker.answer);
}
