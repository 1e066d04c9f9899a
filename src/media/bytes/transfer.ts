/**
 * The HTTP requests for one file: GET only (many signed URLs refuse HEAD), retried after network faults, with a fresh URL once
 * when the first one is refused, redirected to no other scheme, and limited in bytes and requests (frames §6).
 */
import type { HttpResponse, HttpSend } from '../../encord/wire/send';
import { raceAbort, sleep } from './abort';
import { MediaError } from '../errors';
import { checkScheme, SignedUrl, type SignedUrlOptions } from './signedUrl';

export interface TransferOptions extends SignedUrlOptions {
	send: HttpSend;
	maxBytes: number;
	maxRequests: number;
}

/** How often a request is tried before a network fault is reported. */
export const maxAttempts = 4;
const maxRedirects = 3;
/** Of storage servers. For Encord's own API see src/encord/http/retry.ts. */
const retriedStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);
/** For an expired signed URL S3 and Azure answer 403, Google answers 400. */
const refusedStatuses = new Set([400, 401, 403]);

/** A fault that may be gone at the next attempt. */
export class TransientError extends Error {}

export class Transfer {
	private readonly signedUrl: SignedUrl;
	private requests = 0;
	private bytes = 0;

	constructor(readonly options: TransferOptions) {
		this.signedUrl = new SignedUrl(options);
	}

	/** Sends one GET, retried if needed. The answer is a 200, 206 or 416; any other status is thrown as an error. */
	async get(range?: string): Promise<HttpResponse> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.getOnce(range);
			} catch (error) {
				if (!(error instanceof TransientError)) throw error;
				if (attempt === maxAttempts)
					throw new MediaError(
						'network',
						`The storage cannot be read: ${error.message}. Try again later.`,
					);
				await this.backOff(attempt);
			}
		}
	}

	/** Waits before the next attempt: exponential backoff with jitter. */
	async backOff(attempt: number): Promise<void> {
		await sleep(100 * 2 ** (attempt - 1) * (0.5 + Math.random()), this.options.deadline.signal);
	}

	/**
	 * Streams the body and counts its bytes. Leaving the loop closes the connection.
	 * @throws TransientError when the connection breaks, MediaError `tooLarge` above the limit.
	 */
	async *body(response: HttpResponse): AsyncGenerator<Buffer, void, undefined> {
		const { deadline, maxBytes } = this.options;
		const iterator = response.body[Symbol.asyncIterator]();
		let finished = false;
		try {
			for (;;) {
				const next = await raceAbort(iterator.next(), deadline.signal).catch((error: Error) => {
					throw error instanceof MediaError ? error : new TransientError('the connection broke');
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
			// Not awaited, because a server that never answers would block here.
			if (!finished) void Promise.resolve(iterator.return?.()).catch(() => undefined);
		}
	}

	private async getOnce(range?: string): Promise<HttpResponse> {
		const response = await this.followRedirects(range);
		const { status } = response;
		if (status === 200 || status === 206 || status === 416) return response;
		discard(response);
		if (retriedStatuses.has(status)) throw new TransientError(`it answers ${status}`);
		if (refusedStatuses.has(status)) {
			if (this.signedUrl.renew()) return await this.getOnce(range);
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

	private async followRedirects(range?: string): Promise<HttpResponse> {
		let url = await this.signedUrl.current();
		for (let hops = 0; hops <= maxRedirects; hops++) {
			const response = await this.sendOnce(url, range);
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
			url = checkScheme(next.href, this.options.allowHttp);
		}
		throw new MediaError('accessDenied', `The storage redirects more than ${maxRedirects} times.`);
	}

	private async sendOnce(url: string, range?: string): Promise<HttpResponse> {
		const { deadline, send, maxRequests } = this.options;
		if (++this.requests > maxRequests)
			throw new MediaError(
				'tooLarge',
				`More than ${maxRequests} requests were needed for this file.`,
			);
		const headers = { accept: '*/*', 'accept-encoding': 'identity', ...(range && { range }) };
		try {
			const response = await raceAbort(
				send({ method: 'GET', url, headers, signal: deadline.signal }),
				deadline.signal,
			);
			deadline.progress();
			return response;
		} catch (error) {
			if (error instanceof MediaError) throw error;
			if (deadline.signal.aborted) throw deadline.signal.reason;
			// The sender's own error text is dropped, because it may contain the signed URL.
			throw new TransientError('the connection failed');
		}
	}
}

/**
 * Closes a response whose body is not read. A generator that has not started ends at `return` without doing anything, so a stream
 * is destroyed, and anything else is started first.
 */
export function discard({ body }: HttpResponse): void {
	if ('destroy' in body && typeof body.destroy === 'function') return void body.destroy();
	const iterator = body[Symbol.asyncIterator]();
	const started = Promise.resolve(iterator.next()).catch(() => undefined);
	void started.then(() => iterator.return?.()).catch(() => undefined);
}
