/** The same small container as `miniMp4`, in Matroska: for packets whose description is a Matroska track entry. */
import { ids } from './elements';
import type { MiniContainer } from '../video/indexedFrames';
import { rankTicks } from '../index/marks';

function idBytes(id: number): Buffer {
	const bytes = Buffer.alloc(id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1);
	bytes.writeUIntBE(id, 0, bytes.length);
	return bytes;
}

/** A length in eight bytes. */
function sized(id: number, length: number): Buffer {
	const size = Buffer.alloc(8);
	size.writeBigUInt64BE(BigInt(length) | (1n << 56n));
	return Buffer.concat([idBytes(id), size]);
}

const holding = (id: number, ...content: Buffer[]) => {
	const body = Buffer.concat(content);
	return Buffer.concat([sized(id, body.length), body]);
};

const number = (id: number, value: number) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value));
	return holding(id, bytes);
};

const unknownLength = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
const docType = 0x4282;

/** Everything before the first cluster: one track, described as in the file. */
function header(entry: Buffer): Buffer {
	return Buffer.concat([
		holding(ids.ebml, holding(docType, Buffer.from('matroska'))),
		idBytes(ids.segment),
		unknownLength,
		holding(ids.info, number(ids.timestampScale, 1_000_000)),
		holding(ids.tracks, entry),
	]);
}

function trackNumberBytes(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value) | (1n << 56n));
	return bytes;
}

/** For a track of an MKV or WebM file: `entry` is its whole track entry. One cluster for each packet. */
export function miniMatroska(entry: Buffer, track: number): MiniContainer {
	return {
		demuxer: 'matroska',
		header: header(entry),
		async *body(table, reader, groups, wanted) {
			const block = Buffer.concat([trackNumberBytes(track), Buffer.alloc(3)]);
			for await (const {
				range: [first, last],
			} of groups) {
				let sample = first;
				for await (const packet of reader.packets([first, last])) {
					const time = number(ids.timestamp, rankTicks(table, sample, wanted));
					block[block.length - 1] = table.samples.keys[sample] ? 0x80 : 0;
					const simpleBlock = sized(ids.simpleBlock, block.length + packet.length);
					const size = time.length + simpleBlock.length + block.length + packet.length;
					yield Buffer.concat([sized(ids.cluster, size), time, simpleBlock, block]);
					yield packet;
					sample++;
				}
			}
		},
	};
}
