/** Byte ranges of a file in the storage: which requests are sent, and what is done when they fail. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { HttpResponse } from '../../../src/encord/wire/send';
import { Deadline } from '../../../src/media/bytes/deadline';
import { openRanges } from '../../../src/media/bytes/openRanges';

const file = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7) % 251));

type Answer = Partial<Omit<HttpResponse, 'body'>> & {
	body?: Buffer;
	breaks?: boolean;
	error?: Error;
};

const partOf = (range: string | undefined): Answer => {
	const [from = 0, to = 0] = (range?.match(/\d+/g) ?? []).map(Number);
	return {
		status: 206,
		headers: { 'content-range': `bytes ${from}-${to}/${file.length}`, etag: '"a"' },
		body: file.subarray(from, to + 1),
	};
};

const deadlines: Deadline[] = [];
afterEach(() => deadlines.splice(0).forEach((deadline) => deadline.end()));

/** A storage that gives some answers in place of the usual ones. @param changes by the number of the request, from 0 */
function storage(changes: Record<number, Answer> = {}, { maxBytes = 1e6, maxRequests = 50 } = {}) {
	const asked: string[] = [];
	const urls: string[] = [];
	const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
	deadlines.push(deadline);
	let links = 0;
	const options = {
		url: async () => `https://storage.example/file?link=${++links}`,
		deadline,
		maxBytes,
		maxRequests,
		send: async (request: {
			url: string;
			headers: Record<string, string>;
		}): Promise<HttpResponse> => {
			const { range } = request.headers;
			const { error, body, breaks, ...answer } = { ...partOf(range), ...changes[asked.length] };
			asked.push(range?.replace('bytes=', '') ?? '');
			urls.push(request.url);
			if (error) throw error;
			async function* sent() {
				if (body?.length) yield body;
				if (breaks) throw new Error('socket hang up');
			}
			return { status: 200, headers: {}, ...answer, body: sent() };
		},
	};
	return { asked, urls, options };
}

async function opened(changes: Record<number, Answer> = {}, limits = {}) {
	const { options, ...seen } = storage(changes, limits);
	const found = await openRanges(options, 100);
	if (!found.ranges) throw new Error('no ranges');
	return { ...seen, reader: found.reader, head: found.head };
}

/** The pauses between tries pass at once. */
async function withoutPauses<T>(work: () => Promise<T>): Promise<T> {
	jest.useFakeTimers();
	try {
		const result = work();
		result.catch(() => undefined);
		await jest.advanceTimersByTimeAsync(5000);
		return await result;
	} finally {
		jest.useRealTimers();
	}
}

async function collected(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
	const all = [];
	for await (const chunk of chunks) all.push(chunk);
	return Buffer.concat(all);
}

const tried = (changes: Record<number, Answer>) => withoutPauses(async () => await opened(changes));

