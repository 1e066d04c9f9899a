/** Reads a v2 listing page by page (protocol §4). */
import { ProtocolError } from '../wire/errors';

export interface Page<T> {
	results: T[];
	nextPageToken?: string | null;
}

/**
 * Yields the members of all pages. The next page is requested only when the caller asks for the next member; the caller may
 * change the data in between.
 * @throws ProtocolError when Encord sends the same page token twice, because reading would never end
 */
export async function* pagesOf<T>(
	what: string,
	fetchPage: (pageToken?: string) => Promise<Page<T>>,
): AsyncGenerator<T> {
	for await (const { results } of wholePagesOf(what, fetchPage)) yield* results;
}

/**
 * Yields whole pages, from the first one or from that of a token. The token of the last page is undefined.
 * @throws ProtocolError when Encord sends the same page token twice
 */
export async function* wholePagesOf<T>(
	what: string,
	fetchPage: (pageToken?: string) => Promise<Page<T>>,
	from?: string,
): AsyncGenerator<{ results: T[]; nextPageToken?: string }> {
	const seen = new Set<string>();
	let token = from;
	do {
		const page = await fetchPage(token);
		token = page.nextPageToken || undefined;
		yield { results: page.results, nextPageToken: token };
		if (token !== undefined && seen.has(token))
			throw new ProtocolError(`Encord repeats the same page without end (while ${what}).`);
		if (token !== undefined) seen.add(token);
	} while (token !== undefined);
}

/** The first members of a stream. Pages are fetched only as far as these reach. */
export async function take<T>(members: AsyncIterable<T>, limit: number): Promise<T[]> {
	const taken: T[] = [];
	if (limit <= 0) return taken;
	for await (const member of members) {
		taken.push(member);
		if (taken.length >= limit) break;
	}
	return taken;
}
