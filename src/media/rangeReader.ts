/**
 * A file behind a signed URL, read by HTTP ranges: GET only (signed URLs often refuse HEAD), bounded, repeated after
 * faults of the network, with a fresh URL once when the first one is refused (MEDIA §6).
 */
import type { HttpResponse, HttpSend } from '../encord/http';
import type { ByteSource } from './byteSource';
import { type Deadline, orAbort, sleep } from './deadline';
import { MediaError } from './errors';

export interface TransferOptions {
	send: HttpSend;
	/** A fresh signed URL per call. */
	url: () => Promise<string>;
	deadline: Deadline;
	allowHttp?: boolean;
	maxBytes: number;
	maxRequests: number;
}

/** What the storage answered to the first request: ranges work, or the whole file is on its way. */
export type Opened =
	| { ranges: true; reader: RangeReader; head: Buffer }
	| { ranges: false; body: AsyncGenerator<Buffer, void, undefined>; size: number | undefined };

const headBytes = 64 * 1024;
const attempts = 4;
const maxRedirects = 3;
const retryStatus = new Set([408, 425, 429, 500, 502, 503, 504]);
/** S3 and Azure say 403, Google 400, when a signed URL has expired. */
const expiredStatus = new Set([400, 401, 403]);

/** A fault that a second attempt may cure. */
class Transient extends Error {}

const isLocal = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/** One file's requests: address, redirects, refusals, repeats, limits. */
export class Transfer {
	private address: string | undefined;
	private addressesAsked = 0;
	private requests = 0;
	private bytes = 0;

	constructor(readonly options: TransferOptions) {}

	/** One answered GET, 200, 206 or 416; anything else is thrown. */
	async get(range?: string): Promise<HttpResponse> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.getOnce(range);
			} catch (error) {
				if (!(error instanceof Transient)) throw error;
				if (attempt === attempts) throw new MediaError('network', `The storage cannot be read: ${error.message}. Try again later.`);
				await this.pause(attempt);
			}
		}
	}

	async pause(attempt: number): Promise<void> {
		await sleep(100 * 2 ** (attempt - 1) * (0.5 + Math.random()), this.options.deadline.signal);
	}

	/** The body, counted; the connection is closed when the loop is left. A broken connection throws `Transient`. */
	async *body(response: HttpResponse): AsyncGenerator<Buffer, void, undefined> {
		const { deadline, maxBytes } = this.options;
		const iterator = response.body[Symbol.asyncIterator]();
		let finished = false;
		try {
			for (;;) {
				const next = await orAbort(iterator.next(), deadline.signal).catch((error: Error) => {
					throw error instanceof MediaError ? error : new Transient('the connection broke');
				});
				if (next.done) break;
				deadline.progress();
				this.bytes += next.value.byteLength;
				if (this.bytes > maxBytes) {
					throw new MediaError('tooLarge', `More than ${Math.floor(maxBytes / 1024 / 1024)} MiB were needed of this file. Raise the size limit if that is intended.`);
				}
				yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
			}
			finished = true;
		} finally {
			// Not awaited: a peer that never answers must not hold up the end.
			if (!finished) void Promise.resolve(iterator.return?.()).catch(() => undefined);
		}
	}

	private async getOnce(range?: string): Promise<HttpResponse> {
		const response = await this.follow(range);
		const { status } = response;
		if (status === 200 || status === 206 || status === 416) return response;
		discard(response);
		if (retryStatus.has(status)) throw new Transient(`it answers ${status}`);
		if (expiredStatus.has(status)) {
			if (this.addressesAsked < 2) {
				this.address = undefined;
				return await this.getOnce(range);
			}
			throw new MediaError('accessDenied', `The storage refuses the file (${status}), also with a fresh link. Check that Encord may read this bucket, and that the item still exists.`);
		}
		if (status === 404 || status === 410) {
			throw new MediaError('notFound', `The storage has no such file (${status}). It was moved or deleted after it was registered in Encord.`);
		}
		throw new MediaError('network', `The storage answered ${status}, which this package does not understand.`);
	}

	private async follow(range?: string): Promise<HttpResponse> {
		let url = await this.currentAddress();
		for (let hops = 0; hops <= maxRedirects; hops++) {
			const response = await this.request(url, range);
			const { location } = response.headers;
			if (response.status < 300 || response.status >= 400 || response.status === 304 || !location) return response;
			discard(response);
			const next = new URL(location, url);
			if (next.protocol !== 'https:' && next.protocol !== new URL(url).protocol) {
				throw new MediaError('accessDenied', `The storage redirects to another scheme (${next.protocol}//), which is not followed.`);
			}
			url = this.checked(next.href);
		}
		throw new MediaError('accessDenied', `The storage redirects more than ${maxRedirects} times.`);
	}

	private async request(url: string, range?: string): Promise<HttpResponse> {
		const { deadline, send, maxRequests } = this.options;
		if (++this.requests > maxRequests) throw new MediaError('tooLarge', `More than ${maxRequests} requests were needed for this file.`);
		const headers = { accept: '*/*', 'accept-encoding': 'identity', ...(range && { range }) };
		try {
			const response = await orAbort(send({ method: 'GET', url, headers, signal: deadline.signal }), deadline.signal);
			deadline.progress();
			return response;
		} catch (error) {
			if (error instanceof MediaError) throw error;
			if (deadline.signal.aborted) throw deadline.signal.reason;
			// The sender's own text may hold the URL.
			throw new Transient('the connection failed');
		}
	}

	private async currentAddress(): Promise<string> {
		if (this.address === undefined) {
			this.addressesAsked++;
			const url = await orAbort(this.options.url(), this.options.deadline.signal);
			this.address = this.checked(url);
		}
		return this.address;
	}

	private checked(url: string): string {
		let parsed: URL;
		try {
			parsed = new URL(url);
		} catch {
			throw new MediaError('notFound', 'Encord has no usable link to this file.');
		}
		const http = parsed.protocol === 'http:' && (this.options.allowHttp || isLocal(parsed.hostname));
		if (parsed.protocol !== 'https:' && !http) {
			throw new MediaError('accessDenied', `A link with the scheme ${parsed.protocol}// is not opened: files are read over https only.`);
		}
		return url;
	}
}

