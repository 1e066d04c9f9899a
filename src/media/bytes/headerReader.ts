/** Small reads of container headers, served from one read-ahead buffer. */
import type { ByteSource } from './byteSource';

const maxReadAhead = 1024 * 1024;

/**
 * Reads through one buffer over a source. While reads move forward in small steps, the read-ahead doubles, so headers that lie
 * close together take few requests. After a jump it starts small again, so headers that lie far apart take few bytes.
 */
export class HeaderReader {
	private start = 0;
	private buffer: Buffer;
	private readAhead: number;

	/**
	 * @param head the first bytes of the file, which are already read
	 * @param minReadAhead bytes to fetch at least after a jump
	 */
	constructor(
		readonly source: ByteSource,
		private readonly head: Buffer,
		private readonly minReadAhead: number,
	) {
		this.buffer = head;
		this.readAhead = minReadAhead;
	}

	get size(): number {
		return this.source.size;
	}

	/** Reads up to `length` bytes; fewer only at the end of the file, and none behind it. */
	async readUpTo(offset: number, length: number): Promise<Buffer> {
		const available = Math.max(0, Math.min(length, this.size - offset));
		if (!available || offset + available <= this.head.length)
			return this.head.subarray(offset, offset + available);
		if (!this.isBuffered(offset, available)) await this.refill(offset, available);
		return this.buffer.subarray(offset - this.start, offset - this.start + available);
	}

	private isBuffered(offset: number, length: number): boolean {
		return offset >= this.start && offset + length <= this.start + this.buffer.length;
	}

	private async refill(offset: number, length: number): Promise<void> {
		const end = this.start + this.buffer.length;
		const isSmallStep = offset >= this.start && offset - end < this.readAhead;
		this.readAhead = isSmallStep ? Math.min(this.readAhead * 2, maxReadAhead) : this.minReadAhead;
		// The part that the buffer already holds is not fetched again.
		const kept =
			offset >= this.start && offset < end
				? this.buffer.subarray(offset - this.start)
				: Buffer.alloc(0);
		const from = offset + kept.length;
		const count = Math.min(Math.max(offset + length - from, this.readAhead), this.size - from);
		const fetched = await this.source.read(from, count);
		this.buffer = kept.length ? Buffer.concat([kept, fetched]) : fetched;
		this.start = offset;
	}
}
