/** Files that are streamed as a whole, and videos from storage that serves byte ranges or does not. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { HttpResponse } from '../../../src/encord/wire/send';
import { Deadline } from '../../../src/media/bytes/deadline';
import { download } from '../../../src/media/bytes/download';
import { TempFile } from '../../../src/media/bytes/tempFile';
import { openVideoBytes } from '../../../src/media/video/videoBytes';
import type { MediaOptions } from '../../../src/media/contract';

const file = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 7) % 251));
const deadlines: Deadline[] = [];
afterEach(() => deadlines.splice(0).forEach((deadline) => deadline.end()));

/** A storage that sends the file, by ranges or as a whole, and tells these headers. */
function storage(answer: { ranges?: boolean; headers?: Record<string, string>; body?: Buffer }) {
	const asked: Array<string | undefined> = [];
	const send = async ({ headers }: { headers: Record<string, string> }): Promise<HttpResponse> => {
		const { range } = headers;
		asked.push(range);
		const [from = 0, to = file.length - 1] = (range?.match(/\d+/g) ?? []).map(Number);
		const isPart = answer.ranges === true && range !== undefined;
		async function* sent() {
			yield isPart ? file.subarray(from, to + 1) : (answer.body ?? file);
		}
		return {
			status: isPart ? 206 : 200,
			headers: {
				...(isPart && { 'content-range': `bytes ${from}-${Math.min(to, 999)}/1000` }),
				...answer.headers,
			},
			body: sent(),
		};
	};
	return { asked, send };
}
const url = async () => 'https://storage.example/file?secret';

describe('a download', () => {
	it('tells size and type, as far as the storage does', async () => {
		const told = storage({ headers: { 'content-length': '1000', 'content-type': 'video/mp4' } });
		const known = await download(url, told);
		expect(known).toEqual({ size: 1000, mimeType: 'video/mp4', bytes: expect.anything() });
		const unknown = await download(url, storage({}));
		expect(Object.keys(unknown)).toEqual(['bytes']);
		for (const { bytes } of [known, unknown]) {
			const chunks = [];
			for await (const chunk of bytes) chunks.push(chunk);
			expect(Buffer.concat(chunks)).toEqual(file);
		}
	});

	it('is refused before it is read where it is too large, and stopped where nobody said so', async () => {
		const headers = { 'content-length': '1000' };
		await expect(download(url, { ...storage({ headers }), maxBytes: 999 })).rejects.toMatchObject({
			code: 'tooLarge',
			message: 'The file has 1 MiB, more than the limit of 0 MiB.',
		});
		const { bytes } = await download(url, { ...storage({}), maxBytes: 999 });
		await expect(bytes.next()).rejects.toMatchObject({ code: 'tooLarge' });
		const exact = await download(url, { ...storage({ headers }), maxBytes: 1000 });
		expect((await exact.bytes.next()).value).toEqual(file);
		await exact.bytes.return();
	});

	/** Sends one chunk, and then nothing. */
	const stalling = (headers: Record<string, string> = {}) => ({
		send: async (): Promise<HttpResponse> => {
			async function* sent() {
				yield file.subarray(0, 100);
				await new Promise(() => undefined);
			}
			return { status: 200, headers, body: sent() };
		},
	});

	it.each([
		[{}, 30_000, 'The storage or the decoder sent nothing for 30 s.'],
		[{ idleMs: 2_000 }, 2_000, 'The storage or the decoder sent nothing for 2 s.'],
		[{ idleMs: 1e9 }, 600_000, 'Reading the file took longer than 600 s.'],
		[{ totalMs: 3_000 }, 3_000, 'Reading the file took longer than 3 s.'],
	])('ends after a silence, or a time in all: %p', async (limits, ms, message) => {
		jest.useFakeTimers();
		try {
			const { bytes } = await download(url, { ...stalling(), ...limits });
			expect((await bytes.next()).value).toEqual(file.subarray(0, 100));
			let state = 'waiting';
			const ended = bytes.next().then(
				() => (state = 'read'),
				(error: Error) => (state = error.message),
			);
			await jest.advanceTimersByTimeAsync(ms - 1);
			expect(state).toBe('waiting');
			await jest.advanceTimersByTimeAsync(1);
			await ended;
			expect(state).toContain(message);
			expect(jest.getTimerCount()).toBe(0);
		} finally {
			jest.useRealTimers();
		}
	});

	it('does not count the time that the caller takes for a chunk as silence', async () => {
		jest.useFakeTimers();
		try {
			const { bytes } = await download(url, { ...storage({}), idleMs: 1000 });
			expect((await bytes.next()).value).toEqual(file);
			await jest.advanceTimersByTimeAsync(5000);
			expect(await bytes.next()).toEqual({ value: undefined, done: true });
			expect(jest.getTimerCount()).toBe(0);
		} finally {
			jest.useRealTimers();
		}
	});

	it('has at most 512 MiB unless more is allowed', async () => {
		const headers = { 'content-length': String(2 ** 29 + 1) };
		await expect(download(url, storage({ headers }))).rejects.toMatchObject({
			code: 'tooLarge',
			message: 'The file has 513 MiB, more than the limit of 512 MiB.',
		});
		const { size, bytes } = await download(url, { ...storage({ headers }), maxBytes: 2 ** 30 });
		expect(size).toBe(2 ** 29 + 1);
		await bytes.next();
		await bytes.return();
	});

	it('leaves no timer behind where it cannot begin', async () => {
		jest.useFakeTimers();
		try {
			const send = async (): Promise<HttpResponse> => ({
				...{ status: 404, headers: {} },
				body: (async function* () {})(),
			});
			await expect(download(url, { send })).rejects.toMatchObject({ code: 'notFound' });
			expect(jest.getTimerCount()).toBe(0);
		} finally {
			jest.useRealTimers();
		}
	});

	it('ends when it is canceled', async () => {
		const canceling = new AbortController();
		canceling.abort();
		await expect(download(url, { ...storage({}), signal: canceling.signal })).rejects.toMatchObject(
			{ code: 'cancelled' },
		);
	});
});

