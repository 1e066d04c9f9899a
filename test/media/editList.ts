/** Edit lists (ISO/IEC 14496-12 §8.6.6) put into finished MP4 files. */

/** Boxes that hold boxes, on the way to the list. */
const holders = new Set(['moov', 'trak', 'edts']);

function box(type: string, body: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(8 + body.length, 0);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
}

function replaced(bytes: Buffer, list: Buffer): Buffer {
	const parts: Buffer[] = [];
	for (let position = 0; position < bytes.length; ) {
		const size = bytes.readUInt32BE(position);
		const type = bytes.toString('latin1', position + 4, position + 8);
		const whole = bytes.subarray(position, position + size);
		parts.push(
			type === 'elst'
				? list
				: holders.has(type)
					? box(type, replaced(whole.subarray(8), list))
					: whole,
		);
		position += size;
	}
	return Buffer.concat(parts);
}

/**
 * The file with these edits in place of its own: milliseconds shown (the movie's clock must tick a thousand times a second)
 * and where in the track they begin, in its own ticks, -1 for nothing. The index must come behind the pictures, because it
 * changes its length.
 */
export function withEdits(
	file: Buffer,
	edits: ReadonlyArray<readonly [ms: number, from: number]>,
): Buffer {
	const list = Buffer.alloc(8 + 12 * edits.length);
	list.writeUInt32BE(edits.length, 4);
	for (const [i, [ms, from]] of edits.entries()) {
		list.writeUInt32BE(ms, 8 + 12 * i);
		list.writeInt32BE(from, 12 + 12 * i);
		list.writeUInt32BE(0x10000, 16 + 12 * i);
	}
	return replaced(file, box('elst', list));
}
