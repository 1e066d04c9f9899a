/** Rewrites a Matroska file so that its tracks are described behind its clusters, where only the seek head leads. */
import { readElementHeader } from '../../../src/media/matroska/ebml';
import { ids } from '../../../src/media/matroska/elementIds';

const seek = 0x4dbb;
const seekId = 0x53ab;
const seekPosition = 0x53ac;

function element(id: number, body: Buffer): Buffer {
	const idBytes = Buffer.alloc(id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1);
	idBytes.writeUIntBE(id, 0, idBytes.length);
	const size = Buffer.alloc(8);
	size.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
	return Buffer.concat([idBytes, size, body]);
}

const uint = (value: number) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value));
	return bytes;
};

/** @param position of the tracks, from the start of the segment's body */
const seekHead = (position: number) =>
	element(
		ids.seekHead,
		element(
			seek,
			Buffer.concat([
				element(seekId, uint(ids.tracks).subarray(4)),
				element(seekPosition, uint(position)),
			]),
		),
	);

/** Elements other than tracks, `Info` and clusters are left out. */
export function withTracksLast(file: Buffer): Buffer {
	const parts = new Map<number, Buffer[]>();
	let header = Buffer.alloc(0);
	for (let position = 0; position < file.length; ) {
		const head = readElementHeader(file, position);
		if (!head) break;
		const body = position + head.headerBytes;
		if (head.id === ids.segment) {
			position = body;
			continue;
		}
		const end = body + (head.size ?? 0);
		const whole = file.subarray(position, end);
		if (head.id === ids.ebml) header = whole;
		else parts.set(head.id, [...(parts.get(head.id) ?? []), whole]);
		position = end;
	}
	const media = Buffer.concat([...(parts.get(ids.info) ?? []), ...(parts.get(ids.cluster) ?? [])]);
	const before = Buffer.concat([seekHead(seekHead(0).length + media.length), media]);
	return Buffer.concat([
		header,
		element(ids.segment, Buffer.concat([before, ...(parts.get(ids.tracks) ?? [])])),
	]);
}
