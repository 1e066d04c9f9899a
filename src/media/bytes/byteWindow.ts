/** A moving window over a file that is read once from front to back, a bounded piece at a time. */
import type { ByteSource } from './byteSource';

const smallestPiece = 1024 * 1024;
const largestPiece = 2 * 1024 * 1024;

/** Answers reads from what it holds, everything else from the source below. */
export class ByteWindow implements ByteSource {
	private held: Array<{ start: number; bytes: Buffer }> = [];
	private ahead: Promise<Buffer[]> | undefined;
	private pieceBytes = smallestPiece;
	/** Bytes up to here have been fetched. */
	end = 0;

	constructor(
		private readonly source: ByteSource,
		head: Buffer,
	) {
		this.add(head);
	}

	get size(): number {
		return this.source.size;
	}

	get finished(): boolean {
		return this.end >= this.size;
	}

	/** About so many bytes will still be read: far from the goal larger pieces make fewer requests, near to it none is wasted. */
	expect(bytes: number): void {
		this.pieceBytes = Math.min(largestPiece, Math.max(smallestPiece, Math.floor(bytes / 8)));
	}

	/** Makes sure that the bytes up to `offset` (or the end of the file) have been fetched. */
	async reach(offset: number): Promise<void> {
		while (this.end < offset && !this.finished) {
			for (const bytes of await this.next()) this.add(bytes);
		}
	}

	/** Up to `length` bytes, fewer at the end of the file; `offset` must not lie before what is kept. */
	async peek(offset: number, length: number): Promise<Buffer> {
		await this.reach(offset + length);
		return this.find(offset, Math.min(length, this.size - offset)) ?? Buffer.alloc(0);
	}

	/** The same without waiting, when these bytes are there already. */
	peekNow(offset: number, length: number): Buffer | undefined {
		return offset + length <= this.end ? this.find(offset, length) : undefined;
	}

	/** Bytes before `offset` are not needed any more; the last piece always stays. */
	forget(offset: number): void {
		const first = this.held.findLastIndex(({ start }) => start <= offset);
		if (first > 0) this.held.splice(0, first);
	}

	async read(offset: number, length: number): Promise<Buffer> {
		return this.find(offset, length) ?? (await this.source.read(offset, length));
	}

	pieces(offset: number, length: number): Promise<Buffer[]> {
		return this.source.pieces(offset, length);
	}

	stream(offset: number): AsyncGenerator<Buffer, void, undefined> {
		return this.source.stream(offset);
	}

	private add(bytes: Buffer): void {
		this.held.push({ start: this.end, bytes });
		this.end += bytes.length;
	}

	/** The next bytes are on their way while the ones before are looked through. */
	private async next(): Promise<Buffer[]> {
		const fetchAt = (start: number) => {
			const bytes = this.source.pieces(start, Math.min(this.pieceBytes, this.size - start));
			bytes.catch(() => undefined);
			return bytes;
		};
		const bytes = await (this.ahead ?? fetchAt(this.end));
		const following = this.end + bytes.reduce((sum, { length }) => sum + length, 0);
		this.ahead = following < this.size ? fetchAt(following) : undefined;
		return bytes;
	}

	private find(offset: number, length: number): Buffer | undefined {
		const first = this.held.findLastIndex(
			({ start, bytes }) => offset >= start && offset < start + bytes.length,
		);
		const piece = this.held[first];
		if (!piece || length < 0) return length === 0 ? Buffer.alloc(0) : undefined;
		const from = offset - piece.start;
		if (from + length <= piece.bytes.length) return piece.bytes.subarray(from, from + length);
		if (offset + length > this.end) return undefined;
		const parts = [piece.bytes.subarray(from)];
		let have = parts[0]?.length ?? 0;
		for (let i = first + 1; have < length; i++) {
			const bytes = this.held[i]?.bytes.subarray(0, length - have) ?? Buffer.alloc(0);
			parts.push(bytes);
			have += bytes.length;
		}
		return Buffer.concat(parts);
	}
}
