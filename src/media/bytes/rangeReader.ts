/** A file read by bounded HTTP ranges, and whole files that resume where a connection breaks (frames §6). */
import type { HttpResponse } from '../../encord/http/send';
import type { ByteSource } from './byteSource';
import { MediaError } from '../errors';
import { attempts, discard, Transfer, type TransferOptions, Transient } from './transfer';

/** What the storage answered to the first request: ranges work, or the whole file is on its way. */
export type Opened =
	| { ranges: true; reader: RangeReader; head: Buffer }
	| { ranges: false; body: AsyncGenerator<Buffer, void, undefined>; size: number | undefined };

interface ContentRange {
	from: number;
	size: number;
}

function contentRange(response: HttpResponse): ContentRange {
	const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers['content-range'] ?? '');
	if (!match)
		throw new MediaError(
			'network',
			'The storage answers ranges without saying which bytes they are.',
		);
	return { from: Number(match[1]), size: Number(match[2]) };
}

/** Reads ranges of one file and makes sure that it stays the same file. */
export class RangeReader implements ByteSource {
	/** All of a small file, on its way or there. */
	private whole: Promise<Buffer> | undefined;

	/** `head`: the first bytes, already read; they are not fetched again. */
	constructor(
		private readonly transfer: Transfer,
		readonly size: number,
		private readonly etag: string | undefined,
		private readonly head: Buffer = Buffer.alloc(0),
	) {}

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

	/** Asks for all of the file at once; every later read is answered from it. */
	fetchWhole(): void {
		const { length } = this.head;
		if (length >= this.size) return;
		this.whole = this.fetch(length, this.size - length).then((rest) =>
			Buffer.concat([this.head, rest]),
		);
		// Who reads gets the failure.
		this.whole.catch(() => undefined);
	}

	private async fetch(offset: number, length: number): Promise<Buffer> {
		const result = Buffer.allocUnsafe(length);
		let done = 0;
		for await (const chunk of this.chunks(offset, offset + length)) {
			chunk.copy(result, done);
			done += chunk.length;
		}
		return result;
	}

	async pieces(offset: number, length: number): Promise<Buffer[]> {
		if (this.whole) return [await this.read(offset, length)];
		const pieces: Buffer[] = [];
		for await (const chunk of this.chunks(offset, offset + length)) pieces.push(chunk);
		return pieces;
	}

	async *stream(offset: number): AsyncGenerator<Buffer, void, undefined> {
		const held = this.head.subarray(Math.min(offset, this.head.length));
		if (held.length) yield held;
		const rest = offset + held.length;
		if (!this.whole) yield* this.chunks(rest, this.size);
		else if (rest < this.size) yield (await this.whole).subarray(rest);
	}

	/** Bytes `from` up to but not including `to`; resumes where a connection broke. */
	private async *chunks(from: number, to: number): AsyncGenerator<Buffer, void, undefined> {
		let position = from;
		for (let attempt = 1; position < to; attempt++) {
			const before = position;
			try {
				const response = await this.transfer.get(`bytes=${position}-${to - 1}`);
				this.check(response, position);
				for await (const chunk of this.transfer.body(response)) {
					const wanted = chunk.length > to - position ? chunk.subarray(0, to - position) : chunk;
					position += wanted.length;
					if (wanted.length) yield wanted;
					// A body that has just this much is read to its end, which keeps the connection for the next request.
					if (wanted.length < chunk.length) return;
				}
			} catch (error) {
				if (!(error instanceof Transient)) throw error;
			}
			if (position > before) attempt = 1;
			if (position < to && attempt >= attempts) {
				throw new MediaError(
					'network',
					'The connection to the storage keeps breaking. Try again later.',
				);
			}
			if (position < to) await this.transfer.pause(attempt);
		}
	}

	private check(response: HttpResponse, position: number): void {
		const etag = strongTag(response);
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

const strongTag = (response: HttpResponse) => {
	const { etag } = response.headers;
	return etag && !etag.startsWith('W/') ? etag : undefined;
};

/** Asks for the first bytes, which tells size, entity tag and whether ranges work. */
export async function openRanges(options: TransferOptions, headBytes: number): Promise<Opened> {
	const transfer = new Transfer(options);
	for (let attempt = 1; ; attempt++) {
		const response = await transfer.get(`bytes=0-${headBytes - 1}`);
		if (response.status === 416) throw new MediaError('damaged', 'The file is empty.');
		if (response.status === 200) {
			const length = Number(response.headers['content-length'] ?? Number.NaN);
			return {
				ranges: false,
				body: transfer.body(response),
				size: Number.isFinite(length) ? length : undefined,
			};
		}
		const { from, size } = contentRange(response);
		if (from !== 0)
			throw new MediaError('network', 'The storage sends other bytes than the asked range.');
		const head: Buffer[] = [];
		let held = 0;
		const wanted = Math.min(headBytes, size);
		try {
			for await (const chunk of transfer.body(response)) {
				head.push(chunk);
				held += chunk.length;
				if (held > wanted) break;
			}
		} catch (error) {
			if (!(error instanceof Transient) || attempt === attempts) throw error;
		}
		if (held >= wanted) {
			const first = Buffer.concat(head).subarray(0, wanted);
			return {
				ranges: true,
				reader: new RangeReader(transfer, size, strongTag(response), first),
				head: first,
			};
		}
		if (attempt === attempts)
			throw new MediaError(
				'network',
				'The connection to the storage keeps breaking. Try again later.',
			);
		await transfer.pause(attempt);
	}
}

export interface WholeFile {
	size: number | undefined;
	mimeType: string | undefined;
	bytes: AsyncGenerator<Buffer, void, undefined>;
}

/**
 * The whole file in one request; where the connection breaks, the rest is asked for as a range. A file known to be larger
 * than `maxBytes` is refused before its bytes come.
 */
export async function openWhole(options: TransferOptions): Promise<WholeFile> {
	const transfer = new Transfer(options);
	const response = await transfer.get();
	const announced = Number(response.headers['content-length'] ?? Number.NaN);
	const size = Number.isFinite(announced) ? announced : undefined;
	if (size !== undefined && size > options.maxBytes) {
		discard(response);
		throw new MediaError(
			'tooLarge',
			`The file has ${Math.ceil(size / 1024 / 1024)} MiB, more than the limit of ${Math.floor(options.maxBytes / 1024 / 1024)} MiB.`,
		);
	}
	return {
		size,
		mimeType: response.headers['content-type'],
		bytes: wholeBody(transfer, response, size),
	};
}

async function* wholeBody(
	transfer: Transfer,
	response: HttpResponse,
	size: number | undefined,
): AsyncGenerator<Buffer, void, undefined> {
	let position = 0;
	try {
		for await (const chunk of transfer.body(response)) {
			position += chunk.length;
			yield chunk;
		}
	} catch (error) {
		if (!(error instanceof Transient)) throw error;
		if (size === undefined)
			throw new MediaError('network', 'The connection to the storage broke. Try again later.');
	}
	if (size !== undefined && position < size)
		yield* new RangeReader(transfer, size, strongTag(response)).stream(position);
}
