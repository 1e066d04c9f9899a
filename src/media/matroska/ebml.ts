/** EBML, the element structure of Matroska and WebM files (RFC 8794). */
import { MediaError } from '../errors';

interface ElementHeader {
	id: number;
	/** Length of ID and size field together, in bytes. */
	headerBytes: number;
	/** Length of the body in bytes; undefined when unknown, as in live recordings. */
	size: number | undefined;
}

/** The longest possible header: an ID of 4 bytes and a size of 8. */
export const maxHeaderBytes = 12;

function vintLength(firstByte: number): number {
	return firstByte ? Math.clz32(firstByte) - 23 : 9;
}

/**
 * Parses a variable-size integer (VINT) without its marker bit. The value is undefined when all its bits are set. The result is
 * undefined when the bytes are not a VINT.
 */
export function readVint(
	bytes: Buffer,
	offset: number,
): { value: number | undefined; length: number } | undefined {
	const first = bytes[offset];
	const length = first === undefined ? 9 : vintLength(first);
	if (first === undefined || length > 8 || offset + length > bytes.length) return undefined;
	let value = first & ((1 << (8 - length)) - 1);
	let allOnes = value === (1 << (8 - length)) - 1;
	for (let i = 1; i < length; i++) {
		const byte = bytes[offset + i] ?? 0;
		value = value * 256 + byte;
		allOnes &&= byte === 255;
	}
	return { value: allOnes ? undefined : value, length };
}

/** Parses an element header; undefined when the bytes are not one. */
export function readElementHeader(bytes: Buffer, offset = 0): ElementHeader | undefined {
	const first = bytes[offset];
	const idLength = first === undefined ? 9 : vintLength(first);
	if (idLength > 4 || offset + idLength > bytes.length) return undefined;
	const size = readVint(bytes, offset + idLength);
	return (
		size && {
			id: bytes.readUIntBE(offset, idLength),
			headerBytes: idLength + size.length,
			size: size.value,
		}
	);
}

interface Element {
	id: number;
	body: Buffer;
	/** Header and body. */
	whole: Buffer;
}

/** The elements inside a body. @throws MediaError `damaged` for an element that is longer than the body. */
export function* elements(body: Buffer): Generator<Element> {
	for (let position = 0; position < body.length; ) {
		const head = readElementHeader(body, position);
		const end = head?.size === undefined ? undefined : position + head.headerBytes + head.size;
		if (!head || end === undefined || end > body.length) {
			throw new MediaError(
				'damaged',
				"The file's header is damaged: an element is longer than what holds it. Upload the file again.",
			);
		}
		yield {
			id: head.id,
			body: body.subarray(position + head.headerBytes, end),
			whole: body.subarray(position, end),
		};
		position = end;
	}
}

/** The body of the first element at this path of IDs; undefined when there is none. */
export function findElement(body: Buffer | undefined, ...path: number[]): Buffer | undefined {
	let current = body;
	for (const id of path) {
		let found: Buffer | undefined;
		for (const inner of current ? elements(current) : [])
			if (inner.id === id) {
				found = inner.body;
				break;
			}
		current = found;
	}
	return current;
}

/** The value of an unsigned integer element; `defaultValue` when it is absent or empty. */
export const readUint = (body: Buffer | undefined, defaultValue: number) =>
	body && body.length ? body.reduce((value, byte) => value * 256 + byte, 0) : defaultValue;
