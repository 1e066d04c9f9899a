/** Pages of a v2 listing as one stream (protocol §4). */
import { ProtocolError } from '../wire/errors';

export interface Page<T> {
	results: T[];
	nextPageToken?: string | null;
}

/**
 * Members of all pages. The next page is asked for only when the caller wants more, who may change the data meanwhile.
 * @throws ProtocolError when a token comes a second time, which would never end
 */
export async function* pagesOf<T>(
	what: string,
	fetchPage: (pageToken?: string) => Promise<Page<T>>,
): AsyncGenerator<T> {
	const seen = new Set<string>();
	let token: string | undefined;
	do {
		const page = await fetchPage(token);
		yield* page.results;
		token = page.nextPageToken || undefined;
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
