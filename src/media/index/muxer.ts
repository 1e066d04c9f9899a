/** Remuxing: selected packets are written into a small container of our own, which ffmpeg reads from a pipe (frames §6). */
import type { DecodeRun } from './decodePlan';
import type { PacketReader } from './packetReader';
import type { SampleTable } from './sampleTable';

export interface Muxer {
	/** ffmpeg's name of the demuxer for this container. */
	demuxer: 'mov' | 'matroska';
	/** What precedes the first packet. */
	header: Buffer;
	/** @param wanted has a 1 for each sample that ffmpeg is to output; the others are only decoded */
	body(
		table: SampleTable,
		reader: PacketReader,
		runs: AsyncIterable<DecodeRun>,
		wanted: Uint8Array,
	): AsyncGenerator<Buffer, void, undefined>;
}
