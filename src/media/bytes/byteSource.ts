/** Bytes of one file, wherever it lies: over HTTP ranges or in a temporary file. */

export interface ByteSource {
	/** Bytes of the whole file. */
	readonly size: number;
	/** Exactly `length` bytes from `offset`; throws `truncated` when the file ends before. */
	read(offset: number, length: number): Promise<Buffer>;
	/** The same bytes in pieces as they came, without joining them. */
	pieces(offset: number, length: number): Promise<Buffer[]>;
	/** From `offset` to the end, as they come; leaving the loop ends the transfer. */
	stream(offset: number): AsyncGenerator<Buffer, void, undefined>;
}

const largestWindow = 1024 * 1024;

/**
 * Small reads through one window over a source. The window grows while reads go forward without large jumps, so that
 * headers that lie close together cost few requests and headers that lie far apart cost few bytes.
 */
export class HeaderReader {
	private start = 0;
	private bytes: Buffer;
	private ahead: number;

	/** `head` are the first bytes of the file, already read; `window` is fetched at least after a large jump. */
	constructor(
		readonly source: ByteSource,
		private readonly head: Buffer,
		private readonly window: number,
	) {
		this.bytes = head;
		this.ahead = window;
	}

	get size(): number {
		return this.source.size;
	}

	/** Up to `length` bytes: fewer only at the end of the file. */
	async upTo(offset: number, length: number): Promise<Buffer> {
		const wanted = Math.max(0, Math.min(length, this.size - offset));
		if (offset + wanted <= this.head.length) return this.head.subarray(offset, offset + wanted);
		if (!this.has(offset, wanted)) await this.move(offset, wanted);
		return this.bytes.subarray(offset - this.start, offset - this.start + wanted);
	}

	private has(offset: number, length: number): boolean {
		return offset >= this.start && offset + length <= this.start + this.bytes.length;
	}

	private async move(offset: number, length: number): Promise<void> {
		const end = this.start + this.bytes.length;
		const near = offset >= this.start && offset - end < this.ahead;
		this.ahead = near ? Math.min(this.ahead * 2, largestWindow) : this.window;
		// What the window already holds of the wanted bytes is not fetched again.
		const kept =
			offset >= this.start && offset < end
				? this.bytes.subarray(offset - this.start)
				: Buffer.alloc(0);
		const from = offset + kept.length;
		const more = Math.min(Math.max(offset + length - from, this.ahead), this.size - from);
		const fetched = await this.source.read(from, more);
		this.bytes = kept.length ? Buffer.concat([kept, fetched]) : fetched;
		this.start = offset;
	}
}
