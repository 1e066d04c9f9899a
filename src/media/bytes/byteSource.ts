/** Random access to the bytes of one file, whether it is read by HTTP ranges or from a temp file. */

export interface ByteSource {
	/** Size of the whole file in bytes. */
	readonly size: number;
	/** All bytes are on this machine, or are already on their way: no read asks the storage for more. */
	readonly isLocal: boolean;
	/** Reads exactly `length` bytes from `offset`. @throws MediaError `truncated` when the file ends before that. */
	read(offset: number, length: number): Promise<Buffer>;
	/** Reads the same bytes as a list of chunks, without copying them into one buffer. */
	readChunks(offset: number, length: number): Promise<Buffer[]>;
	/** Streams from `offset` to the end of the file. Leaving the loop ends the transfer. */
	stream(offset: number): AsyncGenerator<Buffer, void, undefined>;
}
