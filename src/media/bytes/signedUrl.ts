/** The signed URL of one file: fetched when it is first needed, replaced once when the storage refuses it. */
import { raceAbort } from './abort';
import type { Deadline } from './deadline';
import { MediaError } from '../errors';

export interface SignedUrlOptions {
	/** Gives a fresh signed URL per call. */
	url: () => Promise<string>;
	deadline: Deadline;
	/** Accepts plain http from any host; without it only from this machine. */
	allowHttp?: boolean;
}

const isLocal = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/** @throws MediaError `notFound` for text that is no URL, `accessDenied` for a scheme that is not allowed. */
export function checkScheme(url: string, allowHttp = false): string {
	let parsed: URL;
	try {
		parsed = new URL(url);
	} catch {
		throw new MediaError('notFound', 'Encord has no usable link to this file.');
	}
	const httpAllowed = parsed.protocol === 'http:' && (allowHttp || isLocal(parsed.hostname));
	if (parsed.protocol !== 'https:' && !httpAllowed) {
		throw new MediaError(
			'accessDenied',
			`A link with the scheme ${parsed.protocol}// is not opened: files are read over https only.`,
		);
	}
	return url;
}

export class SignedUrl {
	private url: string | undefined;
	private fetched = 0;

	constructor(private readonly options: SignedUrlOptions) {}

	async current(): Promise<string> {
		if (this.url === undefined) {
			const { url, deadline, allowHttp } = this.options;
			this.fetched++;
			this.url = checkScheme(await raceAbort(url(), deadline.signal), allowHttp);
		}
		return this.url;
	}

	/** Drops a refused URL, so that `current` fetches a fresh one. Returns false when that has been done before. */
	renew(): boolean {
		if (this.fetched >= 2) return false;
		this.url = undefined;
		return true;
	}
}
