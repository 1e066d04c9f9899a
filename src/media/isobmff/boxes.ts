/** The box structure of MP4 and MOV files (ISO/IEC 14496-12 §4.2). */
import { MediaError } from '../errors';

interface Box {
	type: string;
	/** The content without the header. */
	body: Buffer;
}

export const damaged = (what: string) =>
	new MediaError(
		'damaged',
		`The file's index is damaged: ${what}. Upload the file again or re-encode it.`,
	);

/** Parses a box header: size and type. Size 0 means that the box ends with the file. */
export function boxHeader(
	bytes: Buffer,
): { size: number; header: number; type: string } | undefined {
	if (bytes.length < 8) return undefined;
	const short = bytes.readUInt32BE(0);
	const type = bytes.toString('latin1', 4, 8);
	if (short !== 1) return { size: short, header: 8, type };
	if (bytes.length < 16) return undefined;
	return { size: Number(bytes.readBigUInt64BE(8)), header: 16, type };
}

/** The boxes inside a body. @throws MediaError `damaged` for a box that is longer than the body. */
export function* boxes(body: Buffer): Generator<Box> {
	for (let position = 0; position + 8 <= body.length; ) {
		const head = boxHeader(body.subarray(position));
		if (!head) return;
		const size = head.size === 0 ? body.length - position : head.size;
		// QuickTime ends a list of boxes with four zero bytes, which parse like a box of size 0.
		if (head.size === 0 && head.type === '\0\0\0\0') return;
		if (size < head.header || position + size > body.length)
			throw damaged(`a "${head.type}" box is longer than what holds it`);
		yield { type: head.type, body: body.subarray(position + head.header, position + size) };
		position += size;
	}
}

/** The body of the first box at this path of types; undefined when there is none. */
export function child(body: Buffer, ...path: string[]): Buffer | undefined {
	let current: Buffer | undefined = body;
	for (const type of path) {
		if (!current) return undefined;
		let found: Buffer | undefined;
		for (const box of boxes(current))
			if (box.type === type) {
				found = box.body;
				break;
			}
		current = found;
	}
	return current;
}

/** The bodies of all boxes of this type. */
export const children = (body: Buffer, type: string) =>
	[...boxes(body)].filter((box) => box.type === type).map((box) => box.body);