describe('the bytes of a video', () => {
	async function opened(
		answer: Parameters<typeof storage>[0],
		options: Partial<MediaOptions> = {},
		fileSize?: number,
	) {
		const { asked, send } = storage(answer);
		const deadline = new Deadline({ idleMs: 10_000, totalMs: 10_000 });
		deadlines.push(deadline);
		const source = { kind: 'video' as const, url, expected: { fileSize } };
		return { asked, ...(await openVideoBytes(source, { send, ...options }, deadline)) };
	}

	it('of a small file come at once, by its size where that is known', async () => {
		const known = await opened({ ranges: true }, {}, 1000);
		expect([known.asked, known.head.length]).toEqual([['bytes=0-999'], 1000]);
		const unknown = await opened({ ranges: true });
		expect(unknown.asked).toEqual(['bytes=0-65535']);
		expect(unknown.source.isLocal).toBe(true);
	});

	it('of a large file are asked for as they are needed', async () => {
		const large = await opened({ ranges: true }, { wholeUpTo: 999 }, 1000);
		expect(large.asked).toEqual(['bytes=0-65535']);
		const { source, tempFile } = await opened({ ranges: true }, { wholeUpTo: 10 }, 11);
		expect([source.size, tempFile]).toEqual([1000, undefined]);
	});

	it('come into a temporary file where the storage serves no ranges', async () => {
		const { source, head, tempFile } = await opened({ headers: { 'content-length': '1000' } });
		expect(head).toEqual(file);
		expect([source, source.isLocal, source.size]).toEqual([tempFile, true, 1000]);
		expect(await source.read(990, 10)).toEqual(file.subarray(990));
		expect(await source.readChunks(0, 10)).toEqual([file.subarray(0, 10)]);
		const rest = [];
		for await (const chunk of source.stream(400)) rest.push(chunk);
		expect(Buffer.concat(rest)).toEqual(file.subarray(400));
		await expect(source.read(990, 11)).rejects.toMatchObject({
			code: 'truncated',
			message: 'The file ends before the bytes its index points to: it is cut off.',
		});
		const { path } = tempFile!;
		expect(existsSync(path)).toBe(true);
		await tempFile!.remove();
		expect(existsSync(path)).toBe(false);
	});

	it('must all have come', async () => {
		const headers = { 'content-length': '1000' };
		await expect(opened({ headers, body: file.subarray(0, 999) })).rejects.toMatchObject({
			code: 'network',
			message: 'The connection broke before the whole file had come. Try again later.',
		});
		const { tempFile } = await opened({ body: file.subarray(0, 999) });
		expect(tempFile?.size).toBe(999);
		await tempFile?.remove();
	});

	it('take at most as much room as is allowed', async () => {
		const exact = await opened({}, { limits: { maxTempBytes: 1000 } });
		await exact.tempFile?.remove();
		await expect(opened({}, { limits: { maxTempBytes: 999 } })).rejects.toMatchObject({
			code: 'tooLarge',
			message: 'The storage cannot send parts of files, and the whole file is larger than 0 MiB.',
		});
	});
});

describe('a temporary file', () => {
	const before = readdirSync(tmpdir());
	const storedHere = () =>
		readdirSync(tmpdir()).filter(
			(name) => name.startsWith(`encord-media-${process.pid}-`) && !before.includes(name),
		);
	async function* chunks(...sizes: number[]) {
		for (const [i, size] of sizes.entries()) yield Buffer.alloc(size, i + 1);
	}

	it('holds all chunks, and only the user of this process can read it', async () => {
		const stored = await TempFile.store(chunks(3, 2), 5);
		try {
			expect(readFileSync(stored.path)).toEqual(Buffer.from([1, 1, 1, 2, 2]));
			expect(statSync(stored.path).mode & 0o777).toBe(0o600);
			expect(stored.size).toBe(5);
			expect(await stored.read(2, 2)).toEqual(Buffer.from([1, 2]));
		} finally {
			await stored.remove();
		}
		expect(storedHere()).toEqual([]);
	});

	it('is streamed in pieces of 256 KiB', async () => {
		const stored = await TempFile.store(chunks(2 ** 18, 2 ** 18, 1), 1e6);
		try {
			const lengths = async (offset: number) => {
				const found = [];
				for await (const { length } of stored.stream(offset)) found.push(length);
				return found;
			};
			expect(await lengths(0)).toEqual([2 ** 18, 2 ** 18, 1]);
			expect(await lengths(2 ** 18 - 1)).toEqual([2 ** 18, 2]);
			expect(await lengths(2 ** 19 + 1)).toEqual([]);
		} finally {
			await stored.remove();
		}
	});

	it('is not left behind where it cannot be completed', async () => {
		await expect(TempFile.store(chunks(3, 3), 5)).rejects.toMatchObject({ code: 'tooLarge' });
		async function* breaking() {
			yield Buffer.alloc(3);
			throw new Error('reset');
		}
		await expect(TempFile.store(breaking(), 5)).rejects.toThrow('reset');
		expect(storedHere()).toEqual([]);
	});

	it('may be gone when it is removed', async () => {
		const stored = await TempFile.store(chunks(3), 5);
		rmSync(dirname(stored.path), { recursive: true });
		await stored.remove();
		expect(storedHere()).toEqual([]);
	});
});
