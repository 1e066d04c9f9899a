/** A file read by HTTP range requests (frames §6). */
import type { HttpResponse } from '../../encord/wire/send';
import type { ByteSource } from './byteSource';
import { MediaError } from '../errors';
import { maxAttempts, type Transfer, TransientError } from './transfer';

/** Parses `Content-Range`. @throws MediaError `network` when a 206 comes without one. */
export function contentRange(response: HttpResponse): { from: number; size: number } {
	const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers['content-range'] ?? '');
	if (!match)
		throw new MediaError(
			'network',
			'The storage answers ranges without saying which bytes they are.',
		);
	return { from: Number(match[1]), size: Number(match[2]) };
}

/** Weak entity tags are ignored: they do not promise equal bytes. */
export const strongEtag = (response: HttpResponse) => {
	const { etag } = response.headers;
	return etag && !etag.startsWith('W/') ? etag : undefined;
};

/** Reads byte ranges of one file, resumes broken transfers, and checks that the file stays the same. */
export class RangeReader implements ByteSource {
	/** The whole file, once `fetchWhole` was called. */
	private whole: Promise<Buffer> | undefined;

	/** @param head the first bytes of the file, which are already read and not fetched again */
	constructor(
		private readonly transfer: Transfer,
		readonly size: number,
		private readonly etag: string | undefined,
		private readonly head: Buffer = Buffer.alloc(0),
	) {}

	get isLocal(): boolean {
		return this.whole !== undefined || this.head.length >= this.size;
	}

	async read(offset: number, length: number): Promise<Buffer> {
		if (offset < 0 || offset + length > this.size) {
			throw new MediaError(
				'truncated',
				`The file ends at byte ${this.size}, but its index points behind that: it is cut off.`,
			);
		}
		if (offset + length <= this.head.length) return this.head.subarray(offset, offset + length);
		if (this.whole) return (await this.whole).subarray(offset, offset + length);
		return await this.fetch(offset, length);
	}

	/** Requests the rest of the file; every later read is served from it. */
	fetchWhole(): void {
		const { length } = this.head;
		if (length >= this.size) return;
		this.whole = this.fetch(length, this.size - length).then((rest) =>
			Buffer.concat([this.head, rest]),
		);
		// A failure is thrown by the reads that await `whole`; without a reader it must not end the process.
		this.whole.catch(() => undefined);
	}

	private async fetch(offset: number, length: number): Promise<Buffer> {
		const result = Buffer.allocUnsafe(length);
		let done = 0;
		for await (const chunk of this.fetchRange(offset, offset + length)) {
			chunk.copy(result, done);
			done += chunk.length;
		}
		return result;
	}

	async readChunks(offset: number, length: number): Promise<Buffer[]> {
		if (this.whole) return [await this.read(offset, length)];
		const chunks: Buffer[] = [];
		for await (const chunk of this.fetchRange(offset, offset + length)) chunks.push(chunk);
		return chunks;
	}

	async *stream(offset: number): AsyncGenerator<Buffer, void, undefined> {
		const fromHead = this.head.subarray(Math.min(offset, this.head.length));
		if (fromHead.length) yield fromHead;
		const rest = offset + fromHead.length;
		if (!this.whole) yield* this.fetchRange(rest, this.size);
		else if (rest < this.size) yield (await this.whole).subarray(rest);
	}

	/** Fetches the bytes from `from` up to, but not including, `to`, and resumes where a connection broke. */
	private async *fetchRange(from: number, to: number): AsyncGenerator<Buffer, void, undefined> {
		let position = from;
		for (let attempt = 1; position < to; attempt++) {
			const before = position;
			try {
				const response = await this.transfer.get(`bytes=${position}-${to - 1}`);
				this.checkRange(response, position);
				for await (const chunk of this.transfer.body(response)) {
					const wanted = chunk.length > to - position ? chunk.subarray(0, to - position) : chunk;
					position += wanted.length;
					if (wanted.length) yield wanted;
					// Stop only at surplus bytes. A body of exactly the asked length is read to its end, so that the connection is reused.
					if (wanted.length < chunk.length) return;
				}
			} catch (error) {
				if (!(error instanceof TransientError)) throw error;
			}
			if (position > before) attempt = 1;
			if (position < to && attempt >= maxAttempts) {
				throw new MediaError(
					'network',
					'The connection to the storage keeps breaking. Try again later.',
				);
			}
			if (position < to) await this.transfer.backOff(attempt);
		}
	}

	/** @throws MediaError `changed` for another file than before, `network` for other bytes than asked. */
	private checkRange(response: HttpResponse, position: number): void {
		const etag = strongEtag(response);
		const changed = () =>
			new MediaError(
				'changed',
				'The file was changed in the storage while it was being read. Run the step again.',
			);
		if (response.status !== 206) throw changed();
		const { from, size } = contentRange(response);
		if (size !== this.size || (etag && this.etag && etag !== this.etag)) throw changed();
		if (from !== position)
			throw new MediaError('network', 'The storage sends other bytes than the asked range.');
	}
}
