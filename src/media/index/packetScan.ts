/** Reading a file from its beginning to find its packets, for files that have no sample table. */
import type { ByteSource } from '../bytes/byteSource';
import type { SampleTable } from './sampleTable';

export interface PacketScan {
	/** The end of the file has been reached. */
	readonly finished: boolean;
	/** The number of frames whose number and sample cannot change any more. */
	readonly settled: number;
	/** About how many bytes would still have to be fetched to scan the file to its end; requests count as bytes, too. */
	readonly bytesToFinish: number;
	/** The bytes of the file. The part read last is served from memory. */
	readonly bytes: ByteSource;
	/** Reads on until `frames` frames are settled, the file ends, or about `maxBytes` more bytes have been read. */
	advance(frames: number, maxBytes: number): Promise<void>;
	/** Builds the sample table of the packets found so far. @throws NeedsFullDecode */
	table(): SampleTable;
	/** The settled frames have been decoded: drops the bytes that later frames do not need. */
	releaseSettled(): void;
}
