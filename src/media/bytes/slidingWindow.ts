/** A buffer that slides over a file which is read once from front to back. */
import type { ByteSource } from './byteSource';

const minFetchBytes = 1024 * 1024;
const maxFetchBytes = 2 * 1024 * 1024;

/** Serves reads from the buffered bytes, and all others from the underlying source. */
export class SlidingWindow implements ByteSource {
	private buffers: Array<{ start: number; bytes: Buffer }> = [];
	private prefetched: Promise<Buffer[]> | undefined;
	private fetchBytes = minFetchBytes;
	/** All bytes before this offset have been fetched. */
	end = 0;

	constructor(
		private readonly source: ByteSource,
		head: Buffer,
	) {
		this.append(head);
	}

	get size(): number {
		return this.source.size;
	}

	get isLocal(): boolean {
		return this.source.isLocal;
	}

	/** The bytes behind the window that must come from the storage. */
	get bytesToFetch(): number {
		return this.source.isLocal ? 0 : this.size - this.end;
	}

	get finished(): boolean {
		return this.end >= this.size;
	}

	/**
	 * Sets the size of the next requests by how many bytes will still be read: large while many remain, for fewer requests; small
	 * near the goal, so that few bytes behind it are fetched.
	 */
	expectRemaining(bytes: number): void {
		this.fetchBytes = Math.min(maxFetchBytes, Math.max(minFetchBytes, Math.floor(bytes / 8)));
	}

	/** Fetches until the bytes before `offset` (or the end of the file) have arrived. */
	private async fetchTo(offset: number): Promise<void> {
		while (this.end < offset && !this.finished) {
			for (const bytes of await this.fetchNext()) this.append(bytes);
		}
	}

	/** Reads up to `length` bytes, fewer at the end of the file; `offset` must not lie before the window. */
	async peek(offset: number, length: number): Promise<Buffer> {
		await this.fetchTo(offset + length);
		return this.find(offset, Math.min(length, this.size - offset)) ?? Buffer.alloc(0);
	}

	/** Like `peek`, but synchronous; undefined when the bytes have not been fetched yet. */
	peekBuffered(offset: number, length: number): Buffer | undefined {
		return offset + length <= this.end ? this.find(offset, length) : undefined;
	}

	/** Drops buffers that end before `offset`; the last buffer always stays. */
	dropBefore(offset: number): void {
		const first = this.buffers.findLastIndex(({ start }) => start <= offset);
		if (first > 0) this.buffers.splice(0, first);
	}

	async read(offset: number, length: number): Promise<Buffer> {
		return this.find(offset, length) ?? (await this.source.read(offset, length));
	}

	readChunks(offset: number, length: number): Promise<Buffer[]> {
		return this.source.readChunks(offset, length);
	}

	stream(offset: number): AsyncGenerator<Buffer, void, undefined> {
		return this.source.stream(offset);
	}

	private append(bytes: Buffer): void {
		this.buffers.push({ start: this.end, bytes });
		this.end += bytes.length;
	}

	/** Gives the next bytes and starts the request for those behind them, which arrive while these are parsed. */
	private async fetchNext(): Promise<Buffer[]> {
		const fetchAt = (start: number) => {
			const chunks = this.source.readChunks(start, Math.min(this.fetchBytes, this.size - start));
			chunks.catch(() => undefined);
			return chunks;
		};
		const chunks = await (this.prefetched ?? fetchAt(this.end));
		const following = this.end + chunks.reduce((sum, { length }) => sum + length, 0);
		this.prefetched = following < this.size ? fetchAt(following) : undefined;
		return chunks;
	}

	private find(offset: number, length: number): Buffer | undefined {
		const first = this.buffers.findLastIndex(
			({ start, bytes }) => offset >= start && offset < start + bytes.length,
		);
		const buffer = this.buffers[first];
		if (!buffer || length < 0) return length === 0 ? Buffer.alloc(0) : undefined;
		const from = offset - buffer.start;
		if (from + length <= buffer.bytes.length) return buffer.bytes.subarray(from, from + length);
		if (offset + length > this.end) return undefined;
		const parts = [buffer.bytes.subarray(from)];
		let found = parts[0]?.length ?? 0;
		for (let i = first + 1; found < length; i++) {
			const bytes = this.buffers[i]?.bytes.subarray(0, length - found) ?? Buffer.alloc(0);
			parts.push(bytes);
			found += bytes.length;
		}
		return Buffer.concat(parts);
	}
}
