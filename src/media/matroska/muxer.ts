/** Writes selected packets of an MKV or WebM file into a small Matroska file. */
import type { Muxer } from '../index/muxer';
import { remuxedPts } from '../index/remuxTimestamps';
import { ids } from './elementIds';
import type { MatroskaTrack } from './track';

function idBytes(id: number): Buffer {
	const bytes = Buffer.alloc(id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1);
	bytes.writeUIntBE(id, 0, bytes.length);
	return bytes;
}

/** A VINT of eight bytes. */
function vint(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value) | (1n << 56n));
	return bytes;
}

const elementHeader = (id: number, size: number) => Buffer.concat([idBytes(id), vint(size)]);

const element = (id: number, ...content: Buffer[]) => {
	const body = Buffer.concat(content);
	return Buffer.concat([elementHeader(id, body.length), body]);
};

const uintElement = (id: number, value: number) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(value));
	return element(id, bytes);
};

const unknownSize = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
/** In nanoseconds: one tick is a millisecond. */
const timestampScale = 1_000_000;
const keyframeFlag = 0x80;

/** Everything before the first cluster, with the track entry of the original file. */
function header(trackEntry: Buffer): Buffer {
	return Buffer.concat([
		element(ids.ebml, element(ids.docType, Buffer.from('matroska'))),
		idBytes(ids.segment),
		unknownSize,
		element(ids.info, uintElement(ids.timestampScale, timestampScale)),
		element(ids.tracks, trackEntry),
	]);
}

/** Each packet becomes a cluster with one simple block. */
export function matroskaMuxer({ entry, number }: MatroskaTrack): Muxer {
	return {
		demuxer: 'matroska',
		header: header(entry),
		async *body(table, reader, runs, wanted) {
			// Track number, a relative timestamp of 0, and flags, which are the last byte.
			const blockHeader = Buffer.concat([vint(number), Buffer.alloc(3)]);
			for await (const {
				range: [first, last],
				startState,
			} of runs) {
				let sample = first;
				for await (const stored of reader.packets([first, last])) {
					const packet =
						sample === first && startState.length ? Buffer.concat([startState, stored]) : stored;
					const timestamp = uintElement(ids.timestamp, remuxedPts(table, sample, wanted));
					blockHeader[blockHeader.length - 1] = table.samples.sync[sample] ? keyframeFlag : 0;
					const blockStart = elementHeader(ids.simpleBlock, blockHeader.length + packet.length);
					const size = timestamp.length + blockStart.length + blockHeader.length + packet.length;
					yield Buffer.concat([
						elementHeader(ids.cluster, size),
						timestamp,
						blockStart,
						blockHeader,
					]);
					yield packet;
					sample++;
				}
			}
		},
	};
}
