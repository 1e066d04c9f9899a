/**
 * Pages of listings. A page token contains the sort key of the last entity shown, not an offset. So no entity is skipped or
 * repeated when another one leaves the list between two requests (protocol §4).
 */
import { Refusal } from './refusal';

export type SortKey = Array<number | string>;

export interface Page<T> {
	results: T[];
	nextPageToken?: string;
}

function compare(left: SortKey, right: SortKey): number {
	for (let index = 0; index < left.length; index += 1) {
		const [a, b] = [left[index] ?? 0, right[index] ?? 0];
		if (a !== b) return a < b ? -1 : 1;
	}
	return 0;
}

function readToken(token: string): SortKey {
	try {
		const key: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
		if (
			Array.isArray(key) &&
			key.every((part) => typeof part === 'number' || typeof part === 'string')
		)
			return key;
	} catch {
		// Refused below.
	}
	throw new Refusal(400, 'pageToken is not one this server has given');
}

/** @param keyOf the sort key, different for each entity; the page is in ascending order of it, unless `descending` */
export function pageOf<T>(
	entities: T[],
	keyOf: (entity: T) => SortKey,
	token: string | null,
	size: number,
	descending = false,
): Page<T> {
	const after = token === null ? null : readToken(token);
	const sign = descending ? -1 : 1;
	const keyed = entities.map((entity) => ({ entity, key: keyOf(entity) }));
	const rest = (after ? keyed.filter(({ key }) => sign * compare(key, after) > 0) : keyed).sort(
		(a, b) => sign * compare(a.key, b.key),
	);
	const shown = rest.slice(0, size);
	const last = shown.at(-1);
	return {
		results: shown.map(({ entity }) => entity),
		...(last && rest.length > size
			? { nextPageToken: Buffer.from(JSON.stringify(last.key)).toString('base64url') }
			: {}),
	};
}
