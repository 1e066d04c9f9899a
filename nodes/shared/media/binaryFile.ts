/** The file in a binary field of an item, read as a stream as often as it is needed. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { IExecuteFunctions } from 'n8n-workflow';

export interface BinaryFile {
	/** Empty when n8n knows none. */
	name: string;
	mimeType: string;
	/** The content from its beginning. */
	bytes(): Promise<Readable>;
}

/** Bytes of base64 text that are decoded at a time: a multiple of 4. */
const PIECE = 256 * 1024;

/** @throws an error of n8n when the item has no such field */
export function binaryFile(n8n: IExecuteFunctions, index: number, field: string): BinaryFile {
	const { id, data, fileName, mimeType } = n8n.helpers.assertBinaryData(index, field);
	return {
		name: fileName ?? '',
		mimeType,
		bytes: async () =>
			id === undefined
				? Readable.from(decoded(data))
				: await n8n.helpers.getBinaryStream(id, PIECE),
	};
}

/** Where n8n keeps files in memory, they are base64 text. */
function* decoded(base64: string): Generator<Buffer> {
	for (let at = 0; at < base64.length; at += PIECE)
		yield Buffer.from(base64.slice(at, at + PIECE), 'base64');
}

export interface Digest {
	/** Bytes. */
	size: number;
	/** Lower-case hex. */
	sha256: string;
}

export async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<Digest> {
	const hash = createHash('sha256');
	let size = 0;
	for await (const chunk of bytes) {
		hash.update(chunk);
		size += chunk.byteLength;
	}
	return { size, sha256: hash.digest('hex') };
}
