/** Elements of Matroska and WebM files (RFC 8794, RFC 9559). */
import { MediaError } from '../errors';

export const ids = {
	ebml: 0x1a45dfa3,
	segment: 0x18538067,
	info: 0x1549a966,
	timestampScale: 0x2ad7b1,
	tracks: 0x1654ae6b,
	trackEntry: 0xae,
	trackNumber: 0xd7,
	trackType: 0x83,
	codecId: 0x86,
	codecPrivate: 0x63a2,
	video: 0xe0,
	pixelWidth: 0xb0,
	pixelHeight: 0xba,
	alphaMode: 0x53c0,
	contentEncodings: 0x6d80,
	contentEncoding: 0x6240,
	contentEncryption: 0x5035,
	contentCompression: 0x5034,
	contentAlgorithm: 0x4254,
	contentSettings: 0x4255,
	cluster: 0x1f43b675,
	timestamp: 0xe7,
	simpleBlock: 0xa3,
	blockGroup: 0xa0,
	block: 0xa1,
	referenceBlock: 0xfb,
	cues: 0x1c53bb6b,
	tags: 0x1254c367,
	chapters: 0x1043a770,
	attachments: 0x1941a469,
	seekHead: 0x114d9b74,
	void: 0xec,
} as const;

/** Elements that can follow a cluster of unknown length and so end it. */
export const topLevel: ReadonlySet<number> = new Set([
	ids.cluster,
	ids.cues,
	ids.tags,
	ids.chapters,
	ids.attachments,
	ids.seekHead,
	ids.info,
	ids.tracks,
	ids.segment,
	ids.ebml,
]);

export interface ElementHead {
	id: number;
	/** Bytes of id and length. */
	header: number;
	/** Bytes of content; undefined = unknown, as in live recordings. */
	size: number | undefined;
}

/** Longest id and length there are. */
export const longestHeader = 12;

function lengthOfNumber(first: number): number {
	return first ? Math.clz32(first) - 23 : 9;
}

/** A number of variable length with its marker bit removed; undefined = all bits set. */
export function variableNumber(
	bytes: Buffer,
	at: number,
): { value: number | undefined; length: number } | undefined {
	const first = bytes[at];
	const length = first === undefined ? 9 : lengthOfNumber(first);
	if (first === undefined || length > 8 || at + length > bytes.length) return undefined;
	let value = first & ((1 << (8 - length)) - 1);
	let ones = value === (1 << (8 - length)) - 1;
	for (let i = 1; i < length; i++) {
		const byte = bytes[at + i] ?? 0;
		value = value * 256 + byte;
		ones &&= byte === 255;
	}
	return { value: ones ? undefined : value, length };
}

/** The element that begins here; undefined when these bytes are not one. */
export function elementHead(bytes: Buffer, at = 0): ElementHead | undefined {
	const first = bytes[at];
	const idLength = first === undefined ? 9 : lengthOfNumber(first);
	if (idLength > 4 || at + idLength > bytes.length) return undefined;
	const size = variableNumber(bytes, at + idLength);
	return (
		size && { id: bytes.readUIntBE(at, idLength), header: idLength + size.length, size: size.value }
	);
}

export interface Element {
	id: number;
	body: Buffer;
	/** Header and content. */
	whole: Buffer;
}

/** Elements inside a content of known length. */
export function* elements(body: Buffer): Generator<Element> {
	for (let position = 0; position < body.length; ) {
		const head = elementHead(body, position);
		const end = head?.size === undefined ? undefined : position + head.header + head.size;
		if (!head || end === undefined || end > body.length) {
			throw new MediaError(
				'damaged',
				"The file's header is damaged: an element is longer than what holds it. Upload the file again.",
			);
		}
		yield {
			id: head.id,
			body: body.subarray(position + head.header, end),
			whole: body.subarray(position, end),
		};
		position = end;
	}
}

export function element(body: Buffer | undefined, ...path: number[]): Buffer | undefined {
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

export const unsigned = (body: Buffer | undefined, otherwise: number) =>
	body && body.length ? body.reduce((value, byte) => value * 256 + byte, 0) : otherwise;