function discard(response: HttpResponse): void {
	void Promise.resolve(response.body[Symbol.asyncIterator]().return?.()).catch(() => undefined);
}

interface ContentRange {
	from: number;
	size: number;
}

function contentRange(response: HttpResponse): ContentRange {
	const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers['content-range'] ?? '');
	if (!match) throw new MediaError('network', 'The storage answers ranges without saying which bytes they are.');
	return { from: Number(match[1]), size: Number(match[2]) };
}

/** Reads ranges of one file and makes sure that it stays the same file. */
export class RangeReader implements ByteSource {
	constructor(private readonly transfer: Transfer, readonly size: number, private readonly etag: string | undefined) {}

	async read(offset: number, length: number): Promise<Buffer> {
		if (offset < 0 || offset + length > this.size) {
			throw new MediaError('truncated', `The file ends at byte ${this.size}, but its index points behind that: it is cut off.`);
		}
		const result = Buffer.allocUnsafe(length);
		let done = 0;
		for await (const chunk of this.chunks(offset, offset + length)) {
			chunk.copy(result, done);
			done += chunk.length;
		}
		return result;
	}

	stream(offset: number): AsyncGenerator<Buffer, void, undefined> {
		return this.chunks(offset, this.size);
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
					yield wanted;
					if (position === to) return;
				}
			} catch (error) {
				if (!(error instanceof Transient)) throw error;
			}
			if (position > before) attempt = 1;
			if (position < to && attempt >= attempts) {
				throw new MediaError('network', 'The connection to the storage keeps breaking. Try again later.');
			}
			if (position < to) await this.transfer.pause(attempt);
		}
	}

	private check(response: HttpResponse, position: number): void {
		const etag = strongTag(response);
		const changed = () => new MediaError('changed', 'The file was changed in the storage while it was being read. Run the step again.');
		if (response.status !== 206) throw changed();
		const { from, size } = contentRange(response);
		if (size !== this.size || (etag && this.etag && etag !== this.etag)) throw changed();
		if (from !== position) throw new MediaError('network', 'The storage sends other bytes than the asked range.');
	}
}

const strongTag = (response: HttpResponse) => {
	const { etag } = response.headers;
	return etag && !etag.startsWith('W/') ? etag : undefined;
};

/** Asks for the first 64 KiB, which tells size, entity tag and whether ranges work. */
export async function openRanges(options: TransferOptions): Promise<Opened> {
	const transfer = new Transfer(options);
	for (let attempt = 1; ; attempt++) {
		const response = await transfer.get(`bytes=0-${headBytes - 1}`);
		if (response.status === 416) throw new MediaError('damaged', 'The file is empty.');
		if (response.status === 200) {
			const length = Number(response.headers['content-length'] ?? Number.NaN);
			return { ranges: false, body: transfer.body(response), size: Number.isFinite(length) ? length : undefined };
		}
		const { from, size } = contentRange(response);
		if (from !== 0) throw new MediaError('network', 'The storage sends other bytes than the asked range.');
		const head: Buffer[] = [];
		let held = 0;
		const wanted = Math.min(headBytes, size);
		try {
			for await (const chunk of transfer.body(response)) {
				head.push(chunk);
				held += chunk.length;
				if (held >= wanted) break;
			}
		} catch (error) {
			if (!(error instanceof Transient) || attempt === attempts) throw error;
		}
		if (held >= wanted) {
			return { ranges: true, reader: new RangeReader(transfer, size, strongTag(response)), head: Buffer.concat(head).subarray(0, wanted) };
		}
		if (attempt === attempts) throw new MediaError('network', 'The connection to the storage keeps breaking. Try again later.');
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
		throw new MediaError('tooLarge', `The file has ${Math.ceil(size / 1024 / 1024)} MiB, more than the limit of ${Math.floor(options.maxBytes / 1024 / 1024)} MiB.`);
	}
	return { size, mimeType: response.headers['content-type'], bytes: wholeBody(transfer, response, size) };
}

async function* wholeBody(transfer: Transfer, response: HttpResponse, size: number | undefined): AsyncGenerator<Buffer, void, undefined> {
	let position = 0;
	try {
		for await (const chunk of transfer.body(response)) {
			position += chunk.length;
			yield chunk;
		}
	} catch (error) {
		if (!(error instanceof Transient)) throw error;
		if (size === undefined) throw new MediaError('network', 'The connection to the storage broke. Try again later.');
	}
	if (size !== undefined && position < size) yield* new RangeReader(transfer, size, strongTag(response)).stream(position);
}
