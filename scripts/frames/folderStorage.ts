/** A folder as a storage: answers the requests of `src/media` from files, without a server, and counts the bytes. */
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HttpResponse, HttpSend } from '../../src/encord/wire/send';

const chunkBytes = 256 * 1024;

export interface FolderStorage {
	send: HttpSend;
	/** Gives the URL of a file of the folder; only `send` understands it. */
	urlOf: (file: string) => () => Promise<string>;
	/** The bytes of the answers so far. */
	bytesSent: () => number;
}

async function* chunksOf(path: string, from: number, to: number, count: (bytes: number) => void) {
	const file = await open(path, 'r');
	try {
		for (let position = from; position <= to; ) {
			const wanted = Math.min(chunkBytes, to - position + 1);
			const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, position);
			if (!bytesRead) return;
			position += bytesRead;
			count(bytesRead);
			yield buffer.subarray(0, bytesRead);
		}
	} finally {
		await file.close();
	}
}

const answer = (
	status: number,
	headers: Record<string, string>,
	body: HttpResponse['body'],
): HttpResponse => ({ status, headers, body });

async function* nothing(): AsyncGenerator<Buffer, void, undefined> {}

export function folderStorage(folder: string): FolderStorage {
	let bytes = 0;
	const count = (more: number) => {
		bytes += more;
	};
	const send: HttpSend = async ({ url, headers }) => {
		const path = join(folder, decodeURIComponent(basename(new URL(url).pathname)));
		const size = await sizeOf(path);
		if (size === undefined) return answer(404, {}, nothing());
		const range = /^bytes=(\d+)-(\d*)$/.exec(headers?.range ?? '');
		const from = Number(range?.[1] ?? 0);
		const to = Math.min(range?.[2] ? Number(range[2]) : size - 1, size - 1);
		if (from >= size && range)
			return answer(416, { 'content-range': `bytes */${size}` }, nothing());
		const sent = { 'content-length': String(to - from + 1) };
		const ranged = { ...sent, 'content-range': `bytes ${from}-${to}/${size}` };
		return answer(range ? 206 : 200, range ? ranged : sent, chunksOf(path, from, to, count));
	};
	return {
		send,
		urlOf: (file) => async () => `http://localhost/${encodeURIComponent(file)}`,
		bytesSent: () => bytes,
	};
}

async function sizeOf(path: string): Promise<number | undefined> {
	try {
		const file = await open(path, 'r');
		try {
			return (await file.stat()).size;
		} finally {
			await file.close();
		}
	} catch {
		return undefined;
	}
}