describe('the first request for a file', () => {
	it('gives its first bytes, its size, and a reader that does not ask for them again', async () => {
		const { reader, head, asked } = await opened();
		expect(head).toEqual(file.subarray(0, 100));
		expect([reader.size, reader.isLocal]).toEqual([1000, false]);
		expect(await reader.read(10, 90)).toEqual(file.subarray(10, 100));
		expect(asked).toEqual(['0-99']);
		expect(await reader.read(10, 91)).toEqual(file.subarray(10, 101));
		expect(asked).toEqual(['0-99', '10-100']);
	});

	it('gives the whole of a short file, and takes no more than was asked', async () => {
		const short = { headers: { 'content-range': 'bytes 0-49/50' }, body: file.subarray(0, 50) };
		const { reader, head } = await opened({ 0: short });
		expect(head).toHaveLength(50);
		expect([reader.size, reader.isLocal]).toEqual([50, true]);
		expect((await opened({ 0: { body: file } })).head).toEqual(file.subarray(0, 100));
	});

	it('gives the whole body where the storage serves no ranges', async () => {
		for (const [headers, size] of [
			[{ 'content-length': '1000' }, 1000],
			[{}, undefined],
			[{ 'content-length': 'x' }, undefined],
		] as const) {
			const { options } = storage({
				0: { status: 200, headers: headers as Record<string, string>, body: file },
			});
			const found = await openRanges(options, 100);
			expect(found).toMatchObject({ ranges: false, size });
			expect(await collected((found as { body: AsyncIterable<Buffer> }).body)).toEqual(file);
		}
	});

	it.each<[string, Answer, string, string]>([
		['an empty file', { status: 416 }, 'damaged', 'The file is empty.'],
		[
			'a range without its place',
			{ headers: {} },
			'network',
			'The storage answers ranges without saying which bytes they are.',
		],
		[
			'another range',
			{ headers: { 'content-range': 'bytes 1-100/1000' } },
			'network',
			'The storage sends other bytes than the asked range.',
		],
		[
			'no such file',
			{ status: 404 },
			'notFound',
			'The storage has no such file (404). It was moved or deleted after it was registered in Encord.',
		],
		['no such file any more', { status: 410 }, 'notFound', 'The storage has no such file (410).'],
		[
			'an unknown status',
			{ status: 418 },
			'network',
			'The storage answered 418, which this package does not understand.',
		],
	])('is refused for %s', async (_, answer, code, message) => {
		await expect(opened({ 0: answer })).rejects.toMatchObject({
			code,
			message: expect.stringContaining(message),
		});
	});

	it('is repeated where the connection breaks or the storage is busy', async () => {
		const half = { body: file.subarray(0, 50), breaks: true };
		const { head, asked } = await tried({
			0: half,
			1: { status: 503 },
			2: { error: new Error('reset') },
		});
		expect(head).toEqual(file.subarray(0, 100));
		expect(asked).toEqual(['0-99', '0-99', '0-99', '0-99']);
	});

	it('is given up after four tries, and the cause is named without its address', async () => {
		const failing = (answer: Answer) => Object.fromEntries([0, 1, 2, 3].map((i) => [i, answer]));
		await expect(tried(failing({ status: 429 }))).rejects.toMatchObject({
			code: 'network',
			message: 'The storage cannot be read: it answers 429. Try again later.',
		});
		const secret = new Error('connect https://storage.example/file?link=1');
		await expect(tried(failing({ error: secret }))).rejects.toMatchObject({
			message: 'The storage cannot be read: the connection failed. Try again later.',
		});
		await expect(tried(failing({ body: Buffer.alloc(0) }))).rejects.toMatchObject({
			message: 'The connection to the storage keeps breaking. Try again later.',
		});
	});

	it.each([400, 401, 403])(
		'is sent with a fresh link once when it is refused with %p',
		async (status) => {
			const { urls } = await opened({ 0: { status } });
			expect(urls).toEqual([
				'https://storage.example/file?link=1',
				'https://storage.example/file?link=2',
			]);
			await expect(opened({ 0: { status }, 1: { status } })).rejects.toMatchObject({
				code: 'accessDenied',
				message: `The storage refuses the file (${status}), also with a fresh link. Check that Encord may read this bucket, and that the item still exists.`,
			});
		},
	);

	it('follows three redirects, over https only', async () => {
		const to = (location: string): Answer => ({ status: 302, headers: { location } });
		const { urls } = await opened({ 0: to('/b'), 1: to('https://other.example/c'), 2: to('d') });
		expect(urls.slice(1)).toEqual([
			'https://storage.example/b',
			'https://other.example/c',
			'https://other.example/d',
		]);
		await expect(
			opened({ 0: to('/b'), 1: to('/c'), 2: to('/d'), 3: to('/e') }),
		).rejects.toMatchObject({
			code: 'accessDenied',
			message: 'The storage redirects more than 3 times.',
		});
		await expect(opened({ 0: to('http://127.0.0.1/b') })).rejects.toMatchObject({
			message: 'The storage redirects to another scheme (http://), which is not followed.',
		});
	});

	it('is not sent beyond the limits of requests and bytes', async () => {
		await expect(opened({ 0: { status: 503 } }, { maxRequests: 1 })).rejects.toMatchObject({
			code: 'tooLarge',
			message: 'More than 1 requests were needed for this file.',
		});
		await expect(opened({}, { maxBytes: 99 })).rejects.toMatchObject({ code: 'tooLarge' });
		expect((await opened({}, { maxBytes: 100 })).head).toHaveLength(100);
	});
});

