/** OpenAI's call for transcripts: a form with a file, answered as `json`, `text` or `verbose_json` with segments. */
import { ChatError } from './chatRequest';
import { transcribe, UnhearableSound } from './hearing';

/** Answers one `POST /v1/audio/transcriptions`. Throws `ChatError` for a form it does not understand. */
export async function transcription(
	body: Buffer,
	contentType: string,
): Promise<{ contentType: string; body: string }> {
	const form = await formOf(body, contentType);
	const file = form.get('file');
	if (file === null || typeof file === 'string')
		throw new ChatError(400, 'The form has no file under "file"', 'missing_value', 'file');
	const { duration, segments } = heard(Buffer.from(await file.arrayBuffer()));
	const text = segments.map((segment) => segment.text).join(' ');
	const format = form.get('response_format') ?? 'json';
	if (format === 'text') return { contentType: 'text/plain; charset=utf-8', body: text };
	const answer =
		format === 'verbose_json'
			? {
					task: 'transcribe',
					language: 'english',
					duration,
					text,
					segments: segments.map((segment, id) => ({
						id,
						seek: 0,
						...segment,
						tokens: [],
						temperature: 0,
						avg_logprob: -0.1,
						compression_ratio: 1,
						no_speech_prob: 0.01,
					})),
				}
			: { text };
	return { contentType: 'application/json', body: JSON.stringify(answer) };
}

async function formOf(body: Buffer, contentType: string): Promise<FormData> {
	try {
		const headers = { 'content-type': contentType };
		return await new Response(new Uint8Array(body), { headers }).formData();
	} catch {
		throw new ChatError(400, 'The body is not a multipart form', 'invalid_form');
	}
}

function heard(bytes: Buffer) {
	try {
		return transcribe(bytes);
	} catch (error) {
		if (error instanceof UnhearableSound)
			throw new ChatError(400, error.message, 'invalid_audio', 'file');
		throw error;
	}
}
