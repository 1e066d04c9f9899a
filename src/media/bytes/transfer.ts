/**
 * Requests for one file behind a signed URL: GET only (signed URLs often refuse HEAD), repeated after faults of the network,
 * with a fresh URL once when the first one is refused, never to another scheme, within limits (frames §6).
 */
import type { HttpResponse, HttpSend } from '../../encord/http/send';
import { type Deadline, orAbort, sleep } from './deadline';
import { MediaError } from '../errors';

export interface TransferOptions {
	send: HttpSend;
	/** A fresh signed URL per call. */
	url: () => Promise<string>;
	deadline: Deadline;
	allowHttp?: boolean;
	maxBytes: number;
	maxRequests: number;
}

/** Times a request is made before a fault of the network counts as final. */
export const attempts = 4;
const maxRedirects = 3;
const retryStatus = new Set([408, 425, 429, 500, 502, 503, 504]);
/** S3 and Azure say 403, Google 400, when a signed URL has expired. */
const expiredStatus = new Set([400, 401, 403]);

/** A fault that a second attempt may cure. */
export class Transient extends Error {}

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
				if (attempt === attempts)
					throw new MediaError(
						'network',
						`The storage cannot be read: ${error.message}. Try again later.`,
					);
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
					throw new MediaError(
						'tooLarge',
						`More than ${Math.floor(maxBytes / 1024 / 1024)} MiB were needed of this file, which is the limit. Use a smaller copy of it.`,
					);
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
			throw new MediaError(
				'accessDenied',
				`The storage refuses the file (${status}), also with a fresh link. ` +
					'Check that Encord may read this bucket, and that the item still exists.',
			);
		}
		if (status === 404 || status === 410) {
			throw new MediaError(
				'notFound',
				`The storage has no such file (${status}). It was moved or deleted after it was registered in Encord.`,
			);
		}
		throw new MediaError(
			'network',
			`The storage answered ${status}, which this package does not understand.`,
		);
	}

	private async follow(range?: string): Promise<HttpResponse> {
		let url = await this.currentAddress();
		for (let hops = 0; hops <= maxRedirects; hops++) {
			const response = await this.request(url, range);
			const { location } = response.headers;
			if (response.status < 300 || response.status >= 400 || response.status === 304 || !location)
				return response;
			discard(response);
			const next = new URL(location, url);
			if (next.protocol !== 'https:' && next.protocol !== new URL(url).protocol) {
				throw new MediaError(
					'accessDenied',
					`The storage redirects to another scheme (${next.protocol}//), which is not followed.`,
				);
			}
			url = this.checked(next.href);
		}
		throw new MediaError('accessDenied', `The storage redirects more than ${maxRedirects} times.`);
	}

	private async request(url: string, range?: string): Promise<HttpResponse> {
		const { deadline, send, maxRequests } = this.options;
		if (++this.requests > maxRequests)
			throw new MediaError(
				'tooLarge',
				`More than ${maxRequests} requests were needed for this file.`,
			);
		const headers = { accept: '*/*', 'accept-encoding': 'identity', ...(range && { range }) };
		try {
			const response = await orAbort(
				send({ method: 'GET', url, headers, signal: deadline.signal }),
				deadline.signal,
			);
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
		const http =
			parsed.protocol === 'http:' && (this.options.allowHttp || isLocal(parsed.hostname));
		if (parsed.protocol !== 'https:' && !http) {
			throw new MediaError(
				'accessDenied',
				`A link with the scheme ${parsed.protocol}// is not opened: files are read over https only.`,
			);
		}
		return url;
	}
}

export function discard(response: HttpResponse): void {
	void Promise.resolve(response.body[Symbol.asyncIterator]().return?.()).catch(() => undefined);
}