describe('the reader of ranges', () => {
	it('goes on where a connection broke', async () => {
		const { reader, asked } = await opened({ 1: { body: file.subarray(200, 230), breaks: true } });
		expect(await withoutPauses(async () => await reader.read(200, 100))).toEqual(
			file.subarray(200, 300),
		);
		expect(asked).toEqual(['0-99', '200-299', '230-299']);
	});

	it('takes no more than it asked for', async () => {
		const { reader } = await opened({ 1: { body: file.subarray(200, 400) } });
		expect(await reader.read(200, 100)).toEqual(file.subarray(200, 300));
	});

	it('reads up to the last byte, and not behind it', async () => {
		const { reader, asked } = await opened();
		expect(await reader.read(900, 100)).toEqual(file.subarray(900));
		await expect(reader.read(900, 101)).rejects.toMatchObject({
			code: 'truncated',
			message: 'The file ends at byte 1000, but its index points behind that: it is cut off.',
		});
		await expect(reader.read(-1, 2)).rejects.toMatchObject({ code: 'truncated' });
		expect(asked).toEqual(['0-99', '900-999']);
	});

	it.each<[string, Answer]>([
		['another mark', { headers: { 'content-range': 'bytes 200-299/1000', etag: '"b"' } }],
		['another size', { headers: { 'content-range': 'bytes 200-299/1001' } }],
		['no range', { status: 200 }],
	])('notices that the file was changed by %s', async (_, answer) => {
		const { reader } = await opened({ 1: answer });
		await expect(reader.read(200, 100)).rejects.toMatchObject({ code: 'changed' });
	});

	it.each<[string, string, string | undefined]>([
		['a weak mark', 'W/"b"', 'W/"c"'],
		['no mark', '"a"', undefined],
	])('does not take a file for changed by %s', async (_, first, second) => {
		const { reader } = await opened({
			0: { headers: { 'content-range': 'bytes 0-99/1000', etag: first } },
			1: { headers: { 'content-range': 'bytes 200-299/1000', ...(second && { etag: second }) } },
		});
		expect(await reader.read(200, 100)).toEqual(file.subarray(200, 300));
	});

	it('refuses bytes of another place', async () => {
		const { reader } = await opened({ 1: { headers: { 'content-range': 'bytes 201-300/1000' } } });
		await expect(reader.read(200, 100)).rejects.toMatchObject({
			code: 'network',
			message: 'The storage sends other bytes than the asked range.',
		});
	});

	it('streams the rest of the file, from the first bytes on where they are asked', async () => {
		const { reader, asked } = await opened();
		expect(await collected(reader.stream(40))).toEqual(file.subarray(40));
		expect(await collected(reader.stream(500))).toEqual(file.subarray(500));
		expect(Buffer.concat(await reader.readChunks(0, 30))).toEqual(file.subarray(0, 30));
		expect(asked).toEqual(['0-99', '100-999', '500-999', '0-29']);
	});

	it('reads everything from memory once the whole file was asked for', async () => {
		const { reader, asked } = await opened();
		reader.fetchWhole();
		expect(reader.isLocal).toBe(true);
		expect(await reader.read(50, 100)).toEqual(file.subarray(50, 150));
		expect(await collected(reader.stream(700))).toEqual(file.subarray(700));
		expect(await collected(reader.stream(0))).toEqual(file);
		expect(Buffer.concat(await reader.readChunks(990, 10))).toEqual(file.subarray(990));
		expect(asked).toEqual(['0-99', '100-999']);
	});
});

describe('a storage that sends without end', () => {
	it('is not read further than what was asked', async () => {
		const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
		deadlines.push(deadline);
		const closed: string[] = [];
		const found = await openRanges(
			{
				url: async () => 'https://storage.example/file',
				deadline,
				maxBytes: 1000,
				maxRequests: 50,
				send: async ({ headers: { range = '' } }) => {
					const [from = 0] = range.match(/\d+/g)?.map(Number) ?? [];
					async function* endless() {
						try {
							for (let at = from; ; at += 40) yield file.subarray(at, at + 40);
						} finally {
							closed.push(range);
						}
					}
					return {
						status: 206,
						headers: { 'content-range': `bytes ${from}-999/1000` },
						body: endless(),
					};
				},
			},
			100,
		);
		if (!found.ranges) throw new Error('no ranges');
		expect(found.head).toEqual(file.subarray(0, 100));
		expect(await found.reader.read(200, 70)).toEqual(file.subarray(200, 270));
		await new Promise((resolve) => setImmediate(resolve));
		expect(closed).toEqual(['bytes=0-99', 'bytes=200-269']);
	});
});
