/** Replaces the edit list of an MP4 file (ISO/IEC 14496-12 §8.6.6). */

/** The boxes that contain the edit list, directly or not. */
const parents = new Set(['moov', 'trak', 'edts']);

function box(type: string, body: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(8 + body.length, 0);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
}

function withElst(boxes: Buffer, elst: Buffer): Buffer {
	const parts: Buffer[] = [];
	for (let position = 0; position < boxes.length; ) {
		const size = boxes.readUInt32BE(position);
		const type = boxes.toString('latin1', position + 4, position + 8);
		const whole = boxes.subarray(position, position + size);
		if (type === 'elst') parts.push(elst);
		else parts.push(parents.has(type) ? box(type, withElst(whole.subarray(8), elst)) : whole);
		position += size;
	}
	return Buffer.concat(parts);
}

/**
 * Replaces the edits of a file whose movie timescale is 1000 and whose `moov` follows `mdat`: the length of `moov` changes.
 * @param edits duration in milliseconds and media time in ticks of the track; a media time of -1 makes an empty edit
 */
export function replaceEditList(
	file: Buffer,
	edits: ReadonlyArray<readonly [durationMs: number, mediaTime: number]>,
): Buffer {
	const body = Buffer.alloc(8 + 12 * edits.length);
	body.writeUInt32BE(edits.length, 4);
	for (const [i, [durationMs, mediaTime]] of edits.entries()) {
		body.writeUInt32BE(durationMs, 8 + 12 * i);
		body.writeInt32BE(mediaTime, 12 + 12 * i);
		body.writeUInt32BE(0x10000, 16 + 12 * i);
	}
	return withElst(file, box('elst', body));
}
