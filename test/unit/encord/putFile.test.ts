/** Sending a file to a signed address: what is repeated, what is not, and that the address stays secret. */
import { describe, expect, it } from '@jest/globals';
import { putFile, type FileToSend, type PutOptions } from '../../../src/encord/http/putFile';
import { CancelledError, ServerError } from '../../../src/encord/wire/errors';
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
	return {
		seen,
		slept,
		put: async (more: Partial<PutOptions> = {}, content: Partial<FileToSend> = {}) =>
			await putFile(URL_WITH_SECRET, { ...file, ...content }, { ...options, ...more }),
	};
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
		['500', 500],
		['503', 503],
		['429', 429],
		['408', 408],
		['a broken connection', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
	])('sends the content again from its beginning after %s', async (_what, failure) => {
		const { put, seen, slept } = storage([failure, failure, 200]);
		await put();
		expect(seen.map(({ content }) => content)).toEqual(['abcdef', 'abcdef', 'abcdef']);
		expect(slept).toEqual([500, 2000]);
	});

	it('gives up after four attempts', async () => {
		const { put, seen, slept } = storage([500]);
		await expect(put()).rejects.toThrow('The storage did not take the file "a.png" (status 500).');
		expect(seen).toHaveLength(4);
		expect(slept).toEqual([500, 2000, 8000]);
	});

	it('takes the status 201 for success, too', async () => {
		const { put, seen } = storage([201]);
		await put();
		expect(seen).toHaveLength(1);
	});

	it.each([204, 302, 400, 404, 499])(
		'takes the status %d for a refusal or a failure',
		async (status) => {
			const { put } = storage([status]);
			await expect(put()).rejects.toBeInstanceOf(ServerError);
		},
	);

	it.each([
		[204, /^Run the node again in a few minutes\.$/],
		[300, /ask Encord whether uploads to this folder are allowed/],
		[499, /ask Encord whether uploads to this folder are allowed/],
		[500, /^Run the node again in a few minutes\.$/],
	])('says what to do about the status %d', async (status, advice) => {
		const { put } = storage([status]);
		await expect(put()).rejects.toMatchObject({
			status,
			call: 'PUT of a file',
			advice: expect.stringMatching(advice),
		});
	});

	it('repeats nothing when the file cannot be read, and when the run was stopped', async () => {
		const unreadable = storage([200]);
		const fault = new TypeError('The file is gone');
		const bytes = async () => {
			throw fault;
		};
		await expect(unreadable.put({}, { bytes })).rejects.toBe(fault);
		expect(unreadable.seen).toHaveLength(0);
		expect(unreadable.slept).toEqual([]);

		const stopped = new AbortController();
		const { put, seen, slept } = storage([503]);
		const send: PutOptions['send'] = async ({ bodyStream }) => {
			seen.push({ request: {} as HttpRequest, content: '' });
			await bodyStream![Symbol.asyncIterator]().next();
			stopped.abort();
			return { status: 503, headers: {}, body: pieces() };
		};
		await expect(put({ send, signal: stopped.signal })).rejects.toBeInstanceOf(CancelledError);
		expect([seen.length, slept]).toEqual([1, []]);
	});

	it('closes the file after each attempt, read to its end or not', async () => {
		let closed = 0;
		const bytes = async () => Object.assign(pieces('abc'), { destroy: () => void (closed += 1) });
		const answers = [503, 200];
		const send: PutOptions['send'] = async () => ({
			status: answers.shift()!,
			headers: {},
			body: pieces(),
		});
		await storage([]).put({ send }, { bytes });
		expect(closed).toBe(2);
	});

	it('gives a large file more time', async () => {
		const { put, seen } = storage([200]);
		await put({}, { size: 6_000_000 });
		expect(seen[0]!.request.timeoutMs).toBe(240_000);
	});

	it('does not repeat what is refused, and does not show the address', async () => {
		const { put, seen } = storage([403]);
		const error = await put().catch((thrown: unknown) => thrown);
		expect(seen).toHaveLength(1);
		expect(String(error)).toContain('(status 403)');
		expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
	});
});
