/** Sending a file to a signed address: what is repeated, what is not, and that the address stays secret. */
import { describe, expect, it } from '@jest/globals';
import { putFile } from '../../../src/encord/http/putFile';
import type { HttpRequest } from '../../../src/encord/wire/send';

const URL_WITH_SECRET = 'https://storage.example.com/file?signature=secret';

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
	for (const text of texts) yield Buffer.from(text);
}

/** Answers with these statuses, or fails; notes what came. */
function storage(answers: Array<number | Error>) {
	const seen: Array<{ request: HttpRequest; content: string }> = [];
	const slept: number[] = [];
	const options = {
		send: async (request: HttpRequest) => {
			let content = '';
			for await (const chunk of request.bodyStream!) content += Buffer.from(chunk).toString();
			seen.push({ request, content });
			const answer = answers[Math.min(seen.length, answers.length) - 1]!;
			if (answer instanceof Error) throw answer;
			return { status: answer, headers: {}, body: pieces() };
		},
		sleep: async (ms: number) => void slept.push(ms),
	};
	const file = {
		name: 'a.png',
		contentType: 'image/png',
		size: 6,
		bytes: async () => pieces('abc', 'def'),
	};
	return { seen, slept, put: async () => await putFile(URL_WITH_SECRET, file, options) };
}

describe('putFile', () => {
	it('sends the whole content once, with its length and type', async () => {
		const { put, seen } = storage([200]);
		await put();
		expect(seen.map(({ content }) => content)).toEqual(['abcdef']);
		expect(seen[0]!.request).toMatchObject({
			method: 'PUT',
			url: URL_WITH_SECRET,
			headers: { 'Content-Type': 'image/png', 'Content-Length': '6' },
		});
	});

	it.each([
		['503', 503],
		['429', 429],
		['a broken connection', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
	])('sends the content again from its beginning after %s', async (_what, failure) => {
		const { put, seen, slept } = storage([failure, failure, 200]);
		await put();
		expect(seen.map(({ content }) => content)).toEqual(['abcdef', 'abcdef', 'abcdef']);
		expect(slept).toEqual([500, 2000]);
	});

	it('gives up after four attempts', async () => {
		const { put, seen } = storage([500]);
		await expect(put()).rejects.toThrow('The storage did not take the file "a.png" (status 500).');
		expect(seen).toHaveLength(4);
	});

	it('does not repeat what is refused, and does not show the address', async () => {
		const { put, seen } = storage([403]);
		const error = await put().catch((thrown: unknown) => thrown);
		expect(seen).toHaveLength(1);
		expect(String(error)).toContain('(status 403)');
		expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
	});
});
