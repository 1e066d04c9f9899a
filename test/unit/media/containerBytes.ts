/** Builds the bytes of containers for tests. */
import type { ByteSource } from '../../../src/media/bytes/byteSource';

/** 32-bit big-endian integers. */
export const words = (...numbers: number[]) =>
	Buffer.concat(
		numbers.map((number) =>
			Buffer.from([number >>> 24, (number >> 16) & 255, (number >> 8) & 255, number & 255]),
		),
	);
/** A box of an MP4 file. */
export const box = (type: string, ...content: Buffer[]) => {
	const body = Buffer.concat(content);
	return Buffer.concat([words(8 + body.length), Buffer.from(type, 'latin1'), body]);
};

/** A byte source in memory that records its reads. */
export function bytesInMemory(
	bytes: Buffer,
): ByteSource & Record<'reads' | 'chunks', Array<[offset: number, length: number]>> {
	const reads: Array<[number, number]> = [];
	const chunks: Array<[number, number]> = [];
	return {
		isLocal: false,
		size: bytes.length,
		reads,
		chunks,
		async read(offset, length) {
			reads.push([offset, length]);
			return bytes.subarray(offset, offset + length);
		},
		async readChunks(offset, length) {
			chunks.push([offset, length]);
			return [bytes.subarray(offset, offset + length)];
		},
		async *stream(offset) {
			yield bytes.subarray(offset);
		},
	};
}
